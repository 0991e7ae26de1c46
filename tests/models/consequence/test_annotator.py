"""Terms and names agree with published tables; triage never takes a variant for milder than it is."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.consequence import RANK, SEVERITY
from lexome.core.residues import THREE_LETTERS
from lexome.core.settings import Settings
from lexome.formats.fasta import Reference
from lexome.formats.hgvs import read_nucleotide
from lexome.lab import Lab
from lexome.models.consequence import Annotator
from lrg import lrg_transcripts

EDITED = {
    "Canonical splice": {"splice_acceptor_variant", "splice_donor_variant"},
    "Intronic": {"intron_variant", "splice_polypyrimidine_tract_variant"},
    "Missense": {"missense_variant"},
    "Nonsense": {"stop_gained"},
    "Splice region": {"splice_region_variant", "splice_donor_5th_base_variant"},
    "Synonymous": {"synonymous_variant"},
}


@pytest.fixture
def brca1(shared_data: Path, tmp_path: Path) -> Annotator:
    genome = shared_data / "genome"
    reference = Reference.open(genome / "GRCh38.chr17_43000001-43200000.fa.gz", cache_dir=tmp_path)
    return Annotator(lrg_transcripts(genome, ("BRCA1",)), reference)


def test_every_edited_brca1_variant_has_the_published_name_and_consequence(shared_data: Path, brca1: Annotator) -> None:
    """Findlay 2018, doi:10.1038/s41586-018-0461-z, supplementary table 1."""
    with (shared_data / "splice" / "brca1_saturation_editing_dev.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    disagreeing = []
    for row in rows:
        allele = Allele.from_vcf(
            Assembly.GRCH38, contig=row["chrom"], pos=int(row["pos"]), ref=row["ref"], alt=row["alt"]
        )
        found = brca1.annotate(allele)[0]
        one_letter = found.hgvs_p.split(":")[1] if found.hgvs_p else ""
        agrees = (
            found.terms[0] in EDITED[row["consequence"]]
            and found.hgvs_c == f"LRG_292t1:{row['hgvs_c']}"
            and _three_letters(row["hgvs_p"]) == one_letter
        )
        if not agrees:
            disagreeing.append((row, found))
    assert len(rows) == 1813
    assert disagreeing == []


def _three_letters(name: str) -> str:
    return "".join(THREE_LETTERS.get(letter, letter) for letter in name)


@pytest.mark.parametrize(
    ("name", "allele"),
    [
        # one allele of the editing table by its c. name and, on the reverse strand, by the genomic one
        pytest.param("LRG_292t1:c.81-23T>A", "GRCh38:17:43115802:A:T", id="coding"),
        pytest.param("NC_000017.11:g.43115802A>T", "GRCh38:17:43115802:A:T", id="genomic"),
        pytest.param("17:g.43115802_43115803del", "GRCh38:17:43115799:GAA:G", id="genomic, left-aligned"),
    ],
)
def test_a_name_leads_to_its_allele(brca1: Annotator, name: str, allele: str) -> None:
    assert str(brca1.locate(read_nucleotide(name))) == allele


@pytest.mark.parametrize("name", ["NM_999999.1:c.1A>T", "c.1A>T", "LRG_292t1:c.99999A>T", "LRG_292t1:c.81-23G>A",
                                  "LRG_292t1:c.82-1A>T", "17:g.43115802G>T"])  # fmt: skip
def test_a_name_that_fits_nothing_is_refused(brca1: Annotator, name: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        brca1.locate(read_nucleotide(name))


@given(
    start=st.integers(43_000_000, 43_200_000) | st.integers(-5, 100) | st.integers(43_115_700, 43_115_800),
    ref=st.text("ACGTN", max_size=8),
    alt=st.text("ACGTNR", max_size=8) | st.sampled_from(["*", ".", "<DEL>", "<DUP:TANDEM>", "N[2:5[", "<INS>", "<>"]),
    end=st.none() | st.integers(0, 43_300_000),
)
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_allele_is_too_strange(brca1: Annotator, start: int, ref: str, alt: str, end: int | None) -> None:
    for found in brca1.annotate(Allele(Assembly.GRCH38, "17", start, ref, alt, end)):
        assert found.terms
        assert all(term in RANK for term in found.terms)


def test_triage_is_as_severe_as_the_exact_answer_or_more(shared_data: Path) -> None:
    transcripts = lrg_transcripts(shared_data / "genome")
    annotator = Annotator(transcripts)
    rng = np.random.default_rng(5)
    alleles = []
    for _ in range(1500):
        row = int(rng.integers(len(transcripts)))
        edges = transcripts.exons(row)[int(rng.integers(len(transcripts.exons(row))))]
        ref, alt = [("A", "C"), ("A", "ACG"), ("AGGT", "A"), ("ACCCCCCCC", "A"), ("AGG", "CTT")][int(rng.integers(5))]
        start = edges[int(rng.integers(2))] + int(rng.integers(-30, 30))
        alleles.append(Allele(Assembly.GRCH38, CONTIGS[transcripts.contig[row]], start, ref, alt))
    contig = np.array([CONTIGS.index(allele.contig) for allele in alleles], np.int16)
    start = np.array([allele.start for allele in alleles], np.int32)
    triage = annotator.triage(contig, start, [one.ref for one in alleles], [one.alt for one in alleles])
    for allele, severity, row in zip(alleles, triage.severity.tolist(), triage.transcript.tolist(), strict=True):
        terms = {term for found in annotator.annotate(allele) for term in found.terms}
        assert severity <= min(RANK[term] for term in terms), (allele, SEVERITY[severity], terms)
        assert (row >= 0) == (SEVERITY[severity] != "intergenic_variant")


@pytest.mark.parametrize("arrow", [False, True])
def test_triage_knows_a_gene_lost_from_one_touched(shared_data: Path, arrow: bool) -> None:
    transcripts = lrg_transcripts(shared_data / "genome", ("BRCA1",))
    start, end = int(transcripts.start.min()), int(transcripts.end.max())
    alts: Any = ["<DEL>", "<DUP:TANDEM>", "<INV>", "<DEL>", "C"]
    refs: Any = ["N", "N", "N", "N", "A"]
    if arrow:
        alts, refs = pa.array(alts), pa.array(refs)
    triage = Annotator(transcripts).triage(
        np.full(5, 16, np.int16),
        np.full(5, start - 10, np.int32),
        refs,
        alts,
        np.array([end + 10, end + 10, end + 10, start - 5, start - 9], np.int32),
    )
    terms = [SEVERITY[rank] for rank in triage.severity.tolist()]
    assert terms[0] == "transcript_ablation"
    assert 0 < RANK[terms[1]] <= RANK["transcript_amplification"]
    assert terms[3:] == ["downstream_gene_variant", "downstream_gene_variant"]
    assert RANK[terms[2]] <= RANK["coding_sequence_variant"]


@pytest.mark.parametrize(
    ("variant", "gene", "name"),
    [
        pytest.param("GRCh38:MT:3243:A:G", "MT-TL1", "NC_012920.1(MT-TL1):m.3243A>G", id="the common one of MELAS"),
        pytest.param("GRCh38:MT:8344:A:G", "MT-TK", "NC_012920.1(MT-TK):m.8344A>G", id="the common one of MERRF"),
        pytest.param("GRCh38:MT:7511:T:C", "MT-TS1", "NC_012920.1(MT-TS1):m.7511T>C", id="gene on the reverse strand"),
    ],
)
def test_changes_of_mitochondrial_rna_genes_go_by_their_place_on_the_genome(
    variant: str, gene: str, name: str, tmp_path: Path
) -> None:
    lab = Lab(Settings(tmp_path, tmp_path), now=datetime(2026, 1, 1, tzinfo=UTC))
    annotate = Annotator(lab.knowledge("transcripts")).annotate
    found = {one.gene_symbol: one for one in annotate(Allele.parse(variant))}
    assert (found[gene].terms, found[gene].hgvs_c) == (("non_coding_transcript_exon_variant",), name)
