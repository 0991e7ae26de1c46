"""Terms by place: a small gene whose every base is known, on both strands."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lexome.core.allele import Allele
from lexome.core.assembly import Assembly
from lexome.core.transcript import INCOMPLETE_3, INCOMPLETE_5, TranscriptColumns
from lexome.formats.fasta import Reference
from lexome.models.consequence import Annotator
from oracles.slow_consequence import other_strand

# exon 1: 5' UTR of 10, ATG and 17 codons; exon 2: 15 codons; exon 3: 9 codons with the stop, 3' UTR of 20
INTRON = "GTAAGTCCAGCAGCAGCATCATCATCCTACTACTTTCTTTTTTTTTGCAG"
EXONS = (
    "CCCCCCCCCC" + "ATG" + "GCT" * 8 + "CGTGATGAACAACATATTCTTTGG" + "AAG",
    "GAAGTTCCTACTTCTTACCGTGGTAACCAGGACGAGCACATTAAG",
    "TTCATGCCTTCTACTGTTTGGAAA" + "TAA" + "CGCGCGCGCGCGCGCGCGCG",
)
GENE = EXONS[0] + INTRON + EXONS[1] + INTRON + EXONS[2]
ORIGIN = 10_000


def annotator(folder: Path, *, strand: int = 1, reference: bool = True, incomplete: int = 0) -> Annotator:
    """Return the gene alone on chromosome 1, between flanks of one kilobase."""
    flank = "ACTG" * 250
    genome = flank + (GENE if strand > 0 else other_strand(GENE)) + flank
    (folder / "genome.fa").write_text(f">1:{ORIGIN - 999}-{ORIGIN - 1000 + len(genome)}\n{genome}\n", encoding="ascii")
    starts = np.cumsum([0, len(EXONS[0]) + len(INTRON), len(EXONS[1]) + len(INTRON)])
    ends = starts + [len(exon) for exon in EXONS]
    cds = (10, int(ends[2]) - 20)
    if strand < 0:
        starts, ends = len(GENE) - ends[::-1], len(GENE) - starts[::-1]
        cds = (len(GENE) - cds[1], len(GENE) - cds[0])
    columns = TranscriptColumns(
        Assembly.GRCH38, "made up", ["T.1"], ["G"], ["HGNC:1"], [""], [""], ["protein_coding"],
        contig=np.array([0], np.int16), strand=np.array([strand], np.int8),
        exon_indptr=np.array([0, 3], np.int32), exon_start=(starts + ORIGIN).astype(np.int32),
        exon_end=(ends + ORIGIN).astype(np.int32), cds_start=np.array([cds[0] + ORIGIN], np.int32),
        cds_end=np.array([cds[1] + ORIGIN], np.int32), mane_select=np.array([True]),
        cds_incomplete=np.array([incomplete], np.uint8),
    )  # fmt: skip
    return Annotator(columns, Reference.open(folder / "genome.fa", cache_dir=folder) if reference else None)


def allele(at: int, ref: str, alt: str, *, strand: int = 1) -> Allele:
    """Return a change of bases in the direction of the gene; ``at`` counts from the gene's first base."""
    if ref:
        assert GENE[at : at + len(ref)] == ref
    if strand > 0:
        start = ORIGIN + at
    else:
        start, ref, alt = ORIGIN + len(GENE) - at - len(ref), other_strand(ref), other_strand(alt)
    if ref and alt:
        return Allele(Assembly.GRCH38, "1", start, ref, alt)
    before = GENE[at - 1] if strand > 0 else other_strand(GENE)[start - ORIGIN - 1]
    return Allele(Assembly.GRCH38, "1", start - 1, before + ref, before + alt)


E1, I2 = len(EXONS[0]), len(EXONS[0]) + len(INTRON)
E2 = I2 + len(EXONS[1])
I3 = E2 + len(INTRON)
STOP = I3 + 24


