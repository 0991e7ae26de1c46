"""Notes to HPO terms: P/R/F1 by document on the development corpora, speed and memory, beside plain lookup of names.

``PYTHONPATH=src python benchmarks/notes.py [--suggest MODEL.onnx]``; reads LEXOME_SHARED_DATA (../shared/data). With a
sentence model it also prints how many of its proposals are in the gold lists, by likeness, and what counting them
would do to the figures. Documents fall in two halves by a hash of their names: one was read while rules were written.

Scoring: per document the set of HPO ids with status observed against the set of the gold list, ids exactly, pooled over
the documents of a corpus (micro). Gold lists hold terms that are ancestors of others and, in GSC-2024, modes of
inheritance and modifiers; nothing is mapped or left out, and ids that the ontology has since merged into others count
as missed; a last column reads them as what replaced them. Plain lookup matches every name of every term, the longest
at each word, without context.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import re
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lexome.core.settings import Settings
from lexome.formats.columns import open_table
from lexome.models.notes.note_tagger import NoteTagger
from lexome.models.notes.suggestions import suggester
from lexome.models.notes.vocabulary import FINDING

SHARED = Path(os.environ.get("LEXOME_SHARED_DATA", Path(__file__).resolve().parents[2] / "shared" / "data"))
CORPORA = {"GSC-2024": "GSC-2024", "ID-68": "ID-68", "RAGHPO_CSC": "CSC"}
PUBLISHED = (
    ("FastHPOCR, GSC+", "F1 .76 (btae406; another release of the corpus)"),
    ("RAG-HPO with a 70B model, 112 CSC reports", "macro-F1 .777 (RAG-HPO workbook)"),
    ("FastHPOCR, 112 CSC reports", "macro-F1 .478 (RAG-HPO workbook)"),
    ("Doc2HPO, 112 CSC reports", "macro-F1 .456 (RAG-HPO workbook)"),
    ("ClinPhen, 112 CSC reports", "macro-F1 .426 (RAG-HPO workbook)"),
)
"""Figures of others, from the documents named; measured on other splits, so they stand beside ours, not against."""
LIKENESSES = (0.70, 0.75, 0.80, 0.85, 0.90)
LONG = 10_000_000
LONGEST_NAME = 12


def plain_lookup() -> Callable[[str], set[str]]:
    """Return a reader that knows only the names: lower case, the longest at each word."""
    names, terms = open_table("hpo_names"), open_table("hpo_terms")["number"].to_pylist()
    known: dict[tuple[str, ...], str] = {}
    for text, term in zip(names["text"].to_pylist(), names["term"].to_pylist(), strict=True):
        known.setdefault(tuple(re.findall(r"\w+", text.lower())), f"HP:{terms[term]:07d}")

    def read(text: str) -> set[str]:
        words, found, at = re.findall(r"\w+", text.lower()), set(), 0
        while at < len(words):
            for length in range(min(LONGEST_NAME, len(words) - at), 0, -1):
                name = tuple(words[at : at + length])
                if name in known:
                    found.add(known[name])
                    at += length - 1
                    break
            at += 1
        return found

    return read


def most_specific() -> Callable[[set[str]], set[str]]:
    """Return a function that keeps phenotypic terms and modes of inheritance that no other term of a set implies."""
    terms = open_table("hpo_terms")
    ids = [f"HP:{number:07d}" for number in terms["number"].to_pylist()]
    above = dict(zip(ids, ([ids[row] for row in rows] for rows in terms["ancestors"].to_pylist()), strict=True))
    kept = {name for name, bits in zip(ids, terms["branches"].to_pylist(), strict=True) if bits & FINDING}

    def reduced(names: set[str]) -> set[str]:
        implied = {each for name in names for each in above.get(name, ()) if each != name}
        return (names & kept) - implied

    return reduced


def current(documents: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the documents with retired ids of the gold lists read as the one term that replaced each."""
    numbers = open_table("hpo_terms")["number"].to_pylist()
    told = [row for row in open_table("hpo_replaced").to_pylist() if len(row["terms"]) == 1]
    new = {f"HP:{row['number']:07d}": f"HP:{numbers[row['terms'][0]]:07d}" for row in told}
    return [{**each, "gold": [new.get(name, name) for name in each["gold"]]} for each in documents]


def scores(
    documents: list[dict[str, Any]], read: Callable[[str], set[str]], chosen: Callable[[set[str]], set[str]] = set
) -> tuple[float, float, float]:
    """Return micro precision, recall and F1 over the terms chosen of both sides."""
    both = extra = missed = 0
    for document in documents:
        gold, told = chosen(set(document["gold"])), chosen(read(document["text"]))
        both, extra, missed = both + len(gold & told), extra + len(told - gold), missed + len(gold - told)
    return both / (both + extra), both / (both + missed), 2 * both / (2 * both + extra + missed)


