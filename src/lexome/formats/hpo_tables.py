"""The HPO and its disease annotations as Arrow tables: the starter's and those that ``data import hpo`` writes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lexome.core.errors import BrokenKnowledge
from lexome.core.hypothesis import Inheritance
from lexome.formats.hpoa import Annotation
from lexome.formats.obo import Obo, OboTerm

BRANCHES: dict[str, int] = {
    "HP:0000118": 1,
    "HP:0003674": 2,
    "HP:0000005": 4,
    "HP:0012823": 8,
    "HP:0040279": 16,
    "HP:0031797": 32,
    "HP:0032443": 64,
}
"""Bit of each branch root: phenotypic abnormality, onset, inheritance, clinical modifier, frequency, clinical course,
past medical history."""

INHERITANCE_TERMS: dict[str, Inheritance] = {
    "HP:0000006": Inheritance.AUTOSOMAL_DOMINANT,
    "HP:0000007": Inheritance.AUTOSOMAL_RECESSIVE,
    "HP:0001417": Inheritance.X_LINKED,
    "HP:0001419": Inheritance.X_LINKED_RECESSIVE,
    "HP:0001423": Inheritance.X_LINKED_DOMINANT,
    "HP:0001450": Inheritance.Y_LINKED,
    "HP:0001427": Inheritance.MITOCHONDRIAL,
    "HP:0010984": Inheritance.DIGENIC,
    "HP:0010983": Inheritance.OLIGOGENIC,
    "HP:0010982": Inheritance.POLYGENIC,
    "HP:0001426": Inheritance.POLYGENIC,
    "HP:0001428": Inheritance.SOMATIC,
    "HP:0001442": Inheritance.SOMATIC,
    "HP:0001444": Inheritance.AUTOSOMAL_DOMINANT,
}
"""Mode of each HPO inheritance term; a term not listed takes the mode of its nearest listed ancestor."""

NEVER = -1
"""Row of a term that is not stated."""

_SEXES = {"": 0, "FEMALE": 1, "MALE": 2}
_PREFIXES = ("OMIM", "ORPHA", "DECIPHER")


def term_number(hpo_id: str) -> int:
    """Return the number of an HPO id, ``HP:0001250`` being 1250."""
    return int(hpo_id.partition(":")[2])


def ontology_tables(base: Obo, newer: Obo | None = None) -> dict[str, Any]:
    """Return the tables hpo_terms, hpo_names and hpo_replaced.

    ``newer`` is a later release: its terms and synonyms that the base lacks are added and marked, so that their ids
    resolve; the graph among the base's own terms stays the base's.
    """
    import pyarrow as pa

    live = {term.id: term for term in base.terms if not term.obsolete and term.id.startswith("HP:")}
    added = {} if newer is None else _added_terms(newer, live)
    terms = dict(sorted((live | added).items()))
    row = {hpo_id: number for number, hpo_id in enumerate(terms)}
    parents = [sorted(row[parent] for parent in term.parents if parent in row) for term in terms.values()]
    ancestors = _closure(parents)
    bits = {row[hpo_id]: bit for hpo_id, bit in BRANCHES.items() if hpo_id in row}
    return {
        "hpo_terms": pa.table(
            {
                "number": pa.array([term_number(hpo_id) for hpo_id in terms], pa.int32()),
                "label": pa.array([term.name for term in terms.values()], pa.string()),
                "newer": pa.array([hpo_id not in live for hpo_id in terms], pa.bool_()),
                "branches": pa.array([sum(bits.get(up, 0) for up in ups) for ups in ancestors], pa.uint8()),
                "parents": pa.array(parents, pa.list_(pa.int32())),
                "ancestors": pa.array(ancestors, pa.list_(pa.int32())),
            }
        ),
        "hpo_names": _names(terms, live, newer, row),
        "hpo_replaced": _replaced(base, newer, row),
    }


def _added_terms(newer: Obo, live: Mapping[str, OboTerm]) -> dict[str, OboTerm]:
    """Return the newer release's terms that the base neither has nor had under this id."""
    return {
        term.id: term for term in newer.terms if not term.obsolete and term.id.startswith("HP:") and term.id not in live
    }


