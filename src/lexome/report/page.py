"""What the page shows of a report, and how much of it: look-ups and caps, so that templates only place things."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from markupsafe import Markup

from lexome.core.facts import Citation
from lexome.report.cautions import cautions
from lexome.report.event_schema import StructuralRecord
from lexome.report.figures.evidence_bars import reach
from lexome.report.figures.pedigree import pedigree
from lexome.report.figures.posterior_strip import posterior_strip
from lexome.report.figures.transcript_track import Pin, transcript_track
from lexome.report.note_marks import LONGEST_NOTE, Segment, segments
from lexome.report.paragraph import bare
from lexome.report.schema import Diagnosis, DiagnosisReport, EvidenceRecord
from lexome.report.variant_schema import CriterionNotAssessable, CriterionNotMet, VariantRecord
from lexome.report.wording import POSSIBLE, STATUSES, brief, in_words, terms

FAINT = 0.05
"""log10 likelihood ratio below which a cell of the comparison stays untinted: it prints as at most 0.05."""

SILENT = 0.005
"""log10 likelihood ratio below which an argument is not charted: it prints as 0.00."""

MOST_LISTED = 20
"""Lines of the differential on the page; all stand in differential.tsv."""
WORTH_A_CARD = 0.01
"""Probability from which a diagnosis after the first is charted and its variants get a card, where the first stands
out: what prints as less than one percent is listed and no more."""
MOST_CHARTED = 4
MOST_COMPARED = 6
MOST_COMPARED_ROWS = 24
MOST_ARGUMENTS = 14
MOST_GROUNDS, MOST_GROUNDS_OF_A_PAIR = 8, 2
MOST_FINDINGS = 150
MOST_CITED = 4
MOST_CARDS = 6
MOST_VARIANTS = 60
MOST_ITEMS = 60
"""Lines of any other list; how many more there are is always said. Page length was chosen by looking at it."""


class Page:
    """One report as it is laid out."""

    def __init__(self, report: DiagnosisReport) -> None:
        self.report = report
        self.findings = report.findings[:MOST_FINDINGS]
        told = _without_fellow_genes(report)
        self.listed = told[:MOST_LISTED]
        self.fellow_genes = len(report.differential) - len(told)
        self.top = report.differential[0] if report.differential else None
        self.leads = self.top is not None and self.top.posterior >= report.unlisted_posterior
        self.charted = [d for d in told[:MOST_CHARTED] if self._worth_a_card(d)]
        known = [d for d in self.listed if not d.candidate_gene or d.posterior >= WORTH_A_CARD or d is self.top]
        self.compared = known[:MOST_COMPARED]
        self.uncharted = len(self.charted) < min(MOST_CHARTED, len(told))
        self.cautions = cautions(report)
        self.note_cut = max(0, len(report.note.text) - LONGEST_NOTE) if report.note else 0
        self.rows_left_out = 0
        self._sources: dict[Citation, int] = {}
        self._labels = {finding.hpo_id: finding.label for finding in reversed(report.findings)}
        self._unusual = {f.hpo_id: STATUSES[f.status] for f in report.findings if f.status != "observed"}
        self._numbers = {record.variant: number for number, record in enumerate(report.variants, start=1)}

    def cited(self, citations: Sequence[Citation]) -> list[int]:
        """Return the numbers of the first few sources, giving a new one to a source cited for the first time."""
        return sorted({self._sources.setdefault(c, len(self._sources) + 1) for c in citations[:MOST_CITED]})

    @property
    def sources(self) -> list[tuple[str, list[tuple[int, str]]]]:
        """Every source cited so far with its records, in order of their numbers: read last."""
        grouped: dict[str, list[tuple[int, str]]] = {}
        for citation, number in self._sources.items():
            grouped.setdefault(f"{citation.source} {citation.release}".strip(), []).append((number, citation.record))
        return list(grouped.items())

    @property
    def described(self) -> bool:
        """Whether any finding of the patient was given."""
        return any(finding.status == "observed" for finding in self.report.findings)

    @property
    def stands_out(self) -> bool:
        """Whether the first diagnosis is likelier than none and at least possible."""
        return self.top is not None and self.leads and self.top.posterior >= POSSIBLE

    def _worth_a_card(self, diagnosis: Diagnosis) -> bool:
        return not self.stands_out or diagnosis.posterior >= WORTH_A_CARD or diagnosis in self.together

    @cached_property
    def together(self) -> list[Diagnosis]:
        """Return the diagnoses of the first page: the first, with those that may stand together with it."""
        if self.top is None:
            return []
        group = next((c.ranks for c in self.report.combinations if self.top.rank in c.ranks), (self.top.rank,))
        return [d for d in self.report.differential if d.rank in group][:3]

    @cached_property
    def unexplained(self) -> list[str]:
        """Return the findings that none of the diagnoses of the first page explains."""
        shared = [set(diagnosis.unexplained) for diagnosis in self.together]
        everywhere = set.intersection(*shared) if shared else set()
        return [hpo_id for hpo_id in (self.together[0].unexplained if self.together else ()) if hpo_id in everywhere]

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The note, marked."""
        return segments(self.report.note.text, self.findings) if self.report.note else ()

    def label(self, item: EvidenceRecord) -> str:
        """Return what an argument is about: the finding's name, the variant's short name, else its code."""
        if item.about in self._labels:
            return self._labels[item.about]
        parts = item.about.split()
        if parts and all(part in self._numbers for part in parts):
            gene = self.report.variants[self._numbers[parts[0]] - 1].gene or ""
            return f"{gene} {', '.join(map(self._short_name, parts))}".strip()
        gene = item.because.partition(": ")[0] if ":" in item.about else ""
        named = " ".join(map(brief, parts))
        return f"{gene if gene.isidentifier() else ''} {named}".strip() or CODES.get(item.code, item.code)

    def _short_name(self, variant: str) -> str:
        number = self._numbers[variant]
        record = self.report.variants[number - 1]
        hgvs = bare(record.hgvs_p) or bare(record.hgvs_c)
        return f"{hgvs or record.name or terms(record.consequence.partition('&')[0])} (V{number})"

    def reason(self, item: EvidenceRecord) -> str:
        """Return the reason without the name that stands before it anyway."""
        because = item.because.removeprefix(f"{self._labels.get(item.about, item.about)}: ")
        gene, _, rest = because.partition(": ")
        return in_words(rest if rest and self.label(item).startswith(f"{gene} ") else because)

    def tag(self, item: EvidenceRecord) -> str:
        """Return what kind of argument it is, unless its label says so already."""
        if item.about.startswith("HP:"):
            return self._unusual.get(item.about, "")
        said = CODES.get(item.code, item.code)
        return "" if said == self.label(item) else said

    @staticmethod
    def way(diagnosis: Diagnosis, unknown: str = "inheritance not known") -> str:
        """Return how a diagnosis comes about: the mode of inheritance, or what takes its place."""
        if diagnosis.mechanism == "uniparental disomy":
            return "imprinting disorder"
        return unknown if diagnosis.inheritance == "unknown" else diagnosis.inheritance

    def charted_arguments(self, diagnosis: Diagnosis) -> list[EvidenceRecord]:
        """Return the arguments of a chart: all that matter for the first, fewer for the others."""
        return self.arguments(diagnosis, MOST_ARGUMENTS if diagnosis is self.top else MOST_ARGUMENTS - 5)

    def arguments(self, diagnosis: Diagnosis, most: int = MOST_ARGUMENTS) -> list[EvidenceRecord]:
        """Return the weightiest arguments of a diagnosis, from most for to most against."""
        speaking = (item for item in diagnosis.evidence if abs(item.log10_lr) >= SILENT)
        weighty = sorted(speaking, key=lambda item: -abs(item.log10_lr))[:most]
        return sorted(weighty, key=lambda item: -item.log10_lr)

    def term(self, hpo_id: str) -> str:
        """Return the label of a finding of the patient, else the id."""
        return self._labels.get(hpo_id, hpo_id)

    @staticmethod
    def shade(item: EvidenceRecord | None) -> str:
        """Return the class that tints a cell of the comparison."""
        if item is None or abs(item.log10_lr) < FAINT:
            return "nil"
        side = "for" if item.log10_lr > 0 else "against"
        return f"{side} strong" if abs(item.log10_lr) >= 1 else side

    def grounds(self, diagnosis: Diagnosis) -> list[EvidenceRecord]:
        """Return the arguments of the first page; fewer each when two diagnoses share it."""
        return self.arguments(diagnosis, MOST_GROUNDS if len(self.together) == 1 else MOST_GROUNDS_OF_A_PAIR)

    def reach(self, diagnoses: Sequence[Diagnosis]) -> float:
        """Return the half-width of the axis that these diagnoses share."""
        return reach(item.log10_lr for diagnosis in diagnoses for item in diagnosis.evidence)

    @cached_property
    def matrix(self) -> list[tuple[str, list[EvidenceRecord | None]]]:
        """Rows of the comparison: the things that weigh most, each with its argument for each disease compared."""
        columns = [{(item.about, item.code): item for item in diagnosis.evidence} for diagnosis in self.compared]
        first = {key: item for column in reversed(columns) for key, item in column.items()}
        weight = {key: max(abs(c[key].log10_lr) for c in columns if key in c) for key in first}
        speaking = (key for key in weight if weight[key] >= FAINT)
        kept = set(sorted(speaking, key=lambda key: -weight[key])[:MOST_COMPARED_ROWS])
        keys = [key for key in dict.fromkeys(key for column in columns for key in column) if key in kept]
        self.rows_left_out = len(first) - len(keys)
        return [(self._row_name(first[key]), [column.get(key) for column in columns]) for key in keys]

    def _row_name(self, item: EvidenceRecord) -> str:
        return f"{self.label(item)} {self.tag(item)}".strip()

    @cached_property
    def classed_structural(self) -> list[StructuralRecord]:
        """The structural calls without a card that are explained: of a diagnosis shown, or (likely) pathogenic."""
        wanted = {variant for diagnosis in self.listed for variant in diagnosis.variants}
        own_card = {record.variant for record in self.cards}
        classed = [one for one in self.report.events.structural if one.lines and one.variant not in own_card]
        graded = {"pathogenic", "likely_pathogenic"}
        return [one for one in classed if one.variant in wanted or one.classification in graded][:MOST_CARDS]

    def structural(self, variant: str) -> StructuralRecord | None:
        """Return the structural call that a described variant is, with the lines of its point scheme."""
        return next((one for one in self.report.events.structural if one.variant == variant and one.lines), None)

    def number(self, variant: str) -> int | None:
        """Return the number of a variant that the report describes."""
        return self._numbers.get(variant)

    def record(self, variant: str) -> VariantRecord | None:
        """Return the description of a variant."""
        number = self._numbers.get(variant)
        return self.report.variants[number - 1] if number else None

    @cached_property
    def cards(self) -> list[VariantRecord]:
        """Variants that get a page of their own: those of the first diagnoses, else the first few."""
        wanted = [variant for diagnosis in self.charted for variant in diagnosis.variants[:4]]
        chosen = [record for record in map(self.record, dict.fromkeys(wanted)) if record]
        rest = [record for record in self.report.variants if record not in chosen]
        return (chosen or rest)[: MOST_CARDS if self.stands_out else MOST_CARDS - 2]

    @cached_property
    def strip(self) -> Markup:
        """How the probability is shared."""
        first = [(d.disease_name, d.posterior, f"share-{i}") for i, d in enumerate(self.report.differential[:3])]
        others = max(0.0, 1.0 - self.report.unlisted_posterior - sum(share for _, share, _ in first))
        rest = [("all other diseases", others, "share-other")] if len(self.report.differential) > 3 else []
        return posterior_strip(
            [*first, *rest, ("none of the diseases known here", self.report.unlisted_posterior, "share-none")]
        )

    @property
    def others(self) -> float:
        """What is left for diseases after the third."""
        return max(0.0, 1.0 - self.report.unlisted_posterior - sum(d.posterior for d in self.report.differential[:3]))

    def track(self, record: VariantRecord) -> Markup | None:
        """Return the transcript of a variant with every described variant on it."""
        drawing = next((d for d in self.report.transcripts if d.transcript == record.transcript and d.exons), None)
        if drawing is None or len(drawing.exons) > 2000:
            return None
        pins = []
        for number, other in enumerate(self.report.variants[:MOST_VARIANTS], start=1):
            parts = other.variant.split(":")
            if other.transcript == record.transcript and len(parts) == 5 and parts[2].isdecimal():
                start = int(parts[2]) - 1
                pins.append(Pin(f"V{number}", start, start + len(parts[3]), other.protein_position))
        return transcript_track(drawing, pins[:12])

    @cached_property
    def pedigree(self) -> Markup | None:
        """The family drawn, with genotypes of the first variants that have a page of their own."""
        if self.report.family is None:
            return None
        genotypes: dict[str, list[str]] = {}
        mine = {variant for diagnosis in self.together for variant in diagnosis.variants}
        cards = [record for record in self.cards if record.variant in mine or not self.stands_out]
        for record in cards[:3]:
            for genotype in record.genotypes:
                said = f"V{self.number(record.variant)} {SHORT_ZYGOSITY.get(genotype.zygosity, genotype.zygosity)}"
                genotypes.setdefault(genotype.person, []).append(said)
        return pedigree(self.report.family, genotypes, carriers=self._carriers())

    def _carriers(self) -> frozenset[str]:
        """Return who carries one copy of what causes the first diagnosis where one copy does not make ill."""
        if self.top is None or not self.stands_out or self.top.inheritance not in RECESSIVE:
            return frozenset()
        mine = [record for record in map(self.record, self.top.variants) if record]
        carried = ((one.person, one.zygosity) for record in mine for one in record.genotypes)
        return frozenset(person for person, zygosity in carried if zygosity == "heterozygous")


