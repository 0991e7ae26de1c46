"""Models whose weights the user puts into a folder: how the folder is read, and how such a model scores alleles.

The folder is ``DATA_DIR/attached/NAME``. Its ``lexome.json`` is ``{"name": "…", "width": 512}``; code that comes with
the weights runs only with ``"remote_code": true`` and a ``"revision"``, and only from the folder. Nothing is
downloaded.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from lexome.core.errors import BadInput
from lexome.core.facts import Citation
from lexome.core.optional import optional
from lexome.core.problem import Level, Problem
from lexome.models.attached.haplotypes import Bases, Haplotypes, scored

if TYPE_CHECKING:
    from lexome.core.allele import Allele
    from lexome.core.effect import EffectColumns
    from lexome.core.settings import Settings

DESCRIPTION = "lexome.json"
LONGEST = 1 << 20
"""Bases of a window at most: twice that of Borzoi (524,288; doi:10.1038/s41588-024-02053-6)."""


class LocalModel(ABC):
    """One number per allele from reference and alternate haplotype; a kind of model says how in ``change``."""

    plug_in: ClassVar[str]
    unit: ClassVar[str]

    def __init__(self, network: Any, tokenizer: Any = None, *, width: int, name: str) -> None:
        self._network, self._tokenizer, self._width, self._name = network.eval(), tokenizer, width, name

    def score(self, alleles: Sequence[Allele], *, reference: Bases) -> EffectColumns:
        """Return one number per allele, or the reason why there is none."""
        return scored(
            alleles,
            reference,
            width=self._width,
            model=self.plug_in,
            unit=self.unit,
            citation=Citation(self._name, "local weights"),
            score=self.change,
        )

    @abstractmethod
    def change(self, pair: Haplotypes) -> float | None:
        """Return what the change between the haplotypes amounts to, None when the model cannot say."""


@dataclass(frozen=True, slots=True)
class Described:
    """What lies in the folder, as its description says."""

    folder: Path
    name: str
    width: int
    remote_code: bool


def described(settings: Settings, plug_in: str, *, width: int | None = None) -> Described:
    """Return what the folder's description says; ``width`` is taken where it names none. BadInput when unreadable."""
    folder = folder_of(settings, plug_in)
    path = folder / DESCRIPTION
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        name, wide = said["name"], said.get("width", width)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise _bad(path, f"it is not a JSON object with a name ({type(error).__name__})") from error
    if not isinstance(name, str) or not name:
        raise _bad(path, "name is not a text")
    if isinstance(wide, bool) or not isinstance(wide, int) or not 0 < wide <= LONGEST:
        raise _bad(path, f"width is not a number of bases from 1 to {LONGEST:,}")
    return Described(folder, name, wide, said.get("remote_code") is True and bool(said.get("revision")))


def of_library(settings: Settings, plug_in: str, *, kind: str, width: int) -> tuple[Any, Any, Described]:
    """Return network, tokenizer and description of a model of the transformers library; ``kind`` is its class."""
    said = described(settings, plug_in, width=width)
    transformers = optional("transformers", extra="attached")
    how = {"local_files_only": True, "trust_remote_code": said.remote_code}
    network = getattr(transformers, kind).from_pretrained(said.folder, **how)
    return network, transformers.AutoTokenizer.from_pretrained(said.folder, **how), said


def folder_of(settings: Settings, plug_in: str) -> Path:
    """Return where the user puts the weights of an attached model."""
    return settings.data_dir / "attached" / plug_in


def weights_missing(settings: Settings, plug_in: str, *, file: str) -> str:
    """Return what must be put where, '' when the folder has it."""
    folder = folder_of(settings, plug_in)
    if (folder / file).is_file():
        return ""
    return f"put {file} and the weights into {folder}, and: pip install 'lexome[attached]'"


def _bad(path: Path, why: str) -> BadInput:
    remedy = 'write {"name": "…", "width": 512}'
    return BadInput([Problem(Level.ERROR, "attached-unreadable", str(path), why, remedy)])
