"""Population frequencies and ClinVar records of many alleles, asked at once: an answer an allele."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS
from lexome.core.facts import Absent, Unknown
from lexome.core.variant import ClinVarRecord, Frequencies

if TYPE_CHECKING:
    from lexome.knowledge.clinvar import ClinVar
    from lexome.knowledge.population import Population

FrequencyFact = Frequencies | Absent | Unknown
RecordFact = ClinVarRecord | Absent | Unknown


@dataclass(frozen=True, slots=True)
class LookedUp:
    """Answers by allele; an allele that was not asked about is asked on its own."""

    frequencies: dict[Allele, FrequencyFact]
    records: dict[Allele, RecordFact]


def look_up(alleles: Sequence[Allele], *, population: Population | None, clinvar: ClinVar | None) -> LookedUp:
    """Return what the sources say of the alleles that are spelt in bases on a chromosome."""
    asked = [allele for allele in dict.fromkeys(alleles) if allele.contig in CONTIGS and not allele.is_symbolic]
    found = LookedUp({}, {})
    if not asked:
        return found
    contig = np.array([CONTIGS.index(allele.contig) for allele in asked], np.int16)
    start = np.array([allele.start for allele in asked], np.int32)
    ref, alt = [allele.ref for allele in asked], [allele.alt for allele in asked]
    if population is not None:
        states = population.bulk(contig, start, ref, alt, assembly=asked[0].assembly).state
        silent: FrequencyFact | None = None  # nobody looked: one answer serves every such site
        for allele, state in zip(asked, states.tolist(), strict=True):
            if state == 0:
                silent = silent or population.frequencies(allele)
                found.frequencies[allele] = silent
    if clinvar is not None:
        missing: RecordFact | None = None
        for allele, row in zip(asked, clinvar.lookup(contig, start, ref, alt).tolist(), strict=True):
            if row < 0:
                missing = missing or clinvar.of(allele)
            found.records[allele] = clinvar.record(row) if row >= 0 else missing or clinvar.of(allele)
    return found
