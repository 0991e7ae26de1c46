"""GA4GH Phenopacket v2 (ISO 4454:2022): JSON to a Case, with every problem named by its field.

Only what Lexome uses is read; unknown fields are left alone. A file named in ``files[].uri`` is opened later, and
only when it is a local path or ``file://``.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lexome.core.assembly import Assembly
from lexome.core.case import Case, Consent, Finding, Sex, Status, VariantFile
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem

MAX_BYTES = 32 * 1024 * 1024
"""A phenopacket is a page or two; more than this is not one."""

CONSENT = "secondaryFindings"
"""Name under which ``fileAttributes`` of a file may say 'withheld' or 'given'."""

_DURATION = re.compile(r"P(?:(\d+(?:\.\d+)?)Y)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T.*)?")
_VERSION_1_FIELDS = frozenset({"genes", "variants", "htsFiles"})
_ASSEMBLIES = {
    "grch38": Assembly.GRCH38,
    "hg38": Assembly.GRCH38,
    "grch37": Assembly.GRCH37,
    "hg19": Assembly.GRCH37,
}


@dataclass(frozen=True, slots=True)
class Packet:
    """A phenopacket as read: the case, and the local note file it names, if any."""

    case: Case
    note_file: Path | None = None


@dataclass(slots=True)
class _Reading:
    """Where one document is being read, and what is wrong with it so far."""

    where: str
    base: Path
    problems: list[Problem] = field(default_factory=list)

    def bad(self, code: str, at: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(Level.ERROR, code, f"{self.where}: {at}", message, remedy))

    def warn(self, code: str, at: str, message: str, remedy: str) -> None:
        self.problems.append(Problem(Level.WARNING, code, f"{self.where}: {at}", message, remedy))


def years(duration: str) -> float | None:
    """Return an ISO 8601 duration in years, or None when it is not one.

    >>> years("P3Y6M"), years("P40D") is not None, years("three")
    (3.5, True, None)
    """
    matched = _DURATION.fullmatch(duration.strip())
    if not matched or not any(matched.groups()):
        return None
    parts = [float(part or 0) for part in matched.groups()]
    return parts[0] + parts[1] / 12 + parts[2] * 7 / 365.25 + parts[3] / 365.25


def read_phenopacket(path: Path) -> Packet:
    """Return the packet in a file.

    Raises
    ------
    BadInput
        with all problems when the file cannot be read or is not a phenopacket v2.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadInput([_not_one(str(path), f"the file is larger than {MAX_BYTES // 2**20} MiB")])
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadInput(
            [Problem(Level.ERROR, "cannot-open", str(path), error.strerror or "cannot be opened", "check the path")]
        ) from error
    except UnicodeDecodeError as error:
        raise BadInput([_not_one(str(path), "the file is not UTF-8 text")]) from error
    return parse_phenopacket(text, where=str(path), base=path.parent)


def parse_phenopacket(text: str, *, where: str, base: Path) -> Packet:
    """Return the packet in a JSON text; relative file paths in it start from ``base``.

    Raises
    ------
    BadInput
        with all problems when it is not a phenopacket v2.
    """
    try:
        document = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        at = f", line {line}" if line else ""
        raise BadInput([_not_one(f"{where}{at}", "the text is not JSON")]) from error
    reading = _Reading(where, base)
    _refuse_what_is_not_v2(document, reading)
    case, note_file = _case(document, reading)
    errors = [problem for problem in reading.problems if problem.level is Level.ERROR]
    if errors:
        raise BadInput(reading.problems)
    return Packet(case, note_file)


def _not_one(where: str, message: str) -> Problem:
    return Problem(
        Level.ERROR,
        "not-a-phenopacket",
        where,
        message,
        "give a GA4GH Phenopacket v2 as JSON (one per line in a batch)",
    )