@pytest.mark.parametrize("strand", [1, -1])
@pytest.mark.parametrize(
    ("at", "ref", "alt", "terms", "hgvs_c", "hgvs_p"),
    [
        pytest.param(0, "C", "T", "5_prime_UTR_variant", "c.-10C>T", None, id="first base of the transcript"),
        pytest.param(10, "A", "G", "start_lost", "c.1A>G", "p.Met1?", id="start codon"),
        pytest.param(10, "ATG", "", "start_lost&inframe_deletion", "c.1_3del", "p.Met1?", id="start codon gone"),
        pytest.param(15, "T", "C", "synonymous_variant", "c.6T>C", "p.Ala2=", id="silent"),
        pytest.param(37, "C", "G", "missense_variant", "c.28C>G", "p.Arg10Gly", id="missense"),
        pytest.param(59, "G", "A", "stop_gained", "c.50G>A", "p.Trp17Ter", id="stop gained"),
        pytest.param(39, "TGAT", "GTTC", "missense_variant", "c.30_33delinsGTTC", "p.Asp11Phe", id="MNV, two codons"),
        pytest.param(40, "G", "", "frameshift_variant", "c.31del", "p.Asp11MetfsTer?", id="frameshift"),
        pytest.param(13, "", "GCT", "inframe_insertion", "c.25_27dup", "p.Ala9dup", id="3' shift of a dup"),
        pytest.param(13, "GCT", "", "inframe_deletion", "c.25_27del", "p.Ala9del", id="3' shift of a deletion"),
        pytest.param(40, "GATGAA", "TTT", "protein_altering_variant", "c.31_36delinsTTT", "p.Asp11_Glu12delinsPhe",
                     id="delins in frame"),
        pytest.param(E1 - 1, "G", "C", "missense_variant&splice_region_variant", "c.54G>C", "p.Lys18Asn",
                     id="last base of an exon"),
        pytest.param(E1, "G", "A", "splice_donor_variant", "c.54+1G>A", None, id="donor +1"),
        pytest.param(E1 + 1, "T", "C", "splice_donor_variant", "c.54+2T>C", None, id="donor +2"),
        pytest.param(E1 + 2, "A", "C", "splice_region_variant&splice_donor_region_variant&intron_variant",
                     "c.54+3A>C", None, id="donor region"),
        pytest.param(E1 + 4, "G", "C", "splice_donor_5th_base_variant&splice_region_variant&intron_variant",
                     "c.54+5G>C", None, id="5th base"),
        pytest.param(E1 + 7, "C", "A", "splice_region_variant&intron_variant", "c.54+8C>A", None, id="+8"),
        pytest.param(E1 + 8, "A", "C", "intron_variant", "c.54+9A>C", None, id="+9"),
        pytest.param(I2 - 17, "T", "G", "splice_polypyrimidine_tract_variant&intron_variant", "c.55-17T>G", None,
                     id="-17"),
        pytest.param(I2 - 8, "T", "G",
                     "splice_region_variant&splice_polypyrimidine_tract_variant&intron_variant", "c.55-8T>G", None,
                     id="-8"),
        pytest.param(I2 - 2, "A", "G", "splice_acceptor_variant", "c.55-2A>G", None, id="acceptor -2"),
        pytest.param(I2 - 1, "G", "C", "splice_acceptor_variant", "c.55-1G>C", None, id="acceptor -1"),
        pytest.param(I2, "G", "C", "missense_variant&splice_region_variant", "c.55G>C", "p.Glu19Gln",
                     id="first base of an exon"),
        pytest.param(E1 - 1, "GG", "", "splice_donor_variant&coding_sequence_variant", "c.54_54+1del", None,
                     id="over a splice site"),
        pytest.param(STOP, "T", "C", "stop_lost", "c.124T>C", "p.Ter42GlnextTer?", id="stop lost"),
        pytest.param(STOP + 2, "A", "G", "stop_retained_variant", "c.126A>G", "p.Ter42=", id="stop retained"),
        pytest.param(STOP + 3, "C", "A", "3_prime_UTR_variant", "c.*1C>A", None, id="first base after the stop"),
        pytest.param(40, "GATG", "CATC", "missense_variant", "c.31_34inv", "p.Asp11_Glu12delinsHisGln", id="inversion"),
    ],
)  # fmt: skip
def test_every_place_of_a_gene_has_its_term_on_both_strands(
    tmp_path: Path, strand: int, at: int, ref: str, alt: str, terms: str, hgvs_c: str, hgvs_p: str | None
) -> None:
    (found,) = annotator(tmp_path, strand=strand).annotate(allele(at, ref, alt, strand=strand))
    name = found.hgvs_p.split(":")[1] if found.hgvs_p else None
    assert (found.text, found.hgvs_c, name) == (terms, f"T.1:{hgvs_c}", hgvs_p)
    assert found.source == "lexome, made up"
    assert not found.needs_reference


