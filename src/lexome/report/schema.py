"""The document ``report.json``: everything a diagnosis run answers, of which every page and table is a view.

Field names are those of the result line of ``diagnose --cases`` and of the lines of ``interpret``. Fractions and
posteriors lie in [0, 1]; offsets are characters of the note as given, half-open.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from lexome.core.facts import Citation
from lexome.core.problem import Problem
from lexome.core.provenance import Provenance
from lexome.report.event_schema import Events
from lexome.report.schema_part import Part
from lexome.report.variant_schema import Probability, TranscriptDrawing, VariantRecord

SCHEMA_VERSION = "1.0"
"""Version of the document: minor when fields are added, major when one changes its meaning."""

DISCLAIMER = (
    "Lexome supports and does not replace the judgement of a qualified professional, who reviews and signs this report."
)
"""The one sentence every report carries once."""


class Patient(Part):
    """Who the report is about, as far as the input said."""

    case_id: str = Field(description="id of the case")
    sex: Literal["female", "male", "unknown"] = Field(default="unknown", description="sex as given")
    age: str | None = Field(default=None, description="age at examination, ISO 8601 duration as given")
    age_years: float | None = Field(default=None, description="age at examination in years")
    sample: str | None = Field(default=None, description="the proband's sample name in the variant file")


class Note(Part):
    """The clinician's text as given."""

    text: str = Field(description="the whole text; offsets of findings count its characters")
    language: str = Field(default="en", description="language it was read in, ISO 639-1")


class FindingRecord(Part):
    """One HPO term with its status and where it came from."""

    hpo_id: str = Field(description="HPO term")
    label: str = Field(description="label of the term")
    status: Literal["observed", "excluded", "uncertain", "family"] = Field(description="whether it holds, and for whom")
    start: int | None = Field(default=None, description="first character in the note; null when given as an id")
    end: int | None = Field(default=None, description="character after the last one in the note")
    quote: str | None = Field(default=None, description="the words in the note")
    onset: str | None = Field(default=None, description="HPO onset term or ISO 8601 duration")
    relative: str | None = Field(default=None, description="who has it, when status is 'family'")
    modifiers: tuple[str, ...] = Field(default=(), description="HPO modifier terms")
    onset_label: str | None = Field(default=None, description="label of the onset term")
    modifier_labels: tuple[str, ...] = Field(default=(), description="labels of the modifier terms, in their order")
    because: str = Field(default="", description="the rule or field it came from")
    source: Literal["note", "given", "phenopacket", "relative"] = Field(
        default="note", description="read in the note, given as an id, in a phenopacket, or of a relative's record"
    )


class EvidenceRecord(Part):
    """One argument for (positive) or against (negative) a hypothesis."""

    code: str = Field(description="the criterion or argument")
    log10_lr: float = Field(description="likelihood ratio as log10; what it adds to the log-odds")
    because: str = Field(description="the reason in one sentence")
    about: str = Field(default="", description="HPO term, variant or gene it speaks of")
    strength: str | None = Field(default=None, description="ACMG strength where it has one, without direction")
    citations: tuple[Citation, ...] = Field(default=(), description="records it rests on")


