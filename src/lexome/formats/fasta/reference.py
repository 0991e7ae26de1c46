"""The reference sequence by genomic position, whatever file it lies in."""

from __future__ import annotations

import hashlib
import os
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from lexome.core.assembly import Assembly, canonical_contig
from lexome.core.errors import BadInput, OutsideReference
from lexome.core.problem import Level, Problem
from lexome.formats.fasta import index
from lexome.formats.fasta.headers import Place, place_of
from lexome.formats.fasta.storage import Blocked, Plain, Storage, block_offsets, is_blocked, is_gzip, rewrite_in_blocks

_FORMAT = "1"
_NO_BLOCKS = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class _Piece:
    place: Place
    record: index.Record


class Reference:
    """Sequence of one assembly; covers what its file covers, a whole genome or a few genes."""

    def __init__(self, storage: Storage, records: list[index.Record], *, assembly: Assembly | None) -> None:
        self._storage = storage
        self.assembly = assembly
        pieces: dict[str, list[_Piece]] = {}
        for record in records:
            place = place_of(record.header, record.length)
            if record.length:
                pieces.setdefault(place.contig, []).append(_Piece(place, record))
        self._pieces = {contig: sorted(found, key=lambda piece: piece.place.start) for contig, found in pieces.items()}
        self._starts = {contig: [piece.place.start for piece in found] for contig, found in self._pieces.items()}
        self._widest = {
            contig: max(piece.place.end - piece.place.start for piece in found)
            for contig, found in self._pieces.items()
        }

    @classmethod
    def open(cls, path: Path, *, cache_dir: Path, assembly: Assembly | None = None) -> Reference:
        """Return the reference in a FASTA file, plain, bgzipped or gzipped.

        A samtools index beside it is used when it fits; otherwise an index is built once and kept in ``cache_dir``.
        Plain gzip allows no random access, so it is rewritten there in blocks, once. Nothing is written beside the
        file. A header that names a region (``>chr17:43000001-43200000``) makes a slice, addressed by genomic
        position like everything else.

        Raises
        ------
        BadInput
            when the file cannot be read, is no FASTA, or belongs to another assembly than ``assembly``.
        """
        try:
            stat = path.stat()
            if not path.is_file():
                raise IsADirectoryError(path)
            blocked, zipped = is_blocked(path), is_gzip(path)
        except OSError as error:
            problem = Problem(
                Level.ERROR, "fasta-missing", path.name, "the file cannot be opened", "check the path given as FASTA"
            )
            raise BadInput([problem]) from error
        key = f"{_FORMAT}:{path.resolve()}:{stat.st_size}:{stat.st_mtime_ns}"
        stem = cache_dir / f"fasta-{hashlib.sha256(key.encode()).hexdigest()[:24]}"
        _make_cache(cache_dir, stem)
        records, storage = _indexed(path, stem, blocked=blocked, zipped=zipped)
        if not records:
            remedy = "give a FASTA file with sequence"
            raise BadInput([Problem(Level.ERROR, "fasta-empty", path.name, "it holds no sequence", remedy)])
        return cls(storage, records, assembly=_settled_assembly(path, records, assembly))

    def covers(self, contig: str, start: int, end: int) -> bool:
        """Tell whether every base from ``start`` to ``end`` (0-based, half-open) is at hand."""
        return self._piece(contig, start, end) is not None

    def fetch(self, contig: str, start: int, end: int) -> str:
        """Return the forward-strand bases from ``start`` to ``end`` (0-based, half-open), in upper case.

        Raises
        ------
        OutsideReference
            when the file does not cover them all.
        """
        piece = self._piece(contig, start, end)
        if piece is None:
            raise OutsideReference(f"{contig}:{start + 1}-{end} is not in the reference given")
        return self._read(piece, start, end)

    def fetch_padded(self, contig: str, start: int, end: int) -> str:
        """Return the bases from ``start`` to ``end`` with 'N' for every base that the file does not cover."""
        if self.covers(contig, start, end):
            return self.fetch(contig, start, end)
        text = "N" * (end - start)
        for piece in self._pieces.get(canonical_contig(contig) or contig, ()):
            low, high = max(start, piece.place.start), min(end, piece.place.end)
            if low < high:
                text = text[: low - start] + self._read(piece, low, high) + text[high - start :]
        return text

    def _read(self, piece: _Piece, start: int, end: int) -> str:
        record, base = piece.record, piece.place.start
        if end <= start:
            return ""
        first, last = record.byte_of(start - base), record.byte_of(end - base - 1) + 1
        text = self._storage.read(first, last - first).replace(b"\n", b"").replace(b"\r", b"")
        return text.decode("ascii", "replace").upper()

    def extent(self, contig: str, position: int) -> tuple[int, int] | None:
        """Return start and end of the stretch at hand around a position, None when there is none."""
        piece = self._piece(contig, position, position + 1)
        return (piece.place.start, piece.place.end) if piece else None

    def places(self) -> tuple[Place, ...]:
        """Return everything that is covered, in order of contig name and start."""
        return tuple(piece.place for contig in sorted(self._pieces) for piece in self._pieces[contig])

    def _piece(self, contig: str, start: int, end: int) -> _Piece | None:
        name = canonical_contig(contig) or contig
        starts = self._starts.get(name)
        if starts is None or start < 0 or end < start:
            return None
        best = None
        for number in range(bisect_right(starts, start) - 1, -1, -1):
            piece = self._pieces[name][number]
            if start - piece.place.start > self._widest[name]:
                break
            if end <= piece.place.end and (best is None or piece.place.end > best.place.end):
                best = piece
        return best


