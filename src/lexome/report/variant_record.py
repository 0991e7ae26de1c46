"""A graded variant as the record of the report and of ``interpret``: every field from the facts it was graded on."""

from __future__ import annotations

import re
from collections.abc import Mapping

from lexome.core.call import Call, Genotype
from lexome.core.classification import Classification
from lexome.core.consequence import Consequence
from lexome.core.facts import Absent, Unknown
from lexome.core.family import DeNovo, FamilyFacts
from lexome.core.variant import Effect, VariantFacts
from lexome.core.variant import Frequencies as FrequencyFacts
from lexome.report import variant_schema as schema


def variant_record(
    facts: VariantFacts,
    graded: Classification,
    *,
    call: Call | None = None,
    people: Mapping[str, str] | None = None,
) -> schema.VariantRecord:
    """Return the record; ``people`` gives the relation of each sample to show, the patient first."""
    told = facts.consequence
    bare = schema.VariantRecord(
        variant=str(facts.allele),
        genotypes=genotype_records(call, people or {}),
        inheritance=origin(facts.family),
        filters=call.filters if call else (),
        quality=call.quality if call else None,
        record_id=call.record_id if call else None,
        line=call.line if call else None,
        other_transcripts=tuple(_effect_on(one) for one in facts.consequences if one is not told and one.transcript),
        clinvar=_clinvar(facts),
        frequencies=_frequencies(facts, graded),
        literature=_literature(graded),
        effects=tuple(_model(each) for each in (facts.splice, facts.missense) if isinstance(each, Effect)),
        caveats=facts.notes,
    )
    described = bare if isinstance(told, Unknown) else bare.model_copy(update=_described(told))
    return described.model_copy(update=_graded(graded))


def _described(told: Consequence) -> dict[str, object]:
    return {
        "gene": told.gene_symbol or None,
        "transcript": told.transcript or None,
        "mane_select": told.mane_select,
        "hgvs_c": told.hgvs_c,
        "hgvs_p": told.hgvs_p,
        "consequence": told.text,
        "exon": told.exon,
        "intron": told.intron,
        "exon_count": told.exon_count,
        "protein_position": told.protein_position,
        "protein_length": told.protein_length,
        "escapes_nmd": told.escapes_nmd,
    }


def _graded(graded: Classification) -> dict[str, object]:
    return {
        "criteria": tuple(
            schema.CriterionMet(
                code=item.code,
                strength=item.strength.label if item.strength else "",
                points=item.strength.points if item.strength else 0,
                because=item.because,
                citations=item.citations,
                curated_by=graded.curators.get(item.code),
            )
            for item in graded.met
        ),
        "not_met": tuple(
            schema.CriterionNotMet(
                code=item.code,
                because=item.because,
                citations=item.citations,
                curated_by=graded.curators.get(item.code),
            )
            for item in graded.not_met
        ),
        "not_assessable": tuple(
            schema.CriterionNotAssessable(code=item.code, why=item.why, remedy=item.remedy)
            for item in graded.not_assessable
        ),
        "set_aside": tuple(
            schema.CriterionSetAside(
                code=each.evidence.code,
                strength=each.evidence.strength.label if each.evidence.strength else "",
                kept=each.kept.label if each.kept else None,
                because=each.because,
                reference=each.reference,
            )
            for each in graded.set_aside
        ),
        "points": graded.points,
        "classification": graded.classification.value,
        "combination_2015": graded.combination_2015.value,
        "rules": graded.specification or graded.rule_set,
    }


def _effect_on(told: Consequence) -> schema.TranscriptEffect:
    return schema.TranscriptEffect(
        transcript=told.transcript,
        consequence=told.text,
        hgvs_c=told.hgvs_c,
        hgvs_p=told.hgvs_p,
        mane_select=told.mane_select,
    )


def genotype_records(call: Call | None, people: Mapping[str, str]) -> tuple[schema.GenotypeRecord, ...]:
    """Return what each of these people carries, in their order."""
    if call is None:
        return ()
    return tuple(
        _genotype(name, relation, call.genotypes[name]) for name, relation in people.items() if name in call.genotypes
    )


def _genotype(name: str, relation: str, carried: Genotype) -> schema.GenotypeRecord:
    return schema.GenotypeRecord(
        person=name,
        relation=relation,
        zygosity=carried.zygosity.value,
        alt_copies=carried.alt_copies,
        ploidy=carried.ploidy,
        phased=carried.phased,
        depth=carried.depth,
        alt_fraction=carried.alt_fraction,
        genotype_quality=carried.genotype_quality,
    )


def origin(family: FamilyFacts) -> str:
    """Return where the allele came from, in words; '' when it is not known."""
    de_novo = family.de_novo
    if isinstance(de_novo, DeNovo):
        return {True: "de novo", None: "de novo, parentage not confirmed", False: ""}[de_novo.parentage]
    return "inherited" if isinstance(de_novo, Absent) else ""


def _clinvar(facts: VariantFacts) -> schema.ClinVarRecord | schema.NotThere | schema.NotLooked:
    match facts.clinvar:
        case Unknown(why, remedy):
            return schema.NotLooked(why=why, remedy=remedy)
        case Absent(looked_in):
            return schema.NotThere(looked_in=looked_in)
        case record:
            return schema.ClinVarRecord(
                significance=record.significance.value,
                stars=record.stars,
                variation_id=record.citation.record if record.citation.record.startswith("VCV") else None,
                conditions=record.conditions,
                citation=record.citation,
            )


def _frequencies(
    facts: VariantFacts, graded: Classification
) -> schema.Frequencies | schema.NotThere | schema.NotLooked:
    match facts.frequencies:
        case Unknown(why, remedy):
            return schema.NotLooked(why=why, remedy=remedy)
        case Absent(looked_in):
            return schema.NotThere(looked_in=looked_in)
        case FrequencyFacts(populations, citation):
            filtering = [each.faf95 for each in populations if each.faf95 is not None]
            return schema.Frequencies(
                populations=tuple(
                    schema.PopulationFrequency(
                        population=each.population,
                        fraction=each.fraction,
                        allele_count=each.allele_count,
                        allele_number=each.allele_number,
                        homozygotes=each.homozygotes,
                    )
                    for each in populations
                ),
                thresholds=tuple(
                    schema.FrequencyThreshold(name=code, fraction=value) for code, value in graded.frequency_thresholds
                ),
                filtering_fraction=max(filtering) if filtering else None,
                citation=citation,
            )


_PUBLICATION = re.compile(r"(?:PMID:? ?(\d{1,8})|(?:doi:|https://doi\.org/)(10\.\d{4,9}/[^\s;,)\]]+))", re.IGNORECASE)


def _literature(graded: Classification) -> tuple[str, ...]:
    """Return the publications that curators' reasons and the records behind the criteria name, each once."""
    texts = [item.because for item in graded.met if item.code in graded.curators]
    texts += [item.because for item in graded.not_met if item.code in graded.curators]
    texts += [f"{each.source} {each.record}" for item in graded.met for each in item.citations]
    found = (match for text in texts for match in _PUBLICATION.finditer(text))
    ids = (f"PMID:{match[1]}" if match[1] else f"doi:{match[2].rstrip('.')}" for match in found)
    return tuple(dict.fromkeys(ids))


def _model(effect: Effect) -> schema.ModelEffect:
    return schema.ModelEffect(model=effect.model, value=effect.value, unit=effect.unit, meaning=effect.kind)
