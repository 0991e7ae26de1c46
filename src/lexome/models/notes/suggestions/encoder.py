"""A sentence encoder in one ONNX file with its vocabulary, as ``tools/convert_sentence_model.py`` writes it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.models.notes.suggestions.wordpiece import WordPieces

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONGEST = 32
"""Pieces of a phrase; the longest name of a term has fewer words than this."""
BATCH = 256


class SentenceEncoder:
    """Turns phrases into vectors of length one whose product is their likeness."""

    def __init__(self, path: Path) -> None:
        import onnxruntime as ort

        ort.set_default_logger_severity(3)
        told_by_runtime: tuple[type[Exception], ...] = (
            OSError,
            KeyError,
            *_errors(ort.capi.onnxruntime_pybind11_state),
        )
        try:
            raw = path.read_bytes()
            options = ort.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            self._session = ort.InferenceSession(raw, options, providers=["CPUExecutionProvider"])
            told = self._session.get_modelmeta().custom_metadata_map
            self._pieces = WordPieces(told["vocabulary"].split("\n"))
        except told_by_runtime as error:
            raise BadInput([_unusable(path)]) from error
        self.name = told.get("name") or path.name
        self.sha256 = hashlib.sha256(raw).hexdigest()

    def vectors(self, phrases: Sequence[str]) -> NDArray[np.float32]:
        """Return the embeddings of phrases, shape (phrases, dimensions)."""
        pieces = [self._pieces.ids(phrase, most=LONGEST) for phrase in phrases]
        order = sorted(range(len(pieces)), key=lambda row: len(pieces[row]))
        found: list[NDArray[np.float32]] = [np.empty(0, np.float32)] * len(pieces)
        for first in range(0, len(order), BATCH):
            rows = order[first : first + BATCH]
            longest = max(len(pieces[row]) for row in rows)
            ids, mask = (np.zeros((len(rows), longest), dtype=np.int64) for _ in range(2))
            for at, row in enumerate(rows):
                ids[at, : len(pieces[row])] = pieces[row]
                mask[at, : len(pieces[row])] = 1
            (told,) = self._session.run(["embedding"], {"pieces": ids, "mask": mask})
            for row, vector in zip(rows, told, strict=True):
                found[row] = vector
        return np.stack(found) if found else np.empty((0, 0), np.float32)


def _errors(state: Any) -> tuple[type[Exception], ...]:
    """Return the runtime's exceptions, which have no parent of their own."""
    return tuple(each for each in vars(state).values() if isinstance(each, type) and issubclass(each, Exception))


def _unusable(path: Path) -> Problem:
    return Problem(
        Level.ERROR,
        "no-sentence-model",
        path.name,
        "is not a sentence encoder in ONNX with its vocabulary",
        "convert one with tools/convert_sentence_model.py (docs/reference/notes.md)",
    )
