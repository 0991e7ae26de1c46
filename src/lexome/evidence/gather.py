"""Everything known of one variant, gathered from the sources that are open: no source, no guess."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS
from lexome.core.consequence import Consequence
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.family import FamilyFacts
from lexome.core.hypothesis import Inheritance
from lexome.core.variant import (
    ClinVarRecord,
    Constraint,
    Effect,
    Frequencies,
    GeneFacts,
    Mechanism,
    ProductLoss,
    VariantFacts,
)
from lexome.evidence import known_variants
from lexome.evidence.coding_map import CodingMap
from lexome.evidence.gene_facts import Counts, mechanism, spectrum, within_validity
from lexome.evidence.looked_up import LookedUp, look_up
from lexome.evidence.loss import Shape, product_loss
from lexome.evidence.low_complexity import WINDOW, is_hydrophobic, is_repetitive, is_simple_repeat
from lexome.evidence.told_consequence import as_clinvar_tells

if TYPE_CHECKING:
    from lexome.core.transcript import TranscriptColumns
    from lexome.knowledge.clinvar import ClinVar
    from lexome.knowledge.diseases import Diseases
    from lexome.knowledge.gene_dosage import Dosage
    from lexome.knowledge.gene_validity import Validity
    from lexome.knowledge.population import Population
    from lexome.knowledge.repeats import Repeat
    from lexome.models.consequence import Annotator

NO_SPLICE = Unknown("splicing was not predicted", "--fasta")
NO_FREQUENCIES = Unknown("no population source is open", "lexome data import population")
NO_CLINVAR = Unknown("no ClinVar is open", "lexome data import clinvar")
NO_MISSENSE = Unknown("no missense predictor is imported", "lexome data import missense")
NO_CASES = Unknown("unrelated patients and controls with the variant were not counted", "--curation, with PS4")
NO_FUNCTIONAL = Unknown("no functional table is imported", "lexome data import functional")
NO_CONSERVATION = Unknown("no conservation track is imported", "lexome data import conservation")
NO_HOT_SPOTS = Unknown("no specification names regions of the gene", "a rule set that does, with --rules")
NO_CONSTRAINT = Unknown("no constraint table is open", "lexome data import constraint")
NO_REFERENCE = Unknown("the protein's sequence is not at hand", "--fasta")
BESIDE = 100_000
"""Bases from a transcript within which an allele is told of it; annotations reach some thousand."""

BLINDED = Unknown("hidden on request (--blind clinvar)")


GeneSource = Callable[[str], Citation | None]
"""Answers for a gene symbol with the record that says so, None when there is none."""


ValiditySource = Callable[[str], "tuple[Validity, ...] | Absent | Unknown"]
"""Answers for a gene symbol with ClinGen's curations of its diseases."""


