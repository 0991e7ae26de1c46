"""Whether every data file is what its manifest says: each is read and hashed again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field

from lexome.formats.columns import STARTER, file_sha256
from lexome.formats.releases import Dataset, imported_kinds, starter
from lexome.lab import Lab, Service


class Ask(BaseModel, frozen=True):
    """Hash every embedded and imported data file again and compare with the manifests."""

    format: Literal["text", "json"] = Field("text", description="how to print: text or json")


class Fault(BaseModel, frozen=True):
    """A file that is not what it should be."""

    file: str = Field(description="path of the file")
    fault: str = Field(description="missing, changed, or not in the manifest")
    remedy: str = Field(description="what to do")


class Answer(BaseModel, frozen=True):
    """What was checked."""

    checked: int = Field(description="files that were hashed")
    size: int = Field(description="bytes that were hashed")
    faults: tuple[Fault, ...] = Field(description="files at fault, none when all is well")

    def as_text(self) -> str:
        """Return the verdict and the faults."""
        lines = [f"{fault.file}: {fault.fault}\n  → {fault.remedy}" for fault in self.faults]
        verdict = f"{len(self.faults)} at fault" if self.faults else "all as their manifests say"
        return "\n".join([*lines, f"{self.checked} files, {self.size / 1e6:.1f} MB: {verdict}"])

    @property
    def exit_code(self) -> int:
        """0 when all is well, 1 when a file is at fault."""
        return 1 if self.faults else 0


REINSTALL = "install Lexome again: pip install --force-reinstall lexome"


def run(ask: Ask, lab: Lab) -> Answer:
    """Return the faults of the embedded and of the imported files that are in use."""
    del ask
    faults: list[Fault] = []
    expected = dict(_embedded())
    for kind, datasets in imported_kinds(lab.settings).items():
        for one in datasets:
            expected |= dict(_of_dataset(kind, one))
    size = 0
    for done, (path, (sha256, remedy)) in enumerate(expected.items()):
        lab.progress("hashing files", done=done, total=len(expected))
        if not path.exists():
            faults.append(Fault(file=str(path), fault="missing", remedy=remedy))
            continue
        size += path.stat().st_size
        if file_sha256(path) != sha256:
            faults.append(Fault(file=str(path), fault="changed: its sha256 is not the manifest's", remedy=remedy))
    found = (*STARTER.glob("*.arrow"), *STARTER.rglob("*.onnx"))
    strays = sorted(path for path in found if path not in expected)
    faults.extend(Fault(file=str(path), fault="not in the manifest", remedy=REINSTALL) for path in strays)
    return Answer(checked=len(expected), size=size, faults=tuple(faults))


def _embedded() -> Iterator[tuple[Path, tuple[str, str]]]:
    manifest = starter().manifest
    for entry in manifest["tables"].values():
        yield STARTER / entry["file"], (entry["sha256"], REINSTALL)
    for model in manifest.get("models", {}).values():
        for name, entry in model["files"].items():
            yield STARTER / name, (entry["sha256"], REINSTALL)


def _of_dataset(kind: str, dataset: Dataset) -> Iterator[tuple[Path, tuple[str, str]]]:
    release = next(iter(dataset.manifest["tables"].values()))["release"]
    remedy = f"import it again: lexome data import {kind} FILE --release '{release}'"
    for name, entry in dataset.manifest["files"].items():
        yield dataset.folder / name, (entry["sha256"], remedy)


plugin = Service(Ask, Answer, run)
