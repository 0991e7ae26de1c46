"""Word pieces: cut as the tokenizer that the encoder was trained with cuts them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from lexome.models.notes.suggestions.wordpiece import WordPieces

VOCABULARY = ["[UNK]", "[CLS]", "[SEP]", "want", "##want", "##ed", "wa", "un", "runn", "##ing", ","]
"""Vocabulary and example of the tokenizer's own test (google-research/bert, tokenization_test.py)."""
PIECES = WordPieces(VOCABULARY)


def cut(text: str, most: int = 32) -> list[str]:
    """Return the pieces in letters."""
    return [VOCABULARY[row] for row in PIECES.ids(text, most=most)]


def test_a_text_is_cut_as_in_the_tokenizers_own_example() -> None:
    assert cut("UNwant\u00e9d,running") == ["[CLS]", "un", "##want", "##ed", ",", "runn", "##ing", "[SEP]"]


def test_a_word_with_an_unknown_piece_is_unknown_as_a_whole() -> None:
    assert cut("unwantedX running") == ["[CLS]", "[UNK]", "runn", "##ing", "[SEP]"]


@given(st.text(max_size=300))
def test_any_text_gives_at_most_so_many_pieces_between_the_marks(text: str) -> None:
    told = cut(text, most=16)
    assert len(told) <= 16
    assert (told[0], told[-1]) == ("[CLS]", "[SEP]")
