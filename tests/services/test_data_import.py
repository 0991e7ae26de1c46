"""Every kind of official file, taken into use and asked."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from formats.small_vcf import sites_vcf
from lexome.core.allele import Allele
from lexome.core.assembly import Assembly
from lexome.core.errors import BadInput
from lexome.core.facts import Absent, Unknown
from lexome.core.hypothesis import Inheritance
from lexome.core.settings import Settings
from lexome.core.variant import ClinVarRecord, Constraint, Effect, Frequencies, Significance
from lexome.lab import Lab
from lexome.services import data_import


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab(Settings(tmp_path / "data", tmp_path / "cache"))


def _import(lab: Lab, kind: str, *files: Path, release: str, **more: object) -> data_import.Answer:
    return data_import.run(data_import.Ask(kind=kind, files=files, release=release, **more), lab)


def test_a_later_release_replaces_an_earlier_one_of_the_same_name_and_stands_beside_others(
    lab: Lab, tmp_path: Path
) -> None:
    for version, count in (("v4.0", 1), ("v4.1", 7)):
        path = sites_vcf(tmp_path / "s.vcf", [("chr1", 100, "A", "C", f"AC={count};AN=10")])
        _import(lab, "population", path, release=f"gnomAD {version} exomes")
    other = sites_vcf(tmp_path / "o.vcf", [("chr1", 100, "A", "C", "AC=2;AN=10")])
    _import(lab, "population", other, release="gnomAD v4.1 genomes")
    found = lab.knowledge("population").frequencies(Allele.parse("GRCh38:1:100:A:C"))
    assert isinstance(found, Frequencies)
    assert [each.allele_count for each in found.populations] == [7, 2]
    assert found.citation.release == "gnomAD v4.1 exomes; gnomAD v4.1 genomes"
    folders = [path for path in (lab.settings.data_dir / "population").iterdir() if path.is_dir()]
    assert len(folders) == 2


def test_a_release_on_the_older_assembly_stands_beside_and_replaces_nothing(lab: Lab, tmp_path: Path) -> None:
    for version, assembly, count in (("v4.1", "GRCh38", 7), ("v2.1", "GRCh37", 3)):
        path = sites_vcf(tmp_path / "s.vcf", [("chr1", 100, "A", "C", f"AC={count};AN=10")])
        path.write_text(path.read_text().replace("248956422", "249250621" if assembly == "GRCh37" else "248956422"))
        _import(lab, "population", path, release=f"gnomAD {version} exomes", assembly=assembly)
    for assembly, count in (("GRCh38", 7), ("GRCh37", 3)):
        found = lab.knowledge("population").frequencies(Allele.parse(f"{assembly}:1:100:A:C"))
        assert isinstance(found, Frequencies)
        assert [each.allele_count for each in found.populations] == [count]


def test_with_a_bed_a_site_outside_is_unknown_and_inside_absent(lab: Lab, tmp_path: Path) -> None:
    path = sites_vcf(tmp_path / "s.vcf", [("chr1", 100, "A", "C", "AC=1;AN=10"), ("chr1", 900, "A", "C", "AC=1;AN=10")])
    bed = tmp_path / "c.bed"
    bed.write_text("chr1\t90\t110\nchr2\t5\t9\n", encoding="utf-8")
    answer = _import(lab, "population", path, release="R", covered=bed)
    population = lab.knowledge("population")
    assert answer.covered_bases == 24
    assert isinstance(population.frequencies(Allele.parse("GRCh38:1:105:A:T")), Absent)
    assert isinstance(population.frequencies(Allele.parse("GRCh38:2:6:A:T")), Absent)
    assert isinstance(population.frequencies(Allele.parse("GRCh38:1:500:A:T")), Unknown)
    assert isinstance(population.frequencies(Allele.parse("GRCh38:1:109:AAA:A")), Unknown), "reaches out of the BED"


def test_nobody_called_is_unknown_and_called_without_the_allele_is_absent(lab: Lab, tmp_path: Path) -> None:
    records = [("chr1", 100, "A", "C", "AC=0;AN=0"), ("chr1", 200, "A", "C", "AC=0;AN=50")]
    _import(lab, "population", sites_vcf(tmp_path / "s.vcf", records), release="R")
    population = lab.knowledge("population")
    assert isinstance(population.frequencies(Allele.parse("GRCh38:1:100:A:C")), Unknown)
    assert isinstance(population.frequencies(Allele.parse("GRCh38:1:200:A:C")), Absent)


def test_several_files_of_a_release_make_one_set(lab: Lab, tmp_path: Path) -> None:
    paths = [
        sites_vcf(tmp_path / f"{contig}.vcf.gz", [(contig, 100, "A", "C", "AC=1;AN=10")]) for contig in ("chr1", "chr2")
    ]
    assert _import(lab, "population", *paths, release="R").rows == 2


def test_structural_variants_alone_are_refused_and_leave_nothing_behind(lab: Lab, shared_data: Path) -> None:
    with pytest.raises(BadInput, match="nothing-to-import"):
        _import(lab, "population", shared_data / "population" / "v4.0_sv_chr1.vcf.gz", release="SV")
    assert not [path for path in (lab.settings.data_dir / "population").iterdir() if path.is_dir()]


def test_an_imported_clinvar_has_benign_records_absence_and_residues(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "clinvar.vcf"
    info = "CLNREVSTAT=criteria_provided,_single_submitter;CLNSIG={};GENEINFO=TP53:7157;MC=SO:0001583|missense_variant"
    lines = ["##fileformat=VCFv4.1", "##reference=GRCh38", "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO"]
    lines += [
        f"17\t{position}\t{position}\tC\tT\t.\t.\t{info.format(word)}"
        for position, word in ((7_675_088, "Benign"), (7_675_188, "Likely_pathogenic"))
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _import(lab, "clinvar", path, release="2026-02-01")
    clinvar = lab.knowledge("clinvar")
    record = clinvar.of(Allele.parse("GRCh38:17:7675088:C:T"))
    assert isinstance(record, ClinVarRecord)
    assert (record.significance, record.stars, record.protein_position) == (Significance.BENIGN, 1, 175)
    assert str(record.citation) == "ClinVar 2026-02-01 VCV007675088"
    assert isinstance(clinvar.of(Allele.parse("GRCh38:17:7675088:C:A")), Absent)
    assert [one.release for one in clinvar.releases] == ["2026-02-01"]


def test_the_highest_score_of_an_allele_counts_and_a_covered_gap_is_absent(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "am.tsv.gz"
    rows = [("100", "A", "C", ".2"), ("100", "A", "C", ".9"), ("100", "A", "G", ".1"), ("120", "T", "G", ".5")]
    head = "#CHROM\tPOS\tREF\tALT\tgenome\tam_pathogenicity\tam_class\n"
    body = "".join(f"chr1\t{at}\t{ref}\t{alt}\thg38\t{score}\tx\n" for at, ref, alt, score in rows)
    path.write_bytes(gzip.compress((head + body).encode()))
    assert _import(lab, "missense", path, release="2023").rows == 3
    missense = lab.knowledge("missense")
    found = missense.of(Allele.parse("GRCh38:1:100:A:C"), predictor="alphamissense")
    assert isinstance(found, Effect)
    assert found.value == pytest.approx(0.9)
    assert isinstance(missense.of(Allele.parse("GRCh38:1:110:A:C"), predictor="alphamissense"), Absent)
    assert isinstance(missense.of(Allele.parse("GRCh38:1:130:A:C"), predictor="alphamissense"), Unknown)
    assert isinstance(missense.of(Allele.parse("GRCh38:1:100:A:C"), predictor="revel"), Unknown)


def test_saturation_editing_is_asked_by_allele(lab: Lab, shared_data: Path) -> None:
    path = shared_data / "splice" / "brca1_saturation_editing_dev.tsv"
    assert _import(lab, "functional", path, release="BRCA1 editing 2018").rows == 1_813
    (found,) = lab.knowledge("functional").of(Allele.parse("GRCh38:17:43115802:A:T"))
    assert (found.result, found.score) == ("FUNC", pytest.approx(-0.499943916939721, rel=1e-6))


def test_constraint_is_that_of_the_official_table(lab: Lab, shared_data: Path) -> None:
    path = shared_data / "genes" / "gnomad_v2.1.1_constraint_by_gene.tsv.gz"
    assert "2.1," in lab.knowledge("constraint").of("MED13").citation.release
    assert _import(lab, "constraint", path, release="v2.1.1").rows == 19_704
    found = Lab(lab.settings).knowledge("constraint").of("MED13")
    assert isinstance(found, Constraint)
    assert found.citation.release == "v2.1.1"
    assert (found.loeuf, found.pli, found.missense_z) == (pytest.approx(0.03), 1.0, pytest.approx(2.6232))


def test_gene_validity_has_every_curation_of_the_official_table(lab: Lab, shared_data: Path) -> None:
    path = shared_data / "genes" / "clingen_gene_disease_validity_2026-02-09.csv"
    assert _import(lab, "gene-validity", path, release="2026-02-09").rows == 3_445
    found = lab.knowledge("gene_validity").of("AARS1")
    assert ("Definitive", "MONDO:0013212", Inheritance.AUTOSOMAL_DOMINANT) in [
        (one.classification, one.mondo_id, one.inheritance) for one in found
    ]


def test_dosage_has_both_scores_of_every_gene_and_tells_the_not_evaluated(lab: Lab, shared_data: Path) -> None:
    """ClinGen 2026-02-06: A4GALT 30 and 0, AAGAB 3 and 0; PLP1 is sensitive both ways, LMNB1 to gain alone."""
    path = shared_data / "genes" / "clingen_gene_dosage_GRCh38_2026-02-06.tsv"
    embedded = lab.knowledge("gene_dosage").of("A4GALT")
    assert embedded.triplosensitivity is None
    assert _import(lab, "dosage", path, release="2026-02-06").rows == 1_624
    fresh = Lab(lab.settings).knowledge("gene_dosage")
    assert (fresh.of("A4GALT").score, fresh.of("A4GALT").triplosensitivity) == (30, 0)
    assert (fresh.of("PLP1").haploinsufficient, fresh.of("PLP1").triplosensitive) == (True, True)
    assert (fresh.of("LMNB1").haploinsufficient, fresh.of("LMNB1").triplosensitive) == (False, True)
    assert "was not evaluated" in fresh.of("NOGENE").why


def test_translations_have_labels_and_synonyms_and_no_definitions(lab: Lab, shared_data: Path) -> None:
    folder = shared_data / "hpo_lang"
    files = [folder / name for name in ("hp-es.babelon.tsv", "hp-nl-preprocessed.babelon.tsv", "hp-cs.synonyms.tsv")]
    _import(lab, "translations", *files, release="62f1d254")
    names = lab.knowledge("hpo_translations")
    assert names.languages == ["cs", "es", "nl"]
    spanish = names.rows("es")
    assert "Anormalidad de la estatura" in names.texts[spanish]
    assert set(names.kinds) <= {"label", "exact", "broad", "narrow", "related"}
    assert max(map(len, names.texts)) < 250


def test_an_older_hpo_release_gives_the_time_split_knowledge_base(lab: Lab, shared_data: Path) -> None:
    _import(lab, "hpo", shared_data / "hpo" / "phenotype_2023-01-27.hpoa.gz", release="2023-01-27")
    diseases = lab.knowledge("diseases")
    assert diseases.citation.release == "2023-01-27"
    with gzip.open(shared_data / "hpo" / "phenotype_2023-01-27.hpoa.gz", "rt") as lines:
        rows = [line.split("\t") for line in lines if not line.startswith("#")]
    assert len(set(diseases.ids) ^ {row[0] for row in rows}) <= 2
    assert len(diseases.disease) >= 0.999 * sum(row[10] == "P" for row in rows)
    assert lab.knowledge("hpo").citation.release.startswith("2025-01-16")


GENCODE = """##gff-version 3
chr17\tHAVANA\tgene\t101\t400\t.\t-\t.\tID=ENSG00000141510.18;gene_id=ENSG00000141510.18;gene_name=OLD
chr17\tHAVANA\ttranscript\t101\t400\t.\t-\t.\tID=ENST1.2;Parent=ENSG00000141510.18;gene_id=ENSG00000141510.18;{tags}
chr17\tHAVANA\texon\t301\t400\t.\t-\t.\tID=e1;Parent=ENST1.2
chr17\tHAVANA\texon\t101\t200\t.\t-\t.\tID=e2;Parent=ENST1.2
chr17\tHAVANA\tCDS\t301\t350\t.\t-\t0\tID=c;Parent=ENST1.2
chr17\tHAVANA\tCDS\t151\t200\t.\t-\t1\tID=c;Parent=ENST1.2
chr17\tHAVANA\tstop_codon\t148\t150\t.\t-\t0\tID=s;Parent=ENST1.2
chr17\tHAVANA\ttranscript\t101\t400\t.\t-\t.\tID=ENST3.1;gene_id=ENSG00000141510.18;transcript_type=retained_intron
chr17\tHAVANA\texon\t101\t200\t.\t-\t.\tID=e3;Parent=ENST3.1
"""
ENSEMBL = """##gff-version 3
1\thavana\tgene\t11\t50\t.\t+\t.\tID=gene:ENSG9;Name=NEWGENE;biotype=protein_coding;gene_id=ENSG9;version=1
1\thavana\tmRNA\t11\t50\t.\t+\t.\tID=transcript:ENST9;Parent=gene:ENSG9;biotype=protein_coding;{tags};version=4
1\thavana\texon\t11\t50\t.\t+\t.\tParent=transcript:ENST9
1\thavana\tCDS\t12\t50\t.\t+\t2\tID=CDS:P;Parent=transcript:ENST9
"""


def test_transcripts_of_gencode_are_placed_named_by_hgnc_and_hold_their_stop_codon(lab: Lab, tmp_path: Path) -> None:
    content = GENCODE.format(tags="transcript_id=ENST1.2;transcript_type=protein_coding;tag=basic,MANE_Select")
    (tmp_path / "g.gff3").write_text(content, encoding="utf-8")
    assert _import(lab, "transcripts", tmp_path / "g.gff3", release="GENCODE 47").rows == 1
    found = lab.knowledge("transcripts")
    row = list(found.transcript_ids).index("ENST1.2")
    assert (found.gene_symbols[row], found.gene_ids[row]) == ("TP53", "HGNC:11998")
    assert found.exons(row) == ((100, 200), (300, 400))
    assert (int(found.cds_start[row]), int(found.cds_end[row]), int(found.strand[row])) == (147, 350, -1)
    assert bool(found.mane_select[row])
    assert {"RMRP", "MT-TL1"} <= set(found.gene_symbols)  # what such files leave out is added
    assert [one.release for one in lab.provenance().data] == ["GENCODE 47"]


def test_transcripts_of_ensembl_carry_version_and_where_they_are_cut(lab: Lab, tmp_path: Path) -> None:
    (tmp_path / "e.gff3").write_text(ENSEMBL.format(tags="tag=cds_start_NF,mRNA_start_NF"), encoding="utf-8")
    _import(lab, "transcripts", tmp_path / "e.gff3", release="Ensembl 113")
    found = lab.knowledge("transcripts")
    assert (found.transcript_ids[0], found.gene_symbols[0]) == ("ENST9.4", "NEWGENE")
    assert (int(found.cds_incomplete[0]), int(found.cds_phase[0])) == (1, 2)


def test_a_chain_lifts_what_lies_in_one_block_and_names_the_rest(lab: Lab, tmp_path: Path) -> None:
    path = tmp_path / "x.chain"
    path.write_text(
        "chain 900 chr1 249250621 + 100 200 chr1 248956422 + 1100 1205 1\n50 10 15\n40\n\n"
        "chain 100 chr1 249250621 + 500 520 chr2 242193529 - 242193009 242193029 2\n20\n",
        encoding="utf-8",
    )
    _import(lab, "chain", path, release="hg19ToHg38")
    liftover = lab.knowledge("liftover").between(Assembly.GRCH37, Assembly.GRCH38)
    start = np.array([100, 149, 155, 160, 145, 505, 900], np.int64)
    end = np.array([101, 150, 156, 161, 155, 510, 901], np.int64)
    lifted = liftover.lift(np.zeros(7, np.int16), start, end)
    # chr2 is lifted on its reverse strand: position 242,193,009 from the end of 242,193,529 bases is 519 from the start
    assert lifted.contig.tolist() == [0, 0, -1, 0, -1, 1, -1]
    assert lifted.start.tolist() == [1100, 1149, -1, 1165, -1, 510, -1]
    assert lifted.strand.tolist() == [1, 1, 1, 1, 1, -1, 1]
    assert lifted.why.tolist() == [0, 0, 1, 0, 2, 0, 1]


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        pytest.param("hpo", "x\ny\n", "not-hpo", id="hpo"),
        pytest.param("hpo", "format-version: 1.2\n", "annotations-missing", id="hpo without annotations"),
        pytest.param("chain", "x\n", "not-a-chain", id="chain"),
        pytest.param("transcripts", "x\n", "not-transcripts", id="transcripts"),
        pytest.param("constraint", "gene\tx\n", "not-constraint", id="constraint"),
        pytest.param("gene-validity", "a,b\n", "not-gene-validity", id="gene validity"),
        pytest.param("dosage", "a\tb\n", "not-dosage", id="dosage"),
        pytest.param("translations", "a\tb\n", "not-translations", id="translations"),
        pytest.param("conservation", "bigBed?", "bad-bigwig", id="bigWig too short"),
        pytest.param("conservation", "x" * 200, "not-a-bigwig", id="no bigWig"),
        pytest.param("clinvar", "##fileformat=VCFv4.1\n#CHROM\tPOS\n", "nothing-to-import", id="empty ClinVar"),
    ],
)
def test_a_file_of_another_kind_is_refused_with_a_remedy(
    lab: Lab, tmp_path: Path, kind: str, content: str, code: str
) -> None:
    (tmp_path / "file").write_text(content, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        _import(lab, kind, tmp_path / "file", release="R")
    assert [problem.code for problem in caught.value.problems] == [code]
    assert not list(lab.settings.data_dir.glob("*/current.json"))


def test_all_missing_files_are_told_at_once(lab: Lab, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        _import(lab, "population", tmp_path / "a", tmp_path / "b", release="R")
    assert [problem.code for problem in caught.value.problems] == ["no-such-file"] * 2
