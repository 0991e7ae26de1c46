"""The lines of the point scheme for copy-number losses and gains, as far as the knowledge reaches.

References
----------
Riggs 2020, doi:10.1038/s41436-019-0686-8, tables 1 (losses) and 2 (gains)
"""

from __future__ import annotations

from collections.abc import Iterator

from lexome.core.copy_number import CopyNumberClass, CopyNumberFacts, CopyNumberPoint, Direction, GeneOverlap, Overlap
from lexome.core.evidence import NotAssessable, Strength
from lexome.core.facts import Absent, Unknown
from lexome.core.family import DeNovo, PhenotypeMatch, Segregation
from lexome.core.variant import ProductLoss, Significance
from lexome.evidence.acmg.pvs1 import decide

REFERENCE = "doi:10.1038/s41436-019-0686-8"

CLASSES: tuple[tuple[float, Significance], ...] = (
    (0.99, Significance.PATHOGENIC),
    (0.90, Significance.LIKELY_PATHOGENIC),
    (-0.89, Significance.UNCERTAIN),
    (-0.98, Significance.LIKELY_BENIGN),
)
"""Least points of each class; below the last: benign (Riggs 2020)."""

GENE_COUNTS = {Direction.LOSS: (25, 35), Direction.GAIN: (35, 50)}
"""Protein-coding genes from which section 3 gives 0.45 and 0.90."""

INTRAGENIC = {
    Direction.LOSS: {
        Strength.VERY_STRONG: 0.90,
        Strength.STRONG: 0.45,
        Strength.MODERATE: 0.30,
        Strength.SUPPORTING: 0.15,
    },
    Direction.GAIN: {Strength.VERY_STRONG: 0.90, Strength.STRONG: 0.45},
}
"""Points of an intragenic variant by its PVS1 strength (lines 2E of losses and 2I of gains)."""

DE_NOVO = {"4A": (0.45, 0.30), "4B": (0.30, 0.15), "4C": (0.15, 0.10)}
"""Points of a de novo occurrence, parentage confirmed and assumed, by how specific the phenotype is (line 5A, by the
categories of section 4; compared with the tables as varfish-org/reev-frontend transcribes them)."""

SEGREGATIONS = ((7, 0.45), (5, 0.30), (3, 0.15))
"""Least segregations and their points (lines 4F to 4H, for 5D)."""

NOT_SEGREGATING = -0.45
"""An affected relative with a consistent phenotype does not carry it (line 4I, for 5E)."""

WITHOUT_INHERITANCE = {"4A": ("5H", 0.30), "4B": ("5G", 0.10), "4C": ("5G", 0.10)}
"""Lines for a patient whose parents are not known, by how specific the phenotype is."""

SPECIFIC_POSTERIOR, CONSISTENT_POSTERIOR = 0.9, 0.1
"""Posterior of the gene's disease from the findings alone that counts as specific, and as consistent: as for the points
of a de novo sequence variant (evidence/acmg/ps2_pm6.py)."""


def classify(facts: CopyNumberFacts) -> CopyNumberClass:
    """Return the class of a copy-number variant with every line that counts."""
    lines = tuple(_lines(facts))
    points = round(sum(line.points for line in lines), 2)
    return CopyNumberClass(class_of(points), points, lines, tuple(_missing(facts)))


def class_of(points: float) -> Significance:
    """Return the class of a sum of points."""
    rounded = round(points, 2)
    return next((significance for least, significance in CLASSES if rounded >= least), Significance.BENIGN)


def _lines(facts: CopyNumberFacts) -> Iterator[CopyNumberPoint]:
    if not facts.genes:
        yield CopyNumberPoint("1B", -0.60, "no protein-coding gene is touched", (facts.source,))
        return
    yield CopyNumberPoint("1A", 0.0, f"{_counted(len(facts.genes))} touched", (facts.source,))
    if isinstance(facts.benign_region, Unknown | Absent):
        weighed = [_loss(gene) if facts.direction is Direction.LOSS else _gain(gene) for gene in facts.genes]
        known = [line for line in weighed if line is not None]
        if known:
            yield max(known, key=lambda line: line.points)
    else:
        code = "2F" if facts.direction is Direction.LOSS else "2C"
        yield CopyNumberPoint(code, -1.0, "lies within a common benign variant", (facts.benign_region,))
    yield _number(facts)
    yield from _inheritance(facts)


def _counted(count: int) -> str:
    return "1 protein-coding gene is" if count == 1 else f"{count} protein-coding genes are"


def _loss(gene: GeneOverlap) -> CopyNumberPoint | None:
    """Return what section 2 of losses says of one gene; None where the gene is not established as dosage sensitive."""
    if gene.overlap is Overlap.WITHIN:
        return _intragenic(gene, "2E", Direction.LOSS)
    if gene.haploinsufficient is not True:
        return None
    name, cited = f"the haploinsufficient gene {gene.symbol}", gene.citations
    match gene.overlap:
        case Overlap.COMPLETE:
            return CopyNumberPoint("2A", 1.0, f"{name} is lost whole", cited)
        case Overlap.FIVE_PRIME:
            if gene.coding_exons:
                return CopyNumberPoint("2C-1", 0.90, f"the 5' end of {name} is lost with coding sequence", cited)
            return CopyNumberPoint("2C-2", 0.0, f"only the 5' UTR of {name} is lost", cited)
    if not gene.coding_exons:
        return CopyNumberPoint("2D-1", 0.0, f"only the 3' UTR of {name} is lost", cited)
    if not gene.only_last_exon:
        return CopyNumberPoint("2D-4", 0.90, f"the 3' end of {name} is lost with several exons", cited)
    if gene.known_in_last_exon is True:
        because = f"the last exon of {name} is lost, where pathogenic variants are known"
        return CopyNumberPoint("2D-2", 0.90, because, cited)
    return CopyNumberPoint("2D-3", 0.30, f"the last exon of {name} is lost", cited)


