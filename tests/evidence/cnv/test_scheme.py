"""Copy-number variants against the published scheme (Riggs 2020, doi:10.1038/s41436-019-0686-8)."""

from __future__ import annotations

import pytest

from lexome.core.allele import Allele
from lexome.core.copy_number import CopyNumberFacts, Direction, GeneOverlap, Overlap
from lexome.core.facts import Absent, Citation, Unknown
from lexome.core.family import DeNovo, FamilyFacts, PhenotypeMatch, Segregation
from lexome.core.variant import LossKind, ProductLoss
from lexome.evidence.cnv.scheme import class_of, classify

CITED = Citation("ClinGen", "2026")
NOT_KNOWN = Unknown("not known")
LOSS, GAIN = Direction.LOSS, Direction.GAIN


def gene(overlap: Overlap = Overlap.COMPLETE, *, sensitive: bool = True, exons: int = 5, last: bool = False, **more):
    given = {
        "haploinsufficient": sensitive or NOT_KNOWN,
        "triplosensitive": NOT_KNOWN,
        "known_in_last_exon": NOT_KNOWN,
        "loss": NOT_KNOWN,
        "citations": (CITED,),
    }
    return GeneOverlap("GENE", overlap, exons, last, **(given | more))


def facts(direction: Direction, *genes: GeneOverlap, benign=NOT_KNOWN, family: FamilyFacts | None = None):
    allele = Allele.parse("GRCh38:1:100:A:<DEL>")
    return CopyNumberFacts(allele, direction, genes, CITED, benign, family or FamilyFacts())


def tree(kind: LossKind, *, escapes: bool, in_frame: bool, fraction: float) -> ProductLoss:
    return ProductLoss(kind, escapes_nmd=escapes, in_frame=in_frame, fraction_lost=fraction, in_all_transcripts=True)


DECAY = tree(LossKind.DELETION, escapes=False, in_frame=False, fraction=0.3)
SMALL = tree(LossKind.DELETION, escapes=True, in_frame=True, fraction=0.05)
TANDEM = tree(LossKind.DUPLICATION, escapes=False, in_frame=False, fraction=0.3)
BYSTANDERS = [gene(sensitive=False)] * 24


@pytest.mark.parametrize(
    ("given", "code", "points", "expected"),
    [
        pytest.param(facts(LOSS), "1B", -0.60, "uncertain", id="no gene"),
        pytest.param(facts(LOSS, gene()), "2A", 1.0, "pathogenic", id="whole haploinsufficient gene"),
        pytest.param(facts(LOSS, gene(Overlap.FIVE_PRIME)), "2C-1", 0.90, "likely_pathogenic", id="5' end, coding"),
        pytest.param(facts(LOSS, gene(Overlap.FIVE_PRIME, exons=0)), "2C-2", 0.0, "uncertain", id="5' UTR"),
        pytest.param(facts(LOSS, gene(Overlap.THREE_PRIME, exons=0)), "2D-1", 0.0, "uncertain", id="3' UTR"),
        pytest.param(facts(LOSS, gene(Overlap.THREE_PRIME, exons=1, last=True, known_in_last_exon=True)), "2D-2", 0.90,
                     "likely_pathogenic", id="last exon with known variants"),
        pytest.param(facts(LOSS, gene(Overlap.THREE_PRIME, exons=1, last=True)), "2D-3", 0.30, "uncertain",
                     id="last exon"),
        pytest.param(facts(LOSS, gene(Overlap.THREE_PRIME)), "2D-4", 0.90, "likely_pathogenic", id="3' end"),
        pytest.param(facts(LOSS, gene(Overlap.WITHIN, loss=DECAY, loss_causes_disease=True)), "2E", 0.90,
                     "likely_pathogenic", id="within: PVS1"),
        pytest.param(facts(LOSS, gene(Overlap.WITHIN, loss=SMALL, loss_causes_disease=True)), "2E", 0.30, "uncertain",
                     id="within: PVS1 moderate"),
        pytest.param(facts(LOSS, gene(sensitive=False)), "3A", 0.0, "uncertain", id="gene not dosage sensitive"),
        pytest.param(facts(LOSS, *BYSTANDERS), "3A", 0.0, "uncertain", id="24 genes"),
        pytest.param(facts(LOSS, *BYSTANDERS, gene(sensitive=False)), "3B", 0.45, "uncertain", id="25 genes"),
        pytest.param(facts(LOSS, *BYSTANDERS, *BYSTANDERS), "3C", 0.90, "likely_pathogenic", id="48 genes lost"),
        pytest.param(facts(GAIN, *BYSTANDERS, *BYSTANDERS), "3B", 0.45, "uncertain", id="48 genes gained"),
        pytest.param(facts(GAIN, gene(triplosensitive=True)), "2A", 1.0, "pathogenic", id="triplosensitive gene"),
        pytest.param(facts(GAIN, gene()), "2H", 0.0, "uncertain", id="haploinsufficient gene gained whole"),
        pytest.param(facts(GAIN, gene(Overlap.WITHIN, loss=TANDEM, loss_causes_disease=True)), "2I", 0.45, "uncertain",
                     id="duplication within a gene"),
        pytest.param(facts(GAIN, gene(Overlap.FIVE_PRIME)), "2J", 0.0, "uncertain", id="one breakpoint in a gene"),
        pytest.param(facts(LOSS, gene(sensitive=False), benign=CITED), "2F", -1.0, "benign", id="benign region"),
        pytest.param(facts(GAIN, gene(sensitive=False), benign=CITED), "2C", -1.0, "benign", id="benign gain"),
    ],
)  # fmt: skip
def test_a_line_of_the_scheme_gives_its_published_points(given, code, points, expected):
    found = classify(given)
    assert {line.code: line.points for line in found.lines}[code] == points
    assert found.classification.value == expected


