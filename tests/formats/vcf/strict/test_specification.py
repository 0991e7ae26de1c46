"""Sentences of the VCF specifications 4.1 to 4.5, each broken once in an otherwise valid file, and what they allow."""

from __future__ import annotations

from pathlib import Path

import pytest

from lexome.core.problem import errors_among
from lexome.formats.vcf.strict import validate

ALL = ("4.1", "4.2", "4.3", "4.4", "4.5")
FROM_42, FROM_43, FROM_44, FROM_45 = ALL[1:], ALL[2:], ALL[3:], ALL[4:]

HEADER = """##fileformat=VCFv{version}
##contig=<ID=1,length=248956422>
##contig=<ID=2,length=242193529>
##FILTER=<ID=q10,Description="Quality below 10">
##INFO=<ID=DP,Number=1,Type=Integer,Description="Depth">
##INFO=<ID=AF,Number=A,Type=Float,Description="Frequency">
##INFO=<ID=END,Number=1,Type=Integer,Description="End">
##INFO=<ID=DB,Number=0,Type=Flag,Description="dbSNP">
##INFO=<ID=XI,Number=1,Type=Integer,Description="own">
##INFO=<ID=XC,Number=1,Type=Character,Description="own">
##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">
##FORMAT=<ID=GQ,Number=1,Type=Integer,Description="Quality">
##FORMAT=<ID=DP,Number=1,Type=Integer,Description="Depth">
##FORMAT=<ID=PL,Number=G,Type=Integer,Description="Likelihoods">
##ALT=<ID=DEL,Description="Deletion">
#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1\tS2
"""
RECORDS = (
    "1\t100\trs1\tA\tG,T\t29.5\tPASS\tDP=14;AF=0.5,0.1;DB\tGT:GQ:DP:PL\t0|1:48:1:0,1,2,3,4,5\t1/2:3:5:.",
    "1\t200\t.\tTC\tT\t.\tq10\tDP=1\tGT:GQ\t0/0:9\t./.",
    "2\t10\t.\tC\t<DEL>\t.\t.\t{deletion}\tGT\t0/1\t1/1",
    "2\t500\t.\tC\tG[1:100[\t.\t.\t.\tGT\t0/1\t0",
)


def text(version: str) -> str:
    deletion = "END=60;SVLEN=50;SVCLAIM=DJ" if version >= "4.4" else "END=60"
    records = "\n".join(RECORDS).replace("{deletion}", deletion)
    return HEADER.replace("{version}", version) + records + "\n"


def errors(folder: Path, content: str) -> list[str]:
    path = folder / "a.vcf"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    return [problem.code for problem in errors_among(validate(path))]


@pytest.mark.parametrize("version", ALL)
def test_the_file_that_is_broken_below_is_valid(version: str, tmp_path: Path) -> None:
    assert errors(tmp_path, text(version)) == []


