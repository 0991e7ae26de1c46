"""Annotations of other programs are read in the layout their header declares."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.core.consequence import RANK, Consequence
from lexome.formats.annotations import Layout, completed, differences, layouts, read_annotations

CSQ = (
    "Consequence annotations from Ensembl VEP. Format: Allele|Consequence|IMPACT|SYMBOL|Gene|Feature_type|Feature|EXON|"
    "INTRON|HGVSc|HGVSp|CDS_position|Protein_position|Amino_acids|MANE_SELECT|HGNC_ID"
)
VEP = {("INFO", "CSQ"): {"ID": "CSQ", "Number": ".", "Type": "String", "Description": CSQ}}
SNPEFF = {("INFO", "ANN"): {"ID": "ANN", "Description": "Functional annotations: 'Allele | Annotation | ...'"}}
BCFTOOLS = {("INFO", "BCSQ"): {"ID": "BCSQ", "Description": "Local consequence annotation from BCFtools/csq."}}


def layout(header: dict[tuple[str, str], dict[str, str]]) -> Layout:
    (found,) = layouts(header)
    return found


def test_vep_is_read_by_the_columns_its_header_names() -> None:
    value = (
        "T|missense_variant&splice_region_variant|MODERATE|BRCA1|ENSG00000012048|Transcript|ENST00000357654.9|3/23||"
        "ENST00000357654.9:c.134A>T|ENSP00000350283.3:p.Lys45Met|134|45|K/M|NM_007294.4|HGNC:1100,"
        "G|synonymous_variant|LOW|BRCA1|ENSG00000012048|Transcript|ENST00000357654.9|3/23||||||||"
    )
    (found,) = read_annotations(layout(VEP), value, ref="A", alt="T")
    assert found == Consequence(
        transcript="ENST00000357654.9",
        gene_symbol="BRCA1",
        gene_id="HGNC:1100",
        terms=("missense_variant", "splice_region_variant"),
        hgvs_c="ENST00000357654.9:c.134A>T",
        hgvs_p="ENSP00000350283.3:p.Lys45Met",
        cds_position=134,
        protein_position=45,
        exon=3,
        exon_count=23,
        ref_amino_acids="K",
        alt_amino_acids="M",
        mane_select=True,
        source="Ensembl VEP",
    )


@pytest.mark.parametrize(
    ("ref", "alt", "allele"),
    [
        pytest.param("A", "AG", "G", id="inserted bases"),
        pytest.param("AG", "A", "-", id="nothing left"),
        pytest.param("AG", "TC", "TC", id="as it stands"),
    ],
)
def test_vep_names_alleles_without_the_shared_base(ref: str, alt: str, allele: str) -> None:
    value = f"{allele}|frameshift_variant|HIGH|G|ENSG1|Transcript|T1|||||||||"
    assert [one.terms for one in read_annotations(layout(VEP), value, ref=ref, alt=alt)] == [("frameshift_variant",)]


def test_snpeff_is_read_by_its_specification() -> None:
    value = (
        "T|stop_gained|HIGH|CHRNA1|CHRNA1|transcript|NM_000079.4|protein_coding|7/10|c.931C>T|p.Arg311*|"
        "1200/2000|931/1374|311/457||"
    )
    (found,) = read_annotations(layout(SNPEFF), value, ref="C", alt="T")
    assert (found.hgvs_c, found.hgvs_p) == ("NM_000079.4:c.931C>T", "NM_000079.4:p.Arg311*")
    assert (found.exon, found.exon_count, found.protein_position, found.protein_length) == (7, 10, 311, 457)
    assert found.source == "SnpEff"


def test_bcftools_terms_become_sequence_ontology() -> None:
    value = "splice_region,missense|BRCA1|ENST1|protein_coding|-|45K>45M|134T>A"
    found = read_annotations(layout(BCFTOOLS), value.replace("splice_region,", ""), ref="T", alt="A")
    assert [(one.terms, one.protein_position, one.alt_amino_acids) for one in found] == [
        (("missense_variant",), 45, "M")
    ]
    assert read_annotations(layout(BCFTOOLS), "@12345", ref="T", alt="A") == ()
    assert found[0].source == "bcftools csq"


def test_disagreement_names_both_sources() -> None:
    ours = Consequence("ENST1.2", "G", "", ("missense_variant",), source="lexome, Ensembl 110")
    same = Consequence("ENST1.1", "G", "", ("splice_region_variant", "missense_variant"), source="Ensembl VEP")
    other = Consequence("ENST1.1", "G", "", ("synonymous_variant",), source="Ensembl VEP v99")
    elsewhere = Consequence("ENST9.1", "G", "", ("synonymous_variant",), source="Ensembl VEP v99")
    assert differences([ours], [same, elsewhere]) == ()
    assert differences([ours], [other]) == (
        "ENST1.1: Ensembl VEP v99 says synonymous_variant, lexome, Ensembl 110 says missense_variant",
    )


@given(
    value=st.text(st.sampled_from("ACGT|&,-*@/%0123456789.abc_ "), max_size=400) | st.text(max_size=100),
    header=st.sampled_from([VEP, SNPEFF, BCFTOOLS]),
)
def test_no_text_is_too_strange_to_read(value: str, header: dict[tuple[str, str], dict[str, str]]) -> None:
    for found in read_annotations(layout(header), value, ref="A", alt="T"):
        assert all(term in RANK for term in found.terms)


def test_a_header_without_annotations_has_no_layout() -> None:
    assert layouts({("INFO", "DP"): {"ID": "DP"}, ("INFO", "CSQ"): {"ID": "CSQ", "Description": "no columns"}}) == ()


def test_their_word_stands_where_ours_waits_for_the_reference() -> None:
    waiting = Consequence(
        "ENST1.2", "G", "HGNC:1", ("coding_sequence_variant",), hgvs_c="NM_1.2:c.5A>T", protein_position=2,
        needs_reference=True, mane_select=True, source="lexome, Ensembl 110",
    )  # fmt: skip
    sure = Consequence("ENST2.1", "G", "HGNC:1", ("intron_variant",), source="lexome, Ensembl 110")
    theirs = Consequence(
        "NM_1.1", "G", "", ("missense_variant",), hgvs_p="NP_1.1:p.Lys2Ile", ref_amino_acids="K", alt_amino_acids="I",
        source="Ensembl VEP",
    )  # fmt: skip
    other = Consequence("ENST2.1", "G", "", ("missense_variant",), source="Ensembl VEP")
    first, second = completed([waiting, sure], [theirs, other])
    assert (first.terms, first.hgvs_p, first.needs_reference) == (("missense_variant",), "NP_1.1:p.Lys2Ile", False)
    assert first.source == "Ensembl VEP, on the transcript of lexome, Ensembl 110"
    assert (first.hgvs_c, first.mane_select) == ("NM_1.2:c.5A>T", True)
    assert second == sure
