"""The folder in which a case waits to be ranked again: its examined alleles, what was given, and hashes of all of it.

Everything that tells of the patient lies in this folder alone, readable by its owner. It holds no knowledge: what is
looked up is looked up again when the case is opened, so that newer releases count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from lexome.core.allele import Allele
from lexome.core.case import Case, Sex
from lexome.core.errors import BadInput
from lexome.core.facts import Unknown
from lexome.core.problem import Level, Problem
from lexome.core.provenance import DataRelease, Provenance
from lexome.core.variant import Effect
from lexome.formats.columns import file_sha256
from lexome.formats.private_folder import read_private, write_private
from lexome.formats.vcf.kept import Origin, from_table, origin_of, to_table
from lexome.reasoning.beyond import Beyond
from lexome.reasoning.exchange_sense import NONE
from lexome.reasoning.parentage import Relationship
from lexome.services.diagnose.examined import Examined, LookedUp, Step
from lexome.services.diagnose.scope import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import TypeAdapter

SCHEMA_VERSION = "1.0"

ALLELES = "alleles.arrow"
GENES = "genes.arrow"

PLACED = ("gene", "severity", "kind", "elsewhere", "exchange")
LOOKED_UP = ("tier", "known")
"""Arrays of ``Examined`` and ``LookedUp`` with a value a row."""

PLACED_BY = ("transcripts",)
"""Knowledge that alleles were placed by: of another release, the file must be read again."""


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file the case was made from; ``role`` is vcf, ped, note or fasta."""

    role: str
    path: Path
    size: int
    modified_ns: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Scored:
    """What was predicted for one allele with the reference at hand: costly, and the same again."""

    allele: Allele
    splice: Effect | Unknown


@dataclass(frozen=True, slots=True)
class Alleles:
    """What of the examined alleles is not in the table of their rows."""

    origin: Origin
    sample: str
    sex: Sex
    steps: tuple[Step, ...]
    relationships: dict[str, Relationship]
    problems: tuple[Problem, ...]
    population: tuple[str, ...]
    clinvar: tuple[str, ...]
    beyond: Beyond


@dataclass(frozen=True, slots=True)
class Kept:
    """The manifest: the case as given (findings not yet resolved), what was odd about it, and what it was made from."""

    lexome_version: str
    created: datetime
    case: Case
    language: str
    problems: tuple[Problem, ...]
    age: str | None
    read_with: Provenance
    scope: Scope
    inputs: tuple[InputFile, ...]
    releases: tuple[DataRelease, ...]
    alleles: Alleles | None = None
    scored: tuple[Scored, ...] = ()
    schema_version: str = SCHEMA_VERSION

    def input(self, role: str) -> InputFile | None:
        """Return the file of a role."""
        return next((file for file in self.inputs if file.role == role), None)

    def release(self, name: str) -> str:
        """Return the hash of a table of knowledge as it was, '' when it was not in use."""
        return next((one.sha256 for one in self.releases if one.name == name), "")


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """A case folder as read; ``examined`` still has what was looked up when it was made."""

    kept: Kept
    examined: Examined | None


def fingerprint(role: str, path: Path) -> InputFile:
    """Return what a file is; a FASTA is told by size and time alone, for its hash would take longer than the answer.

    Raises
    ------
    BadInput
        when it cannot be read.
    """
    try:
        found = path.stat()
        digest = "" if role == "fasta" else file_sha256(path)
        return InputFile(role, path.resolve(), found.st_size, found.st_mtime_ns, digest)
    except OSError as error:
        message = error.strerror or "cannot be read"
        raise BadInput([Problem(Level.ERROR, "cannot-open", str(path), message, "check the path")]) from error


def alleles_of(examined: Examined) -> Alleles:
    """Return what the manifest says of the examined alleles."""
    return Alleles(
        origin_of(examined.columns),
        examined.sample,
        examined.sex,
        examined.steps,
        dict(examined.relationships),
        examined.problems,
        examined.looked_up.population,
        examined.looked_up.clinvar,
        examined.beyond,
    )


def scored_of(splicing: Mapping[Allele, Effect | Unknown]) -> tuple[Scored, ...]:
    """Return predictions in order of place."""
    return tuple(Scored(allele, splicing[allele]) for allele in sorted(splicing, key=str))


def write_case(folder: Path, kept: Kept, examined: Examined | None) -> None:
    """Write the folder whole, or leave what was there."""
    files = {}
    if examined is not None:
        import pyarrow

        table = to_table(examined.columns)
        arrays = {name: getattr(examined, name) for name in PLACED}
        arrays |= {name: getattr(examined.looked_up, name) for name in LOOKED_UP}
        for name, values in arrays.items():
            table = table.append_column(f"allele.{name}", pyarrow.array(values))
        files = {ALLELES: _packed(table), GENES: _packed(pyarrow.table({"resolved": examined.resolved}))}
    write_private(folder, _adapter().dump_python(kept, mode="json"), files)


def read_case(folder: Path) -> OpenedCase:
    """Return what ``write_case`` wrote.

    Raises
    ------
    BadInput
        when the folder is not a case's, is damaged, or was written by a later Lexome.
    """
    from pydantic import ValidationError

    manifest, files = read_private(folder)
    manifest.pop("files")
    try:
        kept: Kept = _adapter().validate_python(manifest, strict=False)
    except ValidationError as error:
        places = ", ".join(".".join(map(str, fault["loc"])) for fault in error.errors()[:3])
        message = f"this case folder has another form than this Lexome's ({places})"
        remedy = "make the folder again: lexome diagnose --vcf … --case-dir FOLDER"
        raise BadInput([Problem(Level.ERROR, "case-folder-unreadable", str(folder), message, remedy)]) from error
    return OpenedCase(kept, _examined(kept.alleles, files) if kept.alleles else None)


def _examined(alleles: Alleles, files: Mapping[str, Path]) -> Examined:
    table, genes = _unpacked(files[ALLELES]), _unpacked(files[GENES])
    return Examined(
        columns=from_table(table, alleles.origin),
        sample=alleles.sample,
        sex=alleles.sex,
        **_placed(table),
        resolved=np.asarray(genes["resolved"].to_numpy(), np.int32),
        looked_up=LookedUp(
            table["allele.tier"].to_numpy(),
            table["allele.known"].to_numpy(),
            population=alleles.population,
            clinvar=alleles.clinvar,
        ),
        steps=alleles.steps,
        relationships=alleles.relationships,
        problems=alleles.problems,
        beyond=alleles.beyond,
    )


def _placed(table: Any) -> dict[str, Any]:
    """Return the arrays of PLACED; a folder made before the last two were kept marks nothing in them."""
    held = {name: table[f"allele.{name}"].to_numpy() for name in PLACED if f"allele.{name}" in table.column_names}
    return {"elsewhere": np.zeros(len(table), np.bool_), "exchange": np.full(len(table), NONE, np.int16), **held}


def _packed(table: Any) -> bytes:
    import pyarrow

    sink = pyarrow.BufferOutputStream()
    options = pyarrow.ipc.IpcWriteOptions(compression="zstd")
    with pyarrow.ipc.new_file(sink, table.schema, options=options) as writer:
        writer.write_table(table.combine_chunks())
    return bytes(sink.getvalue())


def _unpacked(path: Path) -> Any:
    import pyarrow

    return pyarrow.ipc.open_file(pyarrow.BufferReader(path.read_bytes())).read_all()


def _adapter() -> TypeAdapter[Kept]:
    from pydantic import TypeAdapter

    return TypeAdapter(Kept)
