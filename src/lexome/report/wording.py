"""How numbers, codes and names are written for a clinician: one place, so that page, table and terminal agree."""

from __future__ import annotations

import re
from datetime import datetime

from lexome.core.consequence import SEVERITY

LONGEST = 1000
"""Characters of one printed string; longer ones are cut and say so. Keeps a hostile input within the page's size."""

LONGEST_BASES = 24
"""Bases of an allele that are printed; longer alleles show their ends and their length."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

_OVERRIDE = re.compile("[\u202a-\u202e\u2066-\u2069]")

LIKELY = ((0.90, "Very likely"), (0.66, "Likely"), (0.33, "Possible"), (0.0, "No diagnosis stands out"))
"""Words for a probability: the bands of the IPCC guidance note on uncertainty (Mastrandrea 2010), 'about as likely as
not' called possible, everything below it called open."""

SURE, _, POSSIBLE, _ = (floor for floor, _ in LIKELY)

CLASSES = {
    "pathogenic": "Pathogenic",
    "likely_pathogenic": "Likely pathogenic",
    "uncertain": "Uncertain significance",
    "likely_benign": "Likely benign",
    "benign": "Benign",
}

STRENGTHS = {
    "very_strong": "very strong",
    "strong": "strong",
    "moderate": "moderate",
    "supporting": "supporting",
    "stand_alone": "stand-alone",
}

PREDICTORS = {
    "splice": "Splicing (CI-SpliceAI)",
    "revel": "REVEL",
    "bayesdel": "BayesDel",
    "alphamissense": "AlphaMissense",
    "cadd": "CADD",
}
"""Names of prediction models as they are published."""

STATUSES = {"observed": "present", "excluded": "absent", "uncertain": "uncertain", "family": "in a relative"}
STATUS_SIGNS = {"observed": "+", "excluded": "−", "uncertain": "?", "family": "R"}

SCOPES = {
    "phenotype": "findings only, no variants",
    "panel": "gene panel",
    "exome": "exome",
    "genome": "genome",
    "variants": "variant file",
}

FLAGS = {
    "second_hit_missing": ("One hit found, second missing", "A recessive disease with only one of two hits found."),
    "phase_unknown": ("Phase not known", "Whether the two variants lie on different copies was not established."),
    "in_trans": ("In trans", "The two variants lie on different copies of the gene."),
    "de_novo": ("De novo", "In neither parent's genotypes."),
    "no_variant": ("No variant found", "No variant was found that would explain this disease."),
    "parent_of_origin": ("Parent of origin matters", "The locus is imprinted."),
    "digenic": ("Two genes", "Variants in two genes are argued to act together."),
    "parent_unknown": ("Parent of origin not known", "The locus is imprinted: only the copy of one parent is active."),
    "silent_copy": ("On the silent copy", "The locus is imprinted, and this parent's copy is not active."),
    "many_genes": ("Many genes", "The change takes several genes at once."),
    "grey_zone": ("Between normal and pathologic", "The repeat is longer than normal and shorter than pathologic."),
    "call_doubted": (
        "Call in doubt",
        "A change that would explain it was called, but something speaks against the call.",
    ),
    "mechanism_not_seen": ("Usual cause not tested", "Most patients have a kind of change that this file cannot show."),
    "incidental": ("Beyond the question", "The findings of the patient did not lead here."),
    "candidate_gene": ("Candidate gene", "A strong variant in a gene without a known disease that fits."),
}


def clean(value: str) -> str:
    """Return the text without control characters and lone surrogates, cut at a length a page can hold."""
    bare = printable(value)
    return bare if len(bare) <= LONGEST else f"{bare[:LONGEST]}… ({len(bare):,} characters in all)"


def printable(value: str) -> str:
    """Return the whole text, controls replaced and overrides of the writing direction taken out.

    >>> printable("a\x1b[31mb\u202ec")
    'a\ufffd[31mbc'
    """
    return _CONTROL.sub("\ufffd", _OVERRIDE.sub("", value))


def percent(fraction: float) -> str:
    r"""Return a probability in percent that never claims certainty.

    >>> [percent(share).replace("\u00a0", " ") for share in (0.834, 0.9996, 0.004, 0.0)]
    ['83 %', '>99 %', '<1 %', '0 %']
    """
    if fraction == 0.0:
        return "0\u00a0%"
    if fraction > 0.99:
        return ">99\u00a0%"
    return "<1\u00a0%" if fraction < 0.01 else f"{fraction * 100:.0f}\u00a0%"


def signed(value: float) -> str:
    """Return a log10 likelihood ratio with its sign.

    >>> signed(1.25), signed(-0.5), signed(0.0)
    ('+1.25', '−0.50', '0.00')
    """
    written = f"{abs(value):.2f}"
    if float(written) == 0.0:
        return written
    return f"+{written}" if value > 0 else f"−{written}"


def points(value: int | None) -> str:
    """Return ACMG points with their sign, a dash when not graded.

    >>> points(4), points(-1), points(0), points(None)
    ('+4', '−1', '0', '–')
    """
    if value is None:
        return "–"
    return f"{value:+d}".replace("-", "−") if value else "0"


