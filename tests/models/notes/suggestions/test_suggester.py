"""Suggestions: what is proposed, in which context, and that nothing of it is counted."""

from __future__ import annotations

import os
import zlib
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from lexome.core.errors import BadInput
from lexome.core.settings import Settings
from lexome.models.notes.note_tagger import NoteTagger
from lexome.models.notes.suggestions import suggester
from lexome.models.notes.suggestions.encoder import SentenceEncoder
from lexome.models.notes.suggestions.suggester import Suggester
from lexome.models.notes.vocabulary import open_english
from lexome.models.notes.words import English

SENTENCE_MODEL = "LEXOME_SENTENCE_MODEL"


@cache
def direction(word: str) -> np.ndarray:
    """Return a direction of its own for each word, by its first six letters."""
    return np.random.default_rng(zlib.crc32(word[:6].encode())).normal(size=192).astype(np.float32)


class WordsInCommon:
    """An encoder whose likeness is the share of words that two phrases have in common."""

    sha256 = "words in common"
    asked = 0

    def vectors(self, phrases: list[str]) -> np.ndarray:
        """Return the sums of the words' directions, of length one."""
        self.asked += len(phrases)
        found = np.stack([sum(map(direction, phrase.lower().split())) for phrase in phrases])
        return found / np.linalg.norm(found, axis=1, keepdims=True).clip(1e-9)


@pytest.fixture(scope="module")
def tagger(tmp_path_factory: pytest.TempPathFactory) -> NoteTagger:
    """A tagger whose encoder is the one above; few names, so that it opens at once."""
    folder = tmp_path_factory.mktemp("cache")
    tagger = NoteTagger(Settings(data_dir=folder, cache_dir=folder))
    encoder = WordsInCommon()
    vocabulary = open_english()
    tagger._suggesters[Path("model")] = Suggester(vocabulary, English(), encoder, folder)  # type: ignore[arg-type]
    return tagger


def proposed(tagger: NoteTagger, text: str) -> list[tuple[str, str, str]]:
    """Return label, quote and status of what is proposed."""
    found = tagger.suggest(text, tagger.read(text, "en"), Path("model"))
    assert found is not None
    return [(each.label, each.span.quote, each.status.value) for each in found if each.span]


def test_a_phrase_that_resembles_a_name_is_proposed_and_not_found(tagger: NoteTagger) -> None:
    text = "Reduced maximal expiratory lung pressure."
    assert proposed(tagger, text) == [("Reduced maximal expiratory pressure", text[:-1], "observed")]
    assert not tagger.read(text, "en").findings


def test_what_is_proposed_is_read_in_its_context(tagger: NoteTagger) -> None:
    (told,) = proposed(tagger, "There was no reduced maximal expiratory lung pressure.")
    assert told[2] == "excluded"


def test_a_phrase_that_says_less_than_the_term_is_not_proposed(tagger: NoteTagger) -> None:
    assert not proposed(tagger, "We measured the forced expiratory volume in one second.")


def test_what_was_read_is_not_proposed_again(tagger: NoteTagger) -> None:
    assert not proposed(tagger, "Seizures; ataxia.")


def test_another_language_gets_no_proposals(tagger: NoteTagger) -> None:
    assert tagger.suggest("Keine Anfälle.", tagger.read("Keine Anfälle.", "de"), Path("model")) is None


def test_the_names_are_encoded_once_and_then_read_from_the_cache(tmp_path: Path) -> None:
    first, second = WordsInCommon(), WordsInCommon()
    vocabulary = open_english()
    one = Suggester(vocabulary, English(), first, tmp_path)  # type: ignore[arg-type]
    other = Suggester(vocabulary, English(), second, tmp_path)  # type: ignore[arg-type]
    assert first.asked > 40_000
    assert second.asked == 0
    assert np.array_equal(one._names.vector, other._names.vector)


def test_a_file_that_is_no_encoder_is_refused_with_the_remedy(tmp_path: Path) -> None:
    broken = tmp_path / "model.onnx"
    for content in (b"", b"not a model", b"\x08\x07" * 100):
        broken.write_bytes(content)
        with pytest.raises(BadInput) as raised:
            SentenceEncoder(broken)
        assert raised.value.problems[0].code == "no-sentence-model"
    with pytest.raises(BadInput):
        SentenceEncoder(tmp_path / "missing.onnx")


@pytest.mark.skipif(SENTENCE_MODEL not in os.environ, reason=f"{SENTENCE_MODEL} names no converted sentence model")
def test_the_real_encoder_finds_what_means_the_same_more_alike() -> None:
    encoder = SentenceEncoder(Path(os.environ[SENTENCE_MODEL]))
    asked, same, other = encoder.vectors(["lost her ability to talk", "Loss of speech", "Thin corpus callosum"])
    assert asked @ same > asked @ other
    assert suggester.SHOWN_FROM <= 1
