"""On made-up genes, terms and names tell what changing, splicing and translating the genome gives."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest

from lexome.core.allele import Allele
from lexome.core.assembly import Assembly
from lexome.core.consequence import Consequence
from lexome.core.transcript import TranscriptColumns
from lexome.formats.fasta import Reference
from lexome.formats.hgvs import ProteinChange, read_nucleotide, read_protein
from lexome.models.consequence import Annotator
from lexome.models.consequence.locating import located
from lexome.models.consequence.placement import placed
from oracles.slow_consequence import Gene, other_strand, protein

Case = tuple[str, Gene, tuple[int, str, str], Consequence, Annotator]
GENES = 60
VARIANTS = 60


def made_up(rng: random.Random) -> tuple[str, Gene]:
    """Return a genome with one gene of a few exons, some codons repeated so that names must be shifted."""
    codons = ["ATG"]
    while len(codons) < rng.randint(20, 60):
        codon = "".join(rng.choice("ACGT") for _ in range(3))
        if codon not in ("TAA", "TAG", "TGA"):
            codons += [codon] * rng.choice([1, 1, 1, 2, 4])
    codons.append(rng.choice(["TAA", "TAG", "TGA"]))
    ahead, behind = (_random(rng, rng.randint(12, 60)) for _ in range(2))
    spliced = ahead + "".join(codons) + behind
    cuts = sorted(rng.sample(range(15, len(spliced) - 15), rng.randint(0, 3)))
    genome, exons, at = _random(rng, 40), [], 0
    coding = [0, 0]
    for end in [*cuts, len(spliced)]:
        start = len(genome)
        for edge, offset in enumerate((len(ahead), len(spliced) - len(behind))):
            if at < offset + (edge == 0) and offset <= end and (edge or offset < end) and (not edge or offset > at):
                coding[edge] = start + offset - at
        genome += spliced[at:end]
        exons.append((start, len(genome)))
        genome += "GTAAGT" + _random(rng, 40) + "TTTCAG" if end < len(spliced) else _random(rng, 40)
        at = end
    gene = Gene(tuple(exons), (coding[0], coding[1]), 1)
    if rng.random() < 0.5:
        size = len(genome)
        genome = other_strand(genome)
        flipped = tuple((size - end, size - start) for start, end in reversed(gene.exons))
        gene = Gene(flipped, (size - gene.coding[1], size - gene.coding[0]), -1)
    return genome, gene


def _random(rng: random.Random, size: int) -> str:
    return "".join(rng.choice("ACGT") for _ in range(size))


def columns(gene: Gene) -> TranscriptColumns:
    return TranscriptColumns(
        Assembly.GRCH38, "made up", ["T.1"], ["G"], [""], [""], [""], ["protein_coding"],
        contig=np.array([0], np.int16), strand=np.array([gene.strand], np.int8),
        exon_indptr=np.array([0, len(gene.exons)], np.int32),
        exon_start=np.array([start for start, _ in gene.exons], np.int32),
        exon_end=np.array([end for _, end in gene.exons], np.int32),
        cds_start=np.array([gene.coding[0]], np.int32), cds_end=np.array([gene.coding[1]], np.int32),
        mane_select=np.array([True]),
    )  # fmt: skip


def variant(rng: random.Random, genome: str, gene: Gene) -> tuple[int, str, str]:
    """Return a change (start, ref, alt) within one exon, away from its edges, left-aligned or not."""
    start, end = rng.choice([exon for exon in gene.exons if exon[1] - exon[0] >= 15])
    at = rng.randrange(start + 3, end - 8)
    size = rng.choice([1, 1, 2, 3, 3, 4, 6])
    kind = rng.choice(["snv", "mnv", "del", "ins", "dup", "delins"])
    if kind == "snv":
        return at, genome[at], rng.choice([base for base in "ACGT" if base != genome[at]])
    if kind == "mnv":
        return at, genome[at : at + 3], _random(rng, 3)
    if kind == "del":
        return at, genome[at : at + 1 + max(min(size, end - 4 - at), 1)], genome[at]
    if kind == "ins":
        return at, genome[at], genome[at] + _random(rng, size)
    if kind == "dup":
        return at, genome[at], genome[at] + genome[at + 1 : at + 1 + size]
    return at, genome[at : at + 2], _random(rng, size)


@pytest.fixture(scope="module")
def cases(
    tmp_path_factory: pytest.TempPathFactory,
) -> list[Case]:
    rng = random.Random(7)
    found = []
    for number in range(GENES):
        genome, gene = made_up(rng)
        folder = tmp_path_factory.mktemp(f"gene{number}")
        (folder / "genome.fa").write_text(f">1\n{genome}\n", encoding="ascii")
        annotator = Annotator(columns(gene), Reference.open(folder / "genome.fa", cache_dir=folder))
        for _ in range(VARIANTS):
            change = variant(rng, genome, gene)
            touched = change[0], change[0] + len(change[1]) + 1
            edge = gene.coding[0] if gene.strand > 0 else gene.coding[1]
            if change[1] != change[2] and not touched[0] - 20 <= edge <= touched[1] + 20:
                allele = Allele(Assembly.GRCH38, "1", *change)
                found.append((genome, gene, change, annotator.annotate(allele)[0], annotator))
    return found


def test_the_protein_named_is_the_protein_made(
    cases: list[Case],
) -> None:
    named = 0
    for genome, gene, change, found, _ in cases:
        before, after = protein(genome, gene), protein(genome, gene, change)
        if found.hgvs_p is None:
            assert before == after, (change, found)
            continue
        name = read_protein(found.hgvs_p.split(":")[1])
        if name.edit == "?":
            assert "start_lost" in found.terms
            continue
        named += 1
        assert _agrees(before, after, name), (before, after, found)
    assert named > 1000


def _agrees(before: str, after: str, name: ProteinChange) -> bool:
    """Tell whether a name, applied to the protein before, gives the protein after, told in the canonical place."""
    assert before[name.start - 1 : name.start] == name.first
    assert before[name.end - 1 : name.end] == name.last
    head, tail = before[: name.start - 1], before[name.end :]
    changed = before[name.start - 1 : name.end]
    if name.edit == "=":
        return before == after
    if name.edit in ("fs", "ext"):
        # the stop counts from the first changed residue of a frameshift, but from the residue after it of an extension
        length = None if name.stop is None else name.start - 1 + name.stop + (name.edit == "ext")
        told = after[name.start - 1 : name.start] == name.new and after.startswith(head) and name.new != name.first
        return told and (len(after) == length if length else not after.endswith("*"))
    made = {
        ">": name.new,
        "del": "",
        "dup": changed + changed,
        "delins": name.new,
        "ins": changed[:1] + name.new + changed[1:],
    }[name.edit]
    whole = head + made + tail
    whole = whole[: whole.index("*") + 1]
    minimal = name.edit in ("dup", "ins", "del") or name.new[:1] != name.first
    moved = {"del": before[name.end : name.end + 1] == name.first, "dup": tail[:1] == name.first}.get(name.edit, False)
    return whole == after and minimal and not moved


def test_the_coding_name_leads_back_to_the_same_genome_and_cannot_move_on(
    cases: list[Case],
) -> None:
    for genome, gene, change, found, annotator in cases:
        assert found.hgvs_c is not None
        name = read_nucleotide(found.hgvs_c)
        back = annotator.locate(name)
        assert _changed(genome, (back.start, back.ref, back.alt)) == _changed(genome, change), (change, found)
        assert annotator.annotate(back)[0] == found
        if name.edit in ("del", "dup"):
            # one base farther in the direction of the gene, another sequence would result
            there = located(name, placed(annotator.transcripts, 0), Assembly.GRCH38, _oriented(genome, gene))
            low, high, inserted = there.start + 1, there.start + len(there.ref), there.alt[1:]
            first, last = (genome[low], genome[high - 1]) if name.edit == "del" else (inserted[0], inserted[-1])
            assert first != genome[high] if gene.strand > 0 else last != genome[low - 1], (change, found)


def _oriented(genome: str, gene: Gene) -> Callable[[int, int], str]:
    """Return the bases between positions that ascend along the gene."""
    if gene.strand > 0:
        return lambda start, end: genome[start:end]
    return lambda start, end: other_strand(genome[-end:-start])


def _changed(genome: str, change: tuple[int, str, str]) -> str:
    start, ref, alt = change
    return genome[:start] + alt + genome[start + len(ref) :]


def test_terms_say_what_happened_to_the_protein(
    cases: list[Case],
) -> None:
    for genome, gene, change, found, _ in cases:
        before, after = protein(genome, gene), protein(genome, gene, change)
        terms = set(found.terms) - {"splice_region_variant"}
        size = len(change[2]) - len(change[1])
        if size:
            terms -= {"stop_retained_variant"}  # the stop is there, residues may stand before it
        if terms & {"synonymous_variant", "stop_retained_variant", "5_prime_UTR_variant", "3_prime_UTR_variant"}:
            assert before == after or "start_lost" in terms or "stop_lost" in terms, (change, found)
        if "missense_variant" in terms:
            assert len(before) == len(after)
            assert before != after
        if "stop_gained" in terms:
            assert after.endswith("*")
        if "frameshift_variant" in terms:
            assert size % 3
        if terms & {"inframe_insertion", "inframe_deletion", "protein_altering_variant"}:
            assert size % 3 == 0
        if before == after:
            assert not terms & {"missense_variant", "stop_gained", "stop_lost", "frameshift_variant"}, (change, found)