def points_told(value: int) -> str:
    """Return ACMG points with their unit.

    >>> points_told(1), points_told(-1), points_told(0), points_told(9)
    ('+1 point', '−1 point', '0 points', '+9 points')
    """
    return f"{points(value)} point{'' if abs(value) == 1 else 's'}"


def small(fraction: float) -> str:
    """Return an allele frequency with two significant figures.

    >>> small(0.0), small(0.25), small(0.00012)
    ('0', '0.25', '1.2 × 10⁻⁴')
    """
    if fraction == 0.0 or fraction >= 0.001:
        return f"{fraction:.2g}"
    digits, exponent = f"{fraction:.1e}".split("e")
    return f"{digits} × 10{str(int(exponent)).translate(_SUPERSCRIPT)}"


_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def short_variant(variant: str) -> str:
    """Return a variant with long alleles abbreviated by their length.

    >>> short_variant("GRCh38:7:117559590:ATCT:A"), short_variant("GRCh38:1:5:" + "A" * 100 + ":A")
    ('GRCh38:7:117559590:ATCT:A', 'GRCh38:1:5:AAAAAAAAAA…(100 bases):A')
    """
    return ":".join(
        part if len(part) <= LONGEST_BASES else f"{part[:10]}…({len(part):,} bases)" for part in variant.split(":")
    )


def brief(variant: str) -> str:
    """Return a variant as a reader writes it, without the assembly that the page states once.

    >>> brief("GRCh38:7:117559590:ATCT:A"), brief("GRCh38:22:18912230:N:<DEL>"), brief("odd")
    ('7:117559590 ATCT>A', '22:18912230 <DEL>', 'odd')
    """
    parts = short_variant(variant).split(":")
    if len(parts) < 5:
        return short_variant(variant)
    alt = ":".join(parts[4:])
    change = alt if "<" in alt or "[" in alt or "]" in alt else f"{parts[3]}>{alt}"
    return f"{parts[1]}:{parts[2]} {change}"


def likely(posterior: float) -> str:
    """Return the words for a posterior probability."""
    return next(words for floor, words in LIKELY if posterior >= floor)


WORDS = {"non_coding_transcript_exon_variant": "in an RNA gene"}
"""Sequence Ontology terms that say little to a reader."""


def terms(consequence: str) -> str:
    """Return Sequence Ontology terms as words: ``stop_gained&splice_region_variant`` → 'stop gained, splice region'."""
    named = [
        WORDS.get(term) or term.removesuffix("_variant").replace("_", " ") for term in consequence.split("&") if term
    ]
    return ", ".join(named) or "consequence not known"


_TERM = "|".join(sorted(SEVERITY, key=len, reverse=True))
_TERMS = re.compile(rf"\b(?:{_TERM})(?:&(?:{_TERM}))*\b")


def in_words(sentence: str) -> str:
    """Return a sentence with Sequence Ontology terms in it as words.

    >>> in_words("stop_gained&splice_region_variant truncates the protein")
    'stop gained, splice region truncates the protein'
    """
    return _TERMS.sub(lambda found: terms(found[0]), sentence)


def duration(age: str | None) -> str:
    """Return an ISO 8601 duration in words, anything else as it is.

    >>> duration("P3Y2M"), duration("HP:0003577"), duration(None)
    ('3 years 2 months', 'HP:0003577', '')
    """
    match = re.fullmatch(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T.*)?", age or "")
    if not match or not any(match.groups()):
        return age or ""
    units = zip(match.groups(), ("year", "month", "week", "day"), strict=True)
    return " ".join(f"{int(n)} {unit}{'' if int(n) == 1 else 's'}" for n, unit in units if n)


def years(age: float | None) -> str:
    """Return an age in years as a clinician says it: in days or months while it is short.

    >>> years(1 / 12), years(0.01), years(1.5), years(14.0), years(3.5), years(None)
    ('1 month', '4 days', '1 year 6 months', '14 years', '3 years 6 months', '')
    """
    if age is None:
        return ""
    months = round(age * 12)
    if months == 0:
        return duration(f"P{round(age * 365.25)}D") if age > 0 else "newborn"
    whole, rest = divmod(months, 12)
    return duration("P" + (f"{whole}Y" if whole else "") + (f"{rest}M" if rest else ""))


ONSETS = {
    "HP:0030674": "before birth",
    "HP:0003577": "at birth",
    "HP:0003623": "in the first month",
    "HP:0003593": "in the first year",
    "HP:0011463": "in childhood",
    "HP:0003621": "in youth",
    "HP:0003581": "in adulthood",
    "HP:0011462": "in young adulthood",
    "HP:0003596": "in middle age",
    "HP:0003584": "late in life",
}
"""Onset terms of the Human Phenotype Ontology (release 2025-01-16) in a reader's words."""


def onset(value: str | None) -> str:
    """Return an onset in words.

    >>> onset("HP:0003593"), onset("P3Y"), onset(None)
    ('in the first year', '3 years', '')
    """
    return ONSETS.get(value or "") or duration(value)


def day(moment: datetime) -> str:
    """Return the date as a person writes it, without a locale.

    >>> day(datetime(2026, 3, 4))
    '4 March 2026'
    """
    return f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
