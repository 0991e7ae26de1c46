"""What the genetic code says of coding substitutions whose codon no reference told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lexome.formats.base_strings import Bases
from lexome.reasoning.codon_sense import BASES, causal_log10, place_in_codon
from lexome.reasoning.gene_evidence import VariantClass

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.formats.vcf import VcfColumns
    from lexome.services.diagnose.gene_table import GeneTable

_CODE = np.full(256, -1, np.int8)
_CODE[list(BASES.encode())] = range(len(BASES))
_OTHER_STRAND = np.array([3, 2, 1, 0, -1], np.int8)


def unread_log10(
    columns: VcfColumns, gene: NDArray[np.int32], kind: NDArray[np.int8], genes: GeneTable
) -> NDArray[np.float64]:
    """Return, for each unread coding substitution, how much its exchange looks causal; 0 for every other row."""
    found = np.zeros(len(columns))
    rows = np.flatnonzero(kind == VariantClass.CODING_UNRESOLVED)
    transcript = genes.transcript_of[gene[rows]]
    ref, alt = (_codes(Bases.of(column), rows) for column in (columns.ref, columns.alt))
    backward = genes.transcripts.strand[transcript] < 0
    ref, alt = (np.where(backward, _OTHER_STRAND[bases], bases) for bases in (ref, alt))
    place = place_in_codon(genes.transcripts, transcript, columns.start[rows])
    found[rows] = causal_log10(place, ref, alt, stop_share=genes.stop_share[gene[rows]])
    return found


def _codes(bases: Bases, rows: NDArray[np.intp]) -> NDArray[np.int8]:
    """Return the code of each row's single base, -1 for anything else."""
    return np.where(bases.lengths[rows] == 1, _CODE[bases.content[bases.begins[rows]]], np.int8(-1))
