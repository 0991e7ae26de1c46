"""The page for the family: every language says the same, and its numbers are those of Mendel."""

from __future__ import annotations

import re
from fractions import Fraction
from itertools import product

import pytest

from lexome.report.figures.inheritance import PATTERNS, Pattern
from lexome.report.plain import CHANCES, LANGUAGES, catalogue, plain_page
from lexome.report.schema import DiagnosisReport
from report.patients import dominant, recessive, two_diagnoses, unsolved


def leaves(words: object, path: str = "") -> dict[str, str]:
    """Return every message by its path."""
    if isinstance(words, dict):
        return {key: text for name, part in words.items() for key, text in leaves(part, f"{path}.{name}").items()}
    return {path: str(words)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_catalogue_has_the_same_messages_with_the_same_gaps(language: str) -> None:
    english, other = leaves(catalogue("en")), leaves(catalogue(language))
    gaps = {path: sorted(re.findall(r"\{\w+\}", text)) for path, text in english.items()}
    assert {path: sorted(re.findall(r"\{\w+\}", text)) for path, text in other.items()} == gaps
    assert all(text for path, text in other.items() if path != ".reviewed")


def gametes(copies: str) -> list[str]:
    return list(copies)


@pytest.mark.parametrize(
    ("mode", "wanted"),
    [
        pytest.param("dominant", lambda child: "+" in child, id="one changed copy is enough"),
        pytest.param("recessive", lambda child: child == "++", id="both copies have to be changed"),
    ],
)
def test_autosomal_chances_are_those_of_a_punnett_square(mode: str, wanted) -> None:
    pattern = PATTERNS[mode]
    square = ["".join(pair) for pair in product(gametes(pattern.father.copies), gametes(pattern.mother.copies))]
    chance = Fraction(sum(map(wanted, square)), len(square))
    assert chance == Fraction(*CHANCES[mode])
    assert chance == Fraction(sum(child.shows == "affected" for child in pattern.children), len(pattern.children))
    assert sorted("".join(sorted(child.copies)) for child in pattern.children) == sorted(
        "".join(sorted(child)) for child in square
    )


def test_x_linked_chance_is_that_of_the_sons_of_a_carrier() -> None:
    pattern: Pattern = PATTERNS["x_linked"]
    sons = [child for child in pattern.children if child.sex == "male"]
    assert Fraction(sum(son.copies == "+" for son in sons), len(sons)) == Fraction(*CHANCES["x_linked"])
    assert {son.copies for son in sons} == set(pattern.mother.copies)
    daughters = {"".join(sorted(child.copies)) for child in pattern.children if child.sex == "female"}
    assert daughters == {"".join(sorted(pattern.father.copies + copy)) for copy in pattern.mother.copies}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("build", "gene", "drawn"),
    [
        pytest.param(dominant, "SCN1A", [True], id="de novo"),
        pytest.param(recessive, "CFTR", [True], id="recessive"),
        pytest.param(two_diagnoses, "NF1", [True, False], id="two diagnoses of one mode are drawn once"),
        pytest.param(unsolved, None, [False], id="nothing found"),
    ],
)
def test_the_page_names_gene_and_disease_and_leaves_no_gap(language: str, build, gene: str | None, drawn) -> None:
    page = plain_page(build(), language)
    said = " ".join(answer.found + answer.inherited for answer in page.answers)
    assert "{" not in said
    assert gene is None or gene in said
    assert [answer.drawing is not None for answer in page.answers] == drawn


def test_a_diagnosis_is_called_very_likely_only_with_a_pathogenic_variant() -> None:
    sure = catalogue("en")["found"]["sure"].format(gene="SCN1A", disease="Dravet syndrome")
    report = dominant()
    assert plain_page(report, "en").answers[0].found == sure
    weak = tuple(record.model_copy(update={"classification": "uncertain"}) for record in report.variants)
    assert plain_page(report.model_copy(update={"variants": weak}), "en").answers[0].found != sure


