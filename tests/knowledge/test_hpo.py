"""The embedded ontology."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from lexome.knowledge.hpo import Ontology
from lexome.lab import Lab


@pytest.fixture(scope="module")
def ontology(embedded: Lab) -> Ontology:
    return embedded.knowledge("hpo")


def test_the_base_release_has_as_many_live_terms_as_counted_in_its_file(ontology: Ontology) -> None:
    assert int((~ontology.newer).sum()) == 19_034
    assert int(ontology.newer.sum()) == 459  # terms of 2026-02-16 that 2025-01-16 lacks, counted in both files


def test_ids_and_index_agree_and_ancestors_hold_the_term_and_the_root(ontology: Ontology) -> None:
    assert ontology.ids == sorted(ontology.ids)
    seizure = ontology.index["HP:0001250"]
    above = [ontology.labels[row] for row in ontology.ancestors(seizure).tolist()]
    assert {"Seizure", "Abnormality of the nervous system", "Phenotypic abnormality", "All"} <= set(above)
    assert ontology.is_phenotypic[seizure]


def test_children_are_the_inverse_of_parents(ontology: Ontology) -> None:
    pairs = {(int(up), row) for row in range(0, len(ontology), 7) for up in ontology.parents(row)}
    assert all(row in ontology.children(up) for up, row in pairs)
    assert len(ontology.children_indices) == len(ontology.parents_indices)


def test_descendants_are_those_whose_ancestors_hold_the_term(ontology: Ontology) -> None:
    row = ontology.index["HP:0000252"]
    expected = [other for other in range(len(ontology)) if row in ontology.ancestors(other)]
    assert ontology.descendants(row).tolist() == expected


@pytest.mark.parametrize(
    ("hpo_id", "now", "replaced"),
    [
        pytest.param("HP:0001250", "HP:0001250", False, id="live"),
        pytest.param("HP_0001250", "HP:0001250", False, id="written as in OWL"),
        pytest.param("HP:0001275", "HP:0001250", True, id="alternative id"),
        pytest.param("HP:0000057", "HP:0008665", True, id="obsolete, replaced"),
        pytest.param("HP:0000489", None, False, id="obsolete, only to be considered"),
        pytest.param("HP:9999999", None, False, id="never was"),
        pytest.param("seizure", None, False, id="no id"),
    ],
)
def test_an_id_resolves_to_its_term_of_today(ontology: Ontology, hpo_id: str, now: str | None, replaced: bool) -> None:
    found = ontology.resolve(hpo_id)
    assert (None if found.index is None else ontology.id_of(found.index), found.replaced) == (now, replaced)
    assert bool(found.message) == (now is None or replaced)


def test_a_misspelt_id_has_near_ones_and_a_misspelt_label_too(ontology: Ontology) -> None:
    assert ("HP:0001250", "Seizure") in ontology.near("HP:00012050", k=10)
    assert "Microcephaly" in [label for _, label in ontology.near("microcefaly")]


def test_every_term_of_the_cases_that_either_release_has_resolves(ontology: Ontology, shared_data: Path) -> None:
    with gzip.open(shared_data / "cases" / "dev.jsonl.gz", "rt") as lines:
        ids = {feature["id"] for line in lines for feature in json.loads(line)["features"]}
    assert len(ids) > 1000
    unknown = [hpo_id for hpo_id in ids if ontology.resolve(hpo_id).index is None]
    assert len(unknown) == 8  # of the infection branch HP:52101…, which 2026-02-16 does not have yet
    assert all(hpo_id.startswith("HP:5210") for hpo_id in unknown)
