"""What an allele does to a transcript, in Sequence Ontology terms and HGVS."""

from __future__ import annotations

from dataclasses import dataclass

SEVERITY: tuple[str, ...] = (
    "transcript_ablation",
    "splice_acceptor_variant",
    "splice_donor_variant",
    "stop_gained",
    "frameshift_variant",
    "stop_lost",
    "start_lost",
    "transcript_amplification",
    "inframe_insertion",
    "inframe_deletion",
    "missense_variant",
    "protein_altering_variant",
    "splice_donor_5th_base_variant",
    "splice_region_variant",
    "splice_donor_region_variant",
    "splice_polypyrimidine_tract_variant",
    "incomplete_terminal_codon_variant",
    "start_retained_variant",
    "stop_retained_variant",
    "synonymous_variant",
    "coding_sequence_variant",
    "5_prime_UTR_variant",
    "3_prime_UTR_variant",
    "non_coding_transcript_exon_variant",
    "intron_variant",
    "upstream_gene_variant",
    "downstream_gene_variant",
    "intergenic_variant",
    "sequence_variant",
)
"""Sequence Ontology terms, most severe first (Ensembl release 110, 'Calculated variant consequences')."""

RANK: dict[str, int] = {term: rank for rank, term in enumerate(SEVERITY)}


@dataclass(frozen=True, slots=True)
class Consequence:
    """The effect of one allele on one transcript.

    ``terms`` are Sequence Ontology terms, most severe first. ``needs_reference`` says that the codon-level effect
    could not be told without the reference sequence. ``hgvs_c`` and ``hgvs_p`` carry their accession; None when
    they could not be written. ``cds_position``, ``protein_position`` and ``exon`` are 1-based; ``protein_length``
    is in residues. ``splice_distance`` is the distance in bases to the nearest exon edge, negative inside an exon.
    ``escapes_nmd`` is None where no premature stop is predicted, and ``escapes_nmd_by`` the rule by which it does:
    'single exon', 'last exon', '50 nt of the last junction' or '150 nt of the start'. ``source`` names who computed
    it.
    """

    transcript: str
    gene_symbol: str
    gene_id: str
    terms: tuple[str, ...]
    hgvs_c: str | None = None
    hgvs_p: str | None = None
    cds_position: int | None = None
    protein_position: int | None = None
    protein_length: int | None = None
    exon: int | None = None
    exon_count: int | None = None
    intron: int | None = None
    splice_distance: int | None = None
    ref_amino_acids: str | None = None
    alt_amino_acids: str | None = None
    escapes_nmd: bool | None = None
    escapes_nmd_by: str = ""
    mane_select: bool = False
    needs_reference: bool = False
    source: str = "lexome"

    @property
    def severity(self) -> int:
        """Rank of the most severe term; 0 is the most severe of all."""
        return min((RANK.get(term, len(SEVERITY)) for term in self.terms), default=len(SEVERITY))

    @property
    def text(self) -> str:
        """Every term, most severe first, joined by '&'."""
        return "&".join(sorted(self.terms, key=lambda term: RANK.get(term, len(SEVERITY))))
