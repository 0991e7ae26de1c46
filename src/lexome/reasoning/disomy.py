"""Uniparental disomy: a chromosome, or part of one, that came from one parent only."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.assembly import CONTIGS
from lexome.knowledge.imprinting import Parent
from lexome.reasoning.imprinting_disorders import told_by_disomy
from lexome.reasoning.kinship import simple_sites
from lexome.reasoning.segments import best_segments

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.formats.vcf import VcfColumns

ERROR = 0.01
"""Share of informative sites where genotyping error makes a parent's allele seem missing, or seem there: the order of
Mendelian errors in sequenced trios (Pedersen 2017, doi:10.1016/j.ajhg.2017.01.017)."""

SWITCH = 12.0
"""Natural log of the odds against a uniparental stretch beginning or ending at a site: about one birth in 2,000 has
one (Nakka 2019, doi:10.1016/j.ajhg.2019.09.016), over some thousand informative sites."""

LEAST_SITES = 6
"""Sites without the absent parent's allele from which a stretch is told; errors do not cluster so."""

LEAST_LENGTH = 2_000_000
"""Bases: shorter stretches are rather deletions of the absent parent's copy (UPDio reports whole events beyond
2 Mb; King 2014, doi:10.1101/gr.160465.113)."""

WHOLE_SHARE = 0.8
"""Share of a chromosome's informative extent from which the event is called one of the whole chromosome."""

_X = CONTIGS.index("X")
_FOR = math.log((1 - ERROR) / ERROR)


class Form(StrEnum):
    """One copy twice, both copies of the parent, or some of each."""

    ISODISOMY = "isodisomy"
    HETERODISOMY = "heterodisomy"
    MIXED = "mixed isodisomy and heterodisomy"
    UNKNOWN = "form not told"


@dataclass(frozen=True, slots=True)
class Disomy:
    """A uniparental stretch: 0-based ``start``, half-open ``end``, as far as informative sites reach.

    ``missing`` sites lack the other parent's allele, ``present`` ones have it. A deletion of the other parent's copy
    looks the same as isodisomy: depth tells them apart. ``disorder`` is the imprinting disorder it would cause, with
    its ``disease_id``, where it covers an imprinted place of that parent.
    """

    contig: str
    start: int
    end: int
    origin: Parent
    form: Form
    missing: int
    present: int
    whole_chromosome: bool
    disorder: str = ""
    disease_id: str = ""


def uniparental_disomy(columns: VcfColumns, *, child: str, father: str, mother: str) -> tuple[Disomy, ...]:
    """Return the uniparental stretches of a child on the autosomes, by a two-state model over informative sites.

    References
    ----------
    King 2014, doi:10.1101/gr.160465.113 (UPDio: informative genotype combinations of a trio)
    """
    index = columns.sample_index
    rows = np.flatnonzero(simple_sites(columns) & (columns.contig < _X))
    rows = rows[np.lexsort((columns.start[rows], columns.contig[rows]))]
    c, f, m = (columns.copies[rows, index[name]] for name in (child, father, mother))
    called = (c >= 0) & (f >= 0) & (m >= 0)
    rows, c, f, m = rows[called], c[called], f[called], m[called]
    found: list[Disomy] = []
    for contig in np.unique(columns.contig[rows]):
        here = columns.contig[rows] == contig
        trio = (c[here], f[here], m[here])
        found.extend(_on_contig(columns, rows[here], *trio, origin=Parent.MATERNAL))
        found.extend(_on_contig(columns, rows[here], trio[0], trio[2], trio[1], origin=Parent.PATERNAL))
    return tuple(found)


def _on_contig(
    columns: VcfColumns,
    rows: NDArray[np.int64],
    child: NDArray[np.int8],
    absent: NDArray[np.int8],
    giver: NDArray[np.int8],
    *,
    origin: Parent,
) -> list[Disomy]:
    """Return the stretches of one contig where the ``absent`` parent gave nothing."""
    lacks = ((absent == 2) & (child == 0)) | ((absent == 0) & (child == 2))
    has = ((absent == 2) & (giver == 0) & (child > 0)) | ((absent == 0) & (giver == 2) & (child < 2))
    informative = np.flatnonzero(lacks | has)
    scores = np.where(lacks[informative], _FOR, -_FOR)
    found = []
    for first, last, _ in best_segments(scores.tolist(), switch=SWITCH):
        span = slice(int(informative[first]), int(informative[last]) + 1)
        start, end = int(columns.start[rows[span.start]]), int(columns.start[rows[span.stop - 1]]) + 1
        missing, present = int(lacks[span].sum()), int(has[span].sum())
        if missing < LEAST_SITES or end - start < LEAST_LENGTH:
            continue
        contig = columns.contig_at(int(rows[0]))
        extent = int(columns.start[rows[informative[-1]]] - columns.start[rows[informative[0]]]) + 1
        whole = end - start >= WHOLE_SHARE * extent and extent > 10 * LEAST_LENGTH
        disorder, disease_id = told_by_disomy(contig, origin, start, end)
        form = _form(child[span], giver[span])
        found.append(Disomy(contig, start, end, origin, form, missing, present, whole, disorder, disease_id))
    return found


def _form(child: NDArray[np.int8], giver: NDArray[np.int8]) -> Form:
    """Return the form by the child's genotype where the giving parent is heterozygous."""
    told = giver == 1
    if int(told.sum()) < LEAST_SITES:
        return Form.UNKNOWN
    heterozygous = float((child[told] == 1).mean())
    if heterozygous <= 0.1:
        return Form.ISODISOMY
    return Form.HETERODISOMY if heterozygous >= 0.9 else Form.MIXED
