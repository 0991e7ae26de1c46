"""Whether a loss or gain takes the product of one gene, by what it takes of the gene alone."""

from __future__ import annotations

from lexome.core.copy_number import Direction, GeneOverlap, Overlap
from lexome.core.evidence import Strength
from lexome.core.variant import ProductLoss
from lexome.evidence.acmg.pvs1 import decide


def lost_gene(gene: GeneOverlap, direction: Direction) -> str:
    """Return what a change takes of a gene, as the words of a reason; '' where its product may remain.

    A loss counts that takes the gene whole, its start with coding sequence, or its end with more than the last exon
    (of the last exon alone: where pathogenic variants are known in it), as lines 2A, 2C-1, 2D-2 and 2D-4 of the
    point scheme do; a change within the gene when PVS1 is very strong for it (line 2E).

    References
    ----------
    Riggs 2020, doi:10.1038/s41436-019-0686-8; Abou Tayoun 2018, doi:10.1002/humu.23626
    """
    if gene.overlap is Overlap.WITHIN:
        if not isinstance(gene.loss, ProductLoss):
            return ""
        strength, branch = decide(gene.loss)
        return f"{gene.loss.because}; {branch}" if strength is Strength.VERY_STRONG else ""
    if direction is Direction.GAIN:
        return ""
    if gene.overlap is Overlap.COMPLETE:
        return "the whole gene is deleted"
    if gene.overlap is Overlap.FIVE_PRIME:
        return "its start is deleted, with coding sequence" if gene.coding_exons else ""
    if gene.only_last_exon:
        known = gene.known_in_last_exon is True
        return "its last exon is deleted, where pathogenic variants are known" if known else ""
    return "its end is deleted, with several exons" if gene.coding_exons else ""
