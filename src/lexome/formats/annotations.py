"""Consequences that another program wrote into INFO: CSQ of Ensembl VEP, ANN of SnpEff, BCSQ of bcftools csq."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import unquote

from lexome.core.consequence import RANK, Consequence

MAX_ENTRIES = 10_000
"""Annotations read for one record; the rest of a longer field is left unread."""

_FORMAT = re.compile(r"Format:\s*([^\"'>]+)")
_PROGRAMS = {"CSQ": "Ensembl VEP", "vep": "Ensembl VEP", "ANN": "SnpEff", "BCSQ": "bcftools csq"}
_ANN = (
    "Allele", "Annotation", "Annotation_Impact", "Gene_Name", "Gene_ID", "Feature_Type", "Feature_ID",
    "Transcript_BioType", "Rank", "HGVS.c", "HGVS.p", "cDNA.pos / cDNA.length", "CDS.pos / CDS.length",
    "AA.pos / AA.length", "Distance", "ERRORS / WARNINGS / INFO",
)  # fmt: skip
"""Fields of ANN in the order of its specification 1.0 (pcingola.github.io/SnpEff, 'adds ANN')."""
_BCSQ = ("Consequence", "gene", "transcript", "biotype", "strand", "amino_acid_change", "dna_change")
_DNA_CHANGE = re.compile(r"\d+([A-Z]+)>([A-Z*]+)")
"""REF and ALT within dna_change, such as 17418T>A+17419C>G: BCSQ has no column of its own for the allele."""
_BCSQ_TERMS = {
    "missense": "missense_variant", "synonymous": "synonymous_variant", "frameshift": "frameshift_variant",
    "intron": "intron_variant", "splice_acceptor": "splice_acceptor_variant",
    "splice_donor": "splice_donor_variant", "splice_region": "splice_region_variant",
    "5_prime_utr": "5_prime_UTR_variant", "3_prime_utr": "3_prime_UTR_variant",
    "stop_retained": "stop_retained_variant", "start_retained": "start_retained_variant",
    "inframe_altering": "protein_altering_variant", "coding_sequence": "coding_sequence_variant",
    "non_coding": "non_coding_transcript_exon_variant", "intergenic": "intergenic_variant",
}  # fmt: skip
"""Names of bcftools csq that are not Sequence Ontology terms as they stand."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The annotation field of a file: its INFO key, the program that wrote it and the order of its columns."""

    key: str
    source: str
    columns: tuple[str, ...]


def layouts(definitions: Mapping[tuple[str, str], Mapping[str, str]]) -> tuple[Layout, ...]:
    """Return the annotation fields that the INFO definitions of a VCF header, (kind, id) -> attributes, declare."""
    found = []
    for key, program in _PROGRAMS.items():
        definition = definitions.get(("INFO", key))
        if definition is None:
            continue
        fields = _FORMAT.search(definition.get("Description", ""))
        if key == "ANN":
            found.append(Layout(key, program, _ANN))
        elif key == "BCSQ":
            found.append(Layout(key, program, _BCSQ))
        elif fields is not None:
            found.append(Layout(key, program, tuple(fields[1].strip().split("|"))))
    return tuple(found)


def read_annotations(layout: Layout, value: str, *, ref: str, alt: str) -> tuple[Consequence, ...]:
    """Return what one INFO value says of one alternate allele, the most severe first.

    Entries of other alternates are left out; an entry too short for its layout is read as far as it goes.
    """
    wanted = _allele_names(ref, alt)
    found = []
    for entry in value.split(",")[:MAX_ENTRIES]:
        cells = dict(zip(layout.columns, entry.split("|"), strict=False))
        if layout.key == "BCSQ":
            changes = _DNA_CHANGE.findall(cells.get("dna_change", ""))
            if changes and (ref, alt) not in changes:
                continue
            one = _from_bcsq(cells, layout.source)
        elif cells.get("Allele", alt) not in wanted:
            continue
        else:
            one = (_from_ann if layout.key == "ANN" else _from_csq)(cells, layout.source)
        if one.terms:
            found.append(one)
    return tuple(sorted(found, key=lambda one: (not one.mane_select, one.severity, one.transcript)))


def differences(ours: Iterable[Consequence], theirs: Iterable[Consequence]) -> tuple[str, ...]:
    """Return, for each transcript that both tell of, what they do not agree on, each source named.

    Transcripts are the same when their accession is, whatever the version; what counts is the most severe term.
    """
    known = {name: one for one in ours for name in _accessions(one)}
    said = []
    for other in theirs:
        own = known.get(other.transcript.split(".")[0])
        if own is not None and own.terms and own.terms[0] not in other.terms and not own.needs_reference:
            said.append(f"{other.transcript}: {other.source} says {other.text}, {own.source} says {own.text}")
    return tuple(said)