def test_one_hit_of_two_is_never_called_very_likely() -> None:
    report = recessive()
    top = report.differential[0].model_copy(update={"flags": ("second_hit_missing",)})
    page = plain_page(report.model_copy(update={"differential": (top,)}), "en")
    assert "This is not certain." in page.answers[0].found


@pytest.mark.parametrize("language", LANGUAGES)
def test_relatives_are_told_what_a_new_change_means(language: str) -> None:
    assert plain_page(dominant(), language).means == catalogue(language)["means"]["de_novo"]
    assert plain_page(recessive(), language).means == catalogue(language)["means"]["sure"]
    assert plain_page(unsolved(), language).means == catalogue(language)["means"]["open"]


def test_a_recessive_diagnosis_needs_both_variants_to_be_called_very_likely() -> None:
    report = recessive()
    assert plain_page(report, "en").answers[0].found.startswith("There are changes in the gene CFTR. They very likely")
    first, second = report.variants
    weaker = report.model_copy(update={"variants": (first, second.model_copy(update={"classification": "uncertain"}))})
    assert "This is not certain." in plain_page(weaker, "en").answers[0].found


EXPANSION = {"mechanism": "repeat expansion", "event": "HTT: 44 CAG units", "variants": (), "genes": ("HTT",)}
DISOMY = {"mechanism": "uniparental disomy", "event": "maternal uniparental disomy of chromosome 15", "variants": ()}
LOSS = {"mechanism": "copy-number loss", "event": "copy-number loss", "inheritance": "autosomal dominant"}


def changed(**update: object) -> DiagnosisReport:
    """Return the dominant patient with another mechanism of the first diagnosis, and nothing new in the parents."""
    report = dominant()
    top = report.differential[0].model_copy(update={"flags": (), "posterior": 0.99, **update})
    records = tuple(record.model_copy(update={"inheritance": ""}) for record in report.variants)
    return report.model_copy(update={"differential": (top,), "variants": records, "combinations": ()})


@pytest.mark.parametrize(
    ("update", "found", "inherited", "means"),
    [
        pytest.param(EXPANSION, "sure_expansion", "dominant", "expansion", id="an expansion was found, and is named"),
        pytest.param(
            {**EXPANSION, "flags": ("grey_zone",)},
            "possible_expansion",
            "dominant",
            "possible",
            id="between the bounds",
        ),
        pytest.param(
            DISOMY, "sure_disomy", "disomy", "by_chance", id="disomy is no gene that half of the children get"
        ),
        pytest.param(LOSS, "sure_loss", "piece", "sure", id="a piece is missing"),
        pytest.param(
            {"flags": ("parent_of_origin",)}, "sure", "imprinted", "sure", id="an imprinted gene follows no ratio"
        ),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_changes_beyond_a_gene_are_told_as_what_they_are(
    language: str, update: dict[str, object], found: str, inherited: str, means: str
) -> None:
    words = catalogue(language)
    page = plain_page(changed(**update), language)
    (answer,) = page.answers
    assert answer.found.startswith(words["found"][found].partition("{")[0])
    assert answer.inherited.startswith(words["inherited"][inherited].partition("{")[0])
    assert page.means == words["means"][means]
    assert "{" not in answer.found + answer.inherited
    assert (answer.drawing is None) == (inherited in {"disomy", "piece", "imprinted"})


@pytest.mark.parametrize("language", LANGUAGES)
def test_disomy_tells_no_mendelian_chance(language: str) -> None:
    chance = catalogue(language)["inherited"]["chance"].format(affected=1, total=2)
    assert chance not in plain_page(changed(**DISOMY), language).answers[0].inherited


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_description_no_change_is_said_to_explain_anything(language: str) -> None:
    page = plain_page(dominant().model_copy(update={"findings": ()}), language)
    words = catalogue(language)["found"]
    assert page.looked == words["looked_only_genes"]
    assert [one.found for one in page.answers] == [words["undescribed"]]
