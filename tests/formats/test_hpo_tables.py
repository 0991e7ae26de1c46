"""Closure, names and replaced ids of random small ontologies against an obvious walk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.core.errors import BrokenKnowledge
from lexome.core.hypothesis import Inheritance
from lexome.formats.hpo_tables import disease_tables, ontology_tables, term_rows
from lexome.formats.hpoa import read_hpoa
from lexome.formats.obo import Obo, OboTerm
from oracles.plain_obo import ancestors

HEADER = "database_id\tdisease_name\tqualifier\thpo_id\treference\tevidence\tonset\tfrequency\tsex\tmodifier\taspect"


@st.composite
def graphs(draw: st.DrawFn) -> dict[str, list[str]]:
    """Directed acyclic graphs whose ids are in no order of depth."""
    size = draw(st.integers(1, 12))
    numbers = draw(st.permutations(range(1, size + 1)))
    ids = [f"HP:{number:07d}" for number in numbers]
    return {child: [ids[at] for at in range(place) if draw(st.booleans())] for place, child in enumerate(ids)}


@given(graphs())
def test_the_closure_is_what_walking_up_finds(parents_of: dict[str, list[str]]) -> None:
    terms = tuple(OboTerm(hpo_id, f"label {hpo_id}", parents) for hpo_id, parents in parents_of.items())
    table = ontology_tables(Obo("test", terms))["hpo_terms"]
    ids = [f"HP:{number:07d}" for number in table["number"].to_pylist()]
    assert ids == sorted(parents_of)
    for hpo_id, rows in zip(ids, table["ancestors"].to_pylist(), strict=True):
        assert {ids[row] for row in rows} == ancestors(hpo_id, parents_of)


def test_a_cycle_is_an_error() -> None:
    terms = (OboTerm("HP:0000001", "a", ["HP:0000002"]), OboTerm("HP:0000002", "b", ["HP:0000001"]))
    with pytest.raises(BrokenKnowledge, match="cycle"):
        ontology_tables(Obo("test", terms))


def test_terms_of_a_newer_release_are_added_and_marked_and_the_older_graph_stays() -> None:
    base = Obo("old", (OboTerm("HP:0000001", "All"), OboTerm("HP:0000005", "Leaf", ["HP:0000001"])))
    newer = Obo(
        "new",
        (
            OboTerm("HP:0000001", "All"),
            OboTerm("HP:0000003", "Between", ["HP:0000001"]),
            OboTerm("HP:0000005", "Leaf renamed", ["HP:0000003"]),
        ),
    )
    tables = ontology_tables(base, newer)
    terms = tables["hpo_terms"].to_pylist()
    assert [(term["label"], term["newer"]) for term in terms] == [("All", False), ("Between", True), ("Leaf", False)]
    assert terms[2]["ancestors"] == [0, 2]
    assert ("Leaf renamed", True) in [(row["text"], row["newer"]) for row in tables["hpo_names"].to_pylist()]


def test_old_ids_lead_to_the_term_that_took_their_place() -> None:
    base = Obo(
        "test",
        (
            OboTerm("HP:0000001", "All", alternative_ids=["HP:0000007"]),
            OboTerm("HP:0000002", "obsolete X", obsolete=True, replaced_by=["HP:0000001"]),
            OboTerm("HP:0000003", "obsolete Y", obsolete=True, consider=["HP:0000001"]),
        ),
    )
    tables = ontology_tables(base)
    rows = term_rows(tables["hpo_terms"], tables["hpo_replaced"])
    assert rows == {"HP:0000001": 0, "HP:0000007": 0, "HP:0000002": 0}
    assert [row["kind"] for row in tables["hpo_replaced"].to_pylist()] == ["replaced", "consider", "alternative"]


def test_a_disease_has_its_modes_by_the_nearest_listed_inheritance_term_and_all_its_rows() -> None:
    ontology = ontology_tables(
        Obo(
            "test",
            (
                OboTerm("HP:0000005", "Mode of inheritance"),
                OboTerm("HP:0000006", "Autosomal dominant inheritance", ["HP:0000005"]),
                OboTerm("HP:0012275", "AD with maternal imprinting", ["HP:0000006"]),
                OboTerm("HP:0000252", "Microcephaly"),
            ),
        )
    )
    rows = (
        "ORPHA:9\tB\t\tHP:0000252\tORPHA:9\tTAS\t\tHP:0040281\t\t\tP",
        "OMIM:2\tA\t\tHP:0012275\tPMID:1\tPCS\t\t\t\t\tI",
        "OMIM:2\tA\tNOT\tHP:0000252\tPMID:1\tPCS\t\t1/2\tFEMALE\t\tP",
        "OMIM:2\tA\t\tHP:9999999\tPMID:1\tPCS\t\t\t\t\tP",
    )
    tables = disease_tables(
        read_hpoa([HEADER, *rows]).rows,
        rows=term_rows(ontology["hpo_terms"], ontology["hpo_replaced"]),
        ancestors=ontology["hpo_terms"]["ancestors"].to_pylist(),
        genes={"OMIM:2": [("GENE", "unstated")]},
    )
    first, second = tables["diseases"].to_pylist()
    assert (first["id"], first["inheritance"]) == ("OMIM:2", [Inheritance.AUTOSOMAL_DOMINANT.value])
    assert (first["genes"], second["id"], second["genes"]) == (["GENE"], "ORPHA:9", [])
    kept = tables["disease_annotations"].to_pylist()
    assert [(row["disease"], row["aspect"], row["present"], row["sex"]) for row in kept] == [
        (0, "P", False, 1),
        (1, "P", True, 0),
        (0, "I", True, 0),
    ]
