"""A variant in the report: what it does, who carries it, what was argued about it and what is known of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from lexome.core.facts import Citation
from lexome.report.schema_part import Part

Probability = Annotated[float, Field(ge=0.0, le=1.0)]
"""A probability or fraction in [0, 1]."""

ClassName = Literal["pathogenic", "likely_pathogenic", "uncertain", "likely_benign", "benign"]
"""The five classes of ACMG/AMP 2015 (doi:10.1038/gim.2015.30)."""


class NotLooked(Part):
    """Nobody looked, or nobody could: silence, never evidence."""

    state: Literal["unknown"] = "unknown"
    why: str = Field(description="why the fact is not at hand")
    remedy: str = Field(default="", description="what would supply it")


class NotThere(Part):
    """The source covers the place and does not hold the thing: a finding in itself."""

    state: Literal["absent"] = "absent"
    looked_in: Citation = Field(description="source that covers the place")


class PopulationFrequency(Part):
    """Frequency of the allele in one population."""

    population: str = Field(description="name of the population")
    fraction: Probability = Field(description="allele frequency")
    allele_count: int | None = Field(default=None, description="alleles seen")
    allele_number: int | None = Field(default=None, description="alleles looked at")
    homozygotes: int | None = Field(default=None, description="people with two copies (or one, on X in males)")


class FrequencyThreshold(Part):
    """A frequency at which a criterion turns."""

    name: str = Field(description="criterion, as 'BA1'")
    fraction: Probability = Field(description="allele frequency")


class Frequencies(Part):
    """Frequencies of the allele, one line a population."""

    state: Literal["value"] = "value"
    populations: tuple[PopulationFrequency, ...] = Field(description="populations, the source's order")
    thresholds: tuple[FrequencyThreshold, ...] = Field(default=(), description="thresholds of the rules in force")
    filtering_fraction: Probability | None = Field(default=None, description="filtering allele frequency (95 %)")
    citation: Citation = Field(description="the source")


class ClinVarRecord(Part):
    """What ClinVar says of this very allele."""

    state: Literal["value"] = "value"
    significance: str = Field(description="aggregate clinical significance")
    stars: int = Field(ge=0, le=4, description="review stars")
    variation_id: str | None = Field(default=None, description="ClinVar variation id, when the release has it")
    review_status: str = Field(default="", description="review status in words")
    conditions: tuple[str, ...] = Field(default=(), description="conditions of the record")
    citation: Citation = Field(description="the release")


FrequencyFact = Annotated[Frequencies | NotThere | NotLooked, Field(discriminator="state")]
ClinVarFact = Annotated[ClinVarRecord | NotThere | NotLooked, Field(discriminator="state")]


class GenotypeRecord(Part):
    """What one person carries of the allele."""

    person: str = Field(description="id in the pedigree or sample name")
    relation: str = Field(default="", description="'patient', 'mother', 'father', 'sibling' … when known")
    zygosity: str = Field(description="heterozygous, homozygous, hemizygous, reference, heteroplasmic, not called …")
    alt_copies: int | None = Field(default=None, description="copies of the allele")
    ploidy: int | None = Field(default=None, description="chromosomes counted")
    phased: bool = Field(default=False, description="whether the genotype is phased")
    depth: int | None = Field(default=None, description="reads")
    alt_fraction: Probability | None = Field(default=None, description="fraction of reads with the allele")
    genotype_quality: float | None = Field(default=None, description="phred-scaled")


class CriterionMet(Part):
    """A criterion that is met, with its strength."""

    code: str = Field(description="criterion")
    strength: str = Field(description="very_strong, strong, moderate, supporting or stand_alone")
    points: int = Field(description="points, negative for benign criteria")
    because: str = Field(description="the reason in one sentence")
    citations: tuple[Citation, ...] = Field(default=(), description="records it rests on")
    curated_by: str | None = Field(default=None, description="the curator who set it, when one did")


class CriterionNotMet(Part):
    """The facts are at hand and the criterion does not hold."""

    code: str = Field(description="criterion")
    because: str = Field(description="the reason in one sentence")
    citations: tuple[Citation, ...] = Field(default=(), description="records it rests on")
    curated_by: str | None = Field(default=None, description="the curator who rejected it, when one did")


class CriterionNotAssessable(Part):
    """The facts are not at hand."""

    code: str = Field(description="criterion")
    why: str = Field(description="which facts are missing")
    remedy: str = Field(default="", description="what would supply them")


class CriterionSetAside(Part):
    """A criterion that is met but rests on facts already counted, or counts less than it would alone."""

    code: str = Field(description="criterion")
    strength: str = Field(description="strength it would have alone")
    because: str = Field(description="why it does not count in full")
    reference: str = Field(default="", description="source of the rule")
    kept: str | None = Field(default=None, description="strength that is left; null when nothing counts")


class TranscriptEffect(Part):
    """The effect on one further transcript."""

    transcript: str = Field(description="accession")
    consequence: str = Field(description="Sequence Ontology terms, most severe first, joined by '&'")
    hgvs_c: str | None = Field(default=None, description="coding change")
    hgvs_p: str | None = Field(default=None, description="protein change")
    mane_select: bool = Field(default=False, description="whether it is the MANE Select transcript")


class ModelEffect(Part):
    """What a prediction model says about the allele."""

    model: str = Field(description="name and version of the model")
    value: float = Field(description="its figure")
    unit: str = Field(default="", description="unit of the figure")
    meaning: str = Field(default="", description="what the figure says, in words")


class VariantRecord(Part):
    """One variant with everything shown of it; field names as in the lines of ``interpret``."""

    variant: str = Field(description="GRCh38:CONTIG:POS:REF:ALT (1-based, VCF convention)")
    gene: str | None = Field(default=None, description="gene symbol")
    transcript: str | None = Field(default=None, description="transcript described, MANE Select where there is one")
    mane_select: bool = Field(default=False, description="whether it is the MANE Select transcript")
    hgvs_c: str | None = Field(default=None, description="coding change")
    hgvs_p: str | None = Field(default=None, description="protein change")
    name: str = Field(default="", description="what it is called where no HGVS name is written: a structural change")
    consequence: str = Field(default="", description="Sequence Ontology terms, most severe first, joined by '&'")
    exon: int | None = Field(default=None, description="exon, from 1")
    intron: int | None = Field(default=None, description="intron, from 1")
    exon_count: int | None = Field(default=None, description="exons of the transcript")
    protein_position: int | None = Field(default=None, description="residue, from 1")
    protein_length: int | None = Field(default=None, description="residues of the protein")
    escapes_nmd: bool | None = Field(default=None, description="whether nonsense-mediated decay is escaped")
    other_transcripts: tuple[TranscriptEffect, ...] = Field(default=(), description="effects on further transcripts")
    genotypes: tuple[GenotypeRecord, ...] = Field(default=(), description="who carries it, the patient first")
    inheritance: str = Field(default="", description="where it came from: 'de novo', 'from the mother' …; '' unknown")
    filters: tuple[str, ...] = Field(default=(), description="FILTER of the record; empty is PASS")
    quality: float | None = Field(default=None, description="QUAL of the record")
    record_id: str | None = Field(default=None, description="ID of the record")
    line: int | None = Field(default=None, description="1-based line of the file")
    criteria: tuple[CriterionMet, ...] = Field(default=(), description="criteria met")
    not_met: tuple[CriterionNotMet, ...] = Field(default=(), description="criteria that do not hold")
    not_assessable: tuple[CriterionNotAssessable, ...] = Field(default=(), description="criteria without facts")
    set_aside: tuple[CriterionSetAside, ...] = Field(default=(), description="criteria met, not counted in full")
    points: int | None = Field(default=None, description="sum of points; null when the variant was not graded")
    classification: ClassName | None = Field(default=None, description="class by points; null when not graded")
    combination_2015: ClassName | None = Field(default=None, description="class by the 2015 combination rules")
    rules: str = Field(default="", description="rule set or gene-specific specification that was applied")
    clinvar: ClinVarFact = Field(default=NotLooked(why="not looked up"), description="ClinVar's record")
    frequencies: FrequencyFact = Field(default=NotLooked(why="not looked up"), description="population frequencies")
    effects: tuple[ModelEffect, ...] = Field(default=(), description="what prediction models say")
    literature: tuple[str, ...] = Field(default=(), description="ids of publications, PMID:… or DOI")
    caveats: tuple[str, ...] = Field(default=(), description="what a reader must know before using the class")


class ProteinRegion(Part):
    """A domain or region of the protein, residues from 1, both ends included."""

    name: str = Field(description="name of the region")
    start: int = Field(description="first residue")
    end: int = Field(description="last residue")


class TranscriptDrawing(Part):
    """What is needed to draw a transcript to scale; genomic positions are 0-based, half-open, ascending."""

    transcript: str = Field(description="accession, as in the variants")
    gene: str = Field(description="gene symbol")
    contig: str = Field(description="contig without 'chr'")
    strand: Literal["+", "-"] = Field(description="strand of the gene")
    exons: tuple[tuple[int, int], ...] = Field(description="exons on the genome")
    cds_start: int | None = Field(default=None, description="lowest coding base on the genome; null when non-coding")
    cds_end: int | None = Field(default=None, description="end of the coding bases on the genome, half-open")
    protein_length: int | None = Field(default=None, description="residues of the protein")
    regions: tuple[ProteinRegion, ...] = Field(default=(), description="domains, when known")
    citation: Citation | None = Field(default=None, description="source of the transcript")
