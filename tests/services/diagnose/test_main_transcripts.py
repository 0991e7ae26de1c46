"""The main transcripts of its gene say what an allele is; another one speaks where these show nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from lexome.core.assembly import Assembly
from lexome.core.case import Case, VariantFile
from lexome.core.consequence import SEVERITY
from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.reasoning.allele_form import ELSEWHERE_TRUNCATING
from lexome.reasoning.gene_evidence import VariantClass
from lexome.services.diagnose.engine import Engine
from lexome.services.diagnose.examined import Examined, examine
from lexome.services.diagnose.genotyped import weighed
from lexome.services.diagnose.patient import Intake
from lexome.services.diagnose.telling import FileTeller


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine(Lab(Settings.from_environment({"LEXOME_DATA_DIR": str(tmp_path_factory.mktemp("data"))})))


def examined(folder: Path, engine: Engine, record: str) -> Examined:
    """Return what is seen of one heterozygous allele, given as 'chr pos ref alt'."""
    contig, pos, ref, alt = record.split()
    path = folder / "a.vcf"
    path.write_text(
        "##fileformat=VCFv4.2\n"
        f"##contig=<ID={contig}>\n"
        '##FORMAT=<ID=GT,Number=1,Type=String,Description="genotype">\n'
        "#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tP\n"
        f"{contig}\t{pos}\t.\t{ref}\t{alt}\t.\tPASS\t.\tGT\t0/1\n"
    )
    found = examine(Case(id="p", variants=(VariantFile(path, Assembly.GRCH38),)), engine, Intake())
    assert found is not None
    return found


def test_a_stop_lost_by_a_short_isoform_is_a_substitution_in_the_main_one(tmp_path: Path, engine: Engine) -> None:
    """SMARCA2 ends at chr9:2.19 Mb; a short isoform has its stop codon at 2,039,575, in the glutamine repeat."""
    one = examined(tmp_path, engine, "chr9 2039575 C T")
    assert engine.genes.symbols[one.gene[0]] == "SMARCA2"
    assert SEVERITY[one.severity[0]] == "missense_variant"
    assert one.kind.tolist() == [VariantClass.CODING_UNRESOLVED]
    assert one.elsewhere.tolist() == [False]


def test_an_allele_in_an_exon_of_another_transcript_is_kept_and_marked(tmp_path: Path, engine: Engine) -> None:
    """CDCP2: intronic in MANE Select ENST00000530059, frameshift in ENST00000371330 (Ensembl 110)."""
    one = examined(tmp_path, engine, "chr1 54139646 G GC")
    assert SEVERITY[one.severity[0]] == "frameshift_variant"
    assert one.elsewhere.tolist() == [True]


def test_what_only_another_transcript_shows_weighs_less_unless_it_is_known(tmp_path: Path, engine: Engine) -> None:
    one = examined(tmp_path, engine, "chr1 54139646 G GC")
    case = Case(id="p")
    marked, plain = (
        weighed(case, replace(one, elsewhere=np.array([mark])), engine, Intake()).carried.alleles.extra_log10[0]
        for mark in (True, False)
    )
    assert marked - plain == pytest.approx(np.log10(ELSEWHERE_TRUNCATING))
    known = replace(one, looked_up=replace(one.looked_up, known=np.ones(1, np.bool_)))
    assert weighed(case, known, engine, Intake()).carried.alleles.extra_log10.tolist() == [0.0]


def test_the_reader_is_told_that_the_main_transcript_shows_nothing(tmp_path: Path, engine: Engine) -> None:
    one = examined(tmp_path, engine, "chr1 54139646 G GC")
    told = weighed(Case(id="p"), one, engine, Intake()).carried.teller
    assert isinstance(told, FileTeller)
    assert "not in the main transcript" in told.describe(0, "CDCP2")
