"""Terms and names agree with published tables; triage never takes a variant for milder than it is."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.consequence import RANK, SEVERITY
from lexome.core.residues import THREE_LETTERS
from lexome.formats.fasta import Reference
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
