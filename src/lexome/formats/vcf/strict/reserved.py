"""Reserved INFO and FORMAT keys with the Number and Type each version of the specification gives them.

VCF specification 4.1 to 4.5: tables of reserved keys, and the sections on keys for structural variants.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

VERSIONS = ("4.1", "4.2", "4.3", "4.4", "4.5")


@dataclass(frozen=True, slots=True)
class Definition:
    """What values a key takes: ``number`` as written (an integer, A, R, G, P … or '.') and ``type``.

    ``numeric_either`` says that callers in wide use write it as the other numeric type (FreeBayes GQ, old files' MQ),
    which is told as a warning.

    ``lists_vary`` says that different versions and tools disagree about the Number, so it is not held against a header.
    """

    number: str
    type: str
    lists_vary: bool = False
    numeric_either: bool = False


def _flag() -> Definition:
    return Definition("0", "Flag")


_INFO = {
    "AA": Definition("1", "String"), "AC": Definition("A", "Integer"), "AF": Definition("A", "Float"),
    "AN": Definition("1", "Integer"), "BQ": Definition("1", "Float"), "CIGAR": Definition("A", "String"),
    "DB": _flag(), "DP": Definition("1", "Integer"), "END": Definition("1", "Integer"), "H2": _flag(), "H3": _flag(),
    "MQ": Definition("1", "Float", numeric_either=True), "MQ0": Definition("1", "Integer"),
    "NS": Definition("1", "Integer"), "SOMATIC": _flag(), "VALIDATED": _flag(), "1000G": _flag(),
    "IMPRECISE": _flag(), "NOVEL": _flag(), "SVTYPE": Definition("1", "String"),
    "SVLEN": Definition(".", "Integer", lists_vary=True), "CIPOS": Definition("2", "Integer"),
    "CIEND": Definition("2", "Integer"), "HOMLEN": Definition(".", "Integer", lists_vary=True),
    "HOMSEQ": Definition(".", "String", lists_vary=True), "BKPTID": Definition(".", "String", lists_vary=True),
    "MEINFO": Definition("4", "String"), "METRANS": Definition("4", "String"), "DGVID": Definition("1", "String"),
    "DBVARID": Definition("1", "String"), "DBRIPID": Definition("1", "String"),
    "MATEID": Definition(".", "String", lists_vary=True), "PARID": Definition("1", "String"),
    "EVENT": Definition("1", "String"), "CILEN": Definition("2", "Integer"),
    "DPADJ": Definition(".", "Integer", lists_vary=True), "CN": Definition("1", "Integer"),
    "CNADJ": Definition(".", "Integer", lists_vary=True), "CICN": Definition("2", "Integer"),
    "CICNADJ": Definition(".", "Integer", lists_vary=True),
}  # fmt: skip

_INFO_FROM_43 = {
    "AD": Definition("R", "Integer"), "ADF": Definition("R", "Integer"), "ADR": Definition("R", "Integer"),
}  # fmt: skip

_INFO_FROM_44 = {
    "SVLEN": Definition("A", "Integer", lists_vary=True), "CIPOS": Definition(".", "Integer", lists_vary=True),
    "CIEND": Definition(".", "Integer", lists_vary=True), "HOMLEN": Definition("A", "Integer", lists_vary=True),
    "HOMSEQ": Definition("A", "String", lists_vary=True), "BKPTID": Definition("A", "String", lists_vary=True),
    "MEINFO": Definition(".", "String", lists_vary=True), "METRANS": Definition(".", "String", lists_vary=True),
    "DGVID": Definition("A", "String", lists_vary=True), "DBVARID": Definition("A", "String", lists_vary=True),
    "DBRIPID": Definition("A", "String", lists_vary=True), "MATEID": Definition("A", "String", lists_vary=True),
    "PARID": Definition("A", "String", lists_vary=True), "EVENT": Definition("A", "String", lists_vary=True),
    "EVENTTYPE": Definition("A", "String", lists_vary=True), "CILEN": Definition(".", "Integer", lists_vary=True),
    "CN": Definition("A", "Float"), "CICN": Definition(".", "Float", lists_vary=True),
    "SVCLAIM": Definition("A", "String"), "RN": Definition("A", "Integer"), "RUS": Definition(".", "String"),
    "RUL": Definition(".", "Integer"), "RB": Definition(".", "Integer"), "CIRB": Definition(".", "Integer"),
    "RUC": Definition(".", "Float"), "CIRUC": Definition(".", "Float"), "RUB": Definition(".", "Integer"),
}  # fmt: skip

_FORMAT = {
    "GT": Definition("1", "String"), "DP": Definition("1", "Integer"), "FT": Definition("1", "String"),
    "GL": Definition("G", "Float"), "GLE": Definition(".", "String"), "PL": Definition("G", "Integer"),
    "GP": Definition("G", "Float"), "GQ": Definition("1", "Integer", numeric_either=True),
    "HQ": Definition("2", "Integer"),
    "PS": Definition("1", "Integer"), "PQ": Definition("1", "Integer"), "EC": Definition("A", "Integer"),
    "MQ": Definition("1", "Integer"), "CN": Definition("1", "Integer"), "CNQ": Definition("1", "Float"),
    "CNL": Definition(".", "Float", lists_vary=True), "NQ": Definition("1", "Integer"),
    "HAP": Definition("1", "Integer"), "AHAP": Definition("1", "Integer"),
}  # fmt: skip

_FORMAT_FROM_43 = {
    "AD": Definition("R", "Integer"), "ADF": Definition("R", "Integer"), "ADR": Definition("R", "Integer"),
    "CNL": Definition("G", "Float", lists_vary=True), "CNP": Definition("G", "Float", lists_vary=True),
    "PP": Definition("G", "Integer"),
}  # fmt: skip

_FORMAT_FROM_44 = {
    "CN": Definition("1", "Float"), "CICN": Definition("2", "Float"), "PSL": Definition("P", "String", lists_vary=True),
    "PSO": Definition("P", "Integer", lists_vary=True), "PSQ": Definition("P", "Integer", lists_vary=True),
}  # fmt: skip

_FORMAT_FROM_45 = {
    "LEN": Definition("1", "Integer"), "LAA": Definition(".", "Integer"), "LGT": Definition("1", "String"),
    "LAD": Definition("LR", "Integer", lists_vary=True), "LADF": Definition("LR", "Integer", lists_vary=True),
    "LADR": Definition("LR", "Integer", lists_vary=True), "LEC": Definition("LA", "Integer", lists_vary=True),
    "LGL": Definition("LG", "Float", lists_vary=True), "LGP": Definition("LG", "Float", lists_vary=True),
    "LPL": Definition("LG", "Integer", lists_vary=True), "LPP": Definition("LG", "Integer", lists_vary=True),
}  # fmt: skip


@lru_cache(maxsize=8)
def info_keys(version: str) -> dict[str, Definition]:
    """Return the reserved INFO keys of a version ('4.1' … '4.5')."""
    keys = dict(_INFO)
    if version >= "4.3":
        keys |= _INFO_FROM_43
    if version >= "4.4":
        keys |= _INFO_FROM_44
    return keys


@lru_cache(maxsize=8)
def format_keys(version: str) -> dict[str, Definition]:
    """Return the reserved FORMAT keys of a version ('4.1' … '4.5')."""
    keys = dict(_FORMAT)
    for since, more in (("4.3", _FORMAT_FROM_43), ("4.4", _FORMAT_FROM_44), ("4.5", _FORMAT_FROM_45)):
        if version >= since:
            keys |= more
    return keys


NEVER_NEGATIVE = frozenset(
    {"AC", "AD", "ADF", "ADR", "AF", "AN", "BQ", "DP", "END", "MQ", "MQ0", "NS", "EC", "GQ", "HQ", "PL", "PP", "PQ",
     "PS", "CN", "CNQ", "NQ", "HOMLEN", "RN", "RUL", "RB", "RUC", "RUB", "LEN"}
)  # fmt: skip
"""Reserved keys that count, measure depth or are phred-scaled: a negative value has no meaning."""
