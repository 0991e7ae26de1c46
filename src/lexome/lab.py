"""The lab: opens knowledge and models from settings when they are first needed, and finds services by name."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from lexome import __version__
from lexome.core import shelf
from lexome.core.provenance import DataRelease, Provenance
from lexome.core.settings import Settings
from lexome.formats.columns import STARTER
from lexome.formats.releases import imported

if TYPE_CHECKING:
    from pydantic import BaseModel

AskT = TypeVar("AskT", bound="BaseModel")
AnswerT = TypeVar("AnswerT", bound="BaseModel")


class Progress(Protocol):
    """Told how far long work has come; silent unless a door shows it."""

    def __call__(self, what: str, *, done: int, total: int | None) -> None:
        """Say that ``done`` of ``total`` units of ``what`` are finished."""


def silent(what: str, *, done: int, total: int | None) -> None:
    """Say nothing."""


class Lab:
    """One user's knowledge and models, opened once each, on demand."""

    def __init__(self, settings: Settings, *, now: datetime | None = None, progress: Progress = silent) -> None:
        self.settings = settings
        self.now = now or datetime.now(UTC)
        self.progress = progress
        self._opened: dict[tuple[str, str], Any] = {}

    def knowledge(self, name: str) -> Any:
        """Return an opened source of knowledge by its plug-in name."""
        return self._open("knowledge", name)

    def model(self, name: str) -> Any:
        """Return an opened model by its plug-in name."""
        return self._open("models", name)

    def service(self, name: str) -> Service[Any, Any]:
        """Return a service by its plug-in name."""
        service: Service[Any, Any] = shelf.take("services", name)
        return service

    def provenance(self) -> Provenance:
        """Return what has been used so far: stamped on an answer when it is complete."""
        manifest = json.loads((STARTER / "manifest.json").read_text(encoding="utf-8"))
        releases: dict[tuple[str, str], DataRelease] = {}
        for (role, name), opened in self._opened.items():
            used = getattr(opened, "releases", None)
            if not isinstance(used, tuple):
                used = tuple(one for dataset in imported(self.settings, name) for one in dataset.releases())
                used = used or tuple(_embedded(manifest, table) for table in shelf.take(role, name).card.tables)
            releases |= {(one.name, one.release): one for one in used}
        return Provenance(
            lexome_version=__version__,
            created=self.now,
            data=tuple(releases[key] for key in sorted(releases)),
            models=tuple(name for role, name in self._opened if role == "models"),
            seed=self.settings.seed,
        )

    def _open(self, role: str, name: str) -> Any:
        key = (role, name)
        if key not in self._opened:
            self._opened[key] = shelf.take(role, name).open(self.settings)
        return self._opened[key]


def _embedded(manifest: dict[str, Any], table: str) -> DataRelease:
    """Provenance of a starter table, for what does not state its own (``releases``) because nothing can replace it."""
    entry = manifest["tables"][table]
    return DataRelease(table, entry["source"], entry["release"], entry["licence"], entry["sha256"])


@dataclass(frozen=True, slots=True)
class Service(Generic[AskT, AnswerT]):
    """A question a person asks: typed question, typed answer, and the function between them."""

    ask: type[AskT]
    answer: type[AnswerT]
    run: Callable[[AskT, Lab], AnswerT]