def fit(posterior: float, *, log10_lr: float = 2.0, genes: int = 1) -> PhenotypeMatch:
    return PhenotypeMatch("OMIM:1", "a disease", posterior, log10_lr, genes, CITED)


@pytest.mark.parametrize(
    ("phenotype", "confirmed", "assumed"),
    [
        pytest.param(fit(0.95), 0.45, 0.30, id="4A: highly specific and unique"),
        pytest.param(fit(0.95, genes=5), 0.30, 0.15, id="4B: specific, of several genes"),
        pytest.param(fit(0.2), 0.30, 0.15, id="4B: consistent"),
        pytest.param(fit(0.01), 0.15, 0.10, id="4C: of many causes"),
        pytest.param(NOT_KNOWN, 0.15, 0.10, id="no findings: the least"),
        pytest.param(fit(0.0, log10_lr=-1.0), 0.0, 0.0, id="4D: does not fit"),
    ],
)
def test_a_de_novo_loss_adds_by_phenotype_and_by_how_sure_parentage_is(phenotype, confirmed, assumed):
    for parentage, points in ((True, confirmed), (None, assumed), (False, 0.0)):
        family = FamilyFacts(de_novo=DeNovo(parentage, "neither parent carries it"), phenotype=phenotype)
        found = classify(facts(LOSS, gene(sensitive=False), family=family))
        assert [line.points for line in found.lines if line.code == "5A"] == (
            [points] if parentage is not False else []
        )


@pytest.mark.parametrize(
    ("segregation", "code", "points"),
    [
        pytest.param(Segregation(0.9, 3, "3 of 3 carry it"), "5D", 0.15, id="three"),
        pytest.param(Segregation(1.5, 5, "5 of 5 carry it"), "5D", 0.30, id="five"),
        pytest.param(Segregation(2.4, 8, "8 of 8 carry it"), "5D", 0.45, id="seven and more"),
        pytest.param(Segregation(-3.0, 0, "1 of 2 carry it", ("aunt",)), "5E", -0.45, id="an affected aunt without it"),
    ],
)
def test_segregation_in_the_family_counts_by_its_published_points(segregation, code, points):
    found = classify(facts(LOSS, gene(sensitive=False), family=FamilyFacts(segregation=segregation)))
    assert {line.code: line.points for line in found.lines}[code] == points


def test_without_parents_the_phenotype_alone_adds_little():
    for phenotype, code, points in ((fit(0.95), "5H", 0.30), (fit(0.2), "5G", 0.10), (NOT_KNOWN, "5F", 0.0)):
        found = classify(facts(LOSS, gene(), family=FamilyFacts(phenotype=phenotype)))
        assert {line.code: line.points for line in found.lines}[code] == points


def test_an_unaffected_parent_is_left_to_a_curator():
    found = classify(facts(LOSS, gene(), family=FamilyFacts(de_novo=Absent(CITED))))
    assert found.points == 1.0
    assert "5B/5C" in {item.code for item in found.not_assessable}


@pytest.mark.parametrize(
    ("points", "expected"),
    [(0.99, "pathogenic"), (0.98, "likely_pathogenic"), (0.90, "likely_pathogenic"), (0.89, "uncertain"),
     (-0.89, "uncertain"), (-0.90, "likely_benign"), (-0.98, "likely_benign"), (-0.99, "benign")],
)  # fmt: skip
def test_class_boundaries_are_those_of_the_scheme(points, expected):
    assert class_of(points).value == expected


def test_what_could_not_be_looked_up_is_said():
    assert {item.code for item in classify(facts(GAIN, gene())).not_assessable} == {"2F/2G", "2A", "4"}
