"""Where an identifier leads, for those identifiers whose form is known; anything else stays plain text."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from lexome.report.wording import clean

_PLACES = (
    (r"OMIM:(\d{6})", "https://omim.org/entry/{}"),
    (r"ORPHA:(\d{1,7})", "https://www.orpha.net/en/disease/detail/{}"),
    (r"(HP:\d{7})", "https://hpo.jax.org/browse/term/{}"),
    (r"(MONDO:\d{7})", "https://monarchinitiative.org/{}"),
    (r"(HGNC:\d{1,6})", "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/{}"),
    (r"PMID:(\d{1,9})", "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    (r"(VCV\d{9}(?:\.\d{1,3})?)", "https://www.ncbi.nlm.nih.gov/clinvar/variation/{}/"),
    (r"(?:doi:|DOI:)(10\.\d{4,9}/[\w.()/:-]{1,120})", "https://doi.org/{}"),
)
_KNOWN = tuple((re.compile(pattern, re.ASCII), place) for pattern, place in _PLACES)


def linked(identifier: str) -> Markup:
    """Return the identifier, as a link where it has a known form. Nothing is fetched unless a reader clicks.

    >>> linked("OMIM:612164")
    Markup('<a href="https://omim.org/entry/612164" rel="noreferrer">OMIM:612164</a>')
    >>> linked("<b>")
    Markup('&lt;b&gt;')
    """
    for pattern, place in _KNOWN:
        if match := pattern.fullmatch(identifier):
            return Markup('<a href="{}" rel="noreferrer">{}</a>').format(place.format(match[1]), identifier)
    return escape(clean(identifier))


_ANYWHERE = re.compile(
    r"(?<![\w.:/-])(?:(?:OMIM|ORPHA|HP|MONDO|HGNC|PMID):\d{1,9}(?![\w:-])|VCV\d{9}(?!\w)|doi:10\.\d{4,9}/[\w./-]{1,120}\w)",
    re.ASCII,
)


def linked_within(words: str) -> Markup:
    """Return a text with every identifier of a known form in it as a link, and its lists able to wrap.

    >>> linked_within("OMIM:147920 <PMID:24739679;x>")
    Markup('<a href="https://omim.org/entry/147920" rel="noreferrer">OMIM:147920</a> \
&lt;<a href="https://pubmed.ncbi.nlm.nih.gov/24739679/" rel="noreferrer">PMID:24739679</a>; x&gt;')
    """
    shown, done, parts = re.sub(r";(?=\S)", "; ", clean(words)), 0, []
    for match in _ANYWHERE.finditer(shown):
        parts += [escape(shown[done : match.start()]), linked(match[0])]
        done = match.end()
    return Markup("").join([*parts, escape(shown[done:])])
