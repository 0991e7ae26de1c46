"""Masks what identifies a person before a text leaves the machine; every character keeps its place.

Rules for the direct identifiers of the HIPAA safe-harbour list (45 CFR 164.514(b)(2)) that have a form: names after
titles and labels, dates, ages above 89, telephone numbers, addresses, record numbers, e-mail and web addresses. A name
without a title or label is not recognised: what is sent is less identifying, not anonymous.
"""

from __future__ import annotations

import re

MASK = "x"

_NAME = r"[A-ZÀ-ÖØ-Þ][\w'’\-]+(?:\s+[A-ZÀ-ÖØ-Þ][\w'’\-.]*){0,3}"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
PATTERNS = (
    re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Herr|Frau|Sr|Sra|Mme|Mlle|M|Sig|Dhr|Mevr)\.?\s+(?P<mask>{_NAME})"),
    re.compile(rf"\b(?:[Pp]atient(?: name)?|[Nn]ame|NAME|[Nn]ombre|[Nn]om|[Nn]aam)\s*:\s*(?P<mask>{_NAME})"),
    re.compile(r"(?P<mask>[\w.+-]+@[\w-]+\.[\w.-]+)"),
    re.compile(r"(?P<mask>\bhttps?://\S+)"),
    re.compile(
        r"\b(?:MRN|NHS|SSN|DOB|ID|[Rr]ecord|[Cc]ase)(?:\s*(?:no|number|nr|#))?\.?\s*[:#]?\s*"
        r"(?P<mask>[\dA-Z][\d\-/ A-Z]{3,}\d)"
    ),
    re.compile(r"(?P<mask>\b\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})\b)"),
    re.compile(r"(?P<mask>\b(?:19|20)\d{2}-\d{2}-\d{2}\b)"),
    re.compile(rf"(?P<mask>\b\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}\.?,?\s+\d{{4}}\b)", re.IGNORECASE),
    re.compile(rf"(?P<mask>\b{_MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}\b)", re.IGNORECASE),
    re.compile(r"(?P<mask>(?:\+\d{1,3}[\s-]?)?\(?\d{3,4}\)?[\s-]\d{3}[\s-]?\d{3,4}\b)"),
    re.compile(r"(?P<mask>\b(?:9\d|1[01]\d))(?=[\s-]*(?:years?|yrs?)[\s-]*old)", re.IGNORECASE),
    re.compile(r"(?P<mask>\b\d{1,5}\s+[A-Z]\w+(?:\s[A-Z]\w+)?\s(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr)\b)"),
)  # fmt: skip


def deidentified(text: str) -> str:
    """Return the text with identifiers masked, of the same length.

    >>> deidentified("Mr. John Smith (DOB: 12/03/1980) has ataxia.")
    'Mr. xxxx xxxxx (DOB: xxxxxxxxxx) has ataxia.'
    """
    masked = list(text)
    for pattern in PATTERNS:
        for match in pattern.finditer(text):
            for at in range(*match.span("mask")):
                if not text[at].isspace():
                    masked[at] = MASK
    return "".join(masked)
