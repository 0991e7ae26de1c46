"""Everything that criteria may know of one variant: each fact a value, Absent (looked, not there) or Unknown."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from lexome.core.allele import Allele
from lexome.core.consequence import Consequence
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.family import FamilyFacts
from lexome.core.hypothesis import Inheritance

NOT_GATHERED = Unknown("no source was asked")
"""What a fact is until someone looks."""


class Significance(StrEnum):
    """The five classes of the guideline (Richards 2015, doi:10.1038/gim.2015.30)."""

    PATHOGENIC = "pathogenic"
    LIKELY_PATHOGENIC = "likely_pathogenic"
    UNCERTAIN = "uncertain"
    LIKELY_BENIGN = "likely_benign"
    BENIGN = "benign"

    @property
    def side(self) -> int:
        """1 for (likely) pathogenic, -1 for (likely) benign, 0 for uncertain."""
        return {"pathogenic": 1, "likely_pathogenic": 1, "uncertain": 0}.get(self.value, -1)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a model says about an allele.

    ``value`` is in ``unit`` ('delta probability', 'log2 ratio', 'score'); ``low`` and ``high`` bound it when the model
    is calibrated; ``kind`` says what changes ('acceptor loss', 'donor gain', 'missense'); ``offset`` is where, in
    bases from the variant on the forward strand; ``model`` is the model's plug-in name.
    """

    model: str
    value: float
    unit: str
    citation: Citation
    kind: str = ""
    offset: int | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Frequency:
    """Allele frequency in one population, as a fraction in [0, 1].

    ``faf95`` is the filtering allele frequency: the highest true frequency for which the count seen would be
    surprising at 95 % (Whiffin 2017, doi:10.1038/gim.2017.26). Counts are None where the source states none.
    """

    population: str
    fraction: float
    allele_count: int | None = None
    allele_number: int | None = None
    homozygotes: int | None = None
    hemizygotes: int | None = None
    faf95: float | None = None


@dataclass(frozen=True, slots=True)
class Frequencies:
    """What one or more population sources say of an allele they hold; never empty."""

    populations: tuple[Frequency, ...]
    citation: Citation

    @property
    def highest(self) -> Frequency:
        """The population in which the allele is most frequent."""
        return max(self.populations, key=lambda each: each.fraction)


@dataclass(frozen=True, slots=True)
class ClinVarRecord:
    """One record of ClinVar; ``stars`` is its review status, 0 to 4.

    ``protein_position`` is 1-based in the gene's transcript, amino acids are one-letter ('*' for stop); None where
    the record is no single-residue change or it could not be told. ``consequence`` is a Sequence Ontology term.
    """

    allele: Allele
    significance: Significance
    stars: int
    citation: Citation
    gene_symbol: str = ""
    conditions: tuple[str, ...] = ()
    consequence: str = ""
    protein_position: int | None = None
    ref_amino_acid: str | None = None
    alt_amino_acid: str | None = None


class LossMechanism(StrEnum):
    """How sure it is that losing the gene's product causes the disease (Abou Tayoun 2018, doi:10.1002/humu.23626)."""

    ESTABLISHED = "loss of function is an established mechanism"
    LIKELY = "loss of function is a likely mechanism"
    NOT_A_MECHANISM = "loss of function is not a mechanism of the disease"


@dataclass(frozen=True, slots=True)
class Spectrum:
    """How a gene's (likely) pathogenic records are spread over kinds of variant; counts."""

    missense: int
    truncating: int
    splice: int
    other: int
    citation: Citation

    @property
    def total(self) -> int:
        """All records counted."""
        return self.missense + self.truncating + self.splice + self.other


@dataclass(frozen=True, slots=True)
class Mechanism:
    """The gene's loss-of-function mechanism and what it rests on."""

    loss: LossMechanism
    because: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Constraint:
    """Depletion of variants in the general population: LOEUF and pLI for loss, z for missense."""

    citation: Citation
    loeuf: float | None = None
    pli: float | None = None
    missense_z: float | None = None


@dataclass(frozen=True, slots=True)
class GeneFacts:
    """What is known of the gene the variant is judged in; ``panel`` names the expert-panel rule set, '' for none."""

    symbol: str
    hgnc_id: str = ""
    coding: bool = True
    inheritance: tuple[Inheritance, ...] = ()
    disease_ids: tuple[str, ...] = ()
    mechanism: Mechanism | Unknown = NOT_GATHERED
    constraint: Constraint | Absent | Unknown = NOT_GATHERED
    spectrum: Spectrum | Absent | Unknown = NOT_GATHERED
    near_identical: tuple[str, ...] = ()