META = "##FILTER=<ID=q10"
BROKEN = [
    # the header
    pytest.param(ALL, "##fileformat=VCFv", "##fileformat=VCF", id="fileformat"),
    pytest.param(ALL, "##fileformat", "##x=1\n##fileformat", id="fileformat comes first"),
    pytest.param(ALL, META, f"##noequals\n{META}", id="a meta line is a pair"),
    pytest.param(ALL, META, f"#x=1\n{META}", id="a meta line has two number signs"),
    pytest.param(ALL, "#CHROM\tPOS", "#CHROM POS", id="names are parted by tabs"),
    pytest.param(ALL, "#CHROM\tPOS", "#POS\tCHROM", id="names are in order"),
    pytest.param(ALL, "\tS1\tS2\n", "\tS1\tS1\n", id="samples have names of their own"),
    pytest.param(ALL, 'Type=Integer,Description="Depth">', "Type=Integer>", id="INFO has a description"),
    pytest.param(ALL, "Type=Character", "Type=Text", id="a type of the list"),
    pytest.param(ALL, "XI,Number=1", "XI,Number=-1", id="a number that is none"),
    pytest.param(ALL, "XI,Number=1", "XI,Number=X", id="a number of another letter"),
    pytest.param(ALL, "ID=XI,Number=1,Type=Integer", "ID=XI,Type=Integer", id="INFO has a number"),
    pytest.param(ALL, "DB,Number=0", "DB,Number=1", id="a flag has number 0"),
    pytest.param(FROM_43, "XI,Number=1,Type=Integer", "XI,Number=1,Type=Flag", id="an own flag has number 0"),
    pytest.param(ALL, "ID=GT,Number=1,Type=String", "ID=GT,Number=1,Type=Integer", id="GT is a string"),
    pytest.param(ALL, "ID=GT,Number=1", "ID=GT,Number=2", id="GT is one value"),
    pytest.param(ALL, "ID=GQ,Number=1,Type=Integer", "ID=GQ,Number=1,Type=Flag", id="FORMAT has no flags"),
    pytest.param(ALL, "ID=AF,Number=A,Type=Float", "ID=AF,Number=A,Type=String", id="AF is a float"),
    pytest.param(ALL, "ID=END,Number=1", "ID=END,Number=A", id="END is one value"),
    pytest.param(ALL, 'Description="own">', 'Description="own>', id="quotes are closed"),
    pytest.param(ALL, '##ALT=<ID=DEL,Description="Deletion">', '##ALT=<Description="Deletion">', id="ALT has an ID"),
    pytest.param(ALL, "##contig=<ID=1,", "##contig=<", id="a contig has an ID"),
    pytest.param(ALL, "length=242193529", "length=long", id="a contig's length is a number"),
    pytest.param(FROM_43, "##contig=<ID=2", "##contig=<ID=*2", id="a contig does not begin with an asterisk"),
    pytest.param(FROM_43, "##contig=<ID=2", "##contig=<ID=a{b}", id="a contig has no braces"),
    pytest.param(FROM_43, "##INFO=<ID=XI", "##INFO=<ID=X I", id="an INFO key has no spaces"),
    pytest.param(FROM_43, "##INFO=<ID=XI", "##INFO=<ID=9XI", id="an INFO key does not begin with a digit"),
    pytest.param(FROM_43, META, f"##META=<ID=Assay,Type=String,Number=.>\n{META}", id="META lists values"),
    pytest.param(FROM_43, META, f"##SAMPLE=<Assay=WGS>\n{META}", id="SAMPLE has an ID"),
    pytest.param(FROM_43, META, f"##PEDIGREE=<Father=a,Mother=b>\n{META}", id="PEDIGREE has an ID"),
    pytest.param(ALL, META, f"##assembly=nowhere\n{META}", id="assembly is a URL"),
    pytest.param(ALL, META, f"##pedigreeDB=nowhere\n{META}", id="pedigreeDB is a URL"),
    # fixed columns
    pytest.param(ALL, "1\t100\trs1", "1 \t100\trs1", id="CHROM has no white space"),
    pytest.param(("4.1",), "1\t100\trs1", "1:a\t100\trs1", id="CHROM has no colon in 4.1"),
    pytest.param(ALL, "1\t200\t.\tTC", "2\t200\t.\tTC", id="a contig's records stand together"),
    pytest.param(ALL, "1\t200\t", "1\t20\t", id="positions ascend"),
    pytest.param(ALL, "1\t200\t", "1\t-1\t", id="POS is not negative"),
    pytest.param(ALL, "1\t200\t", "1\t2e2\t", id="POS is whole"),
    pytest.param(ALL, "\trs1\t", "\trs1;rs1\t", id="identifiers are different"),
    pytest.param(ALL, "\trs1\t", "\trs 1\t", id="identifiers have no white space"),
    pytest.param(ALL, "TC\tT\t", "TX\tT\t", id="REF is of bases"),
    pytest.param(ALL, "TC\tT\t", ".\tT\t", id="REF is not missing"),
    pytest.param(ALL, "TC\tT\t", "TC\tT,\t", id="no ALT is empty"),
    pytest.param(ALL, "TC\tT\t", "TC\tX\t", id="ALT is of bases"),
    pytest.param(ALL, "TC\tT\t", "TC\tTC\t", id="ALT differs from REF"),
    pytest.param(ALL, "TC\tT\t", "TC\tT;A\t", id="ALTs are parted by commas"),
    pytest.param(ALL, "<DEL>", "<DEL", id="a symbolic allele is closed"),
    pytest.param(ALL, "G[1:100[", "G[1:100]", id="a breakend's brackets are alike"),
    pytest.param(ALL, "G[1:100[", "G[1[", id="a breakend has a position"),
    pytest.param(ALL, "\t29.5\t", "\tlow\t", id="QUAL is a number"),
    pytest.param(ALL, "\t29.5\t", "\t-3\t", id="QUAL is not negative"),
    pytest.param(ALL, "\tq10\t", "\t0\t", id="no filter is called 0"),
    pytest.param(ALL, "\tq10\t", "\tq10,s50\t", id="filters are parted by semicolons"),
    pytest.param(ALL, "\tq10\t", "\tq10;q10\t", id="a filter stands once"),
    pytest.param(ALL, "\tq10\t", "\tq 10\t", id="filters have no white space"),
    # INFO
    pytest.param(ALL, "DP=14;", "DP=14;DP=14;", id="an INFO key stands once"),
    pytest.param(ALL, "DP=14;", "DP=a;", id="an integer is a number"),
    pytest.param(ALL, "DP=14;", "DP=1,4;", id="one value where one is due"),
    pytest.param(ALL, "DP=14;", "DP=99999999999;", id="an integer has 32 bits"),
    pytest.param(ALL, "DP=14;", "DP=-2147483648;", id="integers of the binary form's own are not written"),
    pytest.param(ALL, "AF=0.5,0.1", "AF=0.5", id="a value for each ALT"),
    pytest.param(ALL, "AF=0.5,0.1", "AF=0.5,1.5", id="a frequency is at most 1"),
    pytest.param(ALL, ";DB\t", ";DB=7\t", id="a flag has no value"),
    pytest.param(ALL, "DP=14;", "DP=14;;", id="no INFO entry is empty"),
    pytest.param(ALL, "DP=14;", "DP=;", id="an INFO value is not empty"),
    pytest.param(ALL, "DP=14;", "XC=ab;", id="a character is one"),
    pytest.param(ALL, "DP=14;", "AC=1;", id="reserved keys count without a definition"),
    pytest.param(FROM_43, "DP=14;", "9P=14;", id="an INFO key in a record does not begin with a digit"),
    pytest.param(ALL, "DP=14;", "DP=14;XS=a\x01;", id="no control characters"),
    pytest.param(FROM_43, "DP=14;", "DP=14;XS=\udcff;", id="text is UTF-8"),
    pytest.param(ALL, "##fileformat", "\ufeff##fileformat", id="no byte order mark"),
    # genotypes
    pytest.param(ALL, "GT:GQ\t0/0:9", "GQ:GT\t9:0/0", id="GT comes first"),
    pytest.param(ALL, "GT:GQ\t0/0:9", "GT:GT\t0/0:0/0", id="a FORMAT key stands once"),
    pytest.param(ALL, "GT:GQ\t0/0:9", "GT:\t0/0:9", id="no FORMAT key is empty"),
    pytest.param(ALL, "\t0/0:9", "\t0/0:9:1", id="no more fields than keys"),
    pytest.param(ALL, "\t0/0:9", "\t0/7:9", id="alleles of the record"),
    pytest.param(ALL, "\t0/0:9", "\t0-0:9", id="a genotype is parted by / or |"),
    pytest.param(ALL, "\t0/0:9", "\t0/0:x", id="GQ is a number"),
    pytest.param(ALL, "\t0/0:9", "\t0/0:-9", id="GQ is not negative"),
    pytest.param(ALL, ":0,1,2,3,4,5", ":0,1,2", id="PL has a value a genotype"),
    pytest.param(ALL, "\t0/0:9\t./.", "\t0/0:9", id="a column for each sample"),
    pytest.param(ALL, "\t0/0:9\t./.", "\t0/0:9\t./.\t0/0", id="no column without a sample"),
    pytest.param(ALL, "\t0/0:9\t./.", "\t0/0:9\t", id="no empty column"),
    # structural variants
    pytest.param(FROM_44, ";SVLEN=50", "", id="a deletion has a length"),
    pytest.param(FROM_44, ";SVCLAIM=DJ", "", id="a deletion says what is claimed"),
    pytest.param(FROM_44, "SVCLAIM=DJ", "SVCLAIM=X", id="claims are D, J or DJ"),
    pytest.param(FROM_44, "SVLEN=50", "SVLEN=50;CIPOS=-1,2,3", id="an interval is a pair for each ALT"),
    pytest.param(FROM_44, "SVLEN=50", "SVLEN=50;CIPOS=5,9", id="an interval holds its value"),
    # local alleles
    pytest.param(FROM_45, "GT:GQ\t0/0:9", "GT:LAA\t0/0:7", id="a local allele is one of the record"),
    pytest.param(FROM_45, "GT:GQ:DP:PL\t0|1:48:1:0,1,2,3,4,5\t1/2:3:5:.",
                 "GT:LAA:LAD\t0|1:1:5,6,7\t1/2:1,2:5,6,7", id="local depths are of REF and the local alleles"),
    pytest.param(FROM_45, "GT:GQ:DP:PL\t0|1:48:1:0,1,2,3,4,5\t1/2:3:5:.",
                 "GT:LAA:LPL\t0|1:1:5,6\t1/2:1,2:1,2,3,4,5,6", id="local likelihoods are of local genotypes"),
    pytest.param(FROM_45, "GT:GQ:DP:PL\t0|1:48:1:0,1,2,3,4,5\t1/2:3:5:.",
                 "GT:DP:LAA\t0|1:1:1\t1/2:9:1,2", id="LAA comes before all but GT"),
    pytest.param(FROM_45, "GT:GQ:DP:PL\t0|1:48:1:0,1,2,3,4,5\t1/2:3:5:.",
                 "GT:LAA\t0|1:1,1\t1/2:1,2", id="local alleles are distinct"),
    pytest.param(FROM_45, "GT:GQ:DP:PL\t0|1:48:1:0,1,2,3,4,5\t1/2:3:5:.",
                 "GT:LAD\t0|1:5,6\t1/2:5,6,7", id="local fields need LAA"),
]  # fmt: skip