@pytest.mark.parametrize(
    ("at", "ref", "alt", "terms", "needs"),
    [
        pytest.param(37, "C", "G", "coding_sequence_variant", True, id="a substitution waits for the reference"),
        pytest.param(40, "G", "", "frameshift_variant", True, id="the frame is told by length"),
        pytest.param(40, "GAT", "", "inframe_deletion", True, id="so is its keeping"),
        pytest.param(40, "", "AAA", "inframe_insertion", True, id="and an insertion"),
        pytest.param(E1, "G", "A", "splice_donor_variant", False, id="a splice site by place"),
        pytest.param(10, "A", "G", "start_lost", False, id="the start codon is always ATG"),
        pytest.param(E1 + 20, "A", "C", "intron_variant", False, id="an intron by place"),
        pytest.param(0, "C", "T", "5_prime_UTR_variant", False, id="a UTR by place"),
    ],
)
def test_without_a_reference_only_what_place_and_length_tell_is_told(
    tmp_path: Path, at: int, ref: str, alt: str, terms: str, needs: bool
) -> None:
    (found,) = annotator(tmp_path, reference=False).annotate(allele(at, ref, alt))
    assert (found.text, found.needs_reference) == (terms, needs)
    assert found.hgvs_p in (None, "T.1:p.Met1?")
    assert found.hgvs_c is not None or not (ref and alt), "an indel cannot be placed by the 3' rule"


def test_a_reference_that_contradicts_the_allele_is_not_used(tmp_path: Path) -> None:
    wrong = Allele(Assembly.GRCH38, "1", ORIGIN + 37, "T", "G")
    (found,) = annotator(tmp_path).annotate(wrong)
    assert (found.text, found.needs_reference) == ("coding_sequence_variant", True)


@pytest.mark.parametrize(
    ("at", "escapes", "rule"),
    [
        pytest.param(59, True, "50 nt of the last junction", id="37 bases before the last junction"),
        pytest.param(I3 + 19, True, "last exon", id="in the last exon"),
    ],
)
def test_decay_is_escaped_by_the_rule_named(tmp_path: Path, at: int, escapes: bool, rule: str) -> None:
    ref = GENE[at]
    (found,) = annotator(tmp_path).annotate(allele(at, ref, "A"))
    assert "stop_gained" in found.terms
    assert (found.escapes_nmd, found.escapes_nmd_by) == (escapes, rule)


@pytest.mark.parametrize(
    ("incomplete", "at", "ref", "alt", "terms"),
    [
        pytest.param(INCOMPLETE_5, 10, "A", "G", "missense_variant", id="no start to lose"),
        pytest.param(INCOMPLETE_3, STOP, "T", "C", "stop_lost", id="the annotated end is still a stop"),
    ],
)
def test_an_incomplete_coding_sequence_has_no_start_or_end(
    tmp_path: Path, incomplete: int, at: int, ref: str, alt: str, terms: str
) -> None:
    (found,) = annotator(tmp_path, incomplete=incomplete).annotate(allele(at, ref, alt))
    assert found.text == terms


