"""The command that counts UniProt's variants by exchanged amino acids."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from amino_acid_exchanges import counted, written

NAMES = "Ala Arg Asn Asp Cys Gln Glu Gly His Ile Leu Lys Met Phe Pro Ser Thr Trp Tyr Val Sec".split()  # noqa: SIM905
LETTERS = dict(zip(NAMES, "ARNDCQEGHILKMFPSTWYV?", strict=True))
RECORD = """<record model="gnuhealth.gene.variant" id="VAR_{number:06d}">
	<field name="gene" search="[('name', '=', 'HSD3B2')]"/>
	<field name="protein">P26439</field>
	<field name="variant">VAR_{number:06d}</field>
	<field name="aa_change">p.{before}{place}{after}</field>
	<field name="significance">{significance}</field>
	<field name="dbsnp">-</field>
</record>
"""
"""The form of the package's records, as VAR_000006 of gnuhealth-genetics-uniprot 5.0.4 has it."""

variants = st.lists(
    st.tuples(
        st.sampled_from(NAMES), st.integers(1, 34_350), st.sampled_from(NAMES), st.sampled_from(["lpp", "lbb", "us"])
    )
)


def document(told: list[tuple[str, int, str, str]]) -> str:
    records = [
        RECORD.format(number=number, before=before, place=place, after=after, significance=significance)
        for number, (before, place, after, significance) in enumerate(told)
    ]
    return (
        f'<?xml version="1.0" encoding="utf-8" ?>\n<tryton>\n<data grouped="1">\n{"".join(records)}</data>\n</tryton>'
    )


def slowly(xml: str, word: str, before: str, after: str) -> int:
    """Count by looking at the text of each record."""
    found = 0
    for record in xml.split("</record>"):
        change = re.search(r'name="aa_change">p\.(\w{3})\d+(\w{3})<', record)
        if change and f">{word}<" in record and (change[1], change[2]) == (before, after):
            found += 1
    return found


@given(variants)
def test_every_pair_is_counted_as_a_slow_search_counts_it(told: list[tuple[str, int, str, str]]) -> None:
    xml = document(told)
    found = counted(xml.encode())
    assert set(found) == {"lpp", "lbb"}
    for word, counts in found.items():
        for before, _, after, _ in told:
            if "Sec" not in (before, after):
                assert counts[LETTERS[before], LETTERS[after]] == slowly(xml, word, before, after)
        assert counts.total() == sum(one[3] == word for one in told)


def test_the_file_states_how_many_it_holds_and_how_many_it_left_out() -> None:
    """Four records of the package: VAR_000005, 000006, 000007 and the one selenocysteine."""
    told = [
        ("Thr", 367, "Asn", "lbb"),
        ("Glu", 142, "Lys", "lpp"),
        ("Leu", 205, "Pro", "lpp"),
        ("Sec", 462, "Gly", "lpp"),
    ]
    text = written(counted(document(told).encode()))
    assert "# counts: 2 pathogenic, 1 benign, 3 pairs; left out for a residue beyond the 20: 1" in text
    assert text.endswith("ref\talt\tpathogenic\tbenign\nE\tK\t1\t0\nL\tP\t1\t0\nT\tN\t0\t1\n")
