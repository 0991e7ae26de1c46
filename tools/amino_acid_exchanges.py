"""Write starter/rules/amino-acid-exchanges.tsv: how many (likely) pathogenic and benign human variants of UniProt
exchange one amino acid for another, by ordered pair.

Run: PYTHONPATH=src:tools python tools/amino_acid_exchanges.py [--artifacts DIR] [--out FILE]
"""

from __future__ import annotations

import argparse
import io
import re
import xml.etree.ElementTree as ElementTree
from collections import Counter
from pathlib import Path

from lexome.core.residues import ONE_LETTER
from lexome.formats.exchange_counts import FILE, RESIDUES
from starter_builder.artifacts import ARTIFACTS, Shelf

MEMBER = "trytond/modules/health_genetics_uniprot/data/gene_variants.xml"
CLASSES = ("lpp", "lbb")
"""The package's words for LP/P and LB/B of UniProt; US (uncertain significance) is not taken."""

_CHANGE = re.compile(r"p\.([A-Z][a-z]{2})\d+([A-Z][a-z]{2})")


def counted(xml: bytes) -> dict[str, Counter[tuple[str, str]]]:
    """Return the number of variants by class and (residue, other residue); those beyond the 20 under ('', '')."""
    found: dict[str, Counter[tuple[str, str]]] = {name: Counter() for name in CLASSES}
    for _, record in ElementTree.iterparse(io.BytesIO(xml)):
        if record.tag != "record":
            continue
        told = {field.get("name"): field.text or "" for field in record}
        if told["significance"] in found:
            change = _CHANGE.fullmatch(told["aa_change"])
            ref, alt = (ONE_LETTER.get(name, "") for name in change.groups()) if change else ("", "")
            usual = ref in set(RESIDUES) and alt in set(RESIDUES)
            found[told["significance"]][(ref, alt) if usual else ("", "")] += 1
        record.clear()
    return found


def written(found: dict[str, Counter[tuple[str, str]]]) -> str:
    """Return the text of the file."""
    left_out = {name: counts.pop(("", ""), 0) for name, counts in found.items()}
    pathogenic, benign = (found[name] for name in CLASSES)
    pairs = sorted(set(pathogenic) | set(benign))
    package = ARTIFACTS["gnuhealth-genetics-uniprot"]
    lines = [
        "# How many human variants of UniProtKB exchange one amino acid for another, by ordered pair: those that are",
        "# likely pathogenic or pathogenic (LP/P), and those that are likely benign or benign (LB/B)",
        f"# source: UniProtKB human variants; doi:10.1093/nar/gkae1010, as packaged in {package}",
        f"# release: {package.name} {package.version} (UniProt's own release is not named there)",
        "# licence: CC BY 4.0 (UniProt Consortium); changed: counted, no variant is carried",
        f"# counts: {pathogenic.total()} pathogenic, {benign.total()} benign, {len(pairs)} pairs; "
        f"left out for a residue beyond the 20: {sum(left_out.values())}",
        "ref\talt\tpathogenic\tbenign",
        *(f"{ref}\t{alt}\t{pathogenic[ref, alt]}\t{benign[ref, alt]}" for ref, alt in pairs),
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Count the pinned artifact and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--artifacts", type=Path, default=Path("build/artifacts"), help="folder of fetched artifacts")
    parser.add_argument("--out", type=Path, default=FILE, help="the file to write")
    given = parser.parse_args()
    shelf = Shelf(given.artifacts, built=given.out.parent)
    given.out.write_text(written(counted(shelf.content("gnuhealth-genetics-uniprot", MEMBER))), encoding="utf-8")


if __name__ == "__main__":
    main()
