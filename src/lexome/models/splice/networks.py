"""The converted splice networks in onnxruntime: a trunk and a head each, and one short-window screen."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.errors import BrokenKnowledge
from lexome.formats.columns import STARTER

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDER = STARTER / "splice"
COUNT = 5
"""Networks in the ensemble (Strauch 2022, doi:10.1371/journal.pone.0269159)."""
CHANNELS = 32
"""Channels of ``features`` and of ``skip``."""
TRUNK_MARGIN, HEAD_MARGIN = 1000, 4000
"""Positions each part takes on either side; together the 5,000 of SpliceAI-10k (doi:10.1016/j.cell.2018.12.015)."""
MARGIN = TRUNK_MARGIN + HEAD_MARGIN
NEITHER, ACCEPTOR, DONOR = 0, 1, 2
"""Channels of the networks' output."""


class Networks:
    """The ensemble; graphs are loaded when they are first run."""

    def __init__(self, *, threads: int, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._threads = threads
        self._sessions: dict[str, Any] = {}

    def features(self, network: int, bases: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return features and skip sum (64, w - 2000) of one-hot bases (4, w)."""
        parts = self._session(f"trunk{network}").run(None, {"bases": bases[None, :, None, :]})
        joined: NDArray[np.float32] = np.concatenate([part[0, :, 0] for part in parts])
        return joined

    def sites(self, network: int, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return site probabilities (3, w - 8000) from features and skip sum (64, w)."""
        skip = features[CHANNELS:, HEAD_MARGIN:-HEAD_MARGIN]
        fed = {"features": features[None, :CHANNELS, None, :], "skip": np.ascontiguousarray(skip)[None, :, None, :]}
        found: NDArray[np.float32] = self._session(f"head{network}").run(None, fed)[0][0, :, 0]
        return found

    def screened(self, bases: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return site probabilities (n, 3, w) of short windows (n, 4, w) by the first network, edges padded with 0."""
        found: NDArray[np.float32] = self._session("screen").run(None, {"bases": bases[:, :, None, :]})[0][:, :, 0]
        return found

    @cached_property
    def _options(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        # threads that spin while they wait took 129 CPU-ms a variant on a busy machine instead of 53
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.enable_mem_pattern = False  # widths vary from call to call; planning for each would cost memory
        options.log_severity_level = 3
        return options

    def _session(self, name: str) -> Any:
        if name not in self._sessions:
            import onnxruntime

            path = self._folder / f"{name}.onnx"
            try:
                self._sessions[name] = onnxruntime.InferenceSession(
                    str(path), self._options, providers=["CPUExecutionProvider"]
                )
            except Exception as error:  # onnxruntime raises a type of its own for each cause
                raise BrokenKnowledge(f"{path.name} cannot be loaded; run: lexome data verify") from error
        return self._sessions[name]
