"""Names made from others: what follows by a rule is yielded once, and never where a term has the name already."""

from __future__ import annotations

import pytest

from lexome.models.notes.compiled import Name
from note_variants import GENERATED, variants


def made(*texts: str) -> list[tuple[str, int]]:
    """Return the names made of these, with the term each is of."""
    found = list(variants([Name(text, term, 0) for term, text in enumerate(texts)]))
    assert {name.rank for name in found} <= {GENERATED}
    return [(name.text, name.term) for name in found]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Abnormal metaphysis morphology", "Abnormal metaphysis"),
        ("Abnormality of the parathyroid physiology", "Abnormal parathyroid"),
        ("Proximal muscle weakness", "Proximal weakness"),
        ("Hyperactive deep tendon reflexes", "Hyperactive tendon reflexes"),
        ("Recurrent sinusitis", "Recurrent episodes of sinusitis"),
        ("Aplasia/Hypoplasia of the hamate bone", "Hypoplasia of hamate bone"),
        ("Neoplasm of the rectum", "Cancer of rectum"),
        ("Large earlobe", "Large ear lobe"),
        ("Brainstem compression", "brain stem compression"),
    ],
)
def test_a_name_that_follows_by_a_rule_is_made(text: str, name: str) -> None:
    assert (name, 0) in made(text)


def test_a_name_that_another_term_has_in_any_word_form_is_not_made() -> None:
    assert made("Abnormal rib morphology", "Costal anomaly") == []


def test_what_is_abnormal_in_shape_comes_before_what_is_in_function() -> None:
    assert made("Abnormal sperm physiology", "Abnormal sperm morphology") == [("Abnormal sperm", 1)]
