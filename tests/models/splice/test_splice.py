"""The model scores what it can and says why it does not score the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexome.core.allele import Allele
from lexome.core.assembly import Assembly
from lexome.core.facts import Unknown
from lexome.core.settings import Settings
from lexome.core.variant import Effect
from lexome.models.splice.splice import SCREEN_THRESHOLD, plugin
from synthetic_gene import ACCEPTOR, DONOR, FORWARD, SEQUENCE, MemoryReference, one_gene, reverse_complement

MODEL = plugin.open(Settings(Path(), Path(), jobs=1))
SIZE = len(SEQUENCE)


def allele(start: int, ref: str, alt: str, contig: str = "17") -> Allele:
    return Allele(Assembly.GRCH38, contig, start, ref, alt)


def score(*alleles: Allele, sequence: str = SEQUENCE, transcripts=FORWARD, offset: int = 0, **how):
    reference = MemoryReference(sequence, offset=offset)
    return MODEL.score(alleles, reference=reference, transcripts=transcripts, **how)


def test_breaking_the_donor_is_a_donor_loss_at_the_donor() -> None:
    effect = score(allele(DONOR + 1, "G", "C")).effect(0)
    assert isinstance(effect, Effect)
    assert effect.kind == "donor loss"
    assert effect.offset == -1
    assert effect.value > 0.9


def test_breaking_the_acceptor_is_an_acceptor_loss_at_the_acceptor() -> None:
    effect = score(allele(ACCEPTOR - 1, "G", "A"), effort="full").effect(0)
    assert isinstance(effect, Effect)
    assert (effect.kind, effect.offset) == ("acceptor loss", 1)


def test_the_other_strand_gives_the_same_change_at_the_mirrored_place() -> None:
    mirrored = one_gene(((0, 100), (SIZE - 1 - DONOR, SIZE - ACCEPTOR), (SIZE - 100, SIZE)), strand=-1)
    forward = score(allele(DONOR + 1, "G", "C"), effort="full")
    backward = score(
        allele(SIZE - 2 - DONOR, "C", "G"),
        sequence=reverse_complement(SEQUENCE),
        transcripts=mirrored,
        effort="full",
    )
    assert backward.detail[0] == pytest.approx(forward.detail[0], abs=1e-4)
    assert int(backward.offset[0]) == -int(forward.offset[0])


def test_unneeded_context_bases_in_a_record_change_nothing() -> None:
    plain = score(allele(DONOR + 1, "G", "C"))
    padded = score(allele(DONOR - 1, SEQUENCE[DONOR - 1 : DONOR + 2], SEQUENCE[DONOR - 1 : DONOR + 1] + "C"))
    assert padded.value == pytest.approx(plain.value)
    assert int(padded.offset[0]) == int(plain.offset[0]) + 2


def test_a_small_change_is_the_screens_and_a_large_one_the_ensembles() -> None:
    calm, broken = allele(7000, SEQUENCE[7000], "ACGT"["ACGT".index(SEQUENCE[7000]) - 1]), allele(5420, "G", "T")
    for one in (calm, broken):
        screen, cascade, full = (score(one, effort=effort) for effort in ("screen", "cascade", "full"))
        if screen.value[0] < SCREEN_THRESHOLD:
            assert cascade.value == pytest.approx(screen.value)
        elif 0.05 <= full.value[0] < 0.5:
            assert cascade.value == pytest.approx(full.value, abs=0.2)


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        pytest.param(allele(5200, "G", "<DEL>"), "symbolic_allele", id="symbolic"),
        pytest.param(allele(5200, SEQUENCE[5200], "*"), "symbolic_allele", id="spanning deletion"),
        pytest.param(allele(5200, SEQUENCE[5200], "N"), "allele_is_not_ACGT", id="N in ALT"),
        pytest.param(allele(5200, "", "A"), "allele_is_not_ACGT", id="no REF"),
        pytest.param(allele(5200, SEQUENCE[5200], "A[chr2:321["), "symbolic_allele", id="breakend"),
        pytest.param(allele(5200, SEQUENCE[5200], SEQUENCE[5200]), "alt_equals_ref", id="no change"),
        pytest.param(allele(5200, "A", "C", contig="18"), "contig_not_in_fasta", id="contig not in the FASTA"),
        pytest.param(allele(SIZE + 5, "A", "C"), "position_not_in_fasta", id="beyond the contig's end"),
        pytest.param(allele(SIZE - 2, SEQUENCE[-2:] + "A", "C"), "position_not_in_fasta", id="REF runs over the end"),
        pytest.param(allele(5150, "TT", "T"), "ref_differs_from_fasta", id="REF of another assembly"),
        pytest.param(allele(5200, SEQUENCE[5200:5301], "A"), "longer_than_window", id="deletion beyond the window"),
        pytest.param(allele(5200, SEQUENCE[5200], "A" * 101), "longer_than_window", id="insertion beyond the window"),
    ],
)
def test_each_allele_that_is_not_scored_has_its_reason(asked: Allele, reason: str) -> None:
    found = score(asked)
    assert list(found.reasons) == [reason]
    assert isinstance(found.effect(0), Unknown)
    assert reason in MODEL.reasons


def test_a_place_without_a_gene_is_not_scored() -> None:
    short = one_gene(((0, 100), (200, 300)))
    assert list(score(allele(5200, SEQUENCE[5200], "A"), transcripts=short).reasons) == ["no_transcript_overlaps"]


def test_unknown_bases_near_the_variant_are_not_guessed() -> None:
    run = SEQUENCE[:5220] + "N" * 20 + SEQUENCE[5240:]
    assert list(score(allele(5200, SEQUENCE[5200], "A"), sequence=run).reasons) == ["fasta_has_N_near_variant"]


def test_a_slice_that_lacks_the_genes_context_is_not_scored() -> None:
    part = SEQUENCE[3000:8000]
    found = score(allele(5200, SEQUENCE[5200], "A"), sequence=part, offset=3000)
    assert list(found.reasons) == ["gene_context_not_in_fasta"]


def test_alleles_at_both_ends_of_a_gene_are_scored() -> None:
    ends = [allele(0, SEQUENCE[0], "ACGT"["ACGT".index(SEQUENCE[0]) - 1]), allele(SIZE - 1, SEQUENCE[-1], "GG")]
    assert list(score(*ends, effort="full").reasons) == ["", ""]
