"""Progress of long work on a terminal's stderr; silent when stderr is not a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from lexome.lab import Progress, silent

SHOWN_AFTER_SECONDS = 0.7
"""Work that ends sooner shows nothing: a bar that flashes by only disturbs."""


@contextmanager
def progress_for(stream: TextIO) -> Iterator[Progress]:
    """Yield what a Lab reports its progress to."""
    if not stream.isatty():
        yield silent
        return
    bar = _Bar(stream)
    try:
        yield bar
    finally:
        bar.close()


class _Bar:
    def __init__(self, stream: TextIO) -> None:
        import time

        self._stream = stream
        self._clock = time.monotonic
        self._begun = time.monotonic()
        self._width = 0

    def __call__(self, what: str, *, done: int, total: int | None) -> None:
        if self._clock() - self._begun < SHOWN_AFTER_SECONDS:
            return
        part = f": {done:,}" if total is None else f": {done:,} of {total:,} ({100 * done // max(total, 1)} %)"
        line = f"{what}{part if done or total is not None else ' …'}"[:78]
        self._stream.write("\r" + line.ljust(self._width))
        self._stream.flush()
        self._width = len(line)

    def close(self) -> None:
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
