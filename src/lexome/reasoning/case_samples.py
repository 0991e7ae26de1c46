"""Solved cases as samples beside the annotations."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lexome.knowledge.cases import CaseSigns
from lexome.knowledge.hpo import Ontology
from lexome.reasoning.annotation_rows import MOST_PATIENTS, AnnotationRows
from lexome.reasoning.listed_diseases import ListedDiseases
from lexome.reasoning.profiles import Annotations


def case_samples(
    cases: CaseSigns, ontology: Ontology, listed: ListedDiseases, annotated: AnnotationRows
) -> Annotations:
    """Return the signs of listed diseases that are phenotypes of the ontology, each paper capped as annotations are.

    A paper that the annotations of the disease already cite is left out: its patients would count twice.
    """
    lines = np.array([listed.line_of_id.get(one, -1) for one in cases.disease_id], np.int32)
    numbers = cases.number.tolist()
    resolved = {number: ontology.resolve(f"HP:{number:07d}").index for number in set(numbers)}
    terms = np.array([-1 if (row := resolved[number]) is None else row for number in numbers], np.int32)
    kept = (lines >= 0) & (terms >= 0) & ~_cited(cases, lines, annotated)
    kept &= ontology.is_phenotypic[np.maximum(terms, 0)]
    scale = np.minimum(1.0, MOST_PATIENTS / np.maximum(cases.trials, 1.0)).astype(np.float32)
    return Annotations(lines[kept], terms[kept], (cases.hits * scale)[kept], (cases.trials * scale)[kept])


def _cited(cases: CaseSigns, lines: NDArray[np.int32], annotated: AnnotationRows) -> NDArray[np.bool_]:
    """Return which rows rest on a paper that the annotations of their line cite."""
    diseases, papers = annotated.diseases, set(cases.paper) - {""}
    naming = {
        code: own
        for code, reference in enumerate(diseases.references)
        if (own := papers.intersection(reference.split(";")))
    }
    codes = diseases.reference[annotated.row]
    where = np.flatnonzero(np.isin(codes, list(naming)))
    known = {
        (line, paper)
        for line, code in zip(annotated.line[where].tolist(), codes[where].tolist(), strict=True)
        for paper in naming[code]
    }
    return np.array([pair in known for pair in zip(lines.tolist(), cases.paper, strict=True)], np.bool_)


def joined(one: Annotations, other: Annotations) -> Annotations:
    """Return both sets of samples."""
    return Annotations(
        np.concatenate([one.disease, other.disease]),
        np.concatenate([one.term, other.term]),
        np.concatenate([one.hits, other.hits]),
        np.concatenate([one.trials, other.trials]),
    )
