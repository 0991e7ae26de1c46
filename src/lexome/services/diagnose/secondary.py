"""Secondary findings: (likely) pathogenic alleles in the genes of the ACMG list, looked for only when asked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.assembly import CONTIGS
from lexome.core.case import Consent
from lexome.core.consequence import RANK
from lexome.core.hypothesis import Inheritance
from lexome.core.variant import ClinVarRecord, Significance
from lexome.formats.secondary_list import ListedGene, SecondaryList, read_secondary_list
from lexome.reasoning.gene_evidence import STRUCTURAL, Origin, Tier, VariantClass
from lexome.report.schema import SecondaryFinding, SecondaryFindings
from lexome.report.variant_record import variant_record
from lexome.services.diagnose.limits import in_question
from lexome.services.diagnose.secondary_losses import CountingAllele, losses
from lexome.services.diagnose.variants import Graded, Grading, grade

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from lexome.core.case import Case
    from lexome.report.schema import Diagnosis
    from lexome.services.diagnose.engine import Engine
    from lexome.services.diagnose.genotyped import Genotyped

LEAST_STARS = 2
"""Review stars from which a record of ClinVar makes an allele known to be pathogenic: several submitters who agree
(Landrum 2020, doi:10.1093/nar/gkz972). Such alleles are what the list calls known pathogenic."""

MOST_GRADED = 300
"""Alleles graded at most, those of kinds that are most often pathogenic first; an exome has some 100 that qualify."""

PRIMARY_AMONG = 10
"""Leading diagnoses whose variants are findings on the question, when the findings point to their gene."""

_UNLIKELY = (VariantClass.SYNONYMOUS, VariantClass.NON_CODING, *STRUCTURAL)
_MODES = {
    "AD": Inheritance.AUTOSOMAL_DOMINANT,
    "AR": Inheritance.AUTOSOMAL_RECESSIVE,
    "XL": Inheritance.X_LINKED,
}
_TRUNCATING = RANK["frameshift_variant"]
_HFE = "6:26092913:G:A"
"""NM_000410.4:c.845G>A (p.Cys282Tyr), rs1800562, GRCh38 (ClinVar VCV000000009)."""


def secondary_findings(
    case: Case, genotyped: Genotyped | None, engine: Engine, differential: Iterable[Diagnosis]
) -> SecondaryFindings:
    """Return what was agreed, and when it was asked and consented to, what was found; else nothing is computed."""
    listed = read_secondary_list()
    if case.secondary is Consent.WITHHELD:
        because = f"genes of {listed.name} were not interpreted unless the findings point to them"
        return SecondaryFindings(state="withheld", because=because)
    if case.secondary is Consent.NOT_ASKED:
        return SecondaryFindings()
    if genotyped is None:
        return SecondaryFindings(because="asked for, but no variants were given to look for them in")
    everything = genotyped.everything()
    candidates = _candidates(everything, engine, listed)
    consequences = engine.consequences(everything.columns).of
    grading = Grading(engine.gatherer, engine.rules, {}, engine.splicing, consequences)
    graded = grade(candidates, case, everything, grading=grading)
    primary = _primary(case, engine, differential, listed)
    counting = [*_small(graded, everything), *losses(case, everything, engine, listed)]
    found = [one for one in _reportable(counting, listed) if one.variant not in primary]
    return SecondaryFindings(
        state="reported",
        variants=tuple(finding.variant for finding in found),
        findings=tuple(found),
        because=(
            f"{listed.name} (doi:{listed.doi}), {len(listed.genes)} genes. Reported are (likely) pathogenic variants "
            "in the genotypes that the list asks for"
        ),
        looked_at=_looked_at(len(candidates), everything, listed),
        not_seen=_not_seen(everything, engine, listed),
    )


def _looked_at(graded: int, genotyped: Genotyped, listed: SecondaryList) -> str:
    """Return how many alleles and calls in listed genes were looked at."""
    calls = sum(bool(set(call.genes) & set(listed.genes)) for call in genotyped.examined.beyond.weighed)
    alleles = "1 small variant was" if graded == 1 else f"{graded} small variants were"
    also = f"{calls or 'no'} structural {'call' if calls == 1 else 'calls'}"
    return f"{alleles} graded in these genes, and {also} in them looked at"


def _not_seen(genotyped: Genotyped, engine: Engine, listed: SecondaryList) -> tuple[str, ...]:
    """Return what finding nothing does not exclude."""
    said = []
    if not genotyped.examined.beyond.structural_records:
        said.append("Losses and gains: the file holds no structural calls.")
    else:
        deaf = sum(not gene.loss for gene in listed.genes.values())
        said.append(f"Gains of whole genes, rearrangements, and losses in {deaf} genes whose loss is no known cause.")
    if engine.gatherer.sources.annotator.reference is None:
        said.append("Missense and stop changes that ClinVar does not know: no reference sequence was given (--fasta).")
    said.append("Regions that were not sequenced well enough: a variant file does not tell.")
    near = "PMS2" if "PMS2" in listed.genes else ""
    return (*said, f"Variants of {near} where a near-identical copy takes the reads.") if near else tuple(said)


def _candidates(genotyped: Genotyped, engine: Engine, listed: SecondaryList) -> list[tuple[int, str, Inheritance]]:
    """Return the rows to grade: in listed genes, recorded as pathogenic, or not common and of a kind that matters."""
    alleles, symbols = genotyped.carried.alleles, engine.genes.symbols
    wanted = np.array([symbol in listed.genes for symbol in symbols], np.bool_)[alleles.gene]
    known = (alleles.kind == VariantClass.KNOWN_PATHOGENIC) | _named_by_the_list(genotyped)
    rows = np.flatnonzero(wanted & (known | (~np.isin(alleles.kind, _UNLIKELY) & (alleles.tier != Tier.COMMON))))
    order = np.argsort(alleles.kind[rows], kind="stable")[:MOST_GRADED]
    named = ((int(row), symbols[int(alleles.gene[row])]) for row in np.sort(rows[order]))
    return [(row, symbol, _MODES[listed.genes[symbol].inheritance]) for row, symbol in named]


def _named_by_the_list(genotyped: Genotyped) -> NDArray[np.bool_]:
    contig, pos, ref, alt = _HFE.split(":")
    columns = genotyped.columns
    rows = np.flatnonzero((columns.contig == CONTIGS.index(contig)) & (columns.start == int(pos) - 1))
    named: NDArray[np.bool_] = np.zeros(len(columns), np.bool_)
    named[[row for row in rows.tolist() if (columns.ref_at(row), columns.alt_at(row)) == (ref, alt)]] = True
    return named


def _small(graded: tuple[Graded, ...], genotyped: Genotyped) -> Iterator[CountingAllele]:
    """Yield the graded alleles that count as pathogenic."""
    alleles = genotyped.carried.alleles
    for one in graded:
        grounds = _grounds(one)
        if grounds:
            record = variant_record(one.facts, one.classification, call=one.call, people={genotyped.sample: "patient"})
            yield CountingAllele(
                gene=one.gene,
                variant=record.variant,
                whole=bool(alleles.homozygous[one.row]),
                origin=_ONE_PARENT.get(int(alleles.origin[one.row]), ""),
                truncating=_severity(one) <= _TRUNCATING,
                grounds=grounds,
                record=record,
            )


def _reportable(counting: Iterable[CountingAllele], listed: SecondaryList) -> Iterator[SecondaryFinding]:
    """Yield the findings, gene by gene, in the genotypes that the list asks to report."""
    of_gene: dict[str, list[CountingAllele]] = defaultdict(list)
    for one in counting:
        of_gene[one.gene].append(one)
    for symbol, ones in of_gene.items():
        gene = listed.genes[symbol]
        for one in _by_rule(gene, ones):
            yield SecondaryFinding(
                gene=symbol,
                disorder=gene.disorder,
                variant=one.variant,
                rule=_RULES[gene.report],
                grounds=one.grounds,
                record=one.record,
            )


def _grounds(one: Graded) -> str:
    """Return why an allele counts as pathogenic, '' when it does not: known to be, or expected by its criteria."""
    told = one.facts.clinvar
    own = Significance(one.classification.classification)
    if own.side > 0:
        return f"{own.value.replace('_', ' ')} by its criteria"
    if isinstance(told, ClinVarRecord) and told.significance.side > 0 and told.stars >= LEAST_STARS:
        said = told.significance.value.replace("_", " ")
        record = f"{told.citation.record}, {told.stars} stars"
        return f"recorded as {said} in ClinVar ({record}); its criteria alone do not say so"
    return "the list names this very allele" if str(one.facts.allele).endswith(_HFE) else ""


_RULES = {
    "any": "one allele is enough",
    "two": "two alleles are needed",
    "truncating": "one truncating allele is enough",
    "hfe": "reported when homozygous",
}
_ONE_PARENT = {int(Origin.MATERNAL): "from the mother", int(Origin.PATERNAL): "from the father"}


def _by_rule(gene: ListedGene, ones: list[CountingAllele]) -> list[CountingAllele]:
    """Return the alleles that the rule of a gene asks to report."""
    whole = [one for one in ones if one.whole]
    if gene.report == "any":
        return ones
    if gene.report == "truncating":
        return [one for one in ones if one.truncating]
    if gene.report == "hfe":
        return [one for one in whole if one.variant.endswith(_HFE)]
    together = len(ones) > 1 and not (len({one.origin for one in ones}) == 1 and ones[0].origin)  # one parent: in cis
    return ones if together else whole


def _severity(one: Graded) -> int:
    told = one.facts.consequence
    return int(getattr(told, "severity", len(RANK)))


def _primary(case: Case, engine: Engine, differential: Iterable[Diagnosis], listed: SecondaryList) -> set[str]:
    """Return the variants that are findings on the question itself: they stay where they are."""
    leading = [one for one in differential if one.rank <= PRIMARY_AMONG and one.variants]
    genes = frozenset(gene for one in leading for gene in one.genes if gene in listed.genes)
    asked = in_question(case, engine, genes)
    return {variant for one in leading if set(one.genes) & asked for variant in one.variants}


def with_incidental(differential: tuple[Diagnosis, ...], case: Case, engine: Engine) -> tuple[Diagnosis, ...]:
    """Return the differential, those diagnoses marked whose variant lies in a listed gene that is not in question."""
    listed = read_secondary_list()
    genes = frozenset(gene for one in differential if one.variants for gene in one.genes if gene in listed.genes)
    beside = genes - in_question(case, engine, genes) if case.observed() else frozenset()
    return tuple(
        one.model_copy(update={"flags": (*one.flags, "incidental")})
        if one.variants and set(one.genes) & beside
        else one
        for one in differential
    )


def agreed(case: Case, asked: str | None) -> tuple[Case, bool]:
    """Return the case with what the call says of secondary findings; whether the call asks for what is withheld."""
    if asked == "withhold":
        return replace(case, secondary=Consent.WITHHELD), False
    if asked == "report" and case.secondary is Consent.WITHHELD:
        return case, True
    return (replace(case, secondary=Consent.GIVEN), False) if asked == "report" else (case, False)