def accuracy(tagger: NoteTagger, documents: list[dict[str, Any]]) -> None:
    """Print a row for each corpus and reader."""

    def observed(text: str) -> set[str]:
        return {each.hpo_id for each in tagger.read(text, "en").findings if each.status.value == "observed"}

    print(f"{'corpus':<10} {'documents':>9}  {'reader':<14} {'P':>6} {'R':>6} {'F1':>6}")
    for corpus, name in CORPORA.items():
        chosen = [document for document in documents if document["set"] == corpus]
        for reader, read in (("Lexome", observed), ("plain lookup", plain_lookup())):
            precision, recall, f1 = scores(chosen, read)
            print(f"{name:<10} {len(chosen):>9}  {reader:<14} {precision:>6.3f} {recall:>6.3f} {f1:>6.3f}")
    print("the same, most specific findings of both sides only:")
    for corpus, name in CORPORA.items():
        chosen = [document for document in documents if document["set"] == corpus]
        for reader, read in (("Lexome", observed), ("plain lookup", plain_lookup())):
            precision, recall, f1 = scores(chosen, read, most_specific())
            print(f"{name:<10} {len(chosen):>9}  {reader:<14} {precision:>6.3f} {recall:>6.3f} {f1:>6.3f}")
    for name, figure in PUBLISHED:
        print(f"published: {name}: {figure}")


def half(document: dict[str, Any]) -> str:
    """Return the half of a document: the kept one was only ever counted."""
    name = hashlib.sha256((document["set"] + document["doc"]).encode()).hexdigest()
    return "kept" if int(name, 16) % 2 else "seen"


def halves(tagger: NoteTagger, documents: list[dict[str, Any]]) -> None:
    """Print F1 on either half, with and without measured values, which ID-68 leaves out of its lists."""

    def observed(text: str) -> set[str]:
        return {each.hpo_id for each in tagger.read(text, "en").findings if each.status.value == "observed"}

    def named(text: str) -> set[str]:
        found = tagger.read(text, "en").findings
        told = [each for each in found if each.status.value == "observed" and "measurement:" not in each.because]
        return {each.hpo_id for each in told}

    print("F1 by half (seen / kept), of both without measured values, and with retired ids read as their successors:")
    for corpus, name in CORPORA.items():
        of_corpus = [document for document in documents if document["set"] == corpus]
        parts = {which: [each for each in of_corpus if half(each) == which] for which in ("seen", "kept")}
        seen, kept = (scores(parts[which], observed)[2] for which in ("seen", "kept"))
        renewed = scores(current(of_corpus), observed)[2]
        print(f"{name:<10} {seen:.3f} / {kept:.3f}   {scores(of_corpus, named)[2]:.3f}   {renewed:.3f}")


def proposals(tagger: NoteTagger, documents: list[dict[str, Any]], model: Path) -> None:
    """Print how many proposals of a sentence model are right, by likeness, and what counting them would do."""
    suggester.SHOWN_FROM = min(LIKENESSES)
    told: list[tuple[dict[str, Any], set[str], dict[str, float]]] = []
    for document in documents:
        reading = tagger.read(document["text"], "en")
        found = tagger.suggest(document["text"], reading, model) or ()
        likeness: dict[str, float] = {}
        for each in found:
            value = float(each.because.partition("; ")[0].rpartition("(")[2].rstrip(")"))
            if each.status.value == "observed":
                likeness[each.hpo_id] = max(value, likeness.get(each.hpo_id, 0.0))
        told.append((document, {each.hpo_id for each in reading.findings if each.status.value == "observed"}, likeness))
    print("proposals of the sentence model in the gold list, by likeness; F1 if they were counted:")
    for least in LIKENESSES:
        parts = []
        for corpus, name in CORPORA.items():
            chosen = [each for each in told if each[0]["set"] == corpus]
            right = proposed = both = extra = missed = 0
            for document, read, likeness in chosen:
                gold, more = set(document["gold"]), {term for term, value in likeness.items() if value >= least}
                right, proposed = right + len(more & gold), proposed + len(more)
                both, extra = both + len(gold & (read | more)), extra + len((read | more) - gold)
                missed += len(gold - read - more)
            parts.append(f"{name} {right}/{proposed} {2 * both / (2 * both + extra + missed):.3f}")
        print(f"{least:.2f}   " + "   ".join(parts))


def speed(tagger: NoteTagger, documents: list[dict[str, Any]]) -> None:
    """Print characters per CPU-second on a note of 10 MB made of real notes, and what it took in memory."""
    text = "\n\n".join(document["text"] for document in documents)
    text = (text * (LONG // len(text) + 1))[:LONG]
    tagger.read(text[:200_000], "en")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    found = sum(1 for _ in tagger.read(text, "en").findings)
    spent = time.process_time() - begun
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{len(text):,} characters, {found:,} findings: {len(text) / spent:,.0f} characters per CPU-second")
    print(f"memory grew by {grown:.0f} MB, the findings included")


def main() -> None:
    """Print the tables."""
    asked = argparse.ArgumentParser(description="Notes to HPO terms: accuracy and speed.")
    asked.add_argument("--suggest", type=Path, help="sentence model whose proposals are counted")
    model: Path | None = asked.parse_args().suggest
    folder = Path(tempfile.gettempdir()) / "lexome-benchmark-notes"
    begun = time.process_time()
    tagger = NoteTagger(Settings(data_dir=Path("/nonexistent"), cache_dir=folder))
    tagger.read("", "en")
    print(f"opening: {time.process_time() - begun:.2f} CPU-s (imports of this program left out)")
    with gzip.open(SHARED / "notes" / "findings_dev.jsonl.gz", "rt", encoding="utf-8") as lines:
        documents = [json.loads(line) for line in lines]
    speed(tagger, documents)
    accuracy(tagger, documents)
    halves(tagger, documents)
    if model is not None:
        proposals(tagger, documents, model)


if __name__ == "__main__":
    main()
