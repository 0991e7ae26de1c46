"""An obvious reading of an OBO file: split at stanzas, one regular expression a question."""

from __future__ import annotations

import re


def live_terms(text: str) -> dict[str, str]:
    """Return the stanza of each term that is not obsolete."""
    stanzas = re.split(r"\n\n\[", text)
    found = {}
    for stanza in stanzas:
        if stanza.startswith("Term]") and "\nis_obsolete: true" not in stanza:
            found[re.search(r"^id: (\S+)", stanza, re.MULTILINE)[1]] = stanza  # type: ignore[index]
    return found


def parents(stanza: str) -> list[str]:
    """Return the ids that a stanza's is_a lines name."""
    return re.findall(r"^is_a: (\S+)", stanza, re.MULTILINE)


def ancestors(term: str, parents_of: dict[str, list[str]]) -> set[str]:
    """Return a term and everything above it, by walking up."""
    found = {term}
    for parent in parents_of[term]:
        found |= ancestors(parent, parents_of)
    return found
