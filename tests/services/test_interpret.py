"""``interpret`` as people call it: good files, bad files, families, curators, earlier results."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lexome.core.errors import BadCall, BadInput
from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.services.interpret.interpret import run
from lexome.services.interpret.question import Ask

HEADER = """##fileformat=VCFv4.2
##contig=<ID=1,length={one}>
##contig=<ID=17,length={seventeen}>
##contig=<ID=MT,length=16569>
##INFO=<ID=END,Number=1,Type=Integer,Description="end">
##ALT=<ID=DEL,Description="deletion">
##FORMAT=<ID=GT,Number=1,Type=String,Description="genotype">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="depth">
"""
GRCH38 = HEADER.format(one=248956422, seventeen=83257441)
GRCH37 = HEADER.format(one=249250621, seventeen=81195210)
BRCA1_DUP = ("17", 43057062, "T", "TG")  # NM_007294.4:c.5266dup
BRCA1_STOP = ("17", 43091983, "GA", "G")  # a deletion of one base in exon 10 of BRCA1


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    folder = tmp_path_factory.mktemp("lexome")
    return Lab(Settings(data_dir=folder / "data", cache_dir=folder / "cache"))


def vcf(path: Path, *records: tuple, samples: tuple[str, ...] = ("P",), header: str = GRCH38) -> Path:
    """Write a VCF of (contig, pos, ref, alt, info?, genotypes?)."""
    columns = "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t" + "\t".join(samples)
    lines = [header + columns]
    for contig, pos, ref, alt, *more in records:
        info = more[0] if more else "."
        calls = more[1] if len(more) > 1 else ["0/1:30"] * len(samples)
        lines.append("\t".join([contig, str(pos), ".", ref, alt, ".", "PASS", info, "GT:DP", *calls]))
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    return path


def graded(lab: Lab, ask: Ask) -> list[dict]:
    run(ask, lab)
    assert ask.out is not None
    return [json.loads(line) for line in ask.out.read_text().splitlines()]


def test_a_frameshift_of_brca1_is_graded_with_its_reasons(lab, tmp_path):
    ask = Ask(vcf=vcf(tmp_path / "a.vcf", BRCA1_STOP), out=tmp_path / "o.jsonl")
    (line,) = graded(lab, ask)
    assert line["gene"] == "BRCA1"
    assert "frameshift_variant" in line["consequence"]
    pvs1 = next(item for item in line["criteria"] if item["code"] == "PVS1")
    assert pvs1["because"]
    assert pvs1["citations"]
    assert {item["code"] for key in ("criteria", "not_met", "not_assessable") for item in line[key]} >= {
        "PVS1", "PS1", "PS2", "PS3", "PS4", "PM1", "PM2", "PM3", "PM4", "PM5", "PM6", "PP1", "PP2", "PP3", "PP4", "PP5",
        "BA1", "BS1", "BS2", "BS3", "BS4", "BP1", "BP2", "BP3", "BP4", "BP5", "BP6", "BP7",
    }  # fmt: skip
    assert line["rules"].startswith("GN092")
    assert line["paragraph"]
    meta = json.loads((tmp_path / "o.jsonl.meta.json").read_text())
    assert meta["schema_version"]
    assert meta["provenance"]["lexome_version"]


def test_no_variant_is_lost_and_each_says_why_it_was_not_graded(lab, tmp_path):
    records = [
        BRCA1_DUP,
        ("MT", 3243, "A", "G"),
        ("HLA-A*01", 10, "A", "G"),
        ("17", 43057070, "A", "<NON_REF>"),
        ("17", 43057080, "A", "*"),
        ("17", 43057090, "A", "G", ".", ["0/0:30"]),
        ("17", 30000, "A", "G"),
    ]
    ask = Ask(vcf=vcf(tmp_path / "a.vcf", *records), out=tmp_path / "o.jsonl")
    lines = graded(lab, ask)
    assert len(lines) == len(records)
    reasons = [line.get("not_graded") for line in lines]
    assert reasons[0] is None
    assert "mitochondrial" in reasons[1]
    assert "24 chromosomes" in reasons[2]
    assert "placeholder" in reasons[3]
    assert "placeholder" in reasons[4]
    assert "does not carry" in reasons[5]
    assert reasons[6] is None
    assert lines[6]["classification"] == "uncertain"


def test_another_assembly_is_refused_with_a_remedy(lab, tmp_path):
    with pytest.raises(BadInput, match="GRCh37"):
        run(Ask(vcf=vcf(tmp_path / "a.vcf", BRCA1_DUP, header=GRCH37)), lab)


def test_an_assembly_that_nothing_tells_is_assumed_and_said(lab, tmp_path):
    bare = "##fileformat=VCFv4.2\n"
    answer = run(Ask(vcf=vcf(tmp_path / "a.vcf", BRCA1_DUP, header=bare)), lab)
    assert "assembly-assumed" in {problem.code for problem in answer.problems}


def fasta(path: Path, shift: int = 0) -> Path:
    """Write a slice of made-up sequence around chr17:43,091,901."""
    path.write_text(">chr17:43091901-43092100\n" + ("ACGTTGCAAC" * 20)[shift:] + "A" * shift + "\n", encoding="ascii")
    return path


def test_ref_that_disagrees_is_told_and_not_graded(lab, tmp_path):
    records = [("17", 43091901, "A", "G"), ("17", 43091902, "T", "G")]
    ask = Ask(vcf=vcf(tmp_path / "a.vcf", *records), fasta=fasta(tmp_path / "r.fa"), out=tmp_path / "o.jsonl")
    answer = run(ask, lab)
    lines = [json.loads(line) for line in ask.out.read_text().splitlines()]
    assert lines[0].get("not_graded") is None
    assert lines[1]["not_graded"] == "REF is T but the reference has C"
    assert "ref-mismatch" in {problem.code for problem in answer.problems}


def test_a_file_whose_ref_is_mostly_wrong_is_refused(lab, tmp_path):
    records = [("17", 43091901 + step, "A", "G") for step in range(20)]
    with pytest.raises(BadInput, match="REF differs from the FASTA"):
        run(Ask(vcf=vcf(tmp_path / "a.vcf", *records), fasta=fasta(tmp_path / "r.fa")), lab)


def ped(path: Path) -> Path:
    path.write_text("F\tP\tDAD\tMOM\t2\t2\nF\tDAD\t0\t0\t1\t1\nF\tMOM\t0\t0\t2\t1\n", encoding="ascii")
    return path


def test_a_de_novo_variant_without_proof_of_parentage_meets_no_more_than_pm6(lab, tmp_path):
    samples = ("P", "DAD", "MOM")
    record = (*BRCA1_DUP, ".", ["0/1:40", "0/0:35", "0/0:38"])
    ask = Ask(
        vcf=vcf(tmp_path / "a.vcf", record, samples=samples), ped=ped(tmp_path / "f.ped"), out=tmp_path / "o.jsonl"
    )
    (line,) = graded(lab, ask)
    outcomes = {item["code"]: item for item in line["not_met"] + line["criteria"]}
    assert "not confirmed" in outcomes["PS2"]["because"]
    assert "too few variants to confirm parentage" in outcomes["PM6"]["because"]
    assert [person["relation"] for person in line["genotypes"]] == ["patient", "father", "mother"]


def test_a_father_who_is_none_is_told_and_de_novo_does_not_count(lab, tmp_path):
    samples = ("P", "DAD", "MOM")
    child = ["0/1", "0/0", "1/1", "0/1"] * 200
    mother = ["0/1", "0/0", "1/1", "0/0"] * 200
    father = ["0/0", "1/1", "0/0", "0/1"] * 200
    records = [
        ("1", 100_000 + 50 * at, "A", "G", ".", [f"{c}:30", f"{f}:30", f"{m}:30"])
        for at, (c, f, m) in enumerate(zip(child, father, mother, strict=True))
    ]
    record = (*BRCA1_DUP, ".", ["0/1:40", "0/0:35", "0/0:38"])
    path = vcf(tmp_path / "a.vcf", *records, record, samples=samples)
    ask = Ask(vcf=path, ped=ped(tmp_path / "f.ped"), out=tmp_path / "o.jsonl")
    answer = run(ask, lab)
    assert "pedigree-contradicted" in {problem.code for problem in answer.problems}
    line = json.loads(ask.out.read_text().splitlines()[-1])
    assert "contradicted" in next(item for item in line["not_met"] if item["code"] == "PS2")["because"]
    assert "contradict the pedigree" in next(item for item in line["not_assessable"] if item["code"] == "PP1")["why"]


def test_a_curator_s_decisions_are_applied_and_shown(lab, tmp_path):
    curation = tmp_path / "c.tsv"
    curation.write_text(
        "variant\tcode\taction\tstrength\tcurator\treason\n"
        "GRCh38:17:43091983:GA:G\tPS4\tadd\tstrong\tDr. Ada\tseen in eight families\n"
        "GRCh38:17:43091983:GA:G\tPVS1\treject\t\tDr. Ada\trescue transcript\n"
    )
    ask = Ask(vcf=vcf(tmp_path / "a.vcf", BRCA1_STOP), curation=curation, out=tmp_path / "o.jsonl")
    (line,) = graded(lab, ask)
    met = {item["code"]: item for item in line["criteria"]}
    assert met["PS4"]["curated_by"] == "Dr. Ada"
    assert "seen in eight families" in met["PS4"]["because"]
    rejected = next(item for item in line["not_met"] if item["code"] == "PVS1")
    assert rejected["because"].startswith("rejected by Dr. Ada: rescue transcript (found:")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("GRCh38:17:1:A:G\tPX9\tadd\tstrong\tA\tB", id="no such criterion"),
        pytest.param("GRCh38:17:1:A:G\tPS4\tadd\t\tA\tB", id="added without strength"),
        pytest.param("GRCh38:17:1:A:G\tPS4\tadd\tstrong\t\tB", id="nobody's name"),
        pytest.param("17-1-A-G\tPS4\tadd\tstrong\tA\tB", id="variant written otherwise"),
        pytest.param("GRCh38:17:1:A:G\tPS4\twish\tstrong\tA\tB", id="no such action"),
    ],
)
def test_a_curation_that_cannot_be_understood_is_refused(lab, tmp_path, line):
    curation = tmp_path / "c.tsv"
    curation.write_text(f"variant\tcode\taction\tstrength\tcurator\treason\n{line}\n")
    with pytest.raises(BadInput, match="curation-unusable"):
        run(Ask(vcf=vcf(tmp_path / "a.vcf", BRCA1_STOP), curation=curation), lab)


def test_reanalysis_says_which_fact_changed_the_class(lab, tmp_path):
    path = vcf(tmp_path / "a.vcf", BRCA1_STOP)
    before = tmp_path / "before.jsonl"
    run(Ask(vcf=path, out=before), lab)
    curation = tmp_path / "c.tsv"
    curation.write_text(
        "variant\tcode\taction\tstrength\tcurator\treason\n"
        "GRCh38:17:43091983:GA:G\tPS4\tadd\tstrong\tDr. Ada\tseen in eight families\n"
    )
    answer = run(Ask(vcf=path, since=before, curation=curation), lab)
    (line,) = answer.variants
    assert line.change is not None
    assert line.change.before != line.change.after
    assert line.change.because == ("PS4 (strong) is met now: added by Dr. Ada: seen in eight families",)
    same = run(Ask(vcf=path, since=before), lab)
    assert same.changed == 0
    assert same.variants[0].change is None


def test_blind_mode_hides_the_variant_s_own_record(lab, tmp_path):
    path = vcf(tmp_path / "a.vcf", BRCA1_DUP)
    (seen,) = run(Ask(vcf=path), lab).variants
    (blind,) = run(Ask(vcf=path, blind=("clinvar",)), lab).variants
    assert seen.clinvar.state == "value"
    assert blind.clinvar.state == "unknown"
    assert [item.code for item in seen.criteria] == [item.code for item in blind.criteria]


def test_the_whole_of_nf1_lost_is_pathogenic_by_the_copy_number_scheme(lab, tmp_path):
    record = ("17", 31000000, "T", "<DEL>", "END=31500000")
    (line,) = run(Ask(vcf=vcf(tmp_path / "a.vcf", record)), lab).variants
    assert line.classification == "pathogenic"
    assert line.copy_number is not None
    assert "NF1" in line.copy_number.genes
    assert {each.code: each.points for each in line.copy_number.lines}["2A"] == 1.0


def test_without_a_reference_clinvar_tells_the_codon_but_not_in_blind_mode(lab, tmp_path):
    """BRCA1 c.5503C>T (p.Arg1835Ter) is nonsense in ClinVar; only that word is taken, never its assertion."""
    path = vcf(tmp_path / "a.vcf", ("17", 43045767, "G", "A"))
    (seen,) = run(Ask(vcf=path), lab).variants
    (blind,) = run(Ask(vcf=path, blind=("clinvar",)), lab).variants
    assert "stop_gained" in seen.consequence
    assert "PVS1" in {item.code for item in seen.criteria}
    assert blind.consequence == "coding_sequence_variant"
    assert "PVS1" in {item.code for item in blind.not_assessable}


def test_a_gene_with_a_near_identical_copy_and_genes_on_both_strands_are_told(lab, tmp_path):
    """PMS2 has a pseudogene; the first exon of BRCA1 lies beside NBR2 on the other strand."""
    records = [("7", 5977600, "C", "T"), ("17", 43124080, "C", "CA")]
    pms2, brca1 = run(Ask(vcf=vcf(tmp_path / "a.vcf", *records, header="##fileformat=VCFv4.2\n")), lab).variants
    by_gene = {line.gene: line for line in (pms2, brca1)}
    assert any("near-identical copy" in caveat for caveat in by_gene["PMS2"].caveats)
    assert by_gene["BRCA1"].classification is not None


def test_a_place_outside_every_known_coding_gene_says_so(lab, tmp_path):
    """MALAT1 is a non-coding gene: no criterion about a protein can be met or refuted there."""
    (line,) = run(
        Ask(vcf=vcf(tmp_path / "a.vcf", ("11", 65499000, "A", "G"), header="##fileformat=VCFv4.2\n")), lab
    ).variants
    assert line.classification == "uncertain"
    missing = {item.code: item.why for item in line.not_assessable}
    assert "no transcript" in missing["PVS1"]


def test_a_decision_on_a_variant_that_is_not_there_is_told(lab, tmp_path):
    curation = tmp_path / "c.tsv"
    curation.write_text(
        "variant\tcode\taction\tstrength\tcurator\treason\nGRCh38:17:5:A:G\tPS4\tadd\tstrong\tDr. Ada\tseen\n"
    )
    answer = run(Ask(vcf=vcf(tmp_path / "a.vcf", BRCA1_STOP), curation=curation), lab)
    assert "curation-unused" in {problem.code for problem in answer.problems}


def test_a_folder_that_is_not_there_is_made_and_an_infinite_quality_is_no_quality(lab, tmp_path):
    path = vcf(tmp_path / "a.vcf", BRCA1_STOP)
    path.write_text(path.read_text().replace("\t.\tPASS", "\t1e400\tPASS"))
    (line,) = graded(lab, Ask(vcf=path, out=tmp_path / "not" / "there" / "o.jsonl"))
    assert line["quality"] is None
    meta = json.loads((tmp_path / "not" / "there" / "o.jsonl.meta.json").read_text())
    assert meta["provenance"]["created"][10] == "T"


def test_a_place_that_cannot_be_written_is_told(lab, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="cannot-write"):
        run(Ask(vcf=vcf(tmp_path / "a.vcf", BRCA1_STOP), out=tmp_path / "file" / "o.jsonl"), lab)


def test_a_bad_record_is_an_error_that_the_exit_code_tells_and_the_rest_is_graded(lab, tmp_path):
    path = vcf(tmp_path / "a.vcf", BRCA1_STOP, ("17", 43092000, "Q", "A"), ("17", 43092001, "T", "A", ".", ["0/7:30"]))
    ask = Ask(vcf=path, out=tmp_path / "o.jsonl")
    answer = run(ask, lab)
    assert answer.exit_code == 1
    assert (answer.graded, answer.unread) == (1, 1)
    lines = [json.loads(line) for line in ask.out.read_text().splitlines()]
    assert lines[1]["not_graded"] == "the patient's genotype cannot be read"
    assert run(Ask(vcf=vcf(tmp_path / "b.vcf", BRCA1_STOP)), lab).exit_code == 0


def test_a_genotype_that_was_not_called_is_not_a_genotype_without_the_allele(lab, tmp_path):
    path = vcf(
        tmp_path / "a.vcf", ("17", 43092001, "T", "A", ".", ["./.:0"]), ("17", 43092002, "T", "A", ".", ["0/0:9"])
    )
    reasons = [line["not_graded"] for line in graded(lab, Ask(vcf=path, out=tmp_path / "o.jsonl"))]
    assert reasons == ["the patient's genotype was not called", "the patient does not carry it"]


def test_a_rule_set_that_is_nothing_is_a_wrong_call(lab, tmp_path):
    with pytest.raises(BadCall, match="nonsense"):
        run(Ask(vcf=vcf(tmp_path / "a.vcf", BRCA1_STOP), rules="nonsense"), lab)


def test_what_is_printed_says_who_set_what_and_what_changed_within_80_columns(lab, tmp_path):
    path = vcf(tmp_path / "a.vcf", BRCA1_STOP)
    run(Ask(vcf=path, out=tmp_path / "first.jsonl"), lab)
    curation = tmp_path / "c.tsv"
    rows = ["variant\tcode\taction\tstrength\tcurator\treason"]
    rows += [f"GRCh38:17:43091983:GA:G\tPS4\tadd\t{word}\tDr. {word}\tprobands seen" for word in ("strong", "moderate")]
    curation.write_text("\n".join(rows) + "\n")
    answer = run(Ask(vcf=path, curation=curation, since=tmp_path / "first.jsonl"), lab)
    said = answer.as_text()
    assert "PS4 moderate (set by Dr. moderate)" in " ".join(said.split())
    assert "was likely pathogenic" in said
    assert "PS4 (moderate) is met now" in said
    assert all(len(line) <= 80 for line in said.splitlines())
    assert [problem.code for problem in answer.problems] == ["curation-twice"]


def test_an_earlier_result_that_is_not_there_is_said_plainly(lab, tmp_path):
    with pytest.raises(BadInput, match="no such file"):
        run(Ask(vcf=vcf(tmp_path / "a.vcf", BRCA1_STOP), since=tmp_path / "none.jsonl"), lab)


def test_a_copy_number_variant_has_its_paragraph_and_comes_before_milder_classes(lab, tmp_path):
    deletion = ("17", 43000000, "N", "<DEL>", "END=43200000")
    path = vcf(tmp_path / "a.vcf", deletion, ("17", 43091999, "G", "A"))
    answer = run(Ask(vcf=path), lab)
    assert answer.variants[0].copy_number is not None
    assert answer.variants[0].paragraph.startswith("A copy-number loss 17:43,000,001–43,200,000 (200,000 bases)")
    assert "pathogenic" in answer.variants[0].paragraph
