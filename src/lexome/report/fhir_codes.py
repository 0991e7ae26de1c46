"""Codes of the FHIR Genomics Reporting guide (STU 3) and how they are written; LOINC 2.x answers by their list."""

from __future__ import annotations

from typing import Any

LOINC = "http://loinc.org"
HPO = "http://human-phenotype-ontology.org"
HGNC = "http://www.genenames.org"
HGVS = "http://varnomen.hgvs.org"
SEQUENCE_ONTOLOGY = "http://sequenceontology.org"
NUCCORE = "http://www.ncbi.nlm.nih.gov/nuccore"
ENSEMBL = "http://www.ensembl.org"
CLINVAR = "http://www.ncbi.nlm.nih.gov/clinvar"
UCUM = "http://unitsofmeasure.org"
GUIDE = "http://hl7.org/fhir/uv/genomics-reporting"
PROFILES = f"{GUIDE}/StructureDefinition/"
TBD = f"{GUIDE}/CodeSystem/tbd-codes-cs"
PHASES = "http://terminology.hl7.org/CodeSystem/sequence-phase-relationship-cs"

LABORATORY = {
    "system": "http://terminology.hl7.org/CodeSystem/observation-category",
    "code": "laboratory",
    "display": "Laboratory",
}
GENETICS = {"system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "GE", "display": "Genetics"}

COMPONENTS = {
    "48018-6": "Gene studied [ID]",
    "62374-4": "Human reference sequence assembly version",
    "48000-4": "Chromosome [Identifier] in Blood or Tissue by Molecular genetics method",
    "48004-6": "DNA change (c.HGVS)",
    "48005-3": "Amino acid change (pHGVS)",
    "81290-9": "Genomic DNA change (gHGVS)",
    "51958-7": "Transcript reference sequence [ID]",
    "48013-7": "Genomic reference sequence [ID]",
    "92822-6": "Genomic coordinate system [Type]",
    "81254-5": "Genomic allele start-end",
    "69547-8": "Genomic ref allele [ID]",
    "69551-0": "Genomic alt allele [ID]",
    "48019-4": "DNA change type",
    "48002-0": "Genomic source class [Type]",
    "53034-5": "Allelic state",
    "81258-6": "Sample variant allelic frequency [NFr]",
    "94186-4": "Origin of germline genetic variant [Type]",
    "81252-9": "Discrete genetic variant",
    "53037-8": "Genetic variation clinical significance [Imp]",
    "81259-4": "Associated phenotype",
}
"""LOINC codes of components, with their names."""

SIGNIFICANCE = {
    "pathogenic": ("LA6668-3", "Pathogenic"),
    "likely_pathogenic": ("LA26332-9", "Likely pathogenic"),
    "uncertain": ("LA26333-7", "Uncertain significance"),
    "likely_benign": ("LA26334-5", "Likely benign"),
    "benign": ("LA6675-8", "Benign"),
}
"""Answers of LL4034-6."""

ALLELIC_STATES = {
    "heteroplasmic": ("LA6703-8", "Heteroplasmic"),
    "homoplasmic": ("LA6704-6", "Homoplasmic"),
    "homozygous": ("LA6705-3", "Homozygous"),
    "heterozygous": ("LA6706-1", "Heterozygous"),
    "hemizygous": ("LA6707-9", "Hemizygous"),
}
"""Answers of LL381-5."""

ASSEMBLIES = {"GRCh37": ("LA14029-5", "GRCh37"), "GRCh38": ("LA26806-2", "GRCh38")}
"""Answers of LL1040-6."""

ORIGINS = {"from the mother": ("LA26320-4", "Maternal"), "from the father": ("LA26321-2", "Paternal")}
"""Answers of LL5489-1."""

PRESENCE = {"reference": ("LA9634-2", "Absent"), "not called": ("LA18198-4", "No call")}
"""Answers of LL1971-2 where the patient's genotype is not that of a carrier."""

PRESENT = ("LA9633-4", "Present")

CHANGES = {
    "SNV": "SO:0001483",
    "MNV": "SO:0002007",
    "deletion": "SO:0000159",
    "insertion": "SO:0000667",
    "delins": "SO:1000032",
    "duplication": "SO:1000035",
    "inversion": "SO:1000036",
}
"""Sequence Ontology terms of a change of DNA."""

_CHROMOSOMES = (
    "LA21254-0 LA21255-7 LA21256-5 LA21257-3 LA21258-1 LA21259-9 LA21260-7 LA21261-5 LA21262-3 LA21263-1 LA21264-9 "
    "LA21265-6 LA21266-4 LA21267-2 LA21268-0 LA21269-8 LA21270-6 LA21271-4 LA21272-2 LA21273-0 LA21274-8 LA21275-5 "
    "LA21276-3 LA21277-1"
)
CHROMOSOMES = dict(zip((*(str(number) for number in range(1, 23)), "X", "Y"), _CHROMOSOMES.split(), strict=True))
"""Answers of LL2938-0."""

INHERITANCE = {
    "autosomal dominant": "HP:0000006",
    "autosomal recessive": "HP:0000007",
    "X-linked": "HP:0001417",
    "X-linked dominant": "HP:0001423",
    "X-linked recessive": "HP:0001419",
    "Y-linked": "HP:0001450",
    "mitochondrial": "HP:0001427",
    "digenic": "HP:0010984",
    "oligogenic": "HP:0010983",
    "polygenic": "HP:0010982",
}
"""HPO terms of the modes of inheritance."""

_CATALOGUES = {
    "OMIM": ("http://www.omim.org", False),
    "ORPHA": ("http://www.orpha.net", False),
    "MONDO": ("http://purl.obolibrary.org/obo/mondo.owl", True),
}
"""System of each catalogue of diseases, and whether its codes carry the prefix."""


def loinc(code: str, display: str) -> dict[str, str]:
    """Return a LOINC coding."""
    return {"system": LOINC, "code": code, "display": display}


def coded(*codings: dict[str, str]) -> dict[str, Any]:
    """Return a CodeableConcept."""
    return {"coding": list(codings)}


def component(code: str, **value: Any) -> dict[str, Any]:
    """Return a component of an observation with its one value."""
    return {"code": coded(loinc(code, COMPONENTS[code])), **value}


def disease_coding(disease_id: str) -> dict[str, str] | None:
    """Return the coding of a disease, None for a catalogue without a system in FHIR.

    >>> disease_coding("OMIM:147920"), disease_coding("DECIPHER:14")
    ({'system': 'http://www.omim.org', 'code': '147920'}, None)
    """
    prefix, _, number = disease_id.partition(":")
    if prefix not in _CATALOGUES or not number.isdecimal():
        return None
    system, whole = _CATALOGUES[prefix]
    return {"system": system, "code": disease_id if whole else number}
