"""OBO files as the HPO writes them."""

from __future__ import annotations

from lexome.formats.obo import Synonym, read_obo

TEXT = """format-version: 1.2
data-version: hp/releases/2025-01-16

[Term]
id: HP:0000001
name: All

[Term]
id: HP:0001250
name: Seizure
alt_id: HP:0001275
def: "A seizure is not to be copied." [PMID:15816939]
synonym: "Epilepsy" RELATED layperson []
synonym: "Fit with \\"quotes\\" [sic]" EXACT [] {comment="x"}
is_a: HP:0000001 {source="x"} ! All
is_a: HP:0012638 ! Abnormal nervous system physiology

[Term]
id: HP:0000057
name: obsolete Clitoromegaly
is_obsolete: true
replaced_by: HP:0008665

[Typedef]
id: has_part
name: has part
"""


def test_the_release_is_the_last_part_of_the_data_version() -> None:
    assert read_obo(TEXT.splitlines()).release == "2025-01-16"


def test_terms_have_name_parents_synonyms_and_alternative_ids_and_typedefs_are_no_terms() -> None:
    terms = {term.id: term for term in read_obo(TEXT.splitlines()).terms}
    assert set(terms) == {"HP:0000001", "HP:0001250", "HP:0000057"}
    seizure = terms["HP:0001250"]
    assert (seizure.name, seizure.parents) == ("Seizure", ["HP:0000001", "HP:0012638"])
    assert seizure.synonyms == [
        Synonym("Epilepsy", "related", "layperson"),
        Synonym('Fit with "quotes" [sic]', "exact", ""),
    ]
    assert seizure.alternative_ids == ["HP:0001275"]


def test_an_obsolete_term_says_what_replaces_it() -> None:
    term = next(term for term in read_obo(TEXT.splitlines()).terms if term.obsolete)
    assert term.replaced_by == ["HP:0008665"]
