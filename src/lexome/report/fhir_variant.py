"""A variant as the Observation of profile ``variant`` of the FHIR Genomics Reporting guide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lexome.core.allele import Allele
from lexome.report.exchange import KnownNames, accession, allele_of, carried_by_patient, genomic_hgvs
from lexome.report.fhir_codes import (
    ALLELIC_STATES,
    ASSEMBLIES,
    CHANGES,
    CHROMOSOMES,
    CLINVAR,
    ENSEMBL,
    GENETICS,
    HGNC,
    HGVS,
    LABORATORY,
    NUCCORE,
    ORIGINS,
    PRESENCE,
    PRESENT,
    PROFILES,
    SEQUENCE_ONTOLOGY,
    UCUM,
    coded,
    component,
    loinc,
)
from lexome.report.variant_schema import ClinVarRecord, GenotypeRecord, VariantRecord
from lexome.report.wording import clean, printable

Component = dict[str, Any]

_SYMBOLIC = {"<DEL": "deletion", "<DUP": "duplication", "<INS": "insertion", "<INV": "inversion"}


def variant_observation(record: VariantRecord, known: KnownNames, *, number: int, subject: str) -> dict[str, Any]:
    """Return the observation; positions are 1-based, both ends included, as the coordinate system in it says."""
    carried = carried_by_patient(record)
    presence = PRESENCE.get(carried.zygosity, PRESENT) if carried else PRESENT
    allele = allele_of(record.variant)
    components = [
        *_names(record, known),
        *(_place(allele) if allele else ()),
        *(_in_patient(record, carried) if carried else ()),
        *_clinvar(record),
    ]
    observation = {
        "resourceType": "Observation",
        "id": f"variant-{number}",
        "meta": {"profile": [PROFILES + "variant"]},
        "status": "preliminary",
        "category": [coded(LABORATORY), coded(GENETICS)],
        "code": coded(loinc("69548-6", "Genetic variant assessment")),
        "subject": {"reference": subject},
        "valueCodeableConcept": coded(loinc(*presence)),
    }
    return {**observation, "component": components} if components else observation


def _names(record: VariantRecord, known: KnownNames) -> Iterator[Component]:
    if record.gene:
        gene = clean(record.gene)
        hgnc = known.hgnc.get(record.gene)
        coding = coded({"system": HGNC, "code": hgnc, "display": gene}) if hgnc else {"text": gene}
        yield component("48018-6", valueCodeableConcept=coding)
    for code, name in (("48004-6", record.hgvs_c), ("48005-3", record.hgvs_p)):
        if name:
            yield component(code, valueCodeableConcept=_hgvs(name))
    if record.transcript:
        yield component("51958-7", valueCodeableConcept=_transcript(clean(record.transcript)))


def _hgvs(name: str) -> dict[str, Any]:
    """Return an HGVS name as code; one that a code cannot hold (a blank at an end, a line break) is text."""
    written = clean(name)
    return coded({"system": HGVS, "code": written, "display": written}) if _is_code(written) else {"text": written}


def _is_code(text: str) -> bool:
    """Whether the text is a FHIR code: no blank at its ends, none but single blanks within."""
    return bool(text) and " ".join(text.split()) == text


def _transcript(name: str) -> dict[str, Any]:
    system = ENSEMBL if name.startswith("ENST") else NUCCORE if name[:3] in {"NM_", "NR_", "XM_"} else None
    return coded({"system": system, "code": name}) if system and _is_code(name) else {"text": name}


def _place(allele: Allele) -> Iterator[Component]:
    yield component("62374-4", valueCodeableConcept=coded(loinc(*ASSEMBLIES[allele.assembly.value])))
    chromosome = CHROMOSOMES.get(allele.contig)
    if chromosome:
        told = loinc(chromosome, f"Chromosome {allele.contig}")
        yield component("48000-4", valueCodeableConcept=coded(told))
    sequence = accession(allele)
    if sequence:
        yield component("48013-7", valueCodeableConcept=coded({"system": NUCCORE, "code": sequence}))
    name = genomic_hgvs(allele)
    if name:
        yield component("81290-9", valueCodeableConcept=_hgvs(name))
    counting = loinc("LA30102-0", "1-based character counting")
    yield component("92822-6", valueCodeableConcept=coded(counting))
    yield component(
        "81254-5", valueRange={"low": {"value": allele.pos}, "high": {"value": max(allele.end, allele.pos)}}
    )
    yield component("69547-8", valueString=printable(allele.ref))
    if not allele.is_symbolic:
        yield component("69551-0", valueString=printable(allele.alt))
    change = change_type(allele)
    if change:
        term = {"system": SEQUENCE_ONTOLOGY, "code": CHANGES[change], "display": change}
        yield component("48019-4", valueCodeableConcept=coded(term))


def change_type(allele: Allele) -> str | None:
    """Return the kind of change of DNA; an insertion that repeats its neighbours is not told apart.

    >>> [change_type(Allele.parse(f"GRCh38:1:100:{change}")) for change in ("A:T", "CTT:C", "C:CA", "CA:GT", "CAT:GA")]
    ['SNV', 'deletion', 'insertion', 'MNV', 'delins']
    """
    bare = allele.trimmed()
    if bare.is_symbolic:
        return _SYMBOLIC.get(bare.alt[:4])
    if len(bare.ref) == len(bare.alt):
        return "SNV" if bare.is_snv else "MNV"
    if len(bare.alt) == 1 and bare.ref[0] == bare.alt:
        return "deletion"
    return "insertion" if len(bare.ref) == 1 and bare.alt[0] == bare.ref else "delins"


def _in_patient(record: VariantRecord, carried: GenotypeRecord) -> Iterator[Component]:
    state = ALLELIC_STATES.get(carried.zygosity)
    if state:
        yield component("53034-5", valueCodeableConcept=coded(loinc(*state)))
        yield component("48002-0", valueCodeableConcept=coded(loinc("LA6683-2", "Germline")))
    if carried.alt_fraction is not None:
        share = {"value": carried.alt_fraction, "unit": "relative frequency", "system": UCUM, "code": "1"}
        yield component("81258-6", valueQuantity=share)
    if record.inheritance in ORIGINS:
        yield component("94186-4", valueCodeableConcept=coded(loinc(*ORIGINS[record.inheritance])))
    elif record.inheritance.startswith("de novo"):
        yield component("94186-4", valueCodeableConcept={"text": clean(record.inheritance)})


def _clinvar(record: VariantRecord) -> Iterator[Component]:
    if not isinstance(record.clinvar, ClinVarRecord):
        return
    name = clean(record.clinvar.variation_id or record.clinvar.citation.record)
    if _is_code(name):
        yield component("81252-9", valueCodeableConcept=coded({"system": CLINVAR, "code": name}))