class Diagnosis(Part):
    """One line of the differential: a hypothesis with all that was argued about it."""

    rank: int = Field(description="place in the differential, from 1")
    disease_id: str | None = Field(description="OMIM, else ORPHA or DECIPHER id; null for a gene without known disease")
    disease_name: str = Field(description="name of the disease, or what the candidate gene is called here")
    equivalent_ids: tuple[str, ...] = Field(default=(), description="ids of the same disease elsewhere")
    genes: tuple[str, ...] = Field(default=(), description="gene symbols of the hypothesis")
    variants: tuple[str, ...] = Field(default=(), description="variants of the hypothesis, GRCh38:CONTIG:POS:REF:ALT")
    inheritance: str = Field(default="unknown", description="mode of inheritance of the hypothesis")
    posterior: Probability = Field(description="probability of the hypothesis")
    log10_lr: float | None = Field(default=None, description="sum of the evidence")
    evidence: tuple[EvidenceRecord, ...] = Field(default=(), description="every argument, for and against")
    explained: tuple[str, ...] = Field(default=(), description="observed findings (HPO) that the disease explains")
    unexplained: tuple[str, ...] = Field(default=(), description="observed findings (HPO) it does not explain")
    mechanism: str = Field(
        default="sequence variant",
        description="sequence variant, copy-number loss or gain, rearrangement, repeat expansion, uniparental disomy, "
        "two genes together",
    )
    event: str = Field(default="", description="what was found, in words, where it is no small variant")
    candidate_gene: bool = Field(
        default=False, description="a strong variant in a gene without a known fitting disease"
    )
    flags: tuple[str, ...] = Field(
        default=(),
        description="codes: second_hit_missing, phase_unknown, in_trans, de_novo, no_variant, parent_of_origin, "
        "digenic, incidental; any other is printed as it is",
    )


class Combination(Part):
    """Two or more lines of the differential that together explain the patient better than any alone."""

    ranks: tuple[int, ...] = Field(description="ranks in the differential")
    disease_ids: tuple[str, ...] = Field(description="their disease ids")
    because: str = Field(description="which findings each explains")
    posterior: Probability | None = Field(default=None, description="probability that all hold")


class PedigreeMember(Part):
    """A member of the family; a parent named is a member."""

    id: str = Field(description="id in the pedigree")
    sex: Literal["female", "male", "unknown"] = Field(default="unknown", description="sex as given")
    father: str | None = Field(default=None, description="id of the father")
    mother: str | None = Field(default=None, description="id of the mother")
    affected: bool | None = Field(default=None, description="null when nobody said")


class FamilyCheck(Part):
    """Whether a stated relationship or sex agrees with the genotypes."""

    what: str = Field(description="the statement checked")
    result: Literal["agrees", "disagrees", "not assessable"] = Field(description="what the genotypes say")
    because: str = Field(description="the measured figure")


class Family(Part):
    """The pedigree and what the genotypes say about it."""

    family_id: str = Field(default="", description="id of the family")
    proband: str = Field(description="id of the patient among the members")
    members: tuple[PedigreeMember, ...] = Field(description="everybody in the pedigree")
    checks: tuple[FamilyCheck, ...] = Field(default=(), description="relatedness and sex checks")


class FilterStep(Part):
    """One step from the file to the variants shown, with what it put aside."""

    step: str = Field(description="what was asked of each variant")
    kept: int = Field(description="variants left after it")
    put_aside: int = Field(default=0, description="variants it put aside")
    because: str = Field(default="", description="why, with the threshold")


class NotDone(Part):
    """A step that did not run: never shown as a negative result."""

    what: str = Field(description="the step")
    why: str = Field(description="why it did not run")
    remedy: str = Field(default="", description="what would let it run")


class NotCovered(Part):
    """Something this test cannot see."""

    what: str = Field(description="region, gene or mechanism")
    why: str = Field(default="", description="why it cannot be seen")


class NextQuestion(Part):
    """A question or test whose answer would change the differential most."""

    question: str = Field(description="what to ask, examine or test")
    why: str = Field(description="what the answer would change")
    kind: Literal["finding", "test", "relative", "other"] = Field(default="finding", description="what is asked for")
    hpo_id: str | None = Field(default=None, description="HPO term asked for")
    bits: float | None = Field(default=None, description="expected information about the diagnosis, in bits")


class Calibration(Part):
    """How often answers as sure as this one were right on cases held out."""

    statement: str = Field(description="the sentence to print, numbers filled in")
    source: str = Field(default="", description="the cases it was measured on")


class SecondaryFinding(Part):
    """A (likely) pathogenic variant in a gene of the list, in a genotype that the list asks to report."""

    gene: str = Field(description="gene symbol")
    disorder: str = Field(description="a disorder of the gene, as in the list")
    variant: str = Field(description="GRCh38:CONTIG:POS:REF:ALT")
    rule: str = Field(description="which genotypes of the gene are reported")
    grounds: str = Field(default="", description="why it counts as pathogenic: criteria, ClinVar, or the list itself")
    record: VariantRecord = Field(description="the variant with its criteria")


