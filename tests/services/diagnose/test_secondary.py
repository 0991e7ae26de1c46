"""Secondary findings: only when asked, by the list's own rules, on their own page; withheld means nowhere."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from lexome.apps.cli import main
from lexome.formats.secondary_list import read_secondary_list

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
SIGNS = ["--hpo", "HP:0007655", "HP:0001212", "HP:0000637", "HP:0000175", "HP:0001263"]
"""Signs of Kabuki syndrome: they ask for no gene of the list."""

KNOWN = {
    "BRCA1": "17\t43057062\t.\tT\tTG",  # NM_007294.4:c.5266dup, ClinVar VCV000017677
    "MUTYH": "1\t45331556\t.\tC\tT",  # NM_001048174.2:c.1103G>A, ClinVar VCV000005294
    "FBN1": "15\t48411280\t.\tG\tA",  # a stop, reviewed by an expert panel, ClinVar VCV000016439
    "HFE": "6\t26092913\t.\tG\tA",  # NM_000410.4:c.845G>A, ClinVar VCV000000009
}


def vcf(path: Path, **genotypes: str) -> Path:
    """Write the child of the example with known pathogenic alleles besides."""
    with gzip.open(EXAMPLES / "trio.vcf.gz", "rt") as lines:
        text = lines.read().splitlines()
    header = [line for line in text if line.startswith("##")]
    records = ["\t".join(line.split("\t")[:10]) for line in text if not line.startswith("##")]
    column = "\t".join(["#CHROM", "POS", "ID", "REF", "ALT", "QUAL", "FILTER", "INFO", "FORMAT", "LINA"])
    place = next(line for line in text if line.startswith("#CHROM")).split("\t").index("LINA")
    records = ["\t".join([*line.split("\t")[:9], line.split("\t")[place]]) for line in text if not line.startswith("#")]
    known = {**LOSSES, **{gene: f"{place}\t100\tPASS\t." for gene, place in KNOWN.items()}}
    added = [f"chr{known[gene]}\tGT\t{genotype}" for gene, genotype in genotypes.items()]
    order = {f"chr{name}": at for at, name in enumerate([*map(str, range(1, 23)), "X", "Y", "M"])}
    merged = sorted([*records, *added], key=lambda line: (order[line.split("\t")[0]], int(line.split("\t")[1])))
    path.write_text("\n".join([*header, column, *merged]) + "\n")
    return path


LOSSES = {
    "MSH2": "2\t47403192\t.\tN\t<DEL>\t.\tPASS\tSVTYPE=DEL;END=47414421",  # exons 1 to 5 of NM_000251.3
    "RET": "10\t43077000\t.\tN\t<DEL>\t.\tPASS\tSVTYPE=DEL;END=43131000",  # the whole gene
    "ABCD1": "X\t153724800\t.\tN\t<DEL>\t.\tPASS\tSVTYPE=DEL;END=153745000",  # the whole gene
}
"""Places are those of the genes on GRCh38 (Ensembl 110)."""


def run(folder: Path, file: Path, *options: str) -> dict[str, Any]:
    call = ["diagnose", *SIGNS, "--vcf", str(file), "--out", str(folder), "--case-dir", f"{folder}-case"]
    assert main([*call, *options]) == 0
    document: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return document


def test_the_list_has_the_84_genes_of_version_3_3_with_their_rules() -> None:
    """Lee 2025, doi:10.1016/j.gim.2025.101454: 84 genes; v3.2 has 81, without ABCD1, CYP27A1 and PLN."""
    listed = read_secondary_list()
    assert len(listed.genes) == 84
    assert {"ABCD1", "CYP27A1", "PLN"} <= set(listed.genes)
    assert {name for name, gene in listed.genes.items() if gene.inheritance == "AR"} == {
        "ATP7B", "BTD", "CASQ2", "CYP27A1", "GAA", "HFE", "MUTYH", "RPE65", "TRDN"
    }  # fmt: skip
    assert listed.genes["TTN"].report == "truncating"
    assert {name for name, gene in listed.genes.items() if gene.inheritance == "XL"} == {"ABCD1", "GLA", "OTC"}
    assert [listed.genes[name].report for name in ("ABCD1", "GLA", "OTC")] == ["two", "any", "any"]
    assert listed.genes["HFE"].report == "hfe"


def test_asked_for_it_is_reported_on_its_own_page_and_the_diagnosis_stays_first(tmp_path: Path) -> None:
    report = run(tmp_path / "out", vcf(tmp_path / "p.vcf", BRCA1="0/1"), "--secondary", "report")
    assert report["differential"][0]["genes"] == ["KMT2D"]
    (finding,) = report["secondary_findings"]["findings"]
    assert (finding["gene"], finding["variant"]) == ("BRCA1", "GRCh38:17:43057062:T:TG")
    assert finding["record"]["classification"] in {"pathogenic", "likely_pathogenic"}
    assert "10.1016/j.gim.2025.101454" in report["secondary_findings"]["because"]
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    own = page.partition('<section id="secondary"')[2].partition("</section>")[0]
    assert "BRCA1" in own
    assert "hereditary breast and ovarian cancer" in own


@pytest.mark.parametrize(
    ("genotypes", "reported"),
    [
        pytest.param({"MUTYH": "0/1"}, [], id="one allele of a recessive gene is a carrier's"),
        pytest.param({"MUTYH": "1/1"}, ["MUTYH"], id="two are reported"),
        pytest.param({"HFE": "0/1"}, [], id="heterozygous p.Cys282Tyr is not"),
        pytest.param({"HFE": "1/1"}, ["HFE"], id="homozygous is"),
    ],
)
def test_zygosity_decides_by_the_rule_of_the_list(
    genotypes: dict[str, str], reported: list[str], tmp_path: Path
) -> None:
    report = run(tmp_path / "out", vcf(tmp_path / "p.vcf", **genotypes), "--secondary", "report")
    assert [one["gene"] for one in report["secondary_findings"]["findings"]] == reported


@pytest.mark.parametrize(
    ("sex", "genotypes", "reported"),
    [
        pytest.param("female", {"MSH2": "0/1"}, ["MSH2"], id="exons of a haploinsufficient gene (ClinGen score 3)"),
        pytest.param("female", {"RET": "0/1"}, [], id="RET: its loss causes Hirschsprung disease, not what is listed"),
        pytest.param("female", {"ABCD1": "0/1"}, [], id="a woman with one allele of ABCD1"),
        pytest.param("male", {"ABCD1": "1"}, ["ABCD1"], id="a man with one"),
        pytest.param("female", {"MUTYH": "0/1", "MSH2": "0/1"}, ["MSH2"], id="a carrier's allele stays unsaid"),
    ],
)
def test_losses_are_reported_where_they_cause_the_listed_disorder(
    sex: str, genotypes: dict[str, str], reported: list[str], tmp_path: Path
) -> None:
    """ABCD1: hemizygous, homozygous or two heterozygous variants (list of v3.3, doi:10.1016/j.gim.2025.101454)."""
    file = vcf(tmp_path / "p.vcf", **genotypes)
    found = run(tmp_path / "out", file, "--secondary", "report", "--sex", sex)["secondary_findings"]
    assert [one["gene"] for one in found["findings"]] == reported
    assert any("whose loss is no known cause" in line for line in found["not_seen"])


def test_nothing_found_is_said_on_a_page_of_its_own_with_what_it_does_not_exclude(tmp_path: Path) -> None:
    report = run(tmp_path / "out", vcf(tmp_path / "p.vcf"), "--secondary", "report")
    assert report["secondary_findings"]["findings"] == []
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    own = page.partition('<section id="secondary"')[2].partition("</section>")[0]
    assert "Nothing was found" in own
    assert "the file holds no structural calls" in own


def mentions(folder: Path, words: tuple[bytes, ...]) -> list[str]:
    """Return the files below a folder that hold any of some words."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if any(word in path.read_bytes() for word in words)]


