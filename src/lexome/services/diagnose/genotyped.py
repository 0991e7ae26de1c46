"""What a patient's alleles weigh for every listed disease: looked up, counted, with all that is known of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.case import Case, Sex
from lexome.formats.base_strings import Bases
from lexome.reasoning.allele_form import beside_rna_log10, elsewhere_log10, form_log10
from lexome.reasoning.allele_pairs import stretches
from lexome.reasoning.call_sense import balance_log10, frame_restored
from lexome.reasoning.candidate_genes import CandidatePrior
from lexome.reasoning.causal_spectrum import as_seen
from lexome.reasoning.events import Events
from lexome.reasoning.exchange_sense import exchange_log10, speaking
from lexome.reasoning.gene_evidence import (
    STRUCTURAL,
    Background,
    CarriedAlleles,
    Tier,
    VariantClass,
    measure_background,
    weigh,
)
from lexome.reasoning.imprinted_alleles import imprinted_log10
from lexome.reasoning.joint import Carried, Related
from lexome.reasoning.kinship import PSEUDOAUTOSOMAL_X
from lexome.reasoning.one_copy import in_men, men_of
from lexome.reasoning.parentage import Relationship
from lexome.reasoning.variant_support import DiseaseGenes, support
from lexome.services.diagnose.events import events_for
from lexome.services.diagnose.examined import Examined, Step, examine
from lexome.services.diagnose.family import Relatives, relatives_of, with_sex_of_genotypes
from lexome.services.diagnose.limits import Limits, limits_of, selected, within
from lexome.services.diagnose.pairs import with_pairs
from lexome.services.diagnose.structural import on_one_copy
from lexome.services.diagnose.unread_codons import unread_log10

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.core.call import Call
    from lexome.formats.vcf import VcfColumns
    from lexome.reasoning.structural_calls import StructuralCall
    from lexome.services.diagnose.engine import Engine
    from lexome.services.diagnose.patient import Intake
    from lexome.services.diagnose.telling import FileTeller

X = CONTIGS.index("X")


@dataclass(frozen=True, slots=True, eq=False)
class Weighing:
    """With what the alleles of one file are weighed; asked again when more is known of some of them."""

    background: Background
    spectrum: NDArray[np.float64]
    table: DiseaseGenes
    symbols: Sequence[str]
    teller: FileTeller
    prior: CandidatePrior
    events: Events = field(default_factory=Events)
    related: Related = field(default_factory=Related)

    def of(self, alleles: CarriedAlleles) -> Carried:
        """Return the alleles weighed for every listed disease, with what was read beyond them."""
        evidence = weigh(alleles, self.background, spectrum=self.spectrum)
        joined = self.events.joined(support(self.table, evidence))
        return Carried(
            alleles, evidence, self.table, joined, self.symbols, self.teller, self.prior, self.events, self.related
        )


@dataclass(frozen=True, slots=True, eq=False)
class Genotyped:
    """The proband's variants: ``columns`` hold the rows that were weighed, in step with ``carried.alleles``.

    ``whole`` and ``alleles`` are those of the file before the limits of scope and consent; ``men`` are the samples
    known to be male, by their X chromosome where nothing was said.
    """

    examined: Examined
    carried: Carried
    weighing: Weighing
    limits: Limits
    whole: Examined
    alleles: CarriedAlleles
    men: frozenset[str] = frozenset()

    def call(self, row: int) -> Call:
        """Return a weighed row with its genotypes, men hemizygous on X and Y."""
        return in_men(self.columns.call(row), self.men)

    def everything(self) -> Genotyped:
        """Return all alleles in genes, those outside the limits too: for what was asked for and consented to apart."""
        return replace(self, examined=self.whole, carried=replace(self.carried, alleles=self.alleles))

    @property
    def columns(self) -> VcfColumns:
        """The rows weighed."""
        return self.examined.columns

    @property
    def sample(self) -> str:
        """The patient's sample."""
        return self.examined.sample

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps from the file to the rows weighed."""
        return self.examined.steps

    @property
    def relationships(self) -> Mapping[str, Relationship]:
        """What the genotypes say of each stated parent."""
        return self.examined.relationships

    def structural_call(self, row: int) -> StructuralCall | None:
        """Return the structural call that a weighed row stands for, None for a small variant."""
        if int(self.carried.alleles.kind[row]) not in STRUCTURAL:
            return None
        return self.examined.beyond.call_at(int(self.columns.line[row]), int(self.columns.number[row]))

    def knowing(self, extra_log10: Mapping[int, float], *, judged: Collection[int] = ()) -> Carried:
        """Return the alleles weighed again with what else is known of some rows.

        Of ``judged`` rows the very exchange of residues was looked at: what exchanges like it say is taken back.
        """
        extra, teller = self.carried.alleles.extra_log10.copy(), self.weighing.teller
        for row, value in extra_log10.items():
            extra[row] += value
        rows = np.array(sorted(judged), np.intp)
        extra[rows] -= exchange_log10(teller.exchange[rows])
        weighing = replace(self.weighing, teller=teller.silent_on(rows))
        return weighing.of(replace(self.carried.alleles, extra_log10=extra))


def carried_alleles(case: Case, engine: Engine, intake: Intake) -> Genotyped | None:
    """Return the proband's alleles weighed, or None without a VCF or when it is bad (then ``intake`` says why)."""
    examined = examine(case, engine, intake)
    return None if examined is None else weighed(case, examined, engine, intake)


