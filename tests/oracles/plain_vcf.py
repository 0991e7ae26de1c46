"""An obvious reading of a VCF without samples: every record, its INFO as a dictionary."""

from __future__ import annotations

import gzip
from pathlib import Path


def plain_records(path: Path) -> list[tuple[str, int, str, str, dict[str, str]]]:
    """Return contig, 1-based position, REF, ALT and INFO of every record."""
    found = []
    with gzip.open(path, "rt") as lines:
        for line in lines:
            if not line.startswith("#"):
                contig, position, _, ref, alt, _, _, info = line.rstrip("\n").split("\t")[:8]
                pairs = dict(part.partition("=")[::2] for part in info.split(";"))
                found.append((contig, int(position), ref, alt, pairs))
    return found
