"""The grammar of ``##KEY=VALUE`` lines: plain values, and ``<KEY=value,KEY="value">``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lexome.formats.vcf.strict.fault import Fault

_PAIR = re.compile(
    r"""(?P<key>[A-Za-z0-9_.%/+-]+)=
        (?P<value>"(?:[^"\\]|\\.)*"        # quoted, with \" and \\
          |\[[^\]<>]*\]                    # a list, as in META Values
          |[^"<>,\[][^<>,]*                # bare
          |)""",
    re.VERBOSE,
)
STRUCTURED = frozenset({"INFO", "FORMAT", "FILTER", "ALT", "contig", "SAMPLE", "PEDIGREE", "META"})
"""Keys whose value the specification structures as <KEY=value,…>."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Meta:
    """One meta line: ``fields`` in order for a structured one, None for a plain one; text in quotes keeps them."""

    key: str
    value: str
    fields: tuple[tuple[str, str], ...] | None

    def get(self, name: str) -> str | None:
        """Return the first value of a field as written, None when it is not there."""
        return next((value for key, value in self.fields or () if key == name), None)


def parse_meta(line: str) -> Meta | Fault:
    """Return the meta line, or what is wrong with its form."""
    if _CONTROL.search(line):
        return Fault("meta-control-character", "a control character stands in the header", "remove it")
    key, equals, value = line[2:].partition("=")
    if not equals or not key.strip() or not value.strip() or "<" in key:
        return Fault("meta-not-key-value", "a header line is not ##KEY=VALUE", "write ##KEY=VALUE, or remove the line")
    if not value.startswith("<") or key == "pedigreeDB":
        return Meta(key, value, None)
    if not value.endswith(">"):
        return Fault("meta-not-closed", f"##{key}=<… is not closed by '>'", "end the line with '>'")
    fields = _fields(value[1:-1])
    if fields is None and key not in STRUCTURED and is_quoted(value[1:-1]):
        return Meta(key, value, None)
    if fields is None:
        return Fault(
            "meta-fields-invalid",
            f'the fields of ##{key}=<…> are not KEY=value,KEY="value"',
            'put text with commas, spaces or quotes in double quotes, and write \\" for a quote inside',
        )
    return Meta(key, value, fields)


def _fields(text: str) -> tuple[tuple[str, str], ...] | None:
    found, at = [], 0
    while True:
        match = _PAIR.match(text, at)
        if match is None:
            return None
        found.append((match["key"], match["value"]))
        at = match.end()
        if at == len(text):
            return tuple(found)
        if text[at] != ",":
            return None
        at += 1
        while at < len(text) and text[at] == " ":
            at += 1


def is_quoted(value: str) -> bool:
    """Whether a value stands in double quotes."""
    return len(value) >= 2 and value[0] == value[-1] == '"'


def is_url(text: str) -> bool:
    """Whether the text is a URL with a host that can be one (a name that is not all digits, or an IPv4 address).

    >>> is_url("ftp://www.ebi.ac.uk:8080/x.fa"), is_url("http://123.0.1.2/x"), is_url("ftp://8080:8080/x")
    (True, True, False)
    """
    match = re.fullmatch(r"([A-Za-z][A-Za-z0-9+.-]*)://(?:[^@/\s]+@)?([^/:\s]*)(?::(\d{1,5}))?(/\S*)?", text)
    if match is None:
        return False
    scheme, host = match[1].lower(), match[2]
    if scheme == "file":
        return bool(match[4])
    if re.fullmatch(r"\d+(\.\d+){3}", host):
        return all(int(part) < 256 for part in host.split("."))
    return bool(re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9-]+)*", host)) and not re.fullmatch(
        r"[\d.]+", host
    )