@pytest.mark.parametrize(
    ("start", "end", "kind", "terms"),
    [
        pytest.param(-100, len(GENE) + 100, "<DEL>", "transcript_ablation", id="all of it lost"),
        pytest.param(-100, len(GENE) + 100, "<DUP:TANDEM>", "transcript_amplification", id="all of it doubled"),
        pytest.param(E1 + 20, E2 + 20, "<DEL>",
                     "splice_acceptor_variant&splice_donor_variant&inframe_deletion&"
                     "splice_donor_5th_base_variant&splice_polypyrimidine_tract_variant&coding_sequence_variant&"
                     "intron_variant", id="an exon of 45 bases"),
        pytest.param(E1 + 20, E2 + 20, "<DUP>", "coding_sequence_variant", id="an exon doubled"),
        pytest.param(E1 + 20, E1 + 25, "<DEL>", "intron_variant", id="within an intron"),
        pytest.param(E1 + 20, E2 + 20, "<INV>", "splice_acceptor_variant&splice_donor_variant&coding_sequence_variant",
                     id="an exon turned over"),
        pytest.param(len(GENE) + 10, len(GENE) + 900, "<DEL>", "downstream_gene_variant", id="beside the gene"),
    ],
)  # fmt: skip
def test_structural_variants_are_told_by_what_they_take(
    tmp_path: Path, start: int, end: int, kind: str, terms: str
) -> None:
    symbolic = Allele(Assembly.GRCH38, "1", ORIGIN + start - 1, "N", kind, ORIGIN + end)
    (found,) = annotator(tmp_path).annotate(symbolic)
    assert found.text == terms


def test_beyond_five_kilobases_there_is_no_gene(tmp_path: Path) -> None:
    near = Allele(Assembly.GRCH38, "1", ORIGIN - 4_999, "A", "C")
    far = Allele(Assembly.GRCH38, "1", ORIGIN - 5_002, "A", "C")
    assert annotator(tmp_path).annotate(near)[0].terms == ("upstream_gene_variant",)
    assert annotator(tmp_path).annotate(far)[0].terms == ("intergenic_variant",)
    assert annotator(tmp_path, strand=-1).annotate(near)[0].terms == ("downstream_gene_variant",)
    assert annotator(tmp_path).annotate(Allele(Assembly.GRCH38, "HLA-A", 5, "A", "C"))[0].transcript == ""


@pytest.mark.parametrize("strand", [1, -1])
@pytest.mark.parametrize(
    ("at", "ref", "alt", "distance"),
    [
        pytest.param(E1, "G", "A", 1, id="+1"),
        pytest.param(E1 + 4, "G", "C", 5, id="+5"),
        pytest.param(I2 - 2, "A", "G", 2, id="-2"),
        pytest.param(E1 - 1, "G", "C", -1, id="last base of an exon"),
        pytest.param(I2, "G", "C", -1, id="first base of an exon"),
        pytest.param(40, "G", "A", -24, id="inside an exon"),
        pytest.param(0, "C", "T", -64, id="the outer end does not count"),
        pytest.param(E1 - 1, "GG", "", 1, id="over the edge"),
    ],
)
def test_the_distance_is_to_the_nearest_splice_site(
    tmp_path: Path, strand: int, at: int, ref: str, alt: str, distance: int
) -> None:
    (found,) = annotator(tmp_path, strand=strand).annotate(allele(at, ref, alt, strand=strand))
    assert found.splice_distance == distance


@pytest.mark.parametrize("strand", [1, -1])
@pytest.mark.parametrize(
    ("at", "ref", "exon", "intron"),
    [
        pytest.param(40, "G", 1, None, id="first exon"),
        pytest.param(E1 + 9, GENE[E1 + 9], None, 1, id="first intron"),
        pytest.param(I2 + 5, GENE[I2 + 5], 2, None, id="second exon"),
        pytest.param(I3 - 1, "G", None, 2, id="last base of the second intron"),
        pytest.param(E1 - 1, "GG", 1, 1, id="exon into intron"),
        pytest.param(I2 - 1, "GG", 2, 1, id="intron into exon"),
    ],
)
def test_exons_and_introns_are_numbered_along_the_gene(
    tmp_path: Path, strand: int, at: int, ref: str, exon: int | None, intron: int | None
) -> None:
    alt = "" if len(ref) > 1 else "A" if ref != "A" else "C"
    (found,) = annotator(tmp_path, strand=strand).annotate(allele(at, ref, alt, strand=strand))
    assert (found.exon, found.intron, found.exon_count) == (exon, intron, 3)
