"""What every diagnosis needs, opened once: the ranker and, when variants come, transcripts and their knowledge."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.assembly import Assembly
from lexome.core.facts import Citation
from lexome.knowledge.population import ABSENT
from lexome.reasoning.causal_spectrum import CLASS_OF_RANK
from lexome.reasoning.gene_evidence import (
    COMMON_FRACTION,
    RARE_FRACTION,
    Background,
    CarriedAlleles,
    Tier,
    VariantClass,
)
from lexome.reasoning.joint import Carried, Differential, rank
from lexome.reasoning.phenotype_ranking import PhenotypeRanker, PhenotypeScores
from lexome.reasoning.variant_support import DiseaseGenes, disease_genes
from lexome.services.diagnose.telling import FileTeller, remembering

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from lexome.core.case import Case, Sex
    from lexome.evidence.gather import Gatherer
    from lexome.formats.fasta import Reference
    from lexome.formats.vcf import VcfColumns
    from lexome.knowledge.clinvar import ClinVar
    from lexome.knowledge.population import Population
    from lexome.lab import Lab
    from lexome.models.consequence import Annotator
    from lexome.services.diagnose.gene_table import GeneTable
    from lexome.services.diagnose.genotyped import Genotyped
    from lexome.services.diagnose.variants import Described


class Engine:
    """Diagnoses cases with one lab's knowledge."""

    def __init__(self, lab: Lab, *, fasta: Path | None = None) -> None:
        self.lab = lab
        self.fasta = fasta
        self._tables: dict[Sex, DiseaseGenes] = {}

    @cached_property
    def ranker(self) -> PhenotypeRanker:
        """The ranker over all listed diseases."""
        return PhenotypeRanker(self.lab.knowledge("hpo"), self.lab.knowledge("diseases"))

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
        """The genes that alleles are counted in."""
        from lexome.services.diagnose.gene_table import GeneTable

        return GeneTable(self.lab.knowledge("transcripts"), self.lab.knowledge("clinvar"), resolved=False)

    def disease_genes(self, sex: Sex) -> DiseaseGenes:
        """Return which genes and modes each listed disease has, for a patient of this sex."""
        if sex not in self._tables:
            listed = self.ranker.listed
            self._tables[sex] = disease_genes(
                len(listed),
                genes_of=listed.genes,
                modes_of=listed.inheritance,
                row_of_gene=self.genes.row_of,
                sex=sex,
            )
        return self._tables[sex]

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

    def kinds(self, columns: VcfColumns, severity: NDArray[np.int8]) -> NDArray[np.int8]:
        """Return the VariantClass of each row; without a reference a coding substitution stays unresolved."""
        kind = CLASS_OF_RANK[severity].copy()
        if not self.genes.resolved:
            from pyarrow import compute

            lengths = np.asarray(compute.binary_length(columns.ref)) - np.asarray(compute.binary_length(columns.alt))
            substituted = (lengths == 0) & (kind == VariantClass.MISSENSE)
            kind[substituted] = VariantClass.CODING_UNRESOLVED
        return kind

    def teller(self, columns: VcfColumns, alleles: CarriedAlleles, background: Background) -> FileTeller:
        """Return what puts the alleles of a file into words."""
        transcripts = self.lab.knowledge("transcripts")
        cited = (self.lab.knowledge("clinvar").citation, Citation("Ensembl transcripts", transcripts.release))
        return FileTeller(columns, alleles, background, self.genes.symbols, remembering(self.annotator.annotate), cited)

    @cached_property
    def gatherer(self) -> Gatherer:
        """Gathers the facts of a variant from every source that is open."""
        from lexome.evidence.gather import Gatherer
        from lexome.evidence.sources import open_sources

        sources = open_sources(self.lab.knowledge, reference=self.reference)
        return Gatherer(sources)

    def describe(self, case: Case, genotyped: Genotyped, differential: Differential, *, most: int) -> Described:
        """Return the variants that the leading diagnoses rest on, graded."""
        from lexome.formats.rule_sets import read_rule_set
        from lexome.services.diagnose.variants import Grading, described, grade, phenotype_matches, wanted_rows

        wanted = wanted_rows(differential, most=most)
        phenotypes = phenotype_matches(self.ranker, self.phenotype(case), differential)
        grading = Grading(self.gatherer, read_rule_set(), phenotypes)
        graded = grade(wanted, case, genotyped, grading=grading)
        return described(graded, case, genotyped, self.gatherer)

    def phenotype(self, case: Case) -> PhenotypeScores:
        """Return what the findings alone say of every listed disease."""
        return self.ranker.score(case.findings, sex=case.sex, age_years=case.age_years)

    def diagnose(self, case: Case, carried: Carried | None, *, keep: int) -> Differential:
        """Return the differential of a case, with its variants when they were read."""
        return rank(self.ranker, self.phenotype(case), carried, keep=keep)