def test_withheld_it_is_written_nowhere(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = vcf(tmp_path / "p.vcf", BRCA1="0/1", HFE="1/1")
    options = ["--secondary", "withhold", "--also", "phenopacket", "fhir"]
    report = run(tmp_path / "results" / "out", file, *options)
    assert report["secondary_findings"]["state"] == "withheld"
    assert report["differential"][0]["genes"] == ["KMT2D"]
    assert mentions(tmp_path / "results", (b"BRCA1", b"43057062", b"26092913")) == []
    assert "BRCA1" not in capsys.readouterr().out


def test_the_packet_may_withhold_and_the_call_cannot_overrule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    vcf(tmp_path / "p.vcf", BRCA1="0/1")
    attributes = {"fileFormat": "vcf", "genomeAssembly": "GRCh38", "secondaryFindings": "withheld"}
    files = [{"uri": "p.vcf", "fileAttributes": attributes, "individualToFileIdentifiers": {"LINA": "LINA"}}]
    features = [{"type": {"id": term}} for term in SIGNS[1:]]
    packet = {"id": "p", "subject": {"id": "LINA"}, "phenotypicFeatures": features, "files": files}
    path = tmp_path / "p.json"
    path.write_text(json.dumps({**packet, "metaData": {"phenopacketSchemaVersion": "2.0"}}))
    call = ["--phenopacket", str(path), "--secondary", "report", "--out", f"{tmp_path}/results/out"]
    assert main(["diagnose", *call]) == 0
    assert "consent-withheld" in capsys.readouterr().err
    lines = ["--cases", str(path.parent), "--out", f"{tmp_path}/results/lines.jsonl"]
    assert main(["diagnose", *lines]) == 0
    assert mentions(tmp_path / "results", (b"BRCA1", b"43057062")) == []


def test_not_asked_it_is_not_looked_for_and_an_incidental_gene_is_marked(tmp_path: Path) -> None:
    report = run(tmp_path / "out", vcf(tmp_path / "p.vcf", BRCA1="0/1"))
    assert report["secondary_findings"] == {
        "state": "not asked", "variants": [], "findings": [], "because": "", "looked_at": "", "not_seen": []
    }  # fmt: skip
    with_gene = [one for one in report["differential"] if "BRCA1" in one["genes"] and one["variants"]]
    assert all("incidental" in one["flags"] for one in with_gene)


def test_a_primary_finding_in_a_listed_gene_stays_primary(tmp_path: Path) -> None:
    """Signs of Marfan syndrome in somebody with a stop in FBN1, consent withheld or not."""
    file = vcf(tmp_path / "p.vcf", FBN1="0/1")
    signs = ["HP:0001083", "HP:0002616", "HP:0001166", "HP:0001519", "HP:0002650", "HP:0000545"]
    for consent in ("report", "withhold"):
        call = ["--hpo", *signs, "--vcf", str(file), "--secondary", consent, "--out", f"{tmp_path}/{consent}"]
        assert main(["diagnose", *call]) == 0
        report = json.loads((tmp_path / consent / "report.json").read_text())
        first = report["differential"][0]
        assert (first["genes"], first["variants"]) == (["FBN1"], ["GRCh38:15:48411280:G:A"])
        assert not report["secondary_findings"]["findings"]


def test_a_word_that_is_no_consent_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packet = {"id": "p", "subject": {"id": "p"}, "phenotypicFeatures": [{"type": {"id": "HP:0001250"}}]}
    attributes = {"fileFormat": "other", "secondaryFindings": "maybe"}
    packet |= {"files": [{"uri": "x", "fileAttributes": attributes}], "metaData": {"phenopacketSchemaVersion": "2.0"}}
    (tmp_path / "p.json").write_text(json.dumps(packet))
    assert main(["diagnose", "--phenopacket", f"{tmp_path}/p.json"]) == 1
    assert "consent-unclear" in capsys.readouterr().err