def _gain(gene: GeneOverlap) -> CopyNumberPoint | None:
    if gene.overlap is Overlap.COMPLETE and gene.triplosensitive is True:
        return CopyNumberPoint("2A", 1.0, f"the triplosensitive gene {gene.symbol} is gained whole", gene.citations)
    if gene.overlap is Overlap.WITHIN:
        return _intragenic(gene, "2I", Direction.GAIN)
    if gene.haploinsufficient is not True:
        return None
    if gene.overlap is Overlap.COMPLETE:
        return CopyNumberPoint("2H", 0.0, f"the haploinsufficient gene {gene.symbol} is gained whole", gene.citations)
    return CopyNumberPoint(
        "2J", 0.0, f"one breakpoint lies in the haploinsufficient gene {gene.symbol}", gene.citations
    )


def _intragenic(gene: GeneOverlap, code: str, direction: Direction) -> CopyNumberPoint | None:
    """Return the points of a change within one gene by the PVS1 tree, where its loss is known to cause disease."""
    if not isinstance(gene.loss, ProductLoss) or not gene.loss_causes_disease:
        return None
    strength, branch = decide(gene.loss)
    points = INTRAGENIC[direction].get(strength, 0.0) if strength else 0.0
    return CopyNumberPoint(code, points, f"{gene.symbol}: {gene.loss.because}; {branch}", gene.citations)


def _number(facts: CopyNumberFacts) -> CopyNumberPoint:
    some, many = GENE_COUNTS[facts.direction]
    count = len(facts.genes)
    code, points = ("3C", 0.90) if count >= many else ("3B", 0.45) if count >= some else ("3A", 0.0)
    return CopyNumberPoint(code, points, f"{count} protein-coding gene{'' if count == 1 else 's'}", (facts.source,))


def _inheritance(facts: CopyNumberFacts) -> Iterator[CopyNumberPoint]:
    """Return section 5: de novo, with the disease in the family, or by the phenotype alone."""
    family = facts.family
    if isinstance(family.de_novo, DeNovo) and family.de_novo.parentage is not False:
        category, fit = _category(family.phenotype)
        if category is None:
            yield CopyNumberPoint("5A", 0.0, f"{family.de_novo.because}; {fit} (4D)")
            return
        points = DE_NOVO[category][0 if family.de_novo.parentage else 1]
        yield CopyNumberPoint("5A", points, f"{family.de_novo.because}; {fit} ({category})")
    elif isinstance(family.segregation, Segregation) and family.segregation.against:
        yield CopyNumberPoint("5E", NOT_SEGREGATING, f"{family.segregation.because} (4I)")
    elif isinstance(family.segregation, Segregation) and family.segregation.meioses >= SEGREGATIONS[-1][0]:
        seen = family.segregation.meioses
        points = next(points for least, points in SEGREGATIONS if seen >= least)
        yield CopyNumberPoint("5D", points, f"{family.segregation.because}: {seen} segregations")
    elif not isinstance(family.de_novo, DeNovo | Absent):
        category, fit = _category(family.phenotype)
        if category is None or isinstance(family.phenotype, Unknown):
            yield CopyNumberPoint("5F", 0.0, "inheritance is not known")
        else:
            code, points = WITHOUT_INHERITANCE[category]
            yield CopyNumberPoint(code, points, f"inheritance is not known; {fit}", (family.phenotype.citation,))


def _category(phenotype: PhenotypeMatch | Unknown) -> tuple[str | None, str]:
    """Return the category of section 4 that the phenotype falls in, None where it does not fit, with the reason."""
    if isinstance(phenotype, Unknown):
        return "4C", "no findings to judge the phenotype by"
    if phenotype.log10_lr <= 0:
        return None, f"the findings do not fit {phenotype.disease_name}"
    if phenotype.posterior >= SPECIFIC_POSTERIOR and phenotype.genes_of_disease <= 1:
        return "4A", f"the findings are highly specific for {phenotype.disease_name}"
    if phenotype.posterior >= CONSISTENT_POSTERIOR:
        return "4B", f"the findings are consistent with {phenotype.disease_name}"
    return "4C", f"the findings are consistent with {phenotype.disease_name}, of many causes"


def _missing(facts: CopyNumberFacts) -> Iterator[NotAssessable]:
    if isinstance(facts.benign_region, Unknown):
        yield NotAssessable("2F/2G", facts.benign_region.why, facts.benign_region.remedy)
    if facts.direction is Direction.GAIN:
        unknown = next(
            (gene.triplosensitive for gene in facts.genes if isinstance(gene.triplosensitive, Unknown)), None
        )
        if unknown is not None:
            yield NotAssessable("2A", unknown.why, unknown.remedy)
    if facts.direction is Direction.LOSS and facts.genes and not any(g.haploinsufficient is True for g in facts.genes):
        why = "two predictors of haploinsufficiency are asked for, and DECIPHER's is not at hand"
        yield NotAssessable("2H", why, "the index of DECIPHER, by hand")
    if isinstance(facts.family.de_novo, Absent):
        why = "it is inherited; how far an unaffected parent speaks against it depends on penetrance (0 to -0.45)"
        yield NotAssessable("5B/5C", why, "a curator's judgement")
    yield NotAssessable("4", "published cases of this region were not counted", "a curation of the literature")