@pytest.mark.parametrize(("versions", "old", "new"), BROKEN)
def test_a_broken_sentence_of_the_specification_is_an_error(
    versions: tuple[str, ...], old: str, new: str, tmp_path: Path
) -> None:
    for version in versions:
        valid = text(version)
        assert old in valid
        assert errors(tmp_path, valid.replace(old, new, 1)), version


ALLOWED = [
    pytest.param(ALL, "\tS1\tS2\n", "\tS 1\tS2\n", id="a sample's name may hold a space"),
    pytest.param(ALL, "1\t100\t", "1\t0\t", id="position 0 is the telomere"),
    pytest.param(ALL, "\t0/0:9", "\t0/0", id="trailing fields may be dropped"),
    pytest.param(ALL, "\t0/0:9", "\t0/0/1:9", id="any ploidy"),
    pytest.param(ALL, "AF=0.5,0.1", "AF=.,0.1", id="a missing value in a list"),
    pytest.param(FROM_42, "TC\tT\t", "TC\tT,*\t", id="an allele missing by an upstream deletion"),
    pytest.param(FROM_43, "DP=14;", "DP=14;XX=a%3Bb;", id="percent encoding"),
    pytest.param(FROM_44, "\t0/0:9", "\t/0|1:9", id="a prefix that tells the phase of the first allele"),
    pytest.param(FROM_45, "GT:GQ:DP:PL\t0|1:48:1:0,1,2,3,4,5\t1/2:3:5:.",
                 "GT:LAA:LAD:LPL\t0|1:1:5,6:0,1,2\t1/2:2,1:5,6,7:0,1,2,3,4,5", id="local alleles"),
    pytest.param(FROM_45, "GT:GQ\t0/0:9", "GT:LAA:LAD:LPL\t0/0:.:5:0", id="no local allele but REF"),
    pytest.param(FROM_45, META, f'##FORMAT=<ID=XL,Number=LG,Type=Integer,Description="x">\n{META}', id="Number=LG"),
    pytest.param(FROM_45, META, f'##FORMAT=<ID=XM,Number=M,Type=String,Description="x">\n{META}', id="Number=M"),
    pytest.param(FROM_44, META, f'##FORMAT=<ID=XP,Number=P,Type=Integer,Description="x">\n{META}', id="Number=P"),
]  # fmt: skip


@pytest.mark.parametrize(("versions", "old", "new"), ALLOWED)
def test_what_the_specification_allows_is_valid(versions: tuple[str, ...], old: str, new: str, tmp_path: Path) -> None:
    for version in versions:
        valid = text(version)
        assert old in valid
        assert errors(tmp_path, valid.replace(old, new, 1)) == [], version


UNUSUAL = [
    pytest.param("END=60", "END=5", "end-before-pos", id="END before POS"),
    pytest.param(META, f"##contig=<ID=2,length=5>\n{META}", "meta-id-duplicated", id="a contig twice"),
    pytest.param(META, f'##FILTER=<ID=q10,Description="x">\n{META}', "meta-id-duplicated", id="INFO"),
]


@pytest.mark.parametrize(("old", "new", "code"), UNUSUAL)
def test_what_published_valid_files_do_against_the_specification_is_a_warning(
    old: str, new: str, code: str, tmp_path: Path
) -> None:
    path = tmp_path / "a.vcf"
    path.write_text(text("4.3").replace(old, new, 1))
    assert [(problem.code, str(problem.level)) for problem in validate(path)] == [(code, "warning")]