def completed(ours: Iterable[Consequence], theirs: Iterable[Consequence]) -> tuple[Consequence, ...]:
    """Return our consequences, with the program's word where ours waits for the reference; its source is named."""
    stated = {one.transcript.split(".")[0]: one for one in theirs if one.transcript and one.terms}
    return tuple(_with_word(one, stated) if one.needs_reference else one for one in ours)


def _with_word(one: Consequence, stated: Mapping[str, Consequence]) -> Consequence:
    other = next((stated[name] for name in sorted(_accessions(one)) if name in stated), None)
    if other is None or set(other.terms) <= {"coding_sequence_variant"}:
        return one
    return replace(
        one,
        terms=other.terms,
        hgvs_c=one.hgvs_c or other.hgvs_c,
        hgvs_p=other.hgvs_p,
        ref_amino_acids=other.ref_amino_acids,
        alt_amino_acids=other.alt_amino_acids,
        needs_reference=False,
        source=f"{other.source}, on the transcript of {one.source}",
    )


def _accessions(one: Consequence) -> set[str]:
    named = (one.hgvs_c or "").partition(":")[0]
    return {name.split(".")[0] for name in (one.transcript, named) if name}


def _allele_names(ref: str, alt: str) -> set[str]:
    """Return how VEP and SnpEff may name an alternate: whole, or without the shared first base, '-' for nothing."""
    names = {alt}
    if ref[:1] == alt[:1] and len(ref) != len(alt):
        names.add(alt[1:] or "-")
    return names


def _from_csq(cells: Mapping[str, str], source: str) -> Consequence:
    before, _, after = cells.get("Amino_acids", "").partition("/")
    return Consequence(
        transcript=cells.get("Feature", "") if cells.get("Feature_type", "Transcript") == "Transcript" else "",
        gene_symbol=cells.get("SYMBOL", ""),
        gene_id=cells.get("HGNC_ID", "") or cells.get("Gene", ""),
        terms=_terms(cells.get("Consequence", "")),
        hgvs_c=_text(cells, "HGVSc"),
        hgvs_p=_text(cells, "HGVSp"),
        cds_position=_number(cells.get("CDS_position", "")),
        protein_position=_number(cells.get("Protein_position", "")),
        exon=_number(cells.get("EXON", "")),
        exon_count=_number(cells.get("EXON", "").partition("/")[2]),
        intron=_number(cells.get("INTRON", "")),
        ref_amino_acids=before or None,
        alt_amino_acids=after or before or None,
        mane_select=bool(cells.get("MANE_SELECT")),
        source=source,
    )


def _from_ann(cells: Mapping[str, str], source: str) -> Consequence:
    transcript = cells.get("Feature_ID", "") if cells.get("Feature_Type", "") == "transcript" else ""
    terms = _terms(cells.get("Annotation", ""))
    in_exon = "intron_variant" not in terms
    names = {key: _text(cells, key) for key in ("HGVS.c", "HGVS.p")}
    return Consequence(
        transcript=transcript,
        gene_symbol=cells.get("Gene_Name", ""),
        gene_id=cells.get("Gene_ID", ""),
        terms=terms,
        hgvs_c=f"{transcript}:{names['HGVS.c']}" if names["HGVS.c"] and transcript else None,
        hgvs_p=f"{transcript}:{names['HGVS.p']}" if names["HGVS.p"] and transcript else None,
        cds_position=_number(cells.get("CDS.pos / CDS.length", "")),
        protein_position=_number(cells.get("AA.pos / AA.length", "")),
        protein_length=_number(cells.get("AA.pos / AA.length", "").partition("/")[2]),
        exon=_number(cells.get("Rank", "")) if in_exon else None,
        exon_count=_number(cells.get("Rank", "").partition("/")[2]) if in_exon else None,
        intron=None if in_exon else _number(cells.get("Rank", "")),
        source=source,
    )


def _from_bcsq(cells: Mapping[str, str], source: str) -> Consequence:
    text = cells.get("Consequence", "").lstrip("*")
    if text.startswith("@"):
        text = ""  # told at another record of the same haplotype
    change = cells.get("amino_acid_change", "")
    before, _, after = change.partition(">")
    return Consequence(
        transcript=cells.get("transcript", ""),
        gene_symbol=cells.get("gene", ""),
        gene_id="",
        terms=_terms("&".join(_BCSQ_TERMS.get(term, term) for term in text.split("&") if term)),
        protein_position=_number(before),
        ref_amino_acids=before.lstrip("0123456789") or None,
        alt_amino_acids=(after or before).lstrip("0123456789") or None,
        source=source,
    )


def _terms(text: str) -> tuple[str, ...]:
    known = [term for term in text.split("&") if term in RANK]
    return tuple(sorted(set(known), key=RANK.__getitem__))


def _text(cells: Mapping[str, str], key: str) -> str | None:
    return unquote(cells.get(key, "")) or None


def _number(text: str) -> int | None:
    """Return the first number of '12', '12-14', '3/24' or '?-7', None where there is none."""
    match = re.match(r"\??-?(\d{1,9})", text)
    return int(match[1]) if match else None
