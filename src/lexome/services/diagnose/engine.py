"""What every diagnosis needs, opened once: the ranker and, when variants come, transcripts and their knowledge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from lexome.core.assembly import Assembly
from lexome.core.facts import Citation, Unknown
from lexome.formats.base_strings import Bases
from lexome.formats.derived import Derived
from lexome.knowledge.population import ABSENT
from lexome.reasoning.allele_form import form_log10
from lexome.reasoning.exchange_sense import speaking
from lexome.reasoning.gene_evidence import (
    COMMON_FRACTION,
    RARE_FRACTION,
    Background,
    CarriedAlleles,
    Origin,
    Tier,
)
from lexome.reasoning.joint import Differential, rank
from lexome.reasoning.phenotype_ranking import PhenotypeRanker, PhenotypeScores
from lexome.reasoning.stated_consequences import StatedConsequences
from lexome.reasoning.stated_consequences import told as tell_some
from lexome.reasoning.variant_support import DiseaseGenes, disease_genes
from lexome.services.diagnose.scope import EVERYTHING, Scope
from lexome.services.diagnose.telling import FileTeller, remembering

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from lexome.core.allele import Allele
    from lexome.core.case import Case, Sex
    from lexome.core.consequence import Consequence
    from lexome.core.rules import RuleSet
    from lexome.core.transcript import TranscriptColumns
    from lexome.core.variant import Effect
    from lexome.evidence.gather import Gatherer
    from lexome.formats.fasta import Reference
    from lexome.formats.vcf import VcfColumns
    from lexome.knowledge.clinvar import ClinVar
    from lexome.knowledge.constraint import Constraints
    from lexome.knowledge.gene_dosage import GeneDosage
    from lexome.knowledge.gene_kin import GeneKin
    from lexome.knowledge.imprinting import Imprinted
    from lexome.knowledge.population import Population
    from lexome.lab import Lab
    from lexome.models.consequence import Annotator
    from lexome.reasoning.candidate_genes import CandidatePrior
    from lexome.reasoning.gene_pairs import KnownPair
    from lexome.reasoning.named_regions import NamedRegion
    from lexome.reasoning.structural_genes import StructuralGenes
    from lexome.services.diagnose.examined import Examined
    from lexome.services.diagnose.gene_table import GeneTable
    from lexome.services.diagnose.genotyped import Genotyped
    from lexome.services.diagnose.limits import Limits
    from lexome.services.diagnose.variants import Described, Graded

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Diagnosed:
    """The differential, the scores of the findings alone and with the variants, and the variants described."""

    differential: Differential
    scores: PhenotypeScores
    joint: PhenotypeScores
    described: Described | None = None


class Engine:
    """Diagnoses cases with one lab's knowledge."""

    def __init__(
        self,
        lab: Lab,
        *,
        fasta: Path | None = None,
        scope: Scope = EVERYTHING,
        predicted: Mapping[Allele, Effect | Unknown] | None = None,
    ) -> None:
        self.lab = lab
        self.fasta = fasta
        self.scope = scope
        self._scored: tuple[object, PhenotypeRanker, PhenotypeScores] | None = None
        self._tables: dict[tuple[Sex, frozenset[str]], DiseaseGenes] = {}
        self.predicted: dict[Allele, Effect | Unknown] = dict(predicted or {})
        """Changes of splicing predicted so far; those given were predicted before, on the same reference."""

    @cached_property
    def ranker(self) -> PhenotypeRanker:
        """The ranker over all listed diseases; what it computes from knowledge alone is kept between runs."""
        return self._derived.get("ranker", self._new_ranker)

    def _new_ranker(self) -> PhenotypeRanker:
        hpo, diseases, cases = (self.lab.knowledge(name) for name in ("hpo", "diseases", "cases"))
        ranker = PhenotypeRanker(hpo, diseases, cases=cases, forest=self.lab.model("phenotype_forest"))
        ranker.prepare()
        return ranker

    @cached_property
    def _derived(self) -> Derived:
        named = {name: self.lab.knowledge(name) for name in ("hpo", "diseases", "cases")}
        return Derived(self.lab.settings, {**named, "phenotype_forest": self.lab.model("phenotype_forest")})

    def _kept(self, name: str, build: Callable[..., T], *needs: str) -> T:
        """Return what is kept under a name, else what ``build`` makes of the sources it ``needs``.

        These are opened either way, so that the provenance of an answer is the same.
        """
        opened = {need: self.lab.knowledge(need) for need in needs}
        return self._derived.knowing(opened).get(name, lambda: build(*opened.values()))

    @cached_property
    def reference(self) -> Reference | None:
        """The reference sequence, when the user gave one."""
        if self.fasta is None:
            return None
        from lexome.formats.fasta import Reference

        return Reference.open(self.fasta, cache_dir=self.lab.settings.cache_dir, assembly=Assembly.GRCH38)

    @cached_property
    def annotator(self) -> Annotator:
        """Places alleles on transcripts."""
        return self.gatherer.sources.annotator

    @cached_property
    def genes(self) -> GeneTable:
        """The genes that alleles are counted in; kept between runs."""
        return self._kept("genes", _gene_table, "transcripts", "clinvar", "constraint", "gene_dosage")

    @cached_property
    def imprinted(self) -> dict[str, Imprinted]:
        """Imprinted genes whose active copy decides over a disease, by symbol."""
        return {gene.symbol: gene for gene in self.lab.knowledge("imprinting").all() if gene.diseases}

    @cached_property
    def expressed(self) -> dict[int, Origin]:
        """Whose copy of an imprinted gene is active, by gene row."""
        parent = {"maternal": Origin.MATERNAL, "paternal": Origin.PATERNAL}
        rows = self.genes.row_of
        return {rows[name]: parent[gene.expressed.value] for name, gene in self.imprinted.items() if name in rows}

    @cached_property
    def named_regions(self) -> tuple[NamedRegion, ...]:
        """Disorders named after the loss or gain of a band; kept between runs."""
        from lexome.reasoning.named_regions import named_regions

        return self._kept("named-regions", partial(named_regions, self.ranker.listed), "cytobands")

    @cached_property
    def known_pairs(self) -> tuple[KnownPair, ...]:
        """Pairs of genes that cause a disease together; kept between runs."""
        from lexome.reasoning.gene_pairs import known_pairs

        return self._kept("gene-pairs", partial(known_pairs, self.ranker.listed))

    @cached_property
    def structural_genes(self) -> StructuralGenes:
        """Tells which genes a structural allele hits."""
        from lexome.reasoning.structural_genes import StructuralGenes

        return StructuralGenes(self.lab.knowledge("transcripts"))

    @cached_property
    def annotate(self) -> Callable[[Allele], tuple[Consequence, ...]]:
        """Tells the consequences of an allele, remembering the last thousands of answers."""
        return remembering(self.annotator.annotate)

    def consequences(self, columns: VcfColumns) -> StatedConsequences:
        """Return what tells the consequences of the rows of a file, with the file's own annotations."""
        return StatedConsequences(columns, self.annotator, self.annotate)

    @cached_property
    def candidate_prior(self) -> CandidatePrior:
        """How likely each gene is the cause of a disease that is not listed."""
        return self._kept("candidate-prior", self._new_candidate_prior, "gene_kin", "clinvar", "constraint")

    def _new_candidate_prior(self, table: GeneKin, *_: object) -> CandidatePrior:
        from lexome.knowledge.gene_kin import KINDS
        from lexome.reasoning.candidate_genes import candidate_prior, knowing_rna
        from lexome.reasoning.gene_kin import Kin

        listed, symbols = self.ranker.listed, self.genes.symbols
        lines = {row: np.array(listed.lines_of_gene(symbol), np.int64) for row, symbol in enumerate(symbols)}
        measures = {name: self.genes.constraint.column(name, symbols) for name in ("loeuf", "missense_z")}
        lines = {row: found for row, found in lines.items() if len(found)}
        kin = tuple(Kin(*table.nearest(kind, symbols)) for kind in KINDS)
        prior = candidate_prior(symbols, lines_of=lines, kin=kin, recorded=self.genes.records > 0, **measures)
        prior = knowing_rna(prior, of_rna=self.genes.of_nuclear_rna, alike=self.genes.of_small_nuclear_rna)
        prior.prepare()
        return prior

    @cached_property
    def has_disease(self) -> NDArray[np.bool_]:
        """Which genes have a listed disease."""
        found = np.zeros(len(self.genes.symbols), np.bool_)
        found[list(self.candidate_prior.lines_of)] = True
        return found

    @cached_property
    def rules(self) -> RuleSet:
        """The rule set variants are graded by; kept between runs as read."""
        return self._kept("rules", _shipped_rules)

    def disease_genes(self, sex: Sex, limits: Limits | None = None) -> DiseaseGenes:
        """Return which genes and modes each listed disease has, for a patient of this sex; limits close genes."""
        key = (sex, limits.closed if limits else frozenset())
        if key not in self._tables and limits and limits.any:
            self._tables[key] = self._new_disease_genes(sex, limits.readable(self))
        elif key not in self._tables:
            rows = self.genes.row_of
            self._tables[key] = self._kept(f"disease-genes-{sex}", lambda: self._new_disease_genes(sex, rows))
        return self._tables[key]

    def _new_disease_genes(self, sex: Sex, row_of_gene: Mapping[str, int]) -> DiseaseGenes:
        listed = self.ranker.listed
        genes_of, modes_of = listed.genes, listed.inheritance
        return disease_genes(len(listed), genes_of=genes_of, modes_of=modes_of, row_of_gene=row_of_gene, sex=sex)

    def hashes(self, knowledge: str) -> tuple[str, ...]:
        """Return the hashes of the tables that a source of knowledge answers from."""
        return tuple(sorted(one.sha256 for one in self.lab.knowledge(knowledge).releases))

    def known_pathogenic(self, columns: VcfColumns) -> NDArray[np.bool_]:
        """Return which rows are (likely) pathogenic records of ClinVar."""
        clinvar: ClinVar = self.lab.knowledge("clinvar")
        return clinvar.pathogenic(clinvar.lookup(columns.contig, columns.start, columns.ref, columns.alt))

    def tier(self, columns: VcfColumns) -> NDArray[np.int8]:
        """Return the frequency tier of each row: absent from a covered site is RARE, an uncovered site UNKNOWN."""
        population: Population = self.lab.knowledge("population")
        found = population.bulk(columns.contig, columns.start, columns.ref, columns.alt)
        tier = np.full(len(found.state), Tier.UNKNOWN, np.int8)
        tier[found.state == ABSENT] = Tier.RARE
        tier[found.fraction < RARE_FRACTION] = Tier.RARE
        tier[found.fraction >= RARE_FRACTION] = Tier.LOW
        tier[found.fraction >= COMMON_FRACTION] = Tier.COMMON
        return tier

    def teller(self, examined: Examined, alleles: CarriedAlleles, background: Background) -> FileTeller:
        """Return what puts the alleles of a file into words."""
        columns, exchange = examined.columns, speaking(examined.exchange, alleles.kind)
        transcripts = self.lab.knowledge("transcripts")
        cited = (self.lab.knowledge("clinvar").citation, Citation("Ensembl transcripts", transcripts.release))
        told_by = self.consequences(columns).of
        longer = Bases.of(columns.alt).lengths.astype(np.int64) - Bases.of(columns.ref).lengths
        form = form_log10(examined.severity, longer, alleles.kind, alleles.tier)
        return FileTeller(
            columns, alleles, background, exchange, form, examined.elsewhere, self.genes.symbols, told_by, cited,
            self.imprinted,
        )  # fmt: skip

    @cached_property
    def gatherer(self) -> Gatherer:
        """Gathers the facts of a variant from every source that is open."""
        from lexome.evidence.gather import Gatherer
        from lexome.evidence.sources import open_sources

        sources = open_sources(self.lab.knowledge, reference=self.reference)
        return Gatherer(sources)

    def splicing(self, alleles: list[Allele]) -> Mapping[Allele, Effect | Unknown]:
        """Return the predicted change of splicing of each allele; nothing without a reference."""
        if self.reference is None:
            return self.predicted
        model = self.lab.model("splice")
        new = sorted({allele for allele in alleles if allele not in self.predicted and not allele.is_symbolic})
        if new:
            scored = model.score(new, reference=self.reference, transcripts=self.lab.knowledge("transcripts"))
            self.predicted.update({allele: scored.effect(row) for row, allele in enumerate(new)})
        return self.predicted

    def _graded(
        self, case: Case, genotyped: Genotyped, scores: PhenotypeScores, differential: Differential, *, most: int
    ) -> tuple[Graded, ...]:
        """Return the variants that the leading diagnoses rest on, graded."""
        from lexome.services.diagnose.variants import Grading, grade, phenotype_matches, wanted_rows

        phenotypes = phenotype_matches(self.ranker, scores, differential)
        wanted = wanted_rows(differential, most=most)
        consequences = self.consequences(genotyped.columns).of
        grading = Grading(self.gatherer, self.rules, phenotypes, self.splicing, consequences)
        return grade(wanted, case, genotyped, grading=grading)

    def phenotype(self, case: Case) -> PhenotypeScores:
        """Return what the findings alone say of every listed disease; the last answer is remembered."""
        asked = (case.findings, case.sex, case.age_years)
        if self._scored is None or self._scored[0] != asked or self._scored[1] is not self.ranker:
            scores = self.ranker.score(case.findings, sex=case.sex, age_years=case.age_years)
            self._scored = (asked, self.ranker, scores)
        return self._scored[2]

    def diagnose(self, case: Case, genotyped: Genotyped | None, *, keep: int, most: int) -> Diagnosed:
        """Return the differential of a case, with its variants when they were read.

        The variants that the ``most`` leading diagnoses rest on are graded; what the criteria know beyond the
        background model is added, the ranking is made again, and what newly leads is graded too.
        """
        scores = self.phenotype(case)
        if genotyped is None:
            return Diagnosed(rank(self.ranker, scores, None, keep=keep), scores, scores)
        from lexome.services.diagnose.advice import joint_scores
        from lexome.services.diagnose.variants import beyond_background, described, exchange_judged

        differential = rank(self.ranker, scores, genotyped.carried, keep=keep)
        graded = self._graded(case, genotyped, scores, differential, most=most)
        carried = genotyped.knowing(beyond_background(graded), judged=exchange_judged(graded))
        differential = rank(self.ranker, scores, carried, keep=keep)
        graded = self._graded(case, genotyped, scores, differential, most=most)
        repeats = self.lab.knowledge("repeats")
        told = described(
            graded, differential, case, genotyped, gatherer=self.gatherer, repeats=repeats, imprinted=self.imprinted
        )
        stated = self.consequences(genotyped.columns)
        differing = [problem for row in sorted({one.row for one in graded}) for problem in stated.differing(row)]
        told = replace(told, problems=tuple(tell_some(differing)))
        return Diagnosed(differential, scores, joint_scores(scores, carried), told)


def _gene_table(
    transcripts: TranscriptColumns, clinvar: ClinVar, constraint: Constraints, dosage: GeneDosage
) -> GeneTable:
    from lexome.services.diagnose.gene_table import GeneTable

    table = GeneTable(transcripts, clinvar, constraint, frozenset(dosage.scores))
    table.prepare()
    return table


def _shipped_rules() -> RuleSet:
    from lexome.formats.rule_sets import read_rule_set

    return read_rule_set()