class SecondaryFindings(Part):
    """Findings looked for beyond the question, only when asked and consented to."""

    state: Literal["not asked", "withheld", "reported"] = Field(default="not asked", description="what was agreed")
    variants: tuple[str, ...] = Field(default=(), description="variants reported; none of them is a primary finding")
    findings: tuple[SecondaryFinding, ...] = Field(default=(), description="the same, described")
    because: str = Field(default="", description="the list and version used, or who withheld consent")
    looked_at: str = Field(default="", description="how many variants in genes of the list were looked at")
    not_seen: tuple[str, ...] = Field(default=(), description="what finding nothing does not exclude")


class Change(Part):
    """One difference from an earlier report of the same case."""

    what: str = Field(description="what changed")
    before: str = Field(description="as it was")
    after: str = Field(description="as it is")
    because: str = Field(description="the fact that changed it")


class Signatory(Part):
    """Somebody who signs the report."""

    role: str = Field(description="role printed under the line")
    name: str = Field(default="", description="name, when known beforehand")


class Laboratory(Part):
    """Whose report it is."""

    name: str = Field(default="", description="name printed at the head")
    signatories: tuple[Signatory, ...] = Field(
        default=(Signatory(role="Reported by"), Signatory(role="Authorised by")), description="the sign-off block"
    )


class DiagnosisReport(Part):
    """The answer of one diagnosis run: ``report.json``."""

    schema_version: str = Field(default=SCHEMA_VERSION, description="version of this document")
    provenance: Provenance = Field(description="versions, data releases, settings, seed and time")
    case_id: str = Field(description="id of the case, as in the batch result line")
    patient: Patient = Field(description="who the report is about")
    scope: Literal["phenotype", "panel", "exome", "genome", "variants"] = Field(
        default="phenotype", description="what was examined"
    )
    assembly: str | None = Field(default=None, description="assembly of the variants, with GRCh38 the knowledge's")
    note: Note | None = Field(default=None, description="the clinician's text")
    findings: tuple[FindingRecord, ...] = Field(default=(), description="every finding used, in reading order")
    differential: tuple[Diagnosis, ...] = Field(default=(), description="the diagnoses listed, best first")
    unlisted_posterior: Probability = Field(description="probability of none of the diseases known here")
    considered: int = Field(default=0, description="hypotheses scored in all")
    left_out: tuple[str, ...] = Field(default=(), description="what was not scored and why")
    combinations: tuple[Combination, ...] = Field(default=(), description="diagnoses that may stand together")
    variants: tuple[VariantRecord, ...] = Field(default=(), description="variants described, most important first")
    events: Events = Field(default=Events(), description="what was read beyond small variants")
    transcripts: tuple[TranscriptDrawing, ...] = Field(default=(), description="transcripts to draw, once each")
    family: Family | None = Field(default=None, description="the pedigree, when there is one")
    variant_counts: tuple[FilterStep, ...] = Field(default=(), description="from the file to the variants shown")
    secondary_findings: SecondaryFindings = Field(default=SecondaryFindings(), description="beyond the question")
    next_questions: tuple[NextQuestion, ...] = Field(default=(), description="best first")
    not_done: tuple[NotDone, ...] = Field(default=(), description="steps that did not run")
    not_covered: tuple[NotCovered, ...] = Field(default=(), description="what this test cannot see")
    calibration: Calibration | None = Field(default=None, description="how often such answers were right")
    changes: tuple[Change, ...] = Field(default=(), description="what differs from an earlier report")
    problems: tuple[Problem, ...] = Field(default=(), description="notices and warnings of the input")
    laboratory: Laboratory = Field(default=Laboratory(), description="name and sign-off block")
    family_page: bool = Field(default=True, description="whether the plain-language page is printed")
    disclaimer: str = Field(default=DISCLAIMER, description="what the report is not")
