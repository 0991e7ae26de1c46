"""An allele in an RNA gene is told as its own, by its published name, unless it changes the host's protein."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.consequence import SEVERITY
from lexome.core.settings import Settings
from lexome.core.transcript import TranscriptColumns
from lexome.formats.fasta import Reference
from lexome.lab import Lab
from lexome.models.consequence import Annotator

U4 = (
    "AGCTTTGCGCAGTGGCAGTATCGTAGCCAATGAGGTTTATCCGAGGCGCGATTATTGCTAATTGAAAACTTTTCCCAATACCCCGCCATGACGACTTGAAATATAGTCGGCATTGG"
    "CAATTTTTGACAGTCTCTACGGAGA"
)
"""NR_003137.2, 141 bases."""


@pytest.fixture(scope="module")
def transcripts(tmp_path_factory: pytest.TempPathFactory) -> TranscriptColumns:
    data = tmp_path_factory.mktemp("data")
    return Lab(Settings(data, data), now=datetime(2026, 1, 1, tzinfo=UTC)).knowledge("transcripts")


@pytest.mark.parametrize(
    ("variant", "gene", "name"),
    [
        pytest.param("GRCh38:2:121530930:G:A", "RNU4ATAC", "NR_023343.1:n.51G>A", id="He 2011, in CLASP1's intron"),
        pytest.param("GRCh38:2:121530909:G:A", "RNU4ATAC", "NR_023343.1:n.30G>A", id="He 2011; 2:122288485 of GRCh37"),
        pytest.param("GRCh38:9:35657948:T:C", "RMRP", "NR_003051.3:n.71A>G", id="Finnish founder; ClinVar 14208"),
        pytest.param("GRCh38:9:35657756:C:A", "RMRP", "NR_003051.3:n.263G>T", id="9:35657753 of GRCh37"),
        pytest.param("GRCh38:3:169764742:C:T", "TERC", "NR_001566.1:n.319G>A", id="3:169482530 of GRCh37"),
        pytest.param("GRCh38:17:8173517:T:C", "SNORD118", "NR_033294.2:n.72A>G", id="in TMEM107's 3' UTR"),
        pytest.param("GRCh38:12:120291839:T:C", "RNU4-2", "NR_003137.2:n.65A>G", id="Chen 2024"),
        pytest.param("GRCh38:12:120291828:G:A", "RNU4-2", "NR_003137.2:n.76C>T", id="Chen 2024, stem III"),
        pytest.param("GRCh38:11:62841806:C:T", "RNU2-2", "NR_199791.1:n.4G>A", id="Greene 2025, in WDR74's 5' UTR"),
        pytest.param("GRCh38:11:62841775:T:C", "RNU2-2", "NR_199791.1:n.35A>G", id="Greene 2025"),
        pytest.param("GRCh38:15:65304720:A:G", "RNU5B-1", "NR_002757.3:n.44A>G", id="Nava 2025"),
        pytest.param("GRCh38:15:79209844:C:T", "MIR184", "ENSG00000207695(MIR184):n.57C>T", id="Hughes 2011"),
    ],
)  # fmt: skip
def test_changes_of_rna_genes_have_their_published_names(
    transcripts: TranscriptColumns, variant: str, gene: str, name: str
) -> None:
    first = Annotator(transcripts).annotate(Allele.parse(variant))[0]
    assert (first.gene_symbol, first.hgvs_c) == (gene, name)
    assert first.terms == ("non_coding_transcript_exon_variant",)


@pytest.mark.parametrize(
    ("variant", "name"),
    [
        pytest.param("GRCh38:12:120291839:T:TA", "n.64_65insT", id="the common one of ReNU syndrome"),
        pytest.param("GRCh38:12:120291826:T:TA", "n.77_78insT", id="stem III"),
        pytest.param("GRCh38:12:120291835:G:GT", "n.68dup", id="an A behind AAAA: papers write n.68_69insA"),
        pytest.param("GRCh38:12:120291839:T:TC", "n.64dup", id="a G behind a G: papers write n.64_65insG"),
        pytest.param("GRCh38:12:120291835:GT:G", "n.68del", id="one of AAAA lost: its last"),
    ],
)
def test_insertions_are_named_where_a_reference_tells_the_bases_around(
    transcripts: TranscriptColumns, tmp_path: Path, variant: str, name: str
) -> None:
    fasta = tmp_path / "u4.fa"
    forward = U4[::-1].translate(str.maketrans("ACGT", "TGCA"))
    fasta.write_text(f">chr12:120291763-120291903\n{forward}\n")
    allele = Allele.parse(variant)
    reference = Reference.open(fasta, cache_dir=tmp_path, assembly=Assembly.GRCH38)
    first = Annotator(transcripts, reference).annotate(allele)[0]
    assert (first.gene_symbol, first.hgvs_c) == ("RNU4-2", f"NR_003137.2:{name}")
    without = Annotator(transcripts).annotate(allele)[0]
    assert (without.gene_symbol, without.hgvs_c) == ("RNU4-2", None)


@pytest.mark.parametrize(("ref", "alt"), [("A", "C"), ("AG", "TT"), ("AGG", "A")])
def test_every_allele_inside_an_rna_gene_is_told_as_its_own(transcripts: TranscriptColumns, ref: str, alt: str) -> None:
    annotator = Annotator(transcripts)
    for row in np.flatnonzero(~transcripts.is_coding & (transcripts.contig < 24)).tolist():
        (start, end), gene = transcripts.exons(row)[0], transcripts.gene_symbols[row]
        places = np.arange(start, end - len(ref) + 1).astype(np.int32)
        contig = np.full(len(places), transcripts.contig[row], np.int16)
        found = annotator.triage(contig, places, [ref] * len(places), [alt] * len(places))
        assert set(found.transcript.tolist()) == {row}, gene
        assert {SEVERITY[rank] for rank in found.severity.tolist()} == {"non_coding_transcript_exon_variant"}, gene
        name = CONTIGS[int(transcripts.contig[row])]
        told = annotator.annotate(Allele(Assembly.GRCH38, name, int(places[len(places) // 2]), ref, alt))
        assert told[0].gene_symbol == gene


@pytest.mark.parametrize(
    ("variant", "gene"),
    [
        pytest.param("GRCh38:9:35658019:A:ACGTCCTCAGCTTCACAGAG", "RMRP", id="ClinVar: doubled up to the first base"),
        pytest.param("GRCh38:9:35658035:A:AGAGTAGTAGAAGCT", "RMRP", id="ClinVar: between the TATA box and the start"),
        pytest.param("GRCh38:17:8173636:AGAGTAC:A", "SNORD118", id="Jenkinson 2016: bases 54 to 49 before n.1"),
        pytest.param("GRCh38:2:121530820:A:C", "RNU4ATAC", id="sixty bases before n.1"),
        pytest.param("GRCh38:2:121530819:A:C", "", id="one more"),
        pytest.param("GRCh38:16:69933080:A:G", "", id="MIR140 is cut out of a transcript of WWP2"),
        pytest.param("GRCh38:12:6943880:A:G", "", id="behind RNU7-1"),
    ],
)
def test_changes_in_the_promoter_of_an_rna_are_told_as_its_own(
    transcripts: TranscriptColumns, variant: str, gene: str
) -> None:
    annotator, allele = Annotator(transcripts), Allele.parse(variant)
    contig, start = np.array([CONTIGS.index(allele.contig)], np.int16), np.array([allele.start], np.int32)
    found = annotator.triage(contig, start, [allele.ref], [allele.alt])
    row, first = int(found.transcript[0]), annotator.annotate(allele)[0]
    told = (transcripts.gene_symbols[row], SEVERITY[int(found.severity[0])], first.gene_symbol, first.terms[0])
    if gene:
        assert told == (gene, "upstream_gene_variant", gene, "upstream_gene_variant")
    else:
        assert told[1] != "upstream_gene_variant" or transcripts.is_coding[row]
        assert first.terms[0] != "upstream_gene_variant" or first.protein_length


def test_the_host_is_still_told_behind_the_rna_gene(transcripts: TranscriptColumns) -> None:
    told = Annotator(transcripts).annotate(Allele.parse("GRCh38:17:8173517:T:C"))
    assert "3_prime_UTR_variant" in {term for one in told if one.gene_symbol == "TMEM107" for term in one.terms}


def made(**changed: Any) -> TranscriptColumns:
    """Return a host of two exons, its other transcript, and an RNA gene over the end of the first exon and beyond."""
    given: dict[str, Any] = {
        "assembly": Assembly.GRCH38,
        "release": "made up",
        "transcript_ids": ["HOST-1", "HOST-2", "RNA-1"],
        "gene_symbols": ["HOST", "HOST", "RNA"],
        "gene_ids": [""] * 3,
        "ensembl_gene_ids": [""] * 3,
        "refseq_ids": [""] * 3,
        "biotypes": ["protein_coding", "protein_coding", "snRNA"],
        "contig": np.zeros(3, np.int16),
        "strand": np.ones(3, np.int8),
        "exon_indptr": np.array([0, 2, 3, 4], np.int32),
        "exon_start": np.array([1000, 1500, 1000, 1090], np.int32),
        "exon_end": np.array([1100, 1600, 1300, 1200], np.int32),
        "cds_start": np.array([1040, 1040, -1], np.int32),
        "cds_end": np.array([1560, 1280, -1], np.int32),
        "mane_select": np.array([True, False, False]),
    }
    return TranscriptColumns(**{**given, **changed})


@pytest.mark.parametrize(
    ("start", "ref", "changed", "first"),
    [
        pytest.param(1095, "A", {}, "HOST-1", id="coding sequence of MANE Select"),
        pytest.param(1100, "A", {}, "HOST-1", id="its donor"),
        pytest.param(1101, "A", {}, "HOST-1", id="its donor's second base"),
        pytest.param(1102, "A", {}, "RNA-1", id="its intron, coding in another transcript"),
        pytest.param(1150, "A", {}, "RNA-1", id="deep in its intron"),
        pytest.param(1150, "A", {"mane_select": np.zeros(3, np.bool_)}, "HOST-2", id="coding, no MANE Select"),
        pytest.param(1198, "AGGGG", {}, "HOST-2", id="reaches beyond, into coding sequence"),
        pytest.param(1095, "A", {"cds_start": np.full(3, -1), "cds_end": np.full(3, -1)}, "RNA-1", id="of no protein"),
    ],
)
def test_the_host_comes_first_where_its_chosen_transcript_codes_or_splices(
    start: int, ref: str, changed: dict[str, Any], first: str
) -> None:
    transcripts = made(**changed)
    annotator = Annotator(transcripts)
    found = annotator.triage(np.zeros(1, np.int16), np.array([start], np.int32), [ref], ["A" if len(ref) > 1 else "C"])
    row = int(found.transcript[0])
    assert (transcripts.gene_symbols[row], row == 2) == (first.partition("-")[0], first == "RNA-1")
    allele = Allele(Assembly.GRCH38, "1", start, ref, "A" if len(ref) > 1 else "C")
    assert (annotator.annotate(allele)[0].transcript == "RNA-1") is (first == "RNA-1")


def test_a_transcript_of_a_gene_that_codes_is_no_rna_gene() -> None:
    transcripts = made(gene_symbols=["HOST", "HOST", "HOST"])
    found = Annotator(transcripts).triage(np.zeros(1, np.int16), np.array([1150], np.int32), ["A"], ["C"])
    assert transcripts.transcript_ids[int(found.transcript[0])] == "HOST-2"
