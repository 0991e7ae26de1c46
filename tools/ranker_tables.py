"""The views of candidates of solved cases, as tables to train on."""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lexome.assurance.noise import spoiled_findings
from lexome.assurance.solved_cases import SolvedCase
from lexome.core.settings import Settings
from lexome.knowledge.diseases import Diseases
from lexome.knowledge.diseases import plugin as diseases_source
from lexome.knowledge.hpo import Ontology
from lexome.knowledge.hpo import plugin as hpo_source
from lexome.reasoning.annotation_rows import AnnotationRows, listed_rows
from lexome.reasoning.candidate_views import CandidateViews
from lexome.reasoning.case_samples import joined
from lexome.reasoning.first_pass import FirstPasser
from lexome.reasoning.learned_scores import tail_log_weights
from lexome.reasoning.line_facts import line_facts
from lexome.reasoning.listed_diseases import ListedDiseases, list_diseases
from lexome.reasoning.name_signs import name_samples
from lexome.reasoning.patient_terms import patient_terms
from lexome.reasoning.phenotype_ranking import CANDIDATES
from lexome.reasoning.profiles import Closure, build_profiles
from lexome.reasoning.query import prepare_query
from lexome.reasoning.term_match import TermMatcher

LEAST_ROWS = 3
"""A copy with fewer annotation rows left describes nothing and is not made."""
SHARED_PAPERS = 2
"""A row that cites more papers than this stays when one of them is taken out: it rests on the others too."""
PARENTS, RANDOM = 0.3, 0.2
"""How findings are spoiled: fraction replaced by a parent, and by any other term."""
SPOILED = 70
"""Seed of spoiling; benchmarks spoil with another."""
MOST_UNSCORED = 3
"""Further patients of one disease and paper that are used."""


@dataclass(frozen=True, slots=True)
class Patients:
    """Candidates of patients. ``copy`` marks those set against the copy of their disease without their paper,
    ``noisy`` those whose findings were spoiled;
    ``found`` whether the right line was among the candidates by itself (else it replaces the last one);
    ``counts`` are observed and excluded findings; ``tail`` the log weight of the lines beyond the candidates."""

    table: NDArray[np.float32]
    right: NDArray[np.bool_]
    found: NDArray[np.bool_]
    line: NDArray[np.int64]
    tail: NDArray[np.float64]
    counts: NDArray[np.int64]
    copy: NDArray[np.bool_]
    noisy: NDArray[np.bool_]
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
    kinds = sorted(set(copies.values()))
    number = {copy: base.lines + at for at, copy in enumerate(kinds)}
    world = _World.of(ontology, listed, _with_copies(base, kinds), counted=base.lines)
    real = np.arange(base.lines + len(kinds)) < base.lines
    columns: dict[str, list[object]] = defaultdict(list)
    for at, as_copy, noisy in _jobs(cases, copies):
        case, line, allowed = cases[at], lines[at], real
        if as_copy:
            allowed = real.copy()
            allowed[line] = False
            line = number[copies[at]]
            allowed[line] = True
        found = world.candidates(world.spoiled(case) if noisy else case, line, allowed)
        if not found:
            continue
        found |= {"copy": as_copy, "noisy": noisy, "scored": case.scored, "stratum": case.stratum}
        for name, value in (found | {"paper": case.paper, "disease": case.disease_id}).items():
            columns[name].append(value)
    return Patients(**{name: np.array(values) for name, values in columns.items()}, views=np.array(world.names))


@dataclass
class _World:
    """Everything patients are compared with, and the names of the views."""

    ontology: Ontology
    passer: FirstPasser
    views: CandidateViews
    pool: NDArray[np.intp]
    names: list[str]

    @classmethod
    def of(cls, ontology: Ontology, listed: ListedDiseases, rows: AnnotationRows, *, counted: int) -> _World:
        closure = Closure(ontology.ancestors_indptr, ontology.ancestors_indices)
        samples = joined(rows.samples(), name_samples(listed, ontology, rows.origin))
        profiles = build_profiles(samples, closure, diseases=rows.lines, counted=counted)
        matcher = TermMatcher(profiles, remember=8000)
        views = CandidateViews(profiles, matcher, line_facts(listed, rows, profiles), rows)
        pool = np.flatnonzero(ontology.is_phenotypic & (np.diff(profiles.indptr) > 0))
        return cls(ontology, FirstPasser(profiles, matcher), views, pool, [])

    def spoiled(self, case: SolvedCase) -> SolvedCase:
        """Return the case with noisy findings."""
        found = spoiled_findings(case, self.ontology, self.pool, parents=PARENTS, random=RANDOM, seed=SPOILED)
        return replace(case, findings=tuple(found))

    def candidates(self, case: SolvedCase, line: int, allowed: NDArray[np.bool_]) -> dict[str, object]:
        """Return the candidates of one patient with their views; nothing without an observed finding."""
        terms = patient_terms(case.findings, self.ontology)
        if not terms.observed:
            return {}
        query = prepare_query(terms.observed, terms.excluded, self.passer.profiles, sex=case.sex)
        first = self.passer.run(query, allowed)
        candidates = first.candidates(CANDIDATES)
        tail = tail_log_weights(candidates, first.mix)
        tail[candidates] = -np.inf
        found = line in candidates
        if not found and line >= 0:
            candidates[-1] = line
        own = self.views.of(query, first, candidates)
        self.names = list(own)
        return {
            "table": np.column_stack(list(own.values())).astype(np.float32),
            "right": candidates == line,
            "found": found,
            "line": line,
            "tail": np.logaddexp.reduce(tail),
            "counts": (len(query.observed), len(query.excluded)),
        }


def _jobs(cases: Sequence[SolvedCase], copies: dict[int, tuple[int, tuple[int, ...]]]) -> list[tuple[int, bool, bool]]:
    """Return (case, against the copy without its paper, spoiled) for the cases used."""
    jobs, more = [], Counter[tuple[str, str]]()
    for at, case in enumerate(cases):
        if not case.scored:
            more[case.disease_id, case.paper] += 1
            if case.stratum == "N" or more[case.disease_id, case.paper] > MOST_UNSCORED:
                continue
        jobs += [(at, False, False), (at, False, True)]
        if at in copies:
            jobs.append((at, True, False))
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