class LossKind(StrEnum):
    """The branch of the PVS1 decision tree a variant takes."""

    TRUNCATION = "nonsense or frameshift"
    SPLICE = "canonical splice site"
    START = "initiation codon"
    DELETION = "exon deletion"
    WHOLE_GENE = "deletion of the whole gene"
    DUPLICATION = "exon duplication"


@dataclass(frozen=True, slots=True)
class ProductLoss:
    """What a null variant takes from the gene's product, the input of the PVS1 decision tree.

    ``escapes_nmd`` and ``in_frame`` describe the product predicted (for a splice site: exon skipping);
    ``fraction_lost`` is the fraction of the protein's residues removed or replaced; ``in_all_transcripts`` whether the
    exon lies in every coding transcript of the gene; ``pathogenic_beyond`` counts (likely) pathogenic records of
    ClinVar in the part that is lost (for an initiation codon: before the next in-frame methionine);
    ``next_start`` is the residue of that methionine; ``skipped`` the coding offsets (half-open) of a skipped exon,
    ``exon`` its number from 1.
    """

    kind: LossKind
    escapes_nmd: bool
    in_frame: bool
    fraction_lost: float
    in_all_transcripts: bool | Unknown = NOT_GATHERED
    pathogenic_beyond: int | Unknown = NOT_GATHERED
    common_loss_in_exon: bool | Unknown = NOT_GATHERED
    next_start: int | Unknown | None = NOT_GATHERED
    skipped: tuple[int, int] | None = None
    exon: int | None = None
    because: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class HotSpot:
    """A stretch or residue a published specification names as critical; ``strength`` is its word for PM1."""

    name: str
    strength: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Functional:
    """A measured effect on function; ``log10_odds`` is the assay's OddsPath as log10 for this result
    (Brnich 2019, doi:10.1186/s13073-019-0690-2), ``result`` its word ('loss of function', 'functional')."""

    result: str
    log10_odds: float
    citation: Citation


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """Carriers among affected and controls; ``carriers_described`` counts unrelated probands in reports."""

    carriers_described: int
    citation: Citation
    cases: tuple[int, int] | None = None
    controls: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Healthy:
    """People beyond the age of full penetrance who carry the variant, by zygosity; counts."""

    heterozygotes: int
    homozygotes: int
    hemizygotes: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class VariantFacts:
    """One variant with everything gathered about it.

    ``consequence`` is the transcript it is judged on (MANE Select first), ``consequences`` all of them.
    ``same_residue`` are ClinVar records that change the same residue (the variant's own record left out),
    ``same_splice_site`` those that hit the same splice site. ``repeat`` tells whether an in-frame change lies in a
    repetitive stretch, ``known_in_change`` whether a (likely) pathogenic change of a residue lies in what is deleted;
    ``splice`` and ``missense`` are what models say. ``clinvar`` is shown, never used as evidence.
    """

    allele: Allele
    consequence: Consequence | Unknown = NOT_GATHERED
    consequences: tuple[Consequence, ...] = ()
    gene: GeneFacts | Unknown = NOT_GATHERED
    frequencies: Frequencies | Absent | Unknown = NOT_GATHERED
    clinvar: ClinVarRecord | Absent | Unknown = NOT_GATHERED
    same_residue: tuple[ClinVarRecord, ...] | Unknown = NOT_GATHERED
    same_splice_site: tuple[ClinVarRecord, ...] | Unknown = NOT_GATHERED
    loss: ProductLoss | Absent | Unknown = NOT_GATHERED
    hot_spot: HotSpot | Absent | Unknown = NOT_GATHERED
    repeat: bool | Unknown = NOT_GATHERED
    known_in_change: bool = False
    splice: Effect | Unknown = NOT_GATHERED
    missense: Effect | Absent | Unknown = NOT_GATHERED
    conservation: Effect | Unknown = NOT_GATHERED
    functional: Functional | Absent | Unknown = NOT_GATHERED
    case_counts: CaseCounts | Absent | Unknown = NOT_GATHERED
    healthy: Healthy | Absent | Unknown = NOT_GATHERED
    family: FamilyFacts = field(default_factory=FamilyFacts)
    notes: tuple[str, ...] = ()
