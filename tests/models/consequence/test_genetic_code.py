"""Translation follows the tables of the NCBI, selenocysteine and the mitochondrion included."""

from __future__ import annotations

import pytest

from lexome.models.consequence.coding import coding_effect, spliced
from lexome.models.consequence.genetic_code import MITOCHONDRIAL, STANDARD, code_of, reverse_complement
from placements import placement


@pytest.mark.parametrize(
    ("codon", "nucleus", "mitochondrion"),
    [
        # NCBI Taxonomy, 'The Genetic Codes': where tables 1 and 2 differ
        ("AGA", "R", "*"), ("AGG", "R", "*"), ("ATA", "I", "M"), ("TGA", "*", "W"), ("TAA", "*", "*"),
    ],
)  # fmt: skip
def test_the_mitochondrion_reads_four_codons_otherwise(codon: str, nucleus: str, mitochondrion: str) -> None:
    assert (STANDARD.translate(codon), MITOCHONDRIAL.translate(codon)) == (nucleus, mitochondrion)
    assert code_of("MT") is MITOCHONDRIAL
    assert code_of("X") is STANDARD


def test_unknown_bases_give_an_unknown_residue() -> None:
    assert STANDARD.translate("ATGNCAGC") == "MX"
    assert reverse_complement("ACGTN") == "NACGT"


def test_a_stop_within_the_coding_sequence_is_selenocysteine() -> None:
    bases = "ATGTGACAATGGTAA"
    where = placement(15, cds=(0, 15))
    text = spliced(where, bases, STANDARD)
    assert text.protein == "MUQW*"
    assert coding_effect(where, (5, 6), "C", text).hgvs_p == "p.Sec2Cys"
    assert coding_effect(where, (11, 12), "A", text).hgvs_p == "p.Trp4Ter"
    assert coding_effect(where, (3, 9), "TGACAC", text).hgvs_p == "p.Gln3His"


def test_another_stop_that_is_read_through_is_unknown() -> None:
    """As in L-MPZ, which reads through a TAG (Yamaguchi 2012, doi:10.1074/jbc.M111.314468)."""
    assert spliced(placement(12, cds=(0, 12)), "ATGTAGCAATAA", STANDARD).protein == "MXQ*"


def test_a_mitochondrial_stop_is_completed_by_the_tail() -> None:
    """MT-ND1 ends in TA, which polyadenylation makes TAA (Anderson 1981, doi:10.1038/290457a0)."""
    from dataclasses import replace

    where = replace(placement(11, cds=(0, 11)), contig="MT")
    text = spliced(where, "ATACCCTGATA", MITOCHONDRIAL)
    assert text.protein == "MPW*"
    effect = coding_effect(where, (10, 11), "C", text)
    assert "stop_lost" in effect.terms
