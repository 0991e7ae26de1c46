"""Which variants' splicing is predicted when there are many, and what is said of the others."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace

from lexome.core.allele import Allele
from lexome.core.consequence import Consequence
from lexome.core.facts import Unknown
from lexome.services.interpret.splicing import NOT_ASKED, predicted


@dataclass
class Model:
    """Says the start of each allele it is asked about."""

    asked: list[Allele] = field(default_factory=list)

    def score(self, alleles, **_):
        self.asked += alleles
        return SimpleNamespace(effect=lambda row, batch=tuple(alleles): batch[row].start)


def told(allele: Allele) -> tuple[Consequence, ...]:
    """Place each allele as many bases from an exon's end as its position says; position 999 is a stop."""
    term = "stop_gained" if allele.start == 999 else "synonymous_variant"
    return (Consequence("T", "G", "", (term,), splice_distance=-allele.start),)


def run(positions: list[int], most: int | None, covered: range = range(10_000)):
    model, progress = Model(), []
    reference = SimpleNamespace(covers=lambda contig, start, end: start in covered)
    annotator = SimpleNamespace(reference=reference, annotate=told)
    gatherer = SimpleNamespace(sources=SimpleNamespace(annotator=annotator, transcripts=None))
    lab = SimpleNamespace(model=lambda _: model, progress=lambda what, *, done, total: progress.append((done, total)))
    alleles = [Allele.parse(f"GRCh38:1:{each + 1}:A:G") for each in positions]
    return predicted(alleles, gatherer, lab, most=most), model, progress


def test_the_nearest_to_an_exon_s_end_are_predicted_and_the_others_say_so():
    found, model, _ = run([40, 3, 90, 7], most=2)
    assert [allele.start for allele in model.asked] == [3, 7]
    assert (found[1], found[3]) == (3, 7)
    assert isinstance(found[0], Unknown)
    assert "40 bases away" in found[0].why
    assert "--splice-most" in found[0].remedy


def test_a_null_variant_is_not_asked_and_does_not_use_up_the_number():
    found, model, _ = run([999, 3, 7], most=2)
    assert found[0] is NOT_ASKED
    assert len(model.asked) == 2


def test_what_the_reference_lacks_does_not_use_up_the_number():
    found, model, _ = run([3, 5000, 7], most=2, covered=range(100))
    assert {found[0], found[2]} == {3, 7}
    assert found[1] == 5000  # the model itself says that it has no sequence
    assert len(model.asked) == 3


def test_progress_is_told_up_to_the_whole():
    _, _, progress = run(list(range(1, 41)), most=None)
    assert progress[-1] == (40, 40)
    assert len(progress) > 1