def _refuse_what_is_not_v2(document: Any, reading: _Reading) -> None:
    if not isinstance(document, dict):
        raise BadInput([_not_one(reading.where, "the JSON is not an object")])
    if "phenopacket" in document or ("proband" in document and "pedigree" in document):
        raise BadInput([_not_one(reading.where, "this is a phenopacket Family, Cohort or wrapper, not a Phenopacket")])
    meta = document.get("metaData")
    version = str(meta.get("phenopacketSchemaVersion", "")) if isinstance(meta, dict) else ""
    features = document.get("phenotypicFeatures")
    negated = isinstance(features, list) and any(isinstance(one, dict) and "negated" in one for one in features)
    if version.startswith("1") or _VERSION_1_FIELDS & document.keys() or negated:
        raise BadInput(
            [
                Problem(
                    Level.ERROR,
                    "phenopacket-version-1",
                    reading.where,
                    "this is a version 1 phenopacket",
                    "convert it to version 2 (phenopacket-tools convert) and run again",
                )
            ]
        )
    if not {"subject", "phenotypicFeatures", "files", "interpretations", "metaData"} & document.keys():
        raise BadInput([_not_one(reading.where, "none of the fields of a phenopacket is there")])


def _case(document: dict[str, Any], reading: _Reading) -> tuple[Case, Path | None]:
    subject = _object(document, "subject", reading)
    case_id = str(document.get("id") or subject.get("id") or "")
    if not case_id:
        reading.warn("no-case-id", "id", "the packet has no id", "give each packet an id")
    sex_text = str(subject.get("sex", "")).upper()
    sex = {"MALE": Sex.MALE, "FEMALE": Sex.FEMALE}.get(sex_text, Sex.UNKNOWN)
    proband = str(subject["id"]) if subject.get("id") else None
    variants, note_file = _files(document, reading)
    secondary = _consent(document, reading)
    case = Case(
        id=case_id,
        sex=sex,
        age_years=_age(subject, reading),
        findings=_findings(document, reading),
        variants=variants,
        proband=proband,
        assembly=next((file.assembly for file in variants if file.assembly), None),
        problems=tuple(reading.problems),
        secondary=secondary,
    )
    return case, note_file


def _object(document: dict[str, Any], key: str, reading: _Reading) -> dict[str, Any]:
    value = document.get(key) or {}
    if isinstance(value, dict):
        return value
    reading.bad("wrong-type", key, "an object is expected here", "see the Phenopacket v2 schema")
    return {}


def _list(document: dict[str, Any], key: str, reading: _Reading) -> list[dict[str, Any]]:
    value = document.get(key) or []
    if not isinstance(value, list):
        reading.bad("wrong-type", key, "a list is expected here", "see the Phenopacket v2 schema")
        return []
    for number, item in enumerate(value):
        if not isinstance(item, dict):
            reading.bad("wrong-type", f"{key}[{number}]", "an object is expected here", "see the Phenopacket v2 schema")
    return [item if isinstance(item, dict) else {} for item in value]


def _age(subject: dict[str, Any], reading: _Reading) -> float | None:
    last = subject.get("timeAtLastEncounter")
    age = last.get("age") if isinstance(last, dict) else None
    duration = age.get("iso8601duration") if isinstance(age, dict) else None
    if not duration:
        return None
    value = years(str(duration))
    if value is None:
        reading.warn(
            "bad-duration",
            "subject.timeAtLastEncounter.age",
            "the age is not an ISO 8601 duration",
            "write it as P3Y6M",
        )
    return value


def _findings(document: dict[str, Any], reading: _Reading) -> tuple[Finding, ...]:
    findings = []
    for number, feature in enumerate(_list(document, "phenotypicFeatures", reading)):
        at = f"phenotypicFeatures[{number}]"
        term = feature.get("type")
        if not isinstance(term, dict) or not isinstance(term.get("id"), str) or not term["id"]:
            reading.bad("no-term", f"{at}.type.id", "the feature has no term id", "give an HPO id such as HP:0001250")
            continue
        excluded = feature.get("excluded", False)
        if not isinstance(excluded, bool):
            reading.bad("wrong-type", f"{at}.excluded", "true or false is expected here", "write true or false")
            excluded = False
        modifiers = (feature.get("severity"), *(_list(feature, "modifiers", reading)))
        findings.append(
            Finding(
                hpo_id=term["id"].strip(),
                label=str(term.get("label", "")),
                status=Status.EXCLUDED if excluded else Status.OBSERVED,
                onset=_onset(feature),
                modifiers=tuple(str(one["id"]) for one in modifiers if isinstance(one, dict) and one.get("id")),
                because=at,
            )
        )
    return tuple(findings)