CODES = {"prior": "before any finding", "variants": "variants"}
"""Codes of arguments that are no words of a reader."""

RECESSIVE = frozenset({"autosomal recessive", "X-linked recessive"})

SHORT_ZYGOSITY = {
    "heterozygous": "het",
    "homozygous": "hom",
    "hemizygous": "hemi",
    "reference": "ref",
    "heteroplasmic": "heteroplasmic",
    "homoplasmic": "homoplasmic",
    "not called": "no call",
}


def _without_fellow_genes(report: DiagnosisReport) -> tuple[Diagnosis, ...]:
    """Return the diagnoses without candidate genes in a loss or gain on which a listed disease rests already."""
    structural = {one.variant for one in report.events.structural if len(one.genes) > 1}
    explained: set[str] = set()
    kept = []
    for one in report.differential:
        shared = structural & set(one.variants)
        if one.candidate_gene and shared and shared <= explained:
            continue
        explained |= set() if one.candidate_gene else shared
        kept.append(one)
    return tuple(kept)


def grouped(
    criteria: Sequence[CriterionNotMet] | Sequence[CriterionNotAssessable],
) -> list[tuple[str, CriterionNotMet | CriterionNotAssessable]]:
    """Return criteria that share their reason as one entry, with their codes joined."""
    together: dict[str, list[CriterionNotMet | CriterionNotAssessable]] = {}
    for item in criteria:
        together.setdefault(item.model_copy(update={"code": ""}).model_dump_json(), []).append(item)
    return [(", ".join(item.code for item in items), items[0]) for items in together.values()]