def _closure(parents: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the ancestors of each row, itself included, ascending; parents need not come first."""
    done: dict[int, set[int]] = {}

    def climb(start: int) -> None:
        stack = [start]
        on_the_way = set()
        while stack:
            at = stack[-1]
            waiting = [up for up in parents[at] if up not in done]
            if at in done:
                stack.pop()
            elif waiting:
                if at in on_the_way:
                    raise BrokenKnowledge(f"the ontology has a cycle through row {at}")
                on_the_way.add(at)
                stack.extend(waiting)
            else:
                done[at] = {at}.union(*(done[up] for up in parents[at]))
                on_the_way.discard(at)
                stack.pop()

    for start in range(len(parents)):
        climb(start)
    return [sorted(done[at]) for at in range(len(parents))]


def _names(terms: Mapping[str, OboTerm], live: Mapping[str, OboTerm], newer: Obo | None, row: Mapping[str, int]) -> Any:
    import pyarrow as pa

    rows = {(term.name, row[term.id], "label", "", term.id not in live): None for term in terms.values()}
    seen = {(term.name, row[term.id]) for term in terms.values()}
    for from_newer, source in ((False, live.values()), (True, newer.terms if newer else ())):
        for term in source:
            if term.id not in row or (from_newer and term.obsolete):
                continue
            label = [(term.name, "exact", "")] if from_newer else []
            for text, scope, kind in [*label, *((one.text, one.scope, one.type) for one in term.synonyms)]:
                if (text, row[term.id]) not in seen:
                    seen.add((text, row[term.id]))
                    rows[text, row[term.id], scope, kind, from_newer] = None
    ordered = sorted(rows, key=lambda one: (one[1], one[2] != "label", one[4], one[0]))
    texts, at, scopes, types, is_newer = zip(*ordered, strict=True)
    return pa.table(
        {
            "text": pa.array(texts, pa.string()),
            "term": pa.array(at, pa.int32()),
            "scope": pa.array(scopes, pa.string()).dictionary_encode(),
            "type": pa.array(types, pa.string()).dictionary_encode(),
            "newer": pa.array(is_newer, pa.bool_()),
        }
    )


def _replaced(base: Obo, newer: Obo | None, row: Mapping[str, int]) -> Any:
    """Ids that are no terms: alternative ids, and obsolete ones with their replacement or what to consider."""
    import pyarrow as pa

    found: dict[int, tuple[str, str, list[int]]] = {}
    for term in (*base.terms, *(newer.terms if newer else ())):
        if not term.id.startswith("HP:"):
            continue
        if term.obsolete and term.id not in row:
            by = [row[one] for one in term.replaced_by if one in row]
            consider = [row[one] for one in term.consider if one in row]
            kind = "replaced" if by else "consider" if consider else "obsolete"
            label = term.name.removeprefix("obsolete ")
            if term_number(term.id) not in found or kind == "replaced":
                found[term_number(term.id)] = (kind, label, by[:1] or consider)
        if not term.obsolete and term.id in row:
            for alternative in term.alternative_ids:
                if alternative not in row and alternative.startswith("HP:"):
                    found.setdefault(term_number(alternative), ("alternative", "", [row[term.id]]))
    ordered = sorted(found.items())
    return pa.table(
        {
            "number": pa.array([number for number, _ in ordered], pa.int32()),
            "kind": pa.array([kind for _, (kind, _, _) in ordered], pa.string()).dictionary_encode(),
            "label": pa.array([label for _, (_, label, _) in ordered], pa.string()),
            "terms": pa.array([rows for _, (_, _, rows) in ordered], pa.list_(pa.int32())),
        }
    )


def term_rows(hpo_terms: Any, hpo_replaced: Any) -> dict[str, int]:
    """Return the row of every live, alternative and replaced id."""
    rows = {f"HP:{number:07d}": at for at, number in enumerate(hpo_terms["number"].to_pylist())}
    for number, kind, to in zip(
        hpo_replaced["number"].to_pylist(),
        hpo_replaced["kind"].to_pylist(),
        hpo_replaced["terms"].to_pylist(),
        strict=True,
    ):
        if kind in ("alternative", "replaced"):
            rows.setdefault(f"HP:{number:07d}", to[0])
    return rows


def disease_order(disease_id: str) -> tuple[int, int, str]:
    """Return the sort key of a disease id: OMIM, ORPHA, DECIPHER, then by number."""
    prefix, _, number = disease_id.partition(":")
    place = _PREFIXES.index(prefix) if prefix in _PREFIXES else len(_PREFIXES)
    return place, int(number) if number.isdecimal() else 0, disease_id


def disease_tables(
    annotations: Iterable[Annotation],
    *,
    rows: Mapping[str, int],
    ancestors: Sequence[Sequence[int]],
    genes: Mapping[str, Sequence[tuple[str, str]]],
) -> dict[str, Any]:
    """Return the tables diseases and disease_annotations; a row whose term is unknown is left out.

    ``genes`` gives, per disease id, the gene symbols with how each is associated.
    """
    kept = [one for one in annotations if one.hpo_id in rows]
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for one in kept:
        names[one.disease_id][one.disease_name] += 1
    ids = sorted(names, key=disease_order)
    row_of = {disease_id: number for number, disease_id in enumerate(ids)}
    kept.sort(key=lambda one: (_aspect(one), row_of[one.disease_id], rows[one.hpo_id], one.reference))
    return {
        "diseases": _diseases(ids, names, kept, _Graph(rows, ancestors), genes),
        "disease_annotations": _annotations(kept, row_of, rows),
    }


class _Graph:
    """Rows of ids and their ancestors, for mapping inheritance terms to modes."""

    def __init__(self, rows: Mapping[str, int], ancestors: Sequence[Sequence[int]]) -> None:
        self.rows, self.ancestors = rows, ancestors
        self.modes = {rows[hpo_id]: mode for hpo_id, mode in INHERITANCE_TERMS.items() if hpo_id in rows}

    def mode(self, hpo_id: str) -> Inheritance | None:
        """Return the mode of the nearest listed ancestor: the one with most ancestors of its own."""
        found = [up for up in self.ancestors[self.rows[hpo_id]] if up in self.modes]
        return self.modes[max(found, key=lambda up: len(self.ancestors[up]))] if found else None


def _aspect(one: Annotation) -> int:
    return "PCHMI".find(one.aspect) % 6


def _diseases(
    ids: Sequence[str],
    names: Mapping[str, Counter[str]],
    kept: Iterable[Annotation],
    graph: _Graph,
    genes: Mapping[str, Sequence[tuple[str, str]]],
) -> Any:
    import pyarrow as pa

    terms: dict[str, dict[str, None]] = defaultdict(dict)
    for one in kept:
        if one.aspect == "I" and one.present:
            terms[one.disease_id].setdefault(one.hpo_id)
    modes = {
        disease: list(dict.fromkeys(mode.value for mode in map(graph.mode, found) if mode))
        for disease, found in terms.items()
    }
    pairs = [sorted(genes.get(disease, ())) for disease in ids]
    return pa.table(
        {
            "id": pa.array(ids, pa.string()),
            "name": pa.array(
                [min(names[one].items(), key=lambda item: (-item[1], item[0]))[0] for one in ids], pa.string()
            ),
            "inheritance": pa.array([modes.get(one, []) for one in ids], pa.list_(pa.string())),
            "inheritance_terms": pa.array(
                [sorted(graph.rows[term] for term in terms.get(one, ())) for one in ids], pa.list_(pa.int32())
            ),
            "genes": pa.array([[gene for gene, _ in pair] for pair in pairs], pa.list_(pa.string())),
            "association": pa.array([[how for _, how in pair] for pair in pairs], pa.list_(pa.string())),
        }
    )


def _annotations(kept: Sequence[Annotation], row_of: Mapping[str, int], rows: Mapping[str, int]) -> Any:
    import pyarrow as pa

    return pa.table(
        {
            "disease": pa.array([row_of[one.disease_id] for one in kept], pa.int32()),
            "term": pa.array([rows[one.hpo_id] for one in kept], pa.int32()),
            "present": pa.array([one.present for one in kept], pa.bool_()),
            "frequency_kind": pa.array([one.frequency.kind for one in kept], pa.uint8()),
            "frequency": pa.array([one.frequency.fraction for one in kept], pa.float32()),
            "numerator": pa.array([one.frequency.numerator for one in kept], pa.int32()),
            "denominator": pa.array([one.frequency.denominator for one in kept], pa.int32()),
            "onset": pa.array([rows.get(one.onset, NEVER) for one in kept], pa.int32()),
            "sex": pa.array([_SEXES.get(one.sex, 0) for one in kept], pa.uint8()),
            "modifiers": pa.array(
                [[rows[m] for m in one.modifiers if m in rows] for one in kept], pa.list_(pa.int32())
            ),
            "reference": pa.array([one.reference for one in kept], pa.string()).dictionary_encode(),
            "evidence": pa.array([one.evidence for one in kept], pa.string()).dictionary_encode(),
            "aspect": pa.array([one.aspect for one in kept], pa.string()).dictionary_encode(),
        }
    )
