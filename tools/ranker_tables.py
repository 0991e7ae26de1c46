"""The views of candidates of solved cases, as tables to train on."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lexome.assurance.solved_cases import SolvedCase
from lexome.core.settings import Settings
from lexome.knowledge.diseases import Diseases
from lexome.knowledge.diseases import plugin as diseases_source
from lexome.knowledge.hpo import plugin as hpo_source
from lexome.reasoning.annotation_rows import AnnotationRows, listed_rows
from lexome.reasoning.candidate_views import CandidateViews
from lexome.reasoning.first_pass import FirstPasser
from lexome.reasoning.learned_scores import tail_log_weights
from lexome.reasoning.line_facts import line_facts
from lexome.reasoning.listed_diseases import list_diseases
from lexome.reasoning.patient_terms import patient_terms
from lexome.reasoning.phenotype_ranking import CANDIDATES
from lexome.reasoning.profiles import Closure, build_profiles
from lexome.reasoning.query import prepare_query
from lexome.reasoning.term_match import TermMatcher

LEAST_ROWS = 3
"""A copy with fewer annotation rows left describes nothing and is not made."""
SHARED_PAPERS = 2
"""A row that cites more papers than this stays when one of them is taken out: it rests on the others too."""
MOST_UNSCORED = 3
"""Further patients of one disease and paper that are used."""


@dataclass(frozen=True, slots=True)
class Patients:
    """Candidates of patients. ``copy`` marks those set against the copy of their disease without their paper;
    ``found`` whether the right line was among the candidates by itself (else it replaces the last one);
    ``counts`` are observed and excluded findings; ``tail`` the log weight of the lines beyond the candidates."""

    table: NDArray[np.float32]
    right: NDArray[np.bool_]
    found: NDArray[np.bool_]
    line: NDArray[np.int64]
    tail: NDArray[np.float64]
    counts: NDArray[np.int64]
    copy: NDArray[np.bool_]
    scored: NDArray[np.bool_]
    stratum: NDArray[np.str_]
    paper: NDArray[np.str_]
    disease: NDArray[np.str_]
    views: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.line)

    def save(self, path: Path) -> None:
        """Write everything to one file."""
        np.savez(path, **{one.name: getattr(self, one.name) for one in fields(self)})

    @classmethod
    def load(cls, path: Path) -> Patients:
        """Read what ``save`` wrote."""
        with np.load(path) as stored:
            return cls(**{one.name: stored[one.name] for one in fields(cls)})

    def paper_fold(self, folds: int) -> NDArray[np.int64]:
        """Return the fold of each patient, whole papers together."""
        return np.array([zlib.crc32(one.encode()) % folds for one in self.paper.tolist()])

    def disease_fold(self, folds: int) -> NDArray[np.int64]:
        """Return the fold of each patient, whole diseases together."""
        return np.array([zlib.crc32(one.encode()) % folds for one in self.disease.tolist()])


def build_patients(cases: Sequence[SolvedCase]) -> Patients:
    """Compute the views of the candidates of every case used."""
    settings = Settings(Path("/nonexistent"), Path("/nonexistent"))
    ontology, diseases = hpo_source.open(settings), diseases_source.open(settings)
    listed = list_diseases(diseases)
    base = listed_rows(diseases, listed)
    lines = [listed.line_of_id.get(case.disease_id, -1) for case in cases]
    copies = _copies(cases, lines, base)
    rows = _with_copies(base, sorted(set(copies.values())))
    number = {copy: base.lines + at for at, copy in enumerate(sorted(set(copies.values())))}
    closure = Closure(ontology.ancestors_indptr, ontology.ancestors_indices)
    profiles = build_profiles(rows.samples(), closure, diseases=rows.lines, counted=base.lines)
    matcher = TermMatcher(profiles, remember=8000)
    passer = FirstPasser(profiles, matcher)
    views = CandidateViews(profiles, matcher, line_facts(listed, rows, profiles), rows)
    real = np.arange(rows.lines) < base.lines
    columns: dict[str, list[object]] = defaultdict(list)
    names: list[str] = []
    for at, as_copy in _jobs(cases, copies):
        case, line, allowed = cases[at], lines[at], real
        if as_copy:
            allowed = real.copy()
            allowed[line] = False
            line = number[copies[at]]
            allowed[line] = True
        terms = patient_terms(case.findings, ontology)
        if not terms.observed:
            continue
        query = prepare_query(terms.observed, terms.excluded, profiles, sex=case.sex)
        first = passer.run(query, allowed)
        candidates = first.candidates(CANDIDATES)
        tail = tail_log_weights(candidates, first.mix)
        tail[candidates] = -np.inf
        found = line in candidates
        if not found and line >= 0:
            candidates[-1] = line
        own = views.of(query, first, candidates)
        names = list(own)
        row = {
            "table": np.column_stack(list(own.values())).astype(np.float32),
            "right": candidates == line,
            "found": found,
            "line": line,
            "tail": np.logaddexp.reduce(tail),
            "counts": (len(query.observed), len(query.excluded)),
            "copy": as_copy,
            "scored": case.scored,
            "stratum": case.stratum,
            "paper": case.paper,
            "disease": case.disease_id,
        }
        for name, value in row.items():
            columns[name].append(value)
    return Patients(**{name: np.array(values) for name, values in columns.items()}, views=np.array(names))


def _jobs(cases: Sequence[SolvedCase], copies: dict[int, tuple[int, tuple[int, ...]]]) -> list[tuple[int, bool]]:
    """Return (case, against the copy without its paper) for the cases used."""
    jobs, more = [], Counter[tuple[str, str]]()
    for at, case in enumerate(cases):
        if not case.scored:
            more[case.disease_id, case.paper] += 1
            if case.stratum == "N" or more[case.disease_id, case.paper] > MOST_UNSCORED:
                continue
        jobs.append((at, False))
        if at in copies:
            jobs.append((at, True))
    return jobs


def _copies(
    cases: Sequence[SolvedCase], lines: Sequence[int], base: AnnotationRows
) -> dict[int, tuple[int, tuple[int, ...]]]:
    """Return, for each case whose paper is cited, its line and the codes of the references to leave out."""
    codes = defaultdict(list)
    for code, reference in enumerate(base.diseases.references):
        papers = reference.split(";")
        for paper in papers if len(papers) <= SHARED_PAPERS else ():
            codes[paper].append(code)
    counts = Counter(zip(base.line.tolist(), base.diseases.reference[base.row].tolist(), strict=True))
    total = Counter(base.line.tolist())
    found = {}
    for at, (case, line) in enumerate(zip(cases, lines, strict=True)):
        own = tuple(code for code in codes.get(case.paper, ()) if counts[line, code])
        if own and total[line] - sum(counts[line, code] for code in own) >= LEAST_ROWS:
            found[at] = (line, own)
    return found


def _with_copies(base: AnnotationRows, copies: Sequence[tuple[int, tuple[int, ...]]]) -> AnnotationRows:
    order = np.argsort(base.line, kind="stable")
    start = np.searchsorted(base.line[order], np.arange(base.lines + 1))
    diseases: Diseases = base.diseases
    reference = diseases.reference[base.row]
    lines, rows = [base.line], [base.row]
    for copy, (line, papers) in enumerate(copies, start=base.lines):
        own = order[start[line] : start[line + 1]]
        own = own[~np.isin(reference[own], papers)]
        lines.append(np.full(len(own), copy, np.int32))
        rows.append(base.row[own])
    origin = np.concatenate([base.origin, np.array([line for line, _ in copies], np.int32)])
    return AnnotationRows(diseases, np.concatenate(lines), np.concatenate(rows), origin)