def _onset(feature: dict[str, Any]) -> str | None:
    onset = feature.get("onset")
    if not isinstance(onset, dict):
        return None
    for key, inner in (("ontologyClass", "id"), ("age", "iso8601duration")):
        value = onset.get(key)
        if isinstance(value, dict) and value.get(inner):
            return str(value[inner])
    return None


def _files(document: dict[str, Any], reading: _Reading) -> tuple[tuple[VariantFile, ...], Path | None]:
    variants: list[VariantFile] = []
    note_file = None
    for number, entry in enumerate(_list(document, "files", reading)):
        at = f"files[{number}]"
        attributes = entry.get("fileAttributes")
        attributes = attributes if isinstance(attributes, dict) else {}
        kind = str(attributes.get("fileFormat", "")).lower()
        if kind not in {"vcf", "text"}:
            continue
        path = _local(str(entry.get("uri", "")), f"{at}.uri", reading)
        if path is None:
            continue
        if kind == "text":
            if note_file is not None:
                reading.warn("several-notes", at, "only the first note was read", "join the notes into one file")
            note_file = note_file or path
            continue
        if variants:
            reading.warn("several-vcfs", at, "only the first VCF was read", "join the VCFs into one (bcftools concat)")
            continue
        samples = entry.get("individualToFileIdentifiers")
        samples = {str(key): str(value) for key, value in samples.items()} if isinstance(samples, dict) else {}
        stated_by = f"{reading.where}: {at}.fileAttributes.genomeAssembly"
        variants.append(VariantFile(path, _assembly(attributes, at, reading), samples, stated_by))
    return tuple(variants), note_file


def _consent(document: dict[str, Any], reading: _Reading) -> Consent:
    """Return what a file's attributes say of secondary findings; one that withholds is enough.

    The standard has no field for consent; ``fileAttributes`` may hold any text under any name.
    """
    found = Consent.NOT_ASKED
    words = {"withheld": Consent.WITHHELD, "given": Consent.GIVEN, "": Consent.NOT_ASKED}
    for number, entry in enumerate(document.get("files") or ()):
        attributes = entry.get("fileAttributes") if isinstance(entry, dict) else None
        said = str(attributes.get(CONSENT, "")).strip().lower() if isinstance(attributes, dict) else ""
        if said not in words:
            at = f"files[{number}].fileAttributes.{CONSENT}"
            reading.bad("consent-unclear", at, "this is neither 'withheld' nor 'given'", "write one of the two")
        elif found is not Consent.WITHHELD:
            found = words[said] if said else found
    return found


def _assembly(attributes: dict[str, Any], at: str, reading: _Reading) -> Assembly | None:
    name = str(attributes.get("genomeAssembly", "")).strip()
    if not name:
        return None
    for known, assembly in _ASSEMBLIES.items():
        if name.lower().startswith(known):
            return assembly
    reading.bad(
        "unknown-assembly",
        f"{at}.fileAttributes.genomeAssembly",
        "this assembly is not known",
        "write GRCh38 or GRCh37",
    )
    return None


def _local(uri: str, at: str, reading: _Reading) -> Path | None:
    """Return the local path a URI names, relative ones from the packet's folder; anything else is refused."""
    try:
        parts = urlsplit(uri)
    except ValueError:  # brackets that hold no IPv6 address
        parts = urlsplit("unusable:")
    if parts.scheme not in {"", "file"} or (parts.scheme == "file" and parts.netloc not in {"", "localhost"}):
        reading.bad(
            "not-a-local-file",
            at,
            "only a local path or file:// is opened",
            "download the file yourself and give its local path",
        )
        return None
    path = Path(unquote(parts.path)) if parts.scheme == "file" else Path(uri)
    if not uri or "\x00" in uri:
        reading.bad("no-uri", at, "the file has no usable uri", "give the local path of the file")
        return None
    placed = path if path.is_absolute() else reading.base / path
    spelt_out = reading.base / unquote(uri)
    return spelt_out if "%" in uri and not placed.exists() and spelt_out.exists() else placed
