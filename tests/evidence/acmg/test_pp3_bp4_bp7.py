"""PP3, BP4 and BP7: calibrated bands and splice thresholds."""

from __future__ import annotations

import pytest

from evidence.acmg.facts_of import CITED, MISSENSE, RULES, SILENT, consequence, outcome, splice, variant, word
from lexome.core.variant import Effect
from lexome.evidence.acmg.bp7 import plugin as bp7
from lexome.evidence.acmg.pp3_bp4 import band_of, plugin


@pytest.mark.parametrize(
    ("model", "score", "expected"),
    [  # Pejaver 2022, doi:10.1016/j.ajhg.2022.10.013, table 2
        ("revel", 0.932, "strong"),
        ("revel", 0.931, "moderate"),
        ("revel", 0.773, "moderate"),
        ("revel", 0.644, "supporting"),
        ("revel", 0.5, None),
        ("revel", 0.290, "benign supporting"),
        ("revel", 0.183, "benign moderate"),
        ("revel", 0.016, "benign strong"),
        ("bayesdel", 0.13, "supporting"),
        ("bayesdel", 0.27, "moderate"),
        ("bayesdel", 0.50, "strong"),
        ("bayesdel", -0.18, "benign supporting"),
        ("cadd", 25.3, "supporting"),
        ("cadd", 22.7, "benign supporting"),
    ],
)
def test_scores_fall_in_the_published_bands(model, score, expected):
    strength = band_of(score, RULES.general, model=model)
    said = None if strength is None else ("benign " if strength.points < 0 else "") + strength.label
    assert said == expected


def revel(value: float) -> Effect:
    return Effect("revel", value, "score", CITED)


@pytest.mark.parametrize(
    ("facts", "pp3", "bp4"),
    [
        pytest.param(variant(consequence=MISSENSE, missense=revel(0.95)), "strong", "not met", id="damaging"),
        pytest.param(variant(consequence=MISSENSE, missense=revel(0.1), splice=splice(0.0)), "not met", "moderate",
                     id="tolerated"),
        pytest.param(variant(consequence=MISSENSE, missense=revel(0.1), splice=splice(0.15)), "not met", "not met",
                     id="tolerated protein, doubtful splicing"),
        pytest.param(variant(consequence=MISSENSE, missense=revel(0.1), splice=splice(0.5)), "supporting", "not met",
                     id="tolerated protein, damaged splicing"),
        pytest.param(variant(consequence=MISSENSE), "not assessable", "not assessable", id="no score imported"),
        pytest.param(variant(consequence=SILENT, splice=splice(0.2)), "supporting", "not met", id="Walker 2023: 0.2"),
        pytest.param(variant(consequence=SILENT, splice=splice(0.1)), "not met", "supporting", id="Walker 2023: 0.1"),
        pytest.param(variant(consequence=SILENT, splice=splice(0.15)), "not met", "not met", id="between"),
        pytest.param(variant(consequence=consequence("stop_gained"), splice=splice(0.9)), "not met", "not met",
                     id="a null variant is PVS1's"),
        pytest.param(variant(consequence=consequence("non_coding_transcript_exon_variant"), splice=splice(0.0)),
                     "not assessable", "not assessable", id="RMRP n.71A>G: intact splicing does not speak for benign"),
    ],
)  # fmt: skip
def test_protein_and_splicing_are_weighed_together(facts, pp3, bp4):
    assert [word(outcome(plugin, code, facts)) for code in ("PP3", "BP4")] == [pp3, bp4]


@pytest.mark.parametrize(
    ("facts", "gene", "expected"),
    [
        pytest.param(variant(consequence=SILENT, splice=splice(0.02)), "", "supporting", id="silent"),
        pytest.param(variant(consequence=SILENT, splice=splice(0.3)), "", "not met", id="silent, splicing disturbed"),
        pytest.param(variant(consequence=SILENT), "", "not assessable", id="silent, splicing not predicted"),
        pytest.param(variant(consequence=consequence("intron_variant", hgvs_c="N:c.100+7A>G", splice_distance=7),
                             splice=splice(0)), "", "supporting", id="Walker 2023: +7"),
        pytest.param(variant(consequence=consequence("intron_variant", hgvs_c="N:c.100+6A>G", splice_distance=6),
                             splice=splice(0)), "", "not met", id="+6 is not deep"),
        pytest.param(variant(consequence=consequence("intron_variant", hgvs_c="N:c.101-21A>G", splice_distance=21),
                             splice=splice(0)), "", "supporting", id="Walker 2023: -21"),
        pytest.param(variant(consequence=consequence("intron_variant", hgvs_c="N:c.101-20A>G", splice_distance=20),
                             splice=splice(0)), "", "not met", id="-20 is not deep"),
        pytest.param(variant(consequence=consequence("intron_variant", hgvs_c="N:c.451-14T>C", splice_distance=14),
                             splice=splice(0)), "KRAS", "supporting", id="KRAS c.451-14T>C, GN044"),
        pytest.param(variant(consequence=MISSENSE, splice=splice(0)), "", "not met", id="missense"),
    ],
)  # fmt: skip
def test_bp7_asks_for_a_silent_or_deep_place_and_undisturbed_splicing(facts, gene, expected):
    assert word(outcome(bp7, "BP7", facts, RULES.of_gene(gene))) == expected
