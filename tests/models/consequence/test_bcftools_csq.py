"""Consequences agree with bcftools csq on BRCA1 and BRCA2: every SNV, and random indels but for explained ones."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from lexome.core.allele import Allele
from lexome.core.assembly import Assembly
from lexome.core.consequence import Consequence
from lexome.formats.fasta import Reference
from lexome.models.consequence import Annotator
from lrg import lrg_transcripts
from oracles.bcftools_csq import GENES, TABLE, slice_of

NAMES = {
    "missense_variant": "missense", "synonymous_variant": "synonymous", "stop_gained": "stop_gained",
    "frameshift_variant": "frameshift", "inframe_insertion": "inframe_insertion",
    "inframe_deletion": "inframe_deletion", "splice_acceptor_variant": "splice_acceptor",
    "splice_donor_variant": "splice_donor", "splice_region_variant": "splice_region",
    "5_prime_UTR_variant": "5_prime_utr", "3_prime_UTR_variant": "3_prime_utr", "intron_variant": "intron",
    "stop_lost": "stop_lost", "start_lost": "start_lost", "stop_retained_variant": "stop_retained",
    "coding_sequence_variant": "coding_sequence",
}  # fmt: skip
CHROMOSOMES = {"BRCA1": "17", "BRCA2": "13"}


@pytest.fixture(scope="module", params=sorted(GENES))
def gene(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def annotator(gene: str, shared_data: Path, tmp_path: Path) -> Annotator:
    folder = shared_data / "genome"
    reference = Reference.open(folder / f"GRCh38.{GENES[gene]}.fa.gz", cache_dir=tmp_path)
    return Annotator(lrg_transcripts(folder, (gene,)), reference)


def rows(gene: str) -> Iterator[tuple[int, str, str, set[str], str]]:
    for line in gzip.decompress(TABLE.read_bytes()).decode().splitlines():
        name, at, ref, alt, terms, amino = line.split("\t")
        if name == gene:
            yield int(at), ref, alt, set(terms.split("&")) - {""}, amino


def told(annotator: Annotator, gene: str, variant: tuple[int, str, str]) -> Consequence:
    at, ref, alt = variant
    allele = Allele.from_vcf(Assembly.GRCH38, contig=CHROMOSOMES[gene], pos=at, ref=ref, alt=alt)
    (found,) = [one for one in annotator.annotate(allele) if one.transcript in ("LRG_292t1", "LRG_293t1", "")]
    return found


def named(found: Consequence) -> set[str]:
    terms = {NAMES[term] for term in found.terms if term in NAMES}
    if "frameshift" in terms:
        terms.discard("stop_gained")  # bcftools tells any change of frame as such, even where a stop follows at once
    # bcftools tells an intron only where it tells no splice site
    return terms - {"intron"} if terms & {"splice_region", "splice_donor", "splice_acceptor"} else terms


def test_every_snv_has_the_consequence_and_residues_bcftools_gives(
    gene: str, annotator: Annotator, shared_data: Path
) -> None:
    origin, bases = slice_of(shared_data / "genome", gene)
    differing, single = [], 0
    for at, ref, alt, terms, amino in rows(gene):
        if alt == "*":
            # a run of positions: its ends and every hundredth position between, with all three alternates
            places = {*range(at, int(ref) + 1, 100), *range(at, min(at + 12, int(ref) + 1)), int(ref)}
            variants = [(p, bases[p - 1 - origin], b) for p in places for b in "ACGT" if b != bases[p - 1 - origin]]
        elif len(ref) == len(alt) == 1:
            variants, single = [(at, ref, alt)], single + 1
        else:
            continue
        for variant in variants:
            found = told(annotator, gene, variant)
            if named(found) != terms or (amino and residues(found) != amino):
                differing.append((variant, terms, amino, found))
    assert differing == []
    assert single > 5000


def residues(found: Consequence) -> str:
    """Return the change as bcftools writes it: '27C>27Y', or '27C' for a silent one."""
    before, after = (f"{found.protein_position}{text}" for text in (found.ref_amino_acids, found.alt_amino_acids))
    return before if before == after else f"{before}>{after}"


def test_indels_differ_only_for_reasons_that_can_be_told(gene: str, annotator: Annotator, shared_data: Path) -> None:
    origin, bases = slice_of(shared_data / "genome", gene)
    reasons: Counter[str] = Counter()
    for at, ref, alt, terms, amino in rows(gene):
        if alt == "*" or len(ref) == len(alt) == 1:
            continue
        found = told(annotator, gene, (at, ref, alt))
        if main_terms(named(found)) == main_terms(terms):
            reasons["agrees"] += 1
        else:
            reason = why(at - 1 - origin, ref, alt, bases, found)
            assert reason, (at, ref, alt, terms, amino, found)
            reasons[reason] += 1
    assert reasons["agrees"] >= 0.87 * reasons.total(), reasons


def main_terms(terms: set[str]) -> set[str]:
    """Return what matters most: splice sites, else the protein, else the rest."""
    protein = {"frameshift", "stop_gained", "missense", "stop_lost", "start_lost", "stop_retained"}
    for group in ({"splice_donor", "splice_acceptor"}, protein | {"inframe_insertion", "inframe_deletion"}):
        if terms & group:
            return {"stop_gained"} if "stop_gained" in terms else terms & group
    return {"splice_region"} if "splice_region" in terms else terms


def why(at: int, ref: str, alt: str, bases: str, found: Consequence) -> str:
    """Return why the two may differ on a variant, '' when there is no reason known."""
    if ref[0] != alt[0]:
        return "bcftools takes the first base for an anchor although it changes"
    longer, following = (ref[1:], bases[at + len(ref)]) if len(ref) > len(alt) else (alt[1:], bases[at + 1])
    if min(len(ref), len(alt)) == 1 and longer[0] == following:
        return "it can be told elsewhere: bcftools takes the first place, or any that touches a splice site"
    if found.splice_distance is not None and abs(found.splice_distance) <= 3 and len(ref) == 1:
        return "inserted beside the two bases of a splice site: bcftools counts the edges in"
    if found.splice_distance is None and not found.hgvs_c:
        return "beyond the transcript"
    return ""
