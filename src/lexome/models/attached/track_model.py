"""Models that predict tracks from sequence, Enformer and Borzoi, as TorchScript files with one-hot input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lexome.core.optional import optional
from lexome.core.plugin import Card, Model
from lexome.models.attached.haplotypes import Haplotypes
from lexome.models.attached.local_weights import LocalModel, described, weights_missing

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lexome.core.settings import Settings

NAME = "track_model"
FILE = "model.ts"


class TrackModel(LocalModel):
    """Largest log2 fold change of any track, summed over the output bins, both strands averaged."""

    plug_in = NAME
    unit = "log2 fold change"

    def tracks(self, pair: Haplotypes) -> NDArray[np.float64]:
        """Return the log2 fold change of each track, with one count added to both sums."""
        folds = []
        for one in (pair, pair.reverse_complement()):
            before, after = self._sums(one.reference), self._sums(one.alternate)
            folds.append(np.log2(after + 1) - np.log2(before + 1))
        changes: NDArray[np.float64] = np.mean(folds, axis=0)
        return changes

    def change(self, pair: Haplotypes) -> float:
        """Return the change of the track that changes most, with its sign."""
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
    said = described(settings, NAME)
    network = optional("torch", extra="attached").jit.load(said.folder / FILE)
    return TrackModel(network, width=said.width, name=said.name)


def missing(settings: Settings) -> str:
    """Say what the user must supply."""
    return weights_missing(settings, NAME, file=FILE)


CARD = Card(
    title="A track model of yours (Enformer, Borzoi)",
    about="Largest change of any predicted track between the haplotypes.",
    licence="that of the weights you supply",
    reference="doi:10.1038/s41592-021-01252-x (Enformer); doi:10.1038/s41588-024-02053-6 (Borzoi)",
    limits="No weights ship; windows are up to 524,288 bases and slow without a GPU. Not used for ACMG criteria.",
    training="as its authors say",
)

plugin = Model(CARD, open_model, missing)
