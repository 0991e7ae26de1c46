"""Variants of names: each kind that is folded is read, and what would be too far is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexome.core.case import Finding
from lexome.core.settings import Settings
from lexome.models.notes.note_tagger import NoteTagger

TAGGER = NoteTagger(Settings(data_dir=Path("/nonexistent"), cache_dir=Path("/nonexistent")))


def read(text: str) -> list[tuple[str, str]]:
    """Return label and quote of each finding."""
    return [(each.label, each.span.quote) for each in found(text) if each.span]


def found(text: str) -> tuple[Finding, ...]:
    """Return the findings of an English text."""
    return TAGGER.read(text, "en").findings


@pytest.mark.parametrize(
    ("text", "label", "quote"),
    [
        pytest.param("two cataracts", "Cataract", "cataracts", id="plural"),
        pytest.param("low-set ears", "Low-set ears", "low-set ears", id="hyphen in the name"),
        pytest.param("hyper-reflexia", "Hyperreflexia", "hyper-reflexia", id="hyphen after a combining form"),
        pytest.param("diarrhoea", "Diarrhea", "diarrhoea", id="British spelling"),
        pytest.param("Behaviour was aggressive behaviour", "Aggressive behavior", "aggressive behaviour", id="our"),
        pytest.param("CAFÉ-AU-LAIT SPOTS", "Cafe-au-lait spot", "CAFÉ-AU-LAIT SPOTS", id="accents and capitals"),
        pytest.param("agenesis of the corpus callosum", "Agenesis of corpus callosum", None, id="articles"),
        pytest.param("the gait was ataxic", "Gait ataxia", None, id="word order and copula"),
        pytest.param("a microcephalic girl", "Microcephaly", "microcephalic", id="derivation"),
        pytest.param("hypoplastic left thumb", "Short thumb", None, id="a side between the words"),
        pytest.param("kidney malformation", "Abnormal renal morphology", None, id="words that mean the same"),
        pytest.param("reflux of the type GERD", "Gastroesophageal reflux", "GERD", id="abbreviation"),
        pytest.param("several VSDs", "Ventricular septal defect", "VSDs", id="plural of an abbreviation"),
        pytest.param("a haemangiomatous lesion", "Hemangioma", "haemangiomatous", id="adjective of a tumor"),
        pytest.param("urinary sodium excretion was increased", "Hypernatriuria", None, id="a word without meaning"),
        pytest.param("microcepahly", "Microcephaly", "microcepahly", id="two letters swapped"),
        pytest.param("hypertelorsm", "Hypertelorism", "hypertelorsm", id="a letter missing"),
        pytest.param("branchial fistulae", "Branchial fistula", "branchial fistulae", id="Latin plural"),
        pytest.param("branchial sinuses", "Branchial sinus", "branchial sinuses", id="plural of a noun in -us"),
        pytest.param("left ventricular dilation", "Left ventricular dilatation", None, id="dilation is dilatation"),
        pytest.param("hyperextensible finger joints", None, "hyperextensible finger joints", id="hypermobility"),
        pytest.param("metaphyseal abnormality", None, None, id="an abnormality, its aspect not said"),
        pytest.param("proximal weakness", "Proximal muscle weakness", None, id="weakness is of muscles"),
        pytest.param("failed to gain weight", "Failure to thrive", None, id="not weight gain"),
        pytest.param("loss of pain sensation", "Impaired pain sensation", None, id="not pain"),
        pytest.param("renal abnormalities", "Abnormality of the kidney", None, id="not renal excretion"),
        pytest.param("spinal anomalies", "Abnormality of the vertebral column", None, id="of an organ as a whole"),
        pytest.param(
            "a urinary concentration defect", "Impaired renal concentrating ability", None, id="of a function"
        ),
        pytest.param("reduced haemoglobin", "Anemia", None, id="not hemoglobin A"),
        pytest.param("pigmentary skin changes", None, None, id="adjective of pigmentation"),
        pytest.param("lactate dehydrogenase (LDH) was raised", None, None, id="an abbreviation in parentheses between"),
    ],
)
def test_a_variant_of_a_name_is_read(text: str, label: str | None, quote: str | None) -> None:
    readings = read(text)
    assert len(readings) == 1
    assert label in {None, readings[0][0]}
    assert quote in {None, readings[0][1]}


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("short fingers and toes", ["Short finger", "Short toe"]),
        ("palmar and plantar pits", ["Palmar pits", "Plantar pits"]),
        ("cleft lip and palate with lip pits", ["Cleft lip", "Cleft palate", "Lip pit"]),
        ("facial and limb weakness", ["Weakness of facial musculature", "Limb muscle weakness"]),
        ("hypotonia and seizures since birth", ["Hypotonia", "Seizure"]),
        ("the fingers and toes were short", ["Short finger", "Short toe"]),
        ("palmar/plantar pits", ["Palmar pits", "Plantar pits"]),
        ("branchial cysts and/or fistulae", ["Branchial cyst", "Branchial fistula"]),
        ("renal hypoplasia/dysplasia", ["Renal hypoplasia", "Renal dysplasia"]),
        ("deformity and bowing of the legs", ["Bowing of the legs"]),
    ],
)
def test_the_shared_words_of_a_list_are_read_for_each_member(text: str, labels: list[str]) -> None:
    assert [label for label, _ in read(text)] == labels


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        pytest.param("severe intellectual disability", ["Intellectual disability, severe"], id="severity in the name"),
        pytest.param("sensorineural hearing loss", ["Sensorineural hearing impairment"], id="kind in the name"),
        pytest.param("pulmonary arterial hypertension", ["Pulmonary arterial hypertension"], id="not systemic"),
    ],
)
def test_the_most_specific_term_is_told_alone(text: str, labels: list[str]) -> None:
    assert [label for label, _ in read(text)] == labels


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        pytest.param("a basal cell carcinoma", ["Basal cell carcinoma", "Carcinoma"], id="no ancestor"),
        pytest.param("a basal cell nevus", ["Basal cell carcinoma", "Nevus"], id="filed with the skin, not the tumors"),
        pytest.param("a renal hamartoma", ["Renal hamartoma"], id="an ancestor is implied"),
        pytest.param("breast cancer", ["Breast carcinoma"], id="no kind in the name"),
    ],
)
def test_a_tumor_is_told_with_the_kind_its_name_ends_with_where_the_ontology_does_not_imply_it(
    text: str, labels: list[str]
) -> None:
    assert [label for label, _ in read(text)] == labels


def test_the_kind_of_a_tumor_is_not_counted_beside_the_tumor() -> None:
    reading = TAGGER.read("Basal cell carcinoma and ataxia. His father has a carcinoma.", "en")
    assert [each.label for each in reading.findings] == ["Basal cell carcinoma", "Carcinoma", "Ataxia", "Carcinoma"]
    assert [each.label for each in reading.once] == ["Basal cell carcinoma", "Ataxia", "Carcinoma"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("variable expressivity in the family", "Variable expressivity"),
        ("marked intrafamilial variability", "Phenotypic variability"),
    ],
)
def test_variability_is_told_as_a_mode_of_inheritance_is(text: str, label: str) -> None:
    assert [each for each, _ in read(text)] == [label]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param("bone marrow aspiration was normal", "Aspiration", id="a sampling"),
        pytest.param("an epilepsy clinic", "Seizure", id="a place"),
        pytest.param("an ataxia gene panel", "Ataxia", id="a test"),
        pytest.param("intellectual disability; MR imaging of the brain", "abbreviation", id="magnetic resonance"),
        pytest.param("he gave appropriate shocks", "Shock", id="given by a device"),
        pytest.param("gestational hypertension", "Hypertension", id="of the mother"),
        pytest.param("aggressive chemotherapy", "Aggressive behavior", id="not of the mood"),
        pytest.param("a lysosomal disorder", "Abnormal lysosomal morphology", id="a class of diseases"),
        pytest.param("a double blind trial", "Blindness", id="not of the eye"),
        pytest.param("metatarsals and flexion deformity", "Abnormal metatarsal morphology", id="a plural noun"),
    ],
)
def test_a_name_that_the_word_beside_it_shows_to_be_meant_otherwise_is_not_read(text: str, label: str) -> None:
    assert label not in {each.label for each in found(text)}
    assert not any(label in each.because for each in found(text))


def test_the_same_names_are_read_without_that_word() -> None:
    text = "He had aspiration, epilepsy, ataxia and shock."
    assert [label for label, _ in read(text)] == ["Aspiration", "Seizure", "Ataxia", "Shock"]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The collection of samples was in order.", id="stems of common words"),
        pytest.param("He was asd and vsd in lower case.", id="abbreviations in lower case"),
        pytest.param("An ASD was noted.", id="an abbreviation with two meanings and no word that tells"),
        pytest.param("dysphasia", id="a real word one letter from a term (dysphagia)"),
        pytest.param("Patient ID 4432 was seen for CP with the family.", id="initials"),
        pytest.param("abnormal movements stopped; hearing her name helps", id="a list does not cross a semicolon"),
    ],
)
def test_what_only_resembles_a_term_is_not_read(text: str) -> None:
    assert not [label for label, _ in read(text) if label != "Abnormality of movement"]


def test_an_abbreviation_with_several_meanings_is_told_by_the_words_around() -> None:
    assert read("Echocardiography showed an ASD.") == [("Atrial septal defect", "ASD")]
    assert ("Autistic behavior", "ASD") in read("ASD with delayed language and poor social contact.")


@pytest.mark.parametrize(
    ("text", "onset", "modifiers", "relative"),
    [
        ("Hypotonia was present at birth.", "HP:0003577", (), None),
        ("Seizures began at the age of three months.", "P3M", (), None),
        ("Ataxia since childhood.", "HP:0011463", (), None),
        ("Mild ataxia.", None, ("HP:0012825",), None),
        ("Left hydronephrosis.", None, ("HP:0012835",), None),
        ("His maternal uncles have ataxia.", None, (), "maternal uncle"),
        ("Ataxia was seen at 4 years of age.", None, (), None),
    ],
)
def test_onset_severity_side_and_relative_stand_beside_the_finding(
    text: str, onset: str | None, modifiers: tuple[str, ...], relative: str | None
) -> None:
    (finding,) = found(text)
    assert (finding.onset, finding.modifiers, finding.relative) == (onset, modifiers, relative)


def test_a_hostile_text_costs_no_more_than_its_length() -> None:
    text = "seizures, " * 40_000
    assert len(found(text)) == 40_000
    assert not found("(" * 200_000)
    assert not found("a" * 500_000)
