"""Models that predict tracks from sequence, Enformer and Borzoi, as TorchScript files with one-hot input."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.facts import Citation
from lexome.core.optional import optional
from lexome.core.plugin import Card, Model
from lexome.models.attached.haplotypes import Bases, Haplotypes, folder_of, scored, weights_missing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.core.allele import Allele
    from lexome.core.effect import EffectColumns
    from lexome.core.settings import Settings

NAME = "track_model"


class TrackModel:
    """Largest log2 fold change of any track, summed over the output bins, both strands averaged."""

    def __init__(self, network: Any, *, width: int, name: str) -> None:
        self._network, self._width, self._name = network, width, name

    def score(self, alleles: Sequence[Allele], *, reference: Bases) -> EffectColumns:
        """Return one number per allele, its sign that of the track that changes most."""
        return scored(
            alleles,
            reference,
            width=self._width,
            model=NAME,
            unit="log2 fold change",
            citation=Citation(self._name, "local weights"),
            score=self._change,
        )

    def tracks(self, pair: Haplotypes) -> NDArray[np.float64]:
        """Return the log2 fold change of each track, with one count added to both sums."""
        folds = []
        for one in (pair, pair.reverse_complement()):
            before, after = self._sums(one.reference), self._sums(one.alternate)
            folds.append(np.log2(after + 1) - np.log2(before + 1))
        changes: NDArray[np.float64] = np.mean(folds, axis=0)
        return changes

    def _change(self, pair: Haplotypes) -> float:
        changes = self.tracks(pair)
        return float(changes[np.abs(changes).argmax()])

    def _sums(self, sequence: str) -> NDArray[np.float64]:
        torch = optional("torch", extra="attached")
        codes = np.frombuffer(sequence.encode(), np.uint8)
        bases = (codes[:, None] == np.frombuffer(b"ACGT", np.uint8)).astype(np.float32)
        with torch.no_grad():
            predicted = self._network(torch.from_numpy(bases[None]))[0]
        sums: NDArray[np.float64] = predicted.sum(dim=0).double().numpy()
        return sums


def open_model(settings: Settings) -> TrackModel:
    """Return the model in the user's folder: ``model.ts`` takes (1, width, 4) and gives (1, bins, tracks)."""
    folder = folder_of(settings, NAME)
    said = json.loads((folder / "lexome.json").read_text(encoding="utf-8"))
    network = optional("torch", extra="attached").jit.load(folder / "model.ts").eval()
    return TrackModel(network, width=int(said["width"]), name=str(said["name"]))


def missing(settings: Settings) -> str:
    """Say what the user must supply."""
    return weights_missing(settings, NAME, file="model.ts", extra="attached")


CARD = Card(
    title="A track model of yours (Enformer, Borzoi)",
    about="Largest change of any predicted track between the haplotypes.",
    licence="that of the weights you supply",
    reference="doi:10.1038/s41592-021-01252-x (Enformer); doi:10.1038/s41588-024-02053-6 (Borzoi)",
    limits="No weights ship; windows are up to 524,288 bases and slow without a GPU. Not used for ACMG criteria.",
    training="as its authors say",
)

plugin = Model(CARD, open_model, missing)
