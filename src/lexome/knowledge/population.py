"""How often alleles occur in people at large: the imported population sets, then the embedded 1000 Genomes sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS, Assembly
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.plugin import Card, Source
from lexome.core.provenance import DataRelease
from lexome.core.settings import Settings
from lexome.core.variant import Frequencies, Frequency
from lexome.formats.allele_store import AlleleStore
from lexome.formats.allele_table import AlleleTable
from lexome.formats.base_strings import Bases
from lexome.formats.releases import Dataset, imported, starter

if TYPE_CHECKING:
    from numpy.typing import NDArray

UNKNOWN, ABSENT, PRESENT = range(3)
"""States of an allele in ``BulkFrequencies``: not looked, looked and not there, there."""


@dataclass(frozen=True, slots=True)
class BulkFrequencies:
    """For many alleles: ``state``, the highest ``fraction`` of any population (NaN unless PRESENT) and homozygotes."""

    state: NDArray[np.uint8]
    fraction: NDArray[np.float64]
    homozygotes: NDArray[np.int64]


class Sites(Protocol):
    """One population set."""

    citation: Citation
    releases: tuple[DataRelease, ...]
    assembly: Assembly

    def bulk(self, contig: NDArray[np.int16], start: NDArray[np.int32], ref: Any, alt: Any) -> BulkFrequencies:
        """Return state, highest fraction and homozygotes of many alleles."""

    def populations(self, row: int) -> tuple[Frequency, ...]:
        """Return the frequency of a held allele in each population."""

    def row(self, allele: Allele) -> int | None:
        """Return the row of an allele, -1 where it is covered and not there, None where nobody looked."""


class ExonicSites:
    """1000 Genomes at the sites of peddy: only an allele at a listed site of one base can be absent."""

    def __init__(self, dataset: Dataset) -> None:
        self.citation = dataset.citation("population")
        self.releases = dataset.releases("population", "population_groups")
        self.assembly = Assembly.GRCH38
        self._columns = AlleleTable(dataset.table("population"))
        groups = dataset.table("population_groups")
        self._people = groups["people"].to_numpy().astype(np.int64)
        self._of_super: dict[str, NDArray[np.int64]] = {}
        supers = np.array(groups["super_population"].to_pylist())
        for name in sorted(set(supers.tolist())):
            self._of_super[name] = np.flatnonzero(supers == name)

    @cached_property
    def _counts(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        counts = (self._columns.column(name).astype(np.int64) for name in ("count", "homozygotes"))
        return next(counts), next(counts)

    def bulk(self, contig: NDArray[np.int16], start: NDArray[np.int32], ref: Any, alt: Any) -> BulkFrequencies:
        """Return state, highest fraction and homozygotes of many alleles."""
        rows = self._columns.index.find(contig, start, ref, alt)
        held = np.flatnonzero(rows >= 0)
        counts, homozygotes = self._counts
        state = np.full(len(rows), UNKNOWN, np.uint8)
        single = (Bases.of(ref).lengths == 1) & (Bases.of(alt).lengths == 1)
        state[self._listed(contig, start) & single] = ABSENT
        state[held] = PRESENT
        fraction = np.full(len(rows), np.nan)
        alleles = counts[rows[held]]
        by_group = [
            alleles[:, members].sum(axis=1) / (2 * self._people[members].sum()) for members in self._of_super.values()
        ]
        fraction[held] = np.max(by_group, axis=0) if len(held) else 0
        found = np.zeros(len(rows), np.int64)
        found[held] = homozygotes[rows[held]].sum(axis=1)
        return BulkFrequencies(state, fraction, found)

    def _listed(self, contig: NDArray[np.int16], start: NDArray[np.int32]) -> NDArray[np.bool_]:
        """Whether a position is one of the sites."""
        listed = np.zeros(len(contig), bool)
        for code, keys in enumerate(self._columns.index.keys):
            asked = np.flatnonzero(contig == code)
            if len(asked) and len(keys):
                listed[asked] = np.isin(start[asked].astype(np.uint64), keys >> np.uint64(32))
        return listed

    def row(self, allele: Allele) -> int | None:
        """Return the row of an allele, -1 where its site is listed without it, None elsewhere."""
        contig, start = np.array([CONTIGS.index(allele.contig)], np.int16), np.array([allele.start], np.int32)
        found = int(self._columns.index.find(contig, start, [allele.ref], [allele.alt])[0])
        if found >= 0:
            return found
        return -1 if allele.is_snv and self._listed(contig, start)[0] else None

    def populations(self, row: int) -> tuple[Frequency, ...]:
        """Return the frequency in all people and in each super-population."""
        counts, homozygotes = self._counts[0][row], self._counts[1][row]
        groups = {"all": np.arange(len(self._people)), **self._of_super}
        found = []
        for name, members in groups.items():
            count, number = int(counts[members].sum()), 2 * int(self._people[members].sum())
            found.append(
                Frequency(f"1000G {name}", count / number, count, number, homozygotes=int(homozygotes[members].sum()))
            )
        return tuple(found)


class ImportedSites:
    """A population set the user imported: counts per population, coverage as imported."""

    def __init__(self, dataset: Dataset) -> None:
        self.citation = dataset.citation("population")
        self.releases = dataset.releases()
        self._store = AlleleStore(dataset.folder)
        self.assembly = self._store.assembly
        self.names: list[str] = dataset.manifest["populations"]

    def bulk(self, contig: NDArray[np.int16], start: NDArray[np.int32], ref: Any, alt: Any) -> BulkFrequencies:
        """Return state, highest fraction and homozygotes of many alleles."""
        rows = self._store.index.find(contig, start, ref, alt)
        ends = (start + Bases.of(ref).lengths).astype(np.int32)
        state = np.where(self._store.coverage.covers(contig, start, ends), ABSENT, UNKNOWN).astype(np.uint8)
        held = np.flatnonzero(rows >= 0)
        highest = self._store.take("highest", rows[held]).astype(np.float64)
        called = self._store.take("AN", rows[held]) > 0
        state[held] = np.where(called, np.where(highest > 0, PRESENT, ABSENT), UNKNOWN)
        fraction = np.full(len(rows), np.nan)
        fraction[held] = np.where(state[held] == PRESENT, highest, np.nan)
        found = np.zeros(len(rows), np.int64)
        if "nhomalt" in self._store.columns:
            found[held] = np.maximum(self._store.take("nhomalt", rows[held]), 0)
        return BulkFrequencies(state, fraction, found)

    def row(self, allele: Allele) -> int | None:
        """Return the row of an allele, -1 where it is covered and not there, None where nobody looked."""
        contig, start = np.array([CONTIGS.index(allele.contig)], np.int16), np.array([allele.start], np.int32)
        found = int(self._store.index.find(contig, start, [allele.ref], [allele.alt])[0])
        if found >= 0:
            at = np.array([found])
            if int(self._store.take("AN", at)[0]) <= 0:
                return None
            return found if float(self._store.take("highest", at)[0]) > 0 else -1
        end = np.array([allele.end], np.int32)
        return -1 if self._store.coverage.covers(contig, start, end)[0] else None

    def populations(self, row: int) -> tuple[Frequency, ...]:
        """Return the frequency in all people and in each population with called alleles."""
        found = []
        for name in ("", *self.names):
            tail = f"_{name}" if name else ""
            count, number = self._value(f"AC{tail}", row), self._value(f"AN{tail}", row)
            if count is None or not number:
                continue
            faf = self._number(f"faf95{tail}", row)
            found.append(
                Frequency(
                    f"{self.citation.source} {name or 'all'}",
                    count / number,
                    count,
                    number,
                    homozygotes=self._value(f"nhomalt{tail}", row),
                    hemizygotes=self._value(f"hemi{tail}", row),
                    faf95=faf,
                )
            )
        return tuple(found)

    def _value(self, column: str, row: int) -> int | None:
        number = self._number(column, row)
        return None if number is None or number < 0 else int(number)

    def _number(self, column: str, row: int) -> float | None:
        if column not in self._store.columns:
            return None
        value = float(self._store.take(column, np.array([row]))[0])
        return None if np.isnan(value) else value


class Population:
    """All population sets of an assembly, asked together."""

    def __init__(self, sets: Sequence[Sites]) -> None:
        self.sets = tuple(sets)
        self.releases = tuple(release for one in sets for release in one.releases)

    def on(self, assembly: Assembly) -> tuple[Sites, ...]:
        """Return the sets of an assembly."""
        return tuple(one for one in self.sets if one.assembly is assembly)

    def bulk(
        self,
        contig: NDArray[np.int16],
        start: NDArray[np.int32],
        ref: Any,
        alt: Any,
        *,
        assembly: Assembly = Assembly.GRCH38,
    ) -> BulkFrequencies:
        """Return what the sets say together: PRESENT if any holds it, the highest fraction and most homozygotes."""
        state = np.full(len(contig), UNKNOWN, np.uint8)
        fraction, homozygotes = np.full(len(contig), np.nan), np.zeros(len(contig), np.int64)
        for one in self.on(assembly):
            found = one.bulk(contig, start, ref, alt)
            state = np.maximum(state, found.state)
            fraction = np.fmax(fraction, found.fraction)
            homozygotes = np.maximum(homozygotes, found.homozygotes)
        return BulkFrequencies(state, fraction, homozygotes)

    def frequencies(self, allele: Allele) -> Frequencies | Absent | Unknown:
        """Return an allele's frequencies; Absent only where a set looked at its whole reference interval."""
        sets = self.on(allele.assembly) if allele.contig in CONTIGS and not allele.is_symbolic else ()
        rows = [(one, one.row(allele)) for one in sets]
        held = [(one, row) for one, row in rows if row is not None and row >= 0]
        if held:
            populations = tuple(each for one, row in held for each in one.populations(row))
            return Frequencies(populations, _joined([one.citation for one, _ in held]))
        looked = [one.citation for one, row in rows if row == -1]
        if looked:
            return Absent(_joined(looked))
        return Unknown(
            f"no population set on {allele.assembly} covers the site",
            remedy="lexome data import population SITES.vcf.bgz --release R",
        )


def _joined(citations: Sequence[Citation]) -> Citation:
    if len(citations) == 1:
        return citations[0]
    sources = dict.fromkeys(each.source for each in citations)
    return Citation("; ".join(sources), "; ".join(each.release for each in citations))


def open_population(settings: Settings) -> Population:
    """Return the imported sets, then the embedded one."""
    return Population([*map(ImportedSites, imported(settings, "population")), ExonicSites(starter())])


plugin = Source(
    card=Card(
        title="Population frequencies",
        about="Allele counts by population: what was imported (gnomAD), and 1000 Genomes at 23,770 exonic sites.",
        licence="1000 Genomes: open; gnomAD: open",
        reference="https://www.internationalgenome.org; doi:10.1038/nature15393",
        tables=("population", "population_groups"),
        limits="Embedded: single-base substitutions at listed sites of the autosomes only; every other allele is "
        "unknown, which is not rare.",
    ),
    open=open_population,
)
