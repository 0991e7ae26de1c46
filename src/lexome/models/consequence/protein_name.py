"""HGVS names of protein changes, in three-letter residues ('p.Val362GlyfsTer31')."""

from __future__ import annotations

from lexome.models.consequence.genetic_code import spelt

START_LOST = "p.Met1?"
NO_PROTEIN = "p.0?"


def _at(residues: str, position: int) -> str:
    """Return a residue with its 1-based position; ``residues`` starts there."""
    return f"{spelt(residues[:1])}{position}"


def unchanged(residues: str, position: int) -> str:
    """Return the name of a change that leaves residues as they are.

    >>> unchanged("L", 5)
    'p.Leu5='
    """
    first = _at(residues, position)
    return f"p.{first}=" if len(residues) < 2 else f"p.{first}_{_at(residues[-1], position + len(residues) - 1)}="


def frameshift(before: str, after: str, position: int) -> str:
    """Return the name of a change from which on the protein is ``after`` instead of ``before``.

    Both start at the 1-based ``position``; they end with their stop where there is one, and differ.

    >>> frameshift("VLK*", "VRGS*", 10)
    'p.Leu11ArgfsTer4'
    """
    same = shared_start(before, after)
    first = position + same
    old, new = before[same:], after[same:]
    if not new or not old:
        return f"p.{_at(old or '*', first)}fs" if old else f"p.Ter{first}ext*?"
    stop = new.find("*")
    if old[0] == "*":
        return f"p.Ter{first}{spelt(new[0])}extTer{stop if stop >= 0 else '?'}"
    if stop == 0:
        return f"p.{_at(old, first)}Ter"
    return f"p.{_at(old, first)}{spelt(new[0])}fsTer{stop + 1 if stop >= 0 else '?'}"


def in_frame(protein: str, start: int, before: str, after: str) -> str:
    """Return the name of a change of residues ``before``, at 0-based ``start`` of the protein, to ``after``.

    ``protein`` is the whole reference with its stop; ``after`` ends at its first stop. The two differ.
    """
    same = shared_start(before, after)
    before, after, start = before[same:], after[same:], start + same
    if after[:1] == "*":
        return f"p.{_at(protein[start : start + 1] or '*', start + 1)}Ter"
    tail = 0 if after.endswith("*") else shared_start(before[::-1], after[::-1])
    before, after = before[: len(before) - tail], after[: len(after) - tail]
    if not before:
        return _insertion(protein, start, after)
    if not after:
        while start + len(before) < len(protein) and protein[start] == protein[start + len(before)]:
            start += 1
        return f"p.{_range(protein, start, start + len(before))}del"
    if len(before) == len(after) == 1:
        return f"p.{_at(before, start + 1)}{spelt(after)}"
    if after.endswith("*"):
        before = before[: max(len(after) - 1, 1)]
    return f"p.{_range(protein, start, start + len(before))}delins{spelt(after)}"


def _insertion(protein: str, start: int, residues: str) -> str:
    while start < len(protein) and protein[start] == residues[0]:
        residues, start = residues[1:] + residues[0], start + 1
    size = len(residues)
    if start >= size and protein[start - size : start] == residues:
        return f"p.{_range(protein, start - size, start)}dup"
    return f"p.{_range(protein, max(start - 1, 0), start + 1)}ins{spelt(residues)}"


def _range(protein: str, start: int, end: int) -> str:
    first = _at(protein[start : start + 1] or "*", start + 1)
    return first if end - start < 2 else f"{first}_{_at(protein[end - 1 : end] or '*', end)}"


def shared_start(one: str, other: str) -> int:
    """Return how many characters two texts share from their start."""
    limit = min(len(one), len(other))
    return next((at for at in range(limit) if one[at] != other[at]), limit)
