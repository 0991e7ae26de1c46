"""Takes the truth tables of the hgvs package's own tests, with the transcripts their cache carries.

Command::

    pip download --no-deps --no-binary :all: hgvs==1.5.2 && tar xzf hgvs-1.5.2.tar.gz
    python tests/oracles/hgvs_package.py hgvs-1.5.2

It writes ``hgvs_package.json.gz`` (hgvs 1.5.2, Apache-2.0): ``transcripts``, id -> exon lengths, start and end of the
coding sequence and the bases; ``proteins``, pairs of a 'c.' and a 'p.' name on them; ``genomic``, id -> chromosome
accession, strand and exons on GRCh37, and ``mapped``, pairs of a 'g.' and a 'c.' name of substitutions.
"""

from __future__ import annotations

import gzip
import json
import pickle
import re
import sys
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("hgvs_package.json.gz")


class _Record(list[Any]):
    """Stands for the classes of the cache, which are all lists; nothing of the package is run."""

    def __init__(self, *_: object) -> None:
        super().__init__()
        self.state: Any = None

    def __setstate__(self, state: Any) -> None:
        self.state = state

    __hash__ = object.__hash__


class _Cache(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in {("datetime", "datetime"), ("collections", "OrderedDict")}:
            return super().find_class(module, name)
        return _Record


def answers(path: Path) -> dict[str, list[tuple[list[Any], Any]]]:
    """Return the arguments and answers in the cache by the function asked."""
    found: dict[str, list[tuple[list[Any], Any]]] = {}
    with path.open("rb") as file:
        for key, value in _Cache(file).load().items():
            parts = list(key)
            at = parts.index("__func__")
            found.setdefault(parts[at + 1], []).append((parts[:at], value))
    return found


def rows(folder: Path) -> list[list[str]]:
    """Return the rows of all tables: id, genomic, coding and protein name."""
    paths = [*sorted((folder / "gcp").glob("*.tsv")), folder / "ext.tsv"]
    lines = [line.split("\t") for path in paths for line in path.read_text().splitlines()]
    return [[cell.strip() for cell in line[:4]] for line in lines if len(line) > 2 and ":" in line[2]]


def main(package: Path) -> None:
    """Write the table."""
    data = package / "tests" / "data"
    asked = answers(data / "cache-py3.hdp")
    bases = {args[0]: text for args, text in asked["get_seq"] if len([one for one in args if one is not None]) == 1}
    layout = {args[0]: row.state[0] for args, row in asked["get_tx_identity_info"] if row.state}
    transcripts = {
        name: {"lengths": layout[name][5], "cds": layout[name][3:5], "bases": bases[name]}
        for name in sorted(bases.keys() & layout.keys())
    }
    told = rows(data)
    proteins = sorted(
        {(row[2], row[3]) for row in told if len(row) > 3 and row[3] and row[2].split(":")[0] in transcripts}
    )
    genomic = {}
    for (name, chromosome, _), exons in asked["get_tx_exons"]:
        parts = [(dict(zip(exon.state[1], exon.state[0], strict=False))) for exon in exons]
        plain = all(re.fullmatch(r"\d+=", part["cigar"]) for part in parts)
        if parts and plain and re.fullmatch(r"NC_0000\d\d\.(9|10|11|8|13)", chromosome) and name in layout:
            spans = sorted((part["alt_start_i"], part["alt_end_i"]) for part in parts)
            genomic.setdefault(name, [chromosome, parts[0]["alt_strand"], spans, layout[name][3:5]])
    mapped = [
        (row[1], row[2]) for row in told if row[2].split(":")[0] in genomic and re.search(r"\d[ACGT]>[ACGT]$", row[1])
    ]
    mapped = sorted({pair for pair in mapped if pair[0].split(":")[0] == genomic[pair[1].split(":")[0]][0]})
    mapped = [pair for at, pair in enumerate(mapped) if at % 10 == 0 or "DNAH11" not in pair[1]][:4000]
    used = {pair[1].split(":")[0] for pair in mapped}
    content = {
        "transcripts": transcripts,
        "proteins": proteins,
        "genomic": {name: genomic[name] for name in sorted(used)},
        "mapped": mapped,
    }
    TABLE.write_bytes(gzip.compress(json.dumps(content).encode(), 9, mtime=0))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