def weighed(case: Case, examined: Examined, engine: Engine, intake: Intake) -> Genotyped:
    """Return the alleles of one sample looked up in the knowledge in force and weighed for every listed disease.

    What lies outside the limits counts in the background, by kind and frequency, and is otherwise let be.
    """
    intake.problems.extend(examined.problems)
    case = with_sex_of_genotypes(case, examined, intake)
    relatives = relatives_of(case, examined)
    alleles = _alleles(case, examined, relatives, engine)
    resolved = np.zeros(len(engine.genes.symbols), np.bool_)
    resolved[examined.resolved] = True
    background = measure_background(alleles, share=engine.genes.shares)
    spectrum = as_seen(engine.genes.spectrum, resolved)
    limits, whole, every = limits_of(case, engine), examined, alleles
    if limits.any:
        rows, steps = limits.rows(examined, engine)
        alleles = selected(alleles, rows)
        examined = within(examined, rows, steps, readable=frozenset(limits.readable(engine)), engine=engine)
    table = engine.disease_genes(case.sex, limits)
    teller = engine.teller(examined, alleles, background)
    events = events_for(case, examined, engine, limits)
    said = weigh(alleles, background, spectrum=spectrum)
    readable = limits.readable(engine)
    events = with_pairs(events, alleles, said, engine=engine, teller=teller, row_of=readable)
    symbols, prior = engine.genes.symbols, engine.candidate_prior
    weighing = Weighing(background, spectrum, table, symbols, teller, prior, events)
    men = men_of(case, whole.sample)
    return Genotyped(examined, weighing.of(alleles), weighing, limits, whole, every, men)


def _alleles(case: Case, examined: Examined, relatives: Relatives, engine: Engine) -> CarriedAlleles:
    columns = examined.columns
    place = columns.sample_index[examined.sample]
    structural = np.isin(examined.kind, STRUCTURAL)
    known = examined.looked_up.known & ~structural
    kind = np.where(known, np.int8(VariantClass.KNOWN_PATHOGENIC), examined.kind)
    ploidy = columns.ploidy[:, place].copy()
    copies = columns.copies[:, place].copy()
    copies[on_one_copy(columns, examined.kind, place) & (copies == 2)] = 1
    if case.sex is Sex.MALE:
        whole = _outside_pseudoautosomal(columns) & (copies >= ploidy)
        ploidy[whole] = copies[whole] = 1
    single = (copies == 1) & (ploidy == 2)
    longer = Bases.of(columns.alt).lengths.astype(np.int64) - Bases.of(columns.ref).lengths
    kind, called_log10 = _as_called(examined, kind.astype(np.int8), single, longer, place)
    origin, family = relatives.say(columns)
    imprinted, said = imprinted_log10(examined.gene, origin, engine.expressed)
    return CarriedAlleles(
        gene=examined.gene,
        kind=kind,
        tier=np.where(structural, np.int8(Tier.UNKNOWN), examined.looked_up.tier),
        copies=copies,
        ploidy=ploidy,
        origin=origin,
        family_log10=np.where(imprinted, said, family),
        extra_log10=called_log10
        + unread_log10(columns, examined.gene, kind, engine.genes)
        + form_log10(examined.severity, longer, kind, examined.looked_up.tier)
        + exchange_log10(speaking(examined.exchange, kind))
        + elsewhere_log10(examined.elsewhere, kind)
        + beside_rna_log10(engine.genes.beside_rna(examined.gene, columns.start), kind),
        stretch=stretches(examined.gene, columns.start),
    )


def _as_called(
    examined: Examined, kind: NDArray[np.int8], single: NDArray[np.bool_], longer: NDArray[np.int64], place: int
) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
    """Return the kinds with frames that neighbours restore, and what the balance of reads says of each call."""
    columns = examined.columns
    restored = frame_restored(examined.gene, columns.start, longer, kind=kind, single=single)
    kind = np.where(restored, np.int8(VariantClass.INFRAME), kind)
    fraction = columns.alt_fraction[:, place]
    return kind, balance_log10(fraction, kind, examined.looked_up.tier, single=single)


def _outside_pseudoautosomal(columns: VcfColumns) -> NDArray[np.bool_]:
    inside = np.zeros(len(columns), np.bool_)
    for start, end in PSEUDOAUTOSOMAL_X[Assembly.GRCH38]:
        inside |= (columns.start >= start) & (columns.start < end)
    outside: NDArray[np.bool_] = (columns.contig == X) & ~inside
    return outside
