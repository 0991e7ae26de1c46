"""ClinVar's two release files."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexome.core.assembly import Assembly
from lexome.core.errors import BadInput
from lexome.formats.official.clinvar_files import ClinVarFile, conditions_of, consequence_of, stars_of

TP53_INFO = (
    "CLNDISDB=MONDO:MONDO:0018875,OMIM:151623|MedGen:CN517202;CLNDN=Li-Fraumeni_syndrome|not_provided;"
    "CLNREVSTAT=reviewed_by_expert_panel;CLNSIG=Pathogenic;GENEINFO=TP53:7157|X:1;"
    "MC=SO:0001583|missense_variant,SO:0001587|nonsense"
)
OTHER_INFO = (
    "CLNREVSTAT=criteria_provided,_single_submitter;CLNSIG=Uncertain_significance,_other;GENEINFO=SAMD11:148398"
)
VCF = f"""##fileformat=VCFv4.1
##reference=GRCh38
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO
17\t7675088\t12374\tC\tT\t.\t.\t{TP53_INFO}
1\t925952\t1019397\tG\tA\t.\t.\t{OTHER_INFO}
1\t925960\t5\tG\t.\t.\t.\tCLNSIG=Benign
1\t925970\t6\tG\tT\t.\t.\tALLELEID=1
"""

SUMMARY = (
    "#AlleleID\tVariationID\tGeneSymbol\tClinicalSignificance\tReviewStatus\tAssembly\tChromosome\tPhenotypeIDS\t"
    "PhenotypeList\tPositionVCF\tReferenceAlleleVCF\tAlternateAlleleVCF\n"
    "27413\t12374\tTP53\tPathogenic\treviewed by expert panel\tGRCh38\t17\tMONDO:MONDO:0018875\tLi-Fraumeni syndrome\t"
    "7675088\tC\tT\n"
    "27413\t12374\tTP53\tPathogenic\treviewed by expert panel\tGRCh37\t17\t-\t-\t7578406\tC\tT\n"
    "1\t2\tX\tPathogenic\tno assertion\tGRCh38\tna\t-\t-\t-1\tna\tna\n"
)


def test_the_vcf_gives_gene_class_stars_terms_and_conditions(tmp_path: Path) -> None:
    (tmp_path / "c.vcf").write_text(VCF, encoding="utf-8")
    file = ClinVarFile(tmp_path / "c.vcf", assembly=Assembly.GRCH38)
    (batch,) = file.batches()
    assert batch.columns["variation"].tolist() == [12374, 1019397]
    assert batch.columns["stars"].tolist() == [3, 1]
    assert batch.words["gene"] == ["TP53", "SAMD11"]
    assert batch.words["significance"] == ["Pathogenic", "Uncertain_significance"]
    assert batch.words["consequence"] == ["stop_gained&missense_variant", ""]
    assert batch.words["conditions"] == ["MONDO:0018875|Li-Fraumeni syndrome", ""]
    assert file.skipped == 2


def test_the_summary_gives_the_rows_of_the_assembly_asked_for(tmp_path: Path) -> None:
    (tmp_path / "variant_summary.txt").write_text(SUMMARY, encoding="utf-8")
    for assembly, start in ((Assembly.GRCH38, 7_675_087), (Assembly.GRCH37, 7_578_405)):
        (batch,) = ClinVarFile(tmp_path / "variant_summary.txt", assembly=assembly).batches()
        assert (batch.start.tolist(), batch.columns["stars"].tolist()) == ([start], [3])


def test_a_vcf_of_another_assembly_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.vcf").write_text(VCF, encoding="utf-8")
    with pytest.raises(BadInput, match="other-assembly"):
        ClinVarFile(tmp_path / "c.vcf", assembly=Assembly.GRCH37)


@pytest.mark.parametrize(
    ("status", "stars"),
    [
        ("practice guideline", 4),
        ("reviewed_by_expert_panel", 3),
        ("criteria_provided,_multiple_submitters,_no_conflicts", 2),
        ("criteria_provided,_conflicting_classifications", 1),
        ("criteria provided, single submitter", 1),
        ("no_assertion_criteria_provided", 0),
        ("no_classification_provided", 0),
    ],
)
def test_stars_are_those_of_the_review_status_page(status: str, stars: int) -> None:
    assert stars_of(status) == stars


def test_conditions_without_a_name_are_left_out_and_terms_come_most_severe_first() -> None:
    assert conditions_of("MedGen:C1|.", "Some;thing|not_specified") == "|Some,thing"
    assert (
        consequence_of("SO:0001627|intron_variant,SO:0001575|splice_donor_variant")
        == "splice_donor_variant&intron_variant"
    )
