"""Imported solved cases: how often each sign was seen in the patients of a disease, by paper."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lexome.core.facts import Citation
from lexome.core.plugin import Card, Source
from lexome.core.settings import Settings
from lexome.formats.releases import imported


@dataclass(frozen=True)
class CaseSigns:
    """One row per disease, paper and sign: ``hits`` of ``trials`` patients; ``number`` is the HPO number."""

    disease_id: list[str]
    paper: list[str]
    number: NDArray[np.int32]
    hits: NDArray[np.float32]
    trials: NDArray[np.float32]
    citation: Citation | None

    def __len__(self) -> int:
        return len(self.number)

    def without_papers(self, papers: frozenset[str]) -> CaseSigns:
        """Return the rows that rest on other papers: a benchmark never lets a case see its own."""
        kept = np.array([paper not in papers for paper in self.paper], np.bool_)
        pick = np.flatnonzero(kept).tolist()
        return CaseSigns(
            [self.disease_id[at] for at in pick],
            [self.paper[at] for at in pick],
            self.number[kept],
            self.hits[kept],
            self.trials[kept],
            self.citation,
        )


def open_cases(settings: Settings) -> CaseSigns:
    """Return the signs of every imported collection; no row when there is none."""
    found = [(one.table("case_signs"), one.citation("case_signs")) for one in imported(settings, "cases")]
    columns = {
        name: np.concatenate([np.zeros(0, np.int32), *(table[name].to_numpy() for table, _ in found)])
        for name in ("number", "hits", "trials")
    }
    return CaseSigns(
        [one for table, _ in found for one in table["disease_id"].to_pylist()],
        [one for table, _ in found for one in table["paper"].to_pylist()],
        columns["number"].astype(np.int32),
        columns["hits"].astype(np.float32),
        columns["trials"].astype(np.float32),
        found[0][1] if found else None,
    )


plugin = Source(
    card=Card(
        title="Solved cases",
        about="Signs of a laboratory's own or published solved cases, counted per disease and paper; they join the "
        "HPO annotations with the weight of the patients seen.",
        licence="the user's own data; nothing of it leaves the data folder",
        reference="GA4GH phenopackets, https://phenopacket-schema.readthedocs.io",
        limits="Only counts are kept: no identifier, date or note of a patient.",
    ),
    open=open_cases,
)
