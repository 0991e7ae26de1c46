"""Consequences agree with ClinVar's on the (likely) pathogenic variants of the LRG genes, but for told reasons."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np

from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.consequence import Consequence
from lexome.core.settings import Settings
from lexome.core.shelf import take
from lexome.formats.fasta import Reference
from lexome.models.consequence import Annotator

CLINVAR = {
    "splice_acceptor_variant": {"splice_acceptor_variant"},
    "splice_donor_variant": {"splice_donor_variant"},
    "stop_gained": {"nonsense"},
    "frameshift_variant": {"frameshift_variant"},
    "stop_lost": {"stop_lost"},
    "start_lost": {"initiator_codon_variant"},
    "inframe_insertion": {"inframe_insertion", "inframe_indel", "protein_altering_variant"},
    "inframe_deletion": {"inframe_deletion", "inframe_indel", "protein_altering_variant"},
    "missense_variant": {"missense_variant"},
    "protein_altering_variant": {"inframe_indel", "inframe_insertion", "inframe_deletion"},
    "synonymous_variant": {"synonymous_variant"},
    "stop_retained_variant": {"synonymous_variant"},
    "intron_variant": {"intron_variant"},
    "5_prime_UTR_variant": {"5_prime_UTR_variant"},
    "3_prime_UTR_variant": {"3_prime_UTR_variant"},
    "upstream_gene_variant": {"genic_upstream_transcript_variant"},
    "downstream_gene_variant": {"genic_downstream_transcript_variant"},
}
"""Our terms and ClinVar's words for them, which it gives for every RefSeq transcript of the place together."""


ELSEWHERE = {
    "intron_variant",
    "5_prime_UTR_variant",
    "upstream_gene_variant",
    "downstream_gene_variant",
    "non_coding_transcript_exon_variant",
}


def test_at_least_99_in_100_agree_and_the_others_have_a_reason(shared_data: Path, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data", cache_dir=tmp_path)
    transcripts = take("knowledge", "transcripts").open(settings)
    reference = Reference.open(shared_data / "genome" / "lrg_grch38.fa.gz", cache_dir=tmp_path)
    clinvar = take("knowledge", "clinvar").open(settings)
    clinical = transcripts.mane_select | transcripts.mane_plus_clinical
    annotator = Annotator(transcripts.subset(np.flatnonzero(clinical)), reference)
    words, codes = clinvar.causal_spectrum()[2:]
    outcome: Counter[str] = Counter()
    for row, code in enumerate(codes.tolist()):
        allele = clinvar.index.allele(row, Assembly.GRCH38)
        stated = set(words[code].split("&")) - {"", "non-coding_transcript_variant", "non_coding_transcript_variant"}
        if allele.contig in CONTIGS and reference.covers(allele.contig, allele.start, allele.end):
            if not stated:
                outcome["ClinVar tells no consequence"] += 1
                continue
            found = annotator.annotate(allele)[0]
            outcome["agrees" if _agrees(found, stated) else _reason(found, stated)] += 1
    told = outcome.total() - outcome["ClinVar tells no consequence"]
    assert outcome.total() > 37_000
    assert outcome["agrees"] >= 0.99 * told, outcome
    assert outcome[""] <= 0.001 * told, outcome


def _agrees(found: Consequence, stated: set[str]) -> bool:
    return any((CLINVAR.get(term, set()) | {term}) & stated for term in found.terms)


def _reason(found: Consequence, stated: set[str]) -> str:
    """Return why the two may differ, '' where no reason is known."""
    if not found.transcript or {"upstream_gene_variant", "downstream_gene_variant"} & set(found.terms):
        return "a gene that is not coding, or a transcript that is not MANE"
    if found.needs_reference:
        return "the slice ends within the gene"
    if stated & {"splice_donor_variant", "splice_acceptor_variant"} and "del" in f"{found.hgvs_c}":
        return "a deletion that can also be told without touching the splice site"
    if stated & {"splice_donor_variant", "splice_acceptor_variant"}:
        return "an insertion that leaves the splice site as it was"
    if stated <= ELSEWHERE:
        return "ClinVar tells other transcripts only"
    return ""
