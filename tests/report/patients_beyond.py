"""Fictional patients whose answer lies beyond small variants, and reports with secondary findings looked for."""

from __future__ import annotations

from lexome.core.facts import Citation
from lexome.report.event_schema import DisomyRecord, Events, RepeatRecord, SchemeLine, StructuralRecord
from lexome.report.schema import (
    Change,
    DiagnosisReport,
    EvidenceRecord,
    NextQuestion,
    SecondaryFinding,
    SecondaryFindings,
)
from lexome.report.variant_schema import GenotypeRecord, VariantRecord
from report.patients import dominant, recessive, unsolved

RIGGS = Citation("Riggs 2020", "", "doi:10.1038/s41436-019-0686-8")
LOCI = Citation("Disease repeat loci", "0.10.2", "HTT GeneReviews NBK1305")
DELETION = StructuralRecord(
    variant="GRCh38:22:18912230:N:<DEL>",
    name="copy-number loss 22:18,912,231–21,465,672 (2.6 Mb)",
    band="22q11.21",
    contig="22",
    start=18_912_231,
    end=21_465_672,
    zygosity="heterozygous",
    copy_number=1.0,
    genes=("PRODH", "DGCR2", "TSSK2", "ESS2", "GSC2", "SLC25A1", "CLTCL1", "HIRA", "TBX1"),
    classification="likely_pathogenic",
    points=0.90,
    lines=(SchemeLine(code="3C", points=0.90, because="46 protein-coding genes", citations=(RIGGS,)),),
    weighed=True,
    line=35_717,
)
DOUBTED = DELETION.model_copy(
    update={
        "variant": "GRCh38:7:50000001:N:<DEL>",
        "name": "copy-number loss 7:50,000,002–55,000,000 (5.0 Mb)",
        "band": "7p12.2p11.2",
        "weighed": False,
        "because": "61 of 67 variants within it are heterozygous, which one copy cannot be",
    }
)
REPEAT = RepeatRecord(
    locus="HTT",
    gene="HTT",
    disease="Huntington disease",
    unit="CAG",
    units=(17.0, 44.0),
    intervals=((17.0, 17.0), (42.0, 47.0)),
    normal_max=34,
    pathologic_min=36,
    verdict="pathologic",
    citation=LOCI,
)
DISOMY = DisomyRecord(
    contig="15",
    start=22_000_000,
    end=101_000_000,
    what="maternal uniparental disomy of chromosome 15 (heterodisomy)",
    because="112 sites lack the other parent's allele, 0 have it",
    disorders=("Prader-Willi syndrome (OMIM:176270)",),
)


def _resting(report: DiagnosisReport, events: Events, because: str, **update: object) -> DiagnosisReport:
    """Return a report whose first diagnosis rests on an event instead of on variants."""
    top = report.differential[0]
    code = str(update["mechanism"])
    kept = tuple(item for item in top.evidence if item.about.startswith("HP:"))
    evidence = (EvidenceRecord(code=code, log10_lr=3.6, because=because, about=""), *kept)
    first = top.model_copy(update={"variants": (), "flags": (), "evidence": evidence, **update})
    asked = NextQuestion(question="Confirm it by another method.", why="A caller's word is no proof.", kind="test")
    return report.model_copy(
        update={
            "differential": (first, *report.differential[1:]),
            "variants": (),
            "events": events,
            "combinations": (),
            "next_questions": (asked, *report.next_questions),
        }
    )


def expansion() -> DiagnosisReport:
    """Return a repeat expansion, with what changed since an earlier report."""
    report = _resting(
        dominant(),
        Events(repeats=(REPEAT,)),
        "17 and 44 CAG units in HTT: normal to 34, pathologic from 36",
        disease_id="OMIM:143100",
        disease_name="Huntington disease",
        genes=("HTT",),
        mechanism="repeat expansion",
        event="HTT: 44 CAG units (normal to 34, pathologic from 36)",
        posterior=0.995,
    )
    change = Change(
        what="Finding: Chorea", before="not there", after="present", because="new finding: Chorea (present)"
    )
    return report.model_copy(update={"changes": (change,)})


def disomy() -> DiagnosisReport:
    """Return a chromosome from one parent, beside a deletion that is weighed and one that is not."""
    return _resting(
        recessive(),
        Events(structural=(DELETION, DOUBTED), structural_left_out=812, disomies=(DISOMY,)),
        "112 sites lack the other parent's allele, 0 have it",
        disease_id="OMIM:176270",
        disease_name="Prader-Willi syndrome",
        genes=("HERC2", "IPW", "MAGEL2", "MKRN3", "NDN"),
        mechanism="uniparental disomy",
        event="maternal uniparental disomy of chromosome 15 (heterodisomy)",
        posterior=0.95,
    )


def _carried(variant: str, **update: object) -> VariantRecord:
    person = GenotypeRecord(person="DEMO-1", relation="patient", zygosity="heterozygous", alt_copies=1, ploidy=2)
    record = VariantRecord(variant=variant, consequence="frameshift_variant", genotypes=(person,))
    return record.model_copy(update=update)


def secondary_found() -> DiagnosisReport:
    """Return secondary findings: a small variant, and exons that are lost."""
    small = _carried("GRCh38:17:43057062:T:TG", gene="BRCA1", classification="likely_pathogenic", points=8)
    loss = _carried(
        "GRCh38:2:47403192:N:<DEL>",
        gene="MSH2",
        name="copy-number loss 2:47,403,193–47,414,421 (11 kb)",
        consequence="copy_number_loss",
        classification="likely_pathogenic",
    )
    told = (
        (small, "hereditary breast and ovarian cancer", "likely pathogenic by its criteria"),
        (loss, "Lynch syndrome", "exons 1 to 5 deleted; nonsense-mediated decay is predicted"),
    )
    findings = tuple(
        SecondaryFinding(
            gene=str(record.gene),
            disorder=disorder,
            variant=record.variant,
            rule="one allele is enough",
            grounds=grounds,
            record=record,
        )
        for record, disorder, grounds in told
    )
    return _looked_for(dominant(), findings)


def secondary_none() -> DiagnosisReport:
    """Return a report whose secondary findings were looked for and not found."""
    return _looked_for(unsolved(), ())


def _looked_for(report: DiagnosisReport, findings: tuple[SecondaryFinding, ...]) -> DiagnosisReport:
    said = SecondaryFindings(
        state="reported",
        variants=tuple(one.variant for one in findings),
        findings=findings,
        because="ACMG SF v3.3 (doi:10.1016/j.gim.2025.101454), 84 genes",
        looked_at="93 small variants were graded in these genes, and 1 structural call in them looked at",
        not_seen=("Regions that were not sequenced well enough: a variant file does not tell.",),
    )
    return report.model_copy(update={"secondary_findings": said})


BEYOND = {
    "expansion": expansion,
    "disomy": disomy,
    "secondary_found": secondary_found,
    "secondary_none": secondary_none,
}