def _no_repeats(contig: str, start: int, end: int) -> tuple[Repeat, ...]:
    del contig, start, end
    return ()


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources that are open; what is None was not opened, and its facts stay Unknown."""

    annotator: Annotator
    clinvar: ClinVar | None = None
    population: Population | None = None
    diseases: Diseases | None = None
    haploinsufficient: GeneSource | None = None
    validity: ValiditySource | None = None
    dosage: Callable[[str], Dosage | Unknown] | None = None
    constraint: Any | None = None
    missense: Any | None = None
    conservation: Any | None = None
    functional: Any | None = None
    hot_spots: Any | None = None
    case_counts: Any | None = None
    disease_repeats: Callable[[str, int, int], tuple[Repeat, ...]] = _no_repeats
    homologous: frozenset[str] = frozenset()
    blind: frozenset[str] = frozenset()

    @property
    def transcripts(self) -> TranscriptColumns:
        """The transcripts variants are placed on."""
        return self.annotator.transcripts


@dataclass(slots=True)
class Gatherer:
    """Gathers facts, keeping what variants of one gene share."""

    sources: Sources
    _rows: dict[str, int | None] = field(default_factory=dict)
    _records: dict[str, Sequence[ClinVarRecord]] = field(default_factory=dict)
    _maps: dict[int, CodingMap] = field(default_factory=dict)
    _proteins: dict[int, str | None] = field(default_factory=dict)
    _modes: dict[str, tuple[tuple[Inheritance, ...], tuple[str, ...]]] = field(default_factory=dict)
    _looked_up: LookedUp = field(default_factory=lambda: LookedUp({}, {}))

    def prepare(self, alleles: Sequence[Allele]) -> None:
        """Ask the sources about many alleles at once; facts are the same without it, and come later."""
        self._looked_up = look_up(alleles, population=self.sources.population, clinvar=self.sources.clinvar)

    def facts(
        self,
        allele: Allele,
        *,
        consequences: tuple[Consequence, ...] | None = None,
        gene: str | None = None,
        family: FamilyFacts | None = None,
        splice: Effect | Unknown = NO_SPLICE,
    ) -> VariantFacts:
        """Return what is known of an allele, judged on ``gene`` where it is given, else on the first consequence."""
        told = consequences if consequences is not None else self.sources.annotator.annotate(allele)
        judged = next((each for each in told if gene is None or each.gene_symbol == gene), None)
        bare = VariantFacts(
            allele,
            consequences=told,
            frequencies=self._frequencies(allele),
            clinvar=self._own_record(allele),
            splice=splice,
            missense=self._ask(self.sources.missense, allele, NO_MISSENSE),
            conservation=self._ask(self.sources.conservation, allele, NO_CONSERVATION),
            family=family or FamilyFacts(),
        )
        if judged is None or not judged.transcript:
            why = Unknown(f"the variant lies in no transcript of {gene or 'a known gene'}")
            return replace(bare, consequence=why, gene=why, loss=why)
        return self._in_gene(bare, self._as_told(judged, bare))

    def _as_told(self, judged: Consequence, bare: VariantFacts) -> Consequence:
        """Return the consequence, by ClinVar's word for the codon where there is no reference to read it from."""
        own = bare.clinvar
        row = self.row_of(judged.transcript, bare.allele)
        if not judged.needs_reference or not isinstance(own, ClinVarRecord) or row is None:
            return judged
        return as_clinvar_tells(judged, own, Shape.of(self.sources.transcripts, row))

    def _in_gene(self, bare: VariantFacts, judged: Consequence) -> VariantFacts:
        symbol = judged.gene_symbol
        row = self.row_of(judged.transcript, bare.allele)
        records = known_variants.others(self._of_gene(symbol), bare.allele) if self.sources.clinvar else []
        facts = replace(
            bare,
            consequence=judged,
            gene=self._gene(judged, records, bare.allele),
            loss=self._loss(bare.allele, judged, row, records),
            functional=self.sources.functional(bare.allele, symbol) if self.sources.functional else NO_FUNCTIONAL,
            hot_spot=self._ask(self.sources.hot_spots, (symbol, judged.protein_position), NO_HOT_SPOTS),
            repeat=self._repeat(bare.allele, judged, row, records),
            known_in_change=self._known_in_change(bare.allele, judged, row, records),
            case_counts=self._ask(self.sources.case_counts, bare.allele, NO_CASES),
            notes=self._notes(bare, judged),
        )
        if self.sources.clinvar is None or row is None:
            why = NO_CLINVAR if self.sources.clinvar is None else Unknown("the transcript's exons are not known")
            return replace(facts, same_residue=why, same_splice_site=why)
        near = known_variants.at_splice_site(records, bare.allele, shape=Shape.of(self.sources.transcripts, row))
        return replace(facts, same_residue=self._residue(judged, row, records), same_splice_site=near)

    def _residue(
        self, judged: Consequence, row: int, records: list[ClinVarRecord]
    ) -> tuple[ClinVarRecord, ...] | Unknown:
        unread = judged.protein_position and judged.alt_amino_acids is None and "start_lost" not in judged.terms
        if judged.needs_reference or unread:
            return NO_REFERENCE
        if "start_lost" in judged.terms:
            judged = replace(judged, protein_position=1)
        return known_variants.at_residue(records, judged, coding=self._map(row), annotator=self.sources.annotator)

    def _gene(self, judged: Consequence, records: list[ClinVarRecord], own: Allele) -> GeneFacts:
        symbol, sources = judged.gene_symbol, self.sources
        modes, diseases = self._inheritance(symbol)
        counts = Counts.of(records, without=own)
        clinvar = sources.clinvar.citation if sources.clinvar else None
        return GeneFacts(
            symbol,
            hgnc_id=judged.gene_id,
            coding=judged.protein_length is not None,
            inheritance=modes,
            disease_ids=diseases,
            mechanism=self._mechanism(symbol, counts),
            constraint=self._constraint(symbol),
            spectrum=spectrum(counts, clinvar) if clinvar else NO_CLINVAR,
            near_identical=(symbol,) if symbol in sources.homologous else (),
        )

    def mechanism_of(self, symbol: str) -> Mechanism | Unknown:
        """Return whether losing the product of a gene causes disease, by all its records."""
        return self._mechanism(symbol, Counts.of(self._of_gene(symbol), without=None))

    def _mechanism(self, symbol: str, counts: Counts) -> Mechanism | Unknown:
        sources = self.sources
        recessive = Inheritance.AUTOSOMAL_RECESSIVE in self._inheritance(symbol)[0]
        found = mechanism(
            symbol,
            counts,
            clinvar=sources.clinvar.citation if sources.clinvar else None,
            dosage=sources.haploinsufficient(symbol) if sources.haploinsufficient else None,
            recessive=sources.diseases.citation if recessive and sources.diseases else None,
        )
        curated = sources.validity(symbol) if sources.validity else None
        return within_validity(found, curated) if isinstance(curated, tuple) else found

    def _constraint(self, symbol: str) -> Constraint | Absent | Unknown:
        found: Constraint | Absent | Unknown = self._ask(self.sources.constraint, symbol, NO_CONSTRAINT)
        return found

    def _inheritance(self, symbol: str) -> tuple[tuple[Inheritance, ...], tuple[str, ...]]:
        if symbol not in self._modes:
            diseases = self.sources.diseases
            rows = diseases.diseases_of_gene(symbol) if diseases else ()
            modes = dict.fromkeys(mode for row in rows for mode in diseases.inheritance[row]) if diseases else {}
            self._modes[symbol] = tuple(modes), tuple(diseases.ids[row] for row in rows) if diseases else ()
        return self._modes[symbol]

    def _loss(
        self, allele: Allele, judged: Consequence, row: int | None, records: list[ClinVarRecord]
    ) -> ProductLoss | Absent | Unknown:
        loss = product_loss(allele, judged, transcripts=self.sources.transcripts, row=row)
        if not isinstance(loss, ProductLoss) or row is None or self.sources.clinvar is None:
            return loss
        return known_variants.with_part_lost(loss, records, judged, coding=self._map(row), protein=self._protein(row))

    def _repeat(
        self, allele: Allele, judged: Consequence, row: int | None, records: list[ClinVarRecord]
    ) -> bool | Unknown:
        """Whether an in-frame change lies in a repetitive stretch without known function."""
        if not {"inframe_insertion", "inframe_deletion"} & set(judged.terms):
            return False
        protein = self._protein(row) if row is not None else None
        if protein is None or judged.protein_position is None:
            return NO_REFERENCE
        disease = self.sources.disease_repeats(allele.contig, allele.start, allele.end + 1)
        if disease:
            return Unknown(f"it lies in a repeat that causes disease by its length ({disease[0].locus})", "its length")
        first = judged.protein_position
        last = first + max(1, (len(allele.ref) - len(allele.alt)) // 3) - 1
        assert row is not None
        if known_variants.residues_with_pathogenic(records, self._map(row), first=first - WINDOW, last=last + WINDOW):
            return False  # what causes disease when changed has a function
        if is_hydrophobic(protein, first=first, last=last):
            return Unknown("a hydrophobic run, as in signal peptides and membrane spans: its function has to be judged")
        if is_simple_repeat(protein, first=first, last=last):
            return True
        if is_repetitive(protein, first=first, last=last):
            return Unknown("the stretch is of low complexity, but no simple repeat: its function has to be judged")
        return False

    def _known_in_change(
        self, allele: Allele, judged: Consequence, row: int | None, records: list[ClinVarRecord]
    ) -> bool:
        """Whether a residue that a deletion removes is known to matter."""
        if "inframe_deletion" not in judged.terms or row is None or judged.protein_position is None:
            return False
        last = judged.protein_position + (len(allele.ref) - len(allele.alt)) // 3 - 1
        coding = self._map(row)
        return bool(known_variants.residues_with_pathogenic(records, coding, first=judged.protein_position, last=last))

    def _notes(self, bare: VariantFacts, judged: Consequence) -> tuple[str, ...]:
        """Return what a person must know before trusting the rest."""
        notes = []
        others = {one.gene_symbol: one for one in reversed(bare.consequences) if one.mane_select}
        for symbol, one in sorted(others.items()):
            beside = {"upstream_gene_variant", "downstream_gene_variant"} >= set(one.terms)
            if symbol != judged.gene_symbol and not beside:
                notes.append(f"also in {symbol}: {one.text}")
        if judged.gene_symbol in self.sources.homologous:
            notes.append(
                f"{judged.gene_symbol} has a near-identical copy elsewhere: short reads may be placed wrongly; confirm "
                "by long-range PCR or long reads (Chen 2025, doi:10.1038/s41467-025-57505-2)"
            )
        if not judged.mane_select and not judged.gene_symbol.startswith("MT-"):  # MANE leaves the mitochondrion out
            notes.append(f"judged on {judged.transcript}, which is not MANE Select")
        return tuple(notes)

    def _own_record(self, allele: Allele) -> ClinVarRecord | Absent | Unknown:
        if "clinvar" in self.sources.blind:
            return BLINDED
        if self.sources.clinvar is None:
            return NO_CLINVAR
        return self._looked_up.records.get(allele) or self.sources.clinvar.of(allele)

    def _frequencies(self, allele: Allele) -> Frequencies | Absent | Unknown:
        if self.sources.population is None:
            return NO_FREQUENCIES
        return self._looked_up.frequencies.get(allele) or self.sources.population.frequencies(allele)

    @staticmethod
    def _ask(source: Any, subject: Any, otherwise: Any) -> Any:
        """Return what an optional source answers, a callable from the subject to a fact."""
        return source(subject) if source is not None else otherwise

    def row_of(self, transcript: str, near: Allele) -> int | None:
        """Return the row of a transcript that an allele lies in or beside, by its accession."""
        if transcript not in self._rows:
            columns = self.sources.transcripts
            low, high = np.searchsorted(columns.contig, CONTIGS.index(near.contig) + np.arange(2))
            start = columns.exon_start[columns.exon_indptr[low:high]]
            end = columns.exon_end[columns.exon_indptr[low + 1 : high + 1] - 1]
            rows = low + np.flatnonzero((start <= near.end + BESIDE) & (end >= near.start - BESIDE))
            named = (row for row in rows.tolist() if columns.transcript_ids[row] == transcript)
            self._rows[transcript] = next(named, None)
        return self._rows[transcript]

    def records_of(self, symbol: str) -> Sequence[ClinVarRecord]:
        """Return the ClinVar records of a gene."""
        return self._of_gene(symbol)

    def _of_gene(self, symbol: str) -> Sequence[ClinVarRecord]:
        if symbol not in self._records:
            clinvar = self.sources.clinvar
            rows = clinvar.in_gene(symbol).tolist() if clinvar else []
            self._records[symbol] = tuple(clinvar.record(row) for row in rows) if clinvar else ()
        return self._records[symbol]

    def _map(self, row: int) -> CodingMap:
        if row not in self._maps:
            self._maps[row] = CodingMap.of(self.sources.transcripts, row)
        return self._maps[row]

    def _protein(self, row: int) -> str | None:
        if row not in self._proteins:
            reference = self.sources.annotator.reference
            self._proteins[row] = self._map(row).protein(reference) if reference is not None else None
        return self._proteins[row]
