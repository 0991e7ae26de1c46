"""The report as HTML: self-contained, well-formed, in order, and safe whatever stands in it."""

from __future__ import annotations

import re
import time
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from lexome.report.html import render
from lexome.report.schema import DISCLAIMER, DiagnosisReport, EvidenceRecord, Laboratory
from report.hostile import PAYLOAD, overfull, poisoned
from report.patients import DRAVET_NOTE, EVERY, dominant, recessive, two_diagnoses, unsolved
from report.patients_beyond import BEYOND

VOID = {"meta", "img", "br", "hr", "input", "link", "rect", "line", "circle", "path"}


class Reader(HTMLParser):
    """Collects elements and checks that every one is closed in its turn."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.faults: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> at {self.getpos()}")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "script"}:
            self.words.append(data)

    @property
    def text(self) -> str:
        """Everything a reader reads, blanks folded."""
        return " ".join(" ".join(self.words).split())


REPORTS = [
    pytest.param(build, id=name)
    for name, build in {**EVERY, **BEYOND, "poisoned": poisoned, "overfull": overfull}.items()
]


@pytest.mark.parametrize("build", REPORTS)
def test_every_element_is_closed_and_every_id_is_unique(build) -> None:
    page = Reader(render(build()))
    ids = Counter(attributes["id"] for _, attributes in page.elements if "id" in attributes)
    assert (page.faults, page.open) == ([], [])
    assert [name for name, count in ids.items() if count > 1] == []


@pytest.mark.parametrize("build", REPORTS)
def test_nothing_is_requested_from_anywhere(build) -> None:
    page = render(build())
    elements = Reader(page).elements
    loading = {"src", "srcset", "data", "poster", "background", "action", "formaction", "xlink:href", "ping"}
    assert not [tag for tag, attributes in elements if loading & set(attributes)]
    assert not [
        tag for tag, _ in elements if tag in {"link", "img", "iframe", "object", "embed", "base", "form", "image"}
    ]
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    assert style
    assert not re.findall(r"@import|url\((?!#)", style[1])
    assert "default-src 'none'" in page


@pytest.mark.parametrize("build", REPORTS)
def test_the_page_stays_below_two_megabytes(build) -> None:
    assert len(render(build()).encode("utf-8")) < 2_000_000


@pytest.mark.parametrize("build", REPORTS)
def test_headings_begin_with_one_h1_and_never_skip_a_level(build) -> None:
    levels = [int(tag[1]) for tag, _ in Reader(render(build())).elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("build", REPORTS)
def test_links_within_the_page_lead_somewhere(build) -> None:
    elements = Reader(render(build())).elements
    ids = {attributes.get("id") for _, attributes in elements}
    inside = {attributes["href"][1:] for _, attributes in elements if (attributes.get("href") or "").startswith("#")}
    assert inside - ids == set()


@pytest.mark.parametrize("build", REPORTS)
def test_pictures_speak_or_stay_silent_and_table_heads_say_their_direction(build) -> None:
    elements = Reader(render(build())).elements
    dumb = [a for tag, a in elements if tag == "svg" and not (a.get("aria-label") or a.get("aria-hidden") == "true")]
    assert dumb == []
    assert [a for tag, a in elements if tag == "th" and a.get("scope") not in {"col", "row"}] == []


@pytest.mark.parametrize("build", REPORTS)
def test_the_disclaimer_stands_once(build) -> None:
    report = build().model_copy(update={"disclaimer": DISCLAIMER})
    assert Reader(render(report)).text.count(DISCLAIMER) == 1


def test_nothing_in_a_report_becomes_markup() -> None:
    clean = Reader(render(recessive()))
    page = Reader(render(poisoned()))
    assert sum(tag == "script" for tag, _ in page.elements) == sum(tag == "script" for tag, _ in clean.elements) == 1
    assert not [a for _, a in page.elements if any(name.startswith("on") for name in a)]
    assert {a["href"].split(":")[0] for _, a in page.elements if not (a.get("href") or "#").startswith("#")} <= {
        "https"
    }
    assert "{{ 7*7 }}" in page.text
    assert not re.search(r"[\x00-\x08\x1b\x9b\u202e]", render(poisoned()))


def test_the_laboratory_and_the_case_cannot_leave_the_style_sheet() -> None:
    name = 'X"; } </style><script>alert(1)</script> \\'
    page = render(dominant().model_copy(update={"laboratory": Laboratory(name=name), "case_id": name}))
    assert page.count("</style>") == 1
    assert sum(tag == "script" for tag, _ in Reader(page).elements) == 1


def test_a_report_with_thousands_of_everything_is_laid_out_in_seconds_and_says_what_it_left_out() -> None:
    report = overfull()
    begun = time.process_time()
    page = Reader(render(report))
    assert time.process_time() - begun < 5
    assert "1499 in differential.tsv" in page.text
    assert f"{len(report.variants) - 60} more in variants.tsv" in page.text


def test_the_note_stands_whole_with_its_offsets_kept() -> None:
    page = render(dominant())
    note = re.search(r'<div class="note".*?>(.*?)</div>', page, re.DOTALL)
    assert note
    shown = re.sub(r"<a class=\"tagged\".*?</a>", "", note[1], flags=re.DOTALL)
    assert " ".join("".join(Reader(f"<p>{shown}</p>").words).split()) == " ".join(DRAVET_NOTE.split())
    assert '<span class="m excluded">microcephaly</span>' in page
    assert '<span class="m family">migraine with aura</span>' in page


def test_a_long_note_without_findings_is_not_cut_between_them() -> None:
    report = dominant()
    text = "Longwinded prose without any term. " * 400
    page = Reader(
        render(report.model_copy(update={"note": report.note.model_copy(update={"text": text}), "findings": ()}))
    )
    assert page.text.count("Longwinded") == 400


@pytest.mark.parametrize(
    ("build", "answer", "figure"),
    [
        pytest.param(dominant, "Dravet syndrome", "93 %", id="one that stands out"),
        pytest.param(unsolved, "No diagnosis stands out", "3 %", id="none that stands out"),
    ],
)
def test_the_first_page_answers_the_four_questions(build, answer: str, figure: str) -> None:
    first = Reader(re.search(r'<section id="answer".*?</section>', render(build()), re.DOTALL)[0]).text
    asked = [first.index(words) for words in ("What is it", "How sure", "On what grounds", "What next")]
    assert asked == sorted(asked)
    assert answer in first[: asked[1]]
    assert figure in first[asked[1] : asked[2]]


def test_two_diagnoses_that_stand_together_share_the_first_page() -> None:
    first = Reader(re.search(r'<section id="answer".*?</section>', render(two_diagnoses()), re.DOTALL)[0]).text
    for said in ("Neurofibromatosis, type I", "Marfan syndrome", "c.2041C>T", "c.3509G>A", "may stand together"):
        assert said in first


def test_what_is_unknown_is_never_shown_as_absent() -> None:
    page = Reader(render(two_diagnoses())).text
    assert "Not known: the site is not in the embedded table" in page
    assert "no record of this allele" in page


def test_a_step_that_did_not_run_is_shown_with_its_reason() -> None:
    page = Reader(render(dominant())).text
    for step in dominant().not_done:
        for said in (step.what, step.why, step.remedy):
            assert said in page


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(dominant()) == render(DiagnosisReport.model_validate_json(dominant().model_dump_json()))


def test_a_payload_is_printed_as_it_was_given() -> None:
    assert PAYLOAD[:60] in Reader(render(poisoned())).text


def test_an_argument_about_two_alleles_names_both_briefly() -> None:
    report = recessive()
    both = " ".join(record.variant for record in report.variants)
    argument = EvidenceRecord(code="variants", log10_lr=3.0, because="CFTR: two alleles in trans", about=both)
    top = report.differential[0].model_copy(update={"evidence": (argument,)})
    page = Reader(render(report.model_copy(update={"differential": (top,)}))).text
    assert "CFTR p.(Phe508del) (V1), p.(Gly542Ter) (V2) variants" in page
    assert "+3.00 two alleles in trans" in page
