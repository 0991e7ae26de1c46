"""Reading notes: exact quotes over any text, and the context test set."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lexome.core.settings import Settings
from lexome.models.notes.note_tagger import NoteTagger, plugin
from models.notes.marked import Marked, read_marked

PLACE = Path("/nonexistent")
TAGGER: NoteTagger = plugin.open(Settings(data_dir=PLACE, cache_dir=PLACE))


def read(sentence: Marked, language: str) -> bool:
    """Say whether exactly the marked findings are read."""
    found = TAGGER.read(sentence.text, language).findings
    return {(each.span.start, each.span.quote, each.hpo_id, each.status.value) for each in found} == sentence.findings


@pytest.mark.parametrize(
    ("file", "language", "least"),
    [
        pytest.param("context_en.tsv", "en", 0.95, id="English, seen while rules were written"),
        pytest.param("context_en_held.tsv", "en", 0.95, id="English, kept back until the end"),
    ],
)
def test_context_is_read_as_a_clinician_would(file: str, language: str, least: float) -> None:
    sentences = read_marked(file)
    right = sum(read(sentence, language) for sentence in sentences)
    assert right >= least * len(sentences)


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("Microcephaly was absent.", ["excluded"]),
        ("Not only seizures but ataxia.", ["observed", "observed"]),
        ("We cannot rule out seizures.", ["uncertain"]),
        ("At risk for seizures.", ["uncertain"]),
        ("Ptosis was never observed.", ["excluded"]),
    ],
)
def test_the_sentences_a_known_rule_engine_fails_are_read(text: str, statuses: list[str]) -> None:
    assert [finding.status.value for finding in TAGGER.read(text, "en").findings] == statuses


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        pytest.param("Ptosis (no seizures), ataxia.", ["observed", "excluded", "observed"], id="ends with it"),
        pytest.param("Ptosis (absence of any sign), ataxia.", ["observed", "observed"], id="nothing found inside"),
        pytest.param("Seizures (no), ataxia.", ["excluded", "observed"], id="alone: of what is before"),
        pytest.param("No ptosis (left eye), or ataxia.", ["excluded", "excluded"], id="outside: reaches across"),
        pytest.param("Ptosis, ataxia was absent.", ["observed", "excluded"], id="a verb in the singular"),
        pytest.param("Ptosis or ataxia was absent.", ["excluded", "excluded"], id="a choice"),
        pytest.param("Ptosis, ataxia were absent.", ["excluded", "excluded"], id="a verb in the plural"),
        pytest.param("Antinuclear antibodies were also negative.", ["excluded"], id="also negative"),
        pytest.param("We saw siblings of patients with ataxia.", ["observed"], id="of the patients, not the siblings"),
        pytest.param("The patient's siblings have ataxia.", ["family"], id="of the siblings"),
        pytest.param("There is ptosis in the girl's cousins.", ["family"], id="of the cousins"),
        pytest.param("His mother has ptosis and her daughter ataxia.", ["family", "family"], id="of another child"),
        pytest.param("No family history presented with ptosis.", ["observed"], id="the patient presents"),
        pytest.param("Lack of ptosis was noted in ataxia.", ["excluded", "observed"], id="of a noun, up to the verb"),
        pytest.param("No cause of the ataxia was found.", ["observed"], id="the cause, not the finding"),
        pytest.param("The cause of her ataxia was not found.", ["observed"], id="the cause, after the finding"),
        pytest.param("No protection resulting from ptosis.", ["observed"], id="what it results from holds"),
        pytest.param("Swelling without edge, with lines, and ptosis.", ["observed"], id="up to a comma"),
        pytest.param("The pregnancy was complicated by preeclampsia.", ["observed"], id="of the pregnancy"),
        pytest.param("His mother was reported to have ptosis.", ["family"], id="the mother is told of"),
        pytest.param("Born to first cousin parents, due to ptosis.", ["observed"], id="only born to them"),
        pytest.param("He was born to a mother with ptosis.", ["family"], id="born to one who has it"),
        pytest.param("Ptosis (present in the relatives) was seen.", ["observed"], id="the relatives have it too"),
        pytest.param("Ptosis in the patient and none in his parents.", ["observed"], id="in the patient"),
        pytest.param("He has ptosis (he did not appear so at birth).", ["observed"], id="a subject of its own"),
        pytest.param("Family history\nPtosis.\n\nSystems\nAtaxia.", ["family", "observed"], id="one paragraph"),
        pytest.param("Family history:\n\nPtosis.", ["family"], id="a paragraph under its heading"),
        pytest.param("His mother had preeclampsia.", [], id="of the mother's own"),
    ],
)
def test_a_cue_reaches_what_it_speaks_of(text: str, statuses: list[str]) -> None:
    assert [finding.status.value for finding in TAGGER.read(text, "en").findings] == statuses


WORDS = st.sampled_from(
    ["seizures", "no", "Hypotonia", "and", "short", "fingers", "toes", "family history:", "ﬁts", "İ", "\n\n", ".", ","]
)  # fmt: skip
TEXTS = st.lists(WORDS | st.text(max_size=6), max_size=40).flatmap(lambda parts: st.sampled_from([" ", ""]).map(
    lambda joint: joint.join(parts)))  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(TEXTS | st.text(max_size=200))
def test_a_quote_is_the_text_at_its_offsets_whatever_the_text(text: str) -> None:
    for finding in TAGGER.read(text, "en").findings:
        assert finding.span is not None
        assert text[finding.span.start : finding.span.end] == finding.span.quote
        assert finding.span.quote


def test_offsets_hold_beyond_the_first_block() -> None:
    text = "Ataxia was noted. " * 8000
    found = TAGGER.read(text, "en").findings
    assert len(found) == 8000
    assert all(text[each.span.start : each.span.end] == "Ataxia" for each in found)
