"""Notes in other languages, read with the translations that a user imports."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.models.notes.language import detect
from lexome.models.notes.note_tagger import NoteTagger
from models.notes.marked import read_marked

FILES = [
    "hp-es.babelon.tsv",
    "hp-fr.babelon.tsv",
    "hp-fr.synonyms.tsv",
    "hp-de.babelon.tsv",
    "hp-de.synonyms.tsv",
    "hp-it.babelon.tsv",
    "hp-it.synonyms.tsv",
    "hp-pt.babelon.tsv",
    "hp-nl-preprocessed.babelon.tsv",
    "hp-nl.synonyms.tsv",
    "hp-ja.babelon.tsv",
    "hp-zh.babelon.tsv",
]
NOWHERE = Settings(data_dir=Path("/nonexistent"), cache_dir=Path("/nonexistent"))


@pytest.fixture(scope="module")
def translated(tmp_path_factory: pytest.TempPathFactory) -> NoteTagger:
    """Return a tagger whose user has imported the translations; skip without the shared data."""
    from conftest import SHARED_DATA

    folder = SHARED_DATA / "hpo_lang"
    if not folder.is_dir():
        pytest.skip(f"LEXOME_SHARED_DATA is not there: {SHARED_DATA}")
    home = tmp_path_factory.mktemp("translations")
    settings = Settings(data_dir=home / "data", cache_dir=home / "cache")
    lab = Lab(settings)
    service = lab.service("data_import")
    files = tuple(folder / name for name in FILES)
    service.run(service.ask(kind="translations", files=files, release="2025-01"), lab)
    return NoteTagger(settings)


@pytest.mark.parametrize("language", ["es", "fr", "de", "it", "pt", "nl"])
@pytest.mark.parametrize("part", ["", "_held"])
def test_nine_in_ten_sentences_are_read_as_a_clinician_would(translated: NoteTagger, language: str, part: str) -> None:
    sentences = read_marked(f"context_{language}{part}.tsv")
    right = 0
    for sentence in sentences:
        found = translated.read(sentence.text, language).findings
        told = {(each.span.start, each.span.quote, each.hpo_id, each.status.value) for each in found if each.span}
        right += told == sentence.findings
    assert right >= 0.9 * len(sentences)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("患者无癫痫发作，有小头畸形。", "zh", [("HP:0001250", "excluded"), ("HP:0000252", "observed")]),
        ("母亲有癫痫发作。", "zh", [("HP:0001250", "family")]),
        ("運動失調を認める。", "ja", [("HP:0001251", "observed")]),
        ("運動失調は認めない。", "ja", [("HP:0001251", "excluded")]),
    ],
)
def test_terms_are_recognised_in_text_without_spaces(
    translated: NoteTagger, text: str, language: str, expected: list[tuple[str, str]]
) -> None:
    reading = translated.read(text)
    assert reading.language == language
    assert [(each.hpo_id, each.status.value) for each in reading.findings] == expected
    assert all(each.span and text[each.span.start : each.span.end] == each.span.quote for each in reading.findings)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The patient has no seizures and was well.", "en"),
        ("El paciente no tiene convulsiones y está bien.", "es"),
        ("Le patient ne présente pas de convulsions.", "fr"),
        ("Der Patient hat keine Krampfanfälle und ist gesund.", "de"),
        ("Il paziente non ha avuto crisi epilettiche.", "it"),
        ("O paciente não tem convulsões e está bem.", "pt"),
        ("De patiënt heeft geen epileptische aanvallen.", "nl"),
        ("けいれんは認めない", "ja"),
        ("患者无癫痫发作", "zh"),
        ("Hypotonia, seizures", "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_note_is_told(text: str, language: str) -> None:
    assert detect(text) == language


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Пациент без судорог", id="Russian by script"),
        pytest.param("Pacjent nie ma drgawek i jest zdrowy od dwóch lat bez leków", id="Polish by its words"),
    ],
)
def test_an_unsupported_language_is_refused_with_what_is_supported(text: str) -> None:
    reading = NoteTagger(NOWHERE).read(text)
    assert not reading.findings
    assert [problem.code for problem in reading.problems] == ["unsupported-language"]
    assert "Spanish" in reading.problems[0].remedy


def test_without_imported_names_the_user_is_told_what_to_import(tmp_path: Path) -> None:
    tagger = NoteTagger(Settings(data_dir=tmp_path, cache_dir=tmp_path))
    spanish = tagger.read("No presenta convulsiones.", "es")
    assert [each.status.value for each in spanish.findings] == ["excluded"]
    assert "data import translations" in spanish.problems[0].remedy
    assert [problem.level for problem in tagger.read("患者无癫痫发作", "zh").problems] == ["error"]


def test_a_region_after_the_language_is_allowed(tmp_path: Path) -> None:
    assert NoteTagger(NOWHERE).read("No seizures.", "en-GB").language == "en"