def _make_cache(cache_dir: Path, stem: Path) -> None:
    """Make the cache folder, or say that an index cannot be kept there; one already built is enough."""
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
    except OSError:
        writable = False
    else:
        writable = os.access(cache_dir, os.W_OK) or any(cache_dir.glob(f"{stem.name}*"))
    if not writable:
        message, remedy = "the index of the FASTA cannot be kept here", "set LEXOME_CACHE_DIR to a folder you may write"
        raise BadInput([Problem(Level.ERROR, "cache-unwritable", str(cache_dir), message, remedy)])


def _indexed(path: Path, stem: Path, *, blocked: bool, zipped: bool) -> tuple[list[index.Record], Storage]:
    """Return the records of a file and access to its bytes, building in the cache what is not there."""
    held = path
    if zipped and not blocked:
        held = stem.with_suffix(".fa.bgz")
        if not held.is_file():
            rewrite_in_blocks(path, held)
    stored = index.load(stem.with_suffix(".npz"))
    if stored is not None:
        records, compressed, uncompressed = stored
        storage: Storage = Blocked(held, compressed, uncompressed) if zipped else Plain(held)
        return records, storage
    compressed, uncompressed = block_offsets(held) if zipped else (_NO_BLOCKS, _NO_BLOCKS)
    storage = Blocked(held, compressed, uncompressed) if zipped else Plain(held)
    found = index.read_fai(path.with_name(f"{path.name}.fai"), storage) or index.scan(held)
    index.save(stem.with_suffix(".npz"), found, compressed, uncompressed)
    return found, storage


def _settled_assembly(path: Path, records: list[index.Record], wanted: Assembly | None) -> Assembly | None:
    """Return the assembly of the file; raise when it contradicts itself or what is wanted."""
    found = {place.assembly for place in (place_of(record.header, record.length) for record in records)} - {None}
    if len(found) > 1 or (wanted is not None and found and wanted not in found):
        names = " and ".join(sorted(str(assembly) for assembly in found))
        message = f"it holds {names}" + (f", the variants are on {wanted}" if wanted else "")
        remedy = "give the FASTA of the assembly the variants were called on"
        raise BadInput([Problem(Level.ERROR, "fasta-assembly", path.name, message, remedy)])
    return next(iter(found), wanted)
