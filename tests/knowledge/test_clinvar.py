"""The embedded ClinVar."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lexome.core.allele import Allele
from lexome.core.assembly import CONTIGS
from lexome.core.facts import Unknown
from lexome.core.variant import ClinVarRecord, Significance
from lexome.formats.fasta import Reference
from lexome.knowledge.clinvar import ClinVar
from lexome.lab import Lab
from lrg import lrg_transcripts


@pytest.fixture(scope="module")
def clinvar(embedded: Lab) -> ClinVar:
    return embedded.knowledge("clinvar")


def test_the_counts_are_those_of_its_source(clinvar: ClinVar) -> None:
    assert len(clinvar) == 72_582
    rows = np.arange(len(clinvar))
    assert bool(clinvar.pathogenic(rows).all())
    assert np.bincount(clinvar.stars(rows)).tolist() == [0, 0, 62_353, 10_206, 23]


@pytest.mark.parametrize(
    ("allele", "gene", "significance", "variation", "consequence", "residue"),
    [
        pytest.param(
            "GRCh38:17:7675088:C:T", "TP53", Significance.PATHOGENIC, 12374, "missense_variant", 175, id="TP53 R175H"
        ),
        pytest.param(
            "GRCh38:7:117559590:ATCT:A",
            "CFTR",
            Significance.PATHOGENIC,
            7105,
            "inframe_deletion",
            507,
            id="CFTR F508del",
        ),
        pytest.param(
            "GRCh38:17:43057062:T:TG",
            "BRCA1",
            Significance.PATHOGENIC,
            17677,
            "frameshift_variant",
            1756,
            id="5382insC",
        ),
    ],
)
def test_well_known_alleles_have_their_record(
    clinvar: ClinVar,
    allele: str,
    gene: str,
    significance: Significance,
    variation: int,
    consequence: str,
    residue: int,
) -> None:
    record = clinvar.of(Allele.parse(allele))
    assert isinstance(record, ClinVarRecord)
    assert (record.gene_symbol, record.significance, record.consequence) == (gene, significance, consequence)
    assert record.citation.record == f"VCV{variation:09d}"
    assert record.protein_position is not None
    assert abs(record.protein_position - residue) <= 1  # an indel starts in the residue before the changed one


def test_an_allele_it_does_not_hold_is_unknown_because_it_holds_pathogenic_ones_only(clinvar: ClinVar) -> None:
    assert isinstance(clinvar.of(Allele.parse("GRCh38:17:7675088:C:G")), Unknown)
    assert isinstance(clinvar.of(Allele.parse("GRCh37:17:7675088:C:T")), Unknown)


@pytest.mark.parametrize(
    ("allele", "gene", "variation"),
    [
        pytest.param("GRCh38:2:121530930:G:A", "RNU4ATAC", 30178, id="stood under CLASP1"),
        pytest.param("GRCh38:17:8173517:T:C", "SNORD118", 929280, id="stood under TMEM107"),
        pytest.param("GRCh38:9:35657948:T:C", "RMRP", 14208, id="stood under RMRP"),
    ],
)
def test_records_in_an_rna_gene_are_its_own_and_not_those_of_the_gene_it_lies_in(
    clinvar: ClinVar, allele: str, gene: str, variation: int
) -> None:
    record = clinvar.of(Allele.parse(allele))
    assert isinstance(record, ClinVarRecord)
    assert (record.gene_symbol, record.citation.record) == (gene, f"VCV{variation:09d}")
    assert record.consequence == "non_coding_transcript_exon_variant"
    assert allele in {str(clinvar.record(int(row)).allele) for row in clinvar.in_gene(gene)}
    symbols, code, _, _ = clinvar.causal_spectrum()
    assert np.bincount(code, minlength=len(symbols))[symbols.index(gene)] == len(clinvar.in_gene(gene)) > 0


def test_records_in_the_promoter_of_rmrp_are_its_own(clinvar: ClinVar) -> None:
    """Insertions and duplications before the first base cause cartilage-hair hypoplasia; they stood under CCDC107."""
    record = clinvar.of(Allele.parse("GRCh38:9:35658035:A:AGAGTAGTAGAAGCT"))
    assert isinstance(record, ClinVarRecord)
    assert (record.gene_symbol, record.consequence) == ("RMRP", "upstream_gene_variant")
    assert len(clinvar.in_gene("CCDC107")) == 0


def test_records_of_the_hosts_protein_stay_the_hosts(clinvar: ClinVar) -> None:
    """C12orf57's start codon lies beside RNU7-1; c.1A>G is the founder of Temtamy syndrome."""
    record = clinvar.of(Allele.parse("GRCh38:12:6944122:A:G"))
    assert isinstance(record, ClinVarRecord)
    assert (record.gene_symbol, record.consequence) == ("C12orf57", "start_lost")


def test_records_of_a_codon_are_those_that_start_in_it(clinvar: ClinVar) -> None:
    found = clinvar.at_codon("TP53", 175)
    assert "GRCh38:17:7675088:C:T" in [str(record.allele) for record in found]
    assert {record.protein_position for record in found} == {175}
    assert {record.gene_symbol for record in found} == {"TP53"}


def test_every_record_in_the_lrg_sequences_has_their_reference_bases(
    clinvar: ClinVar, shared_data: Path, tmp_path: Path
) -> None:
    reference = Reference.open(
        shared_data / "genome" / "lrg_grch38.fa.gz", cache_dir=tmp_path, assembly=clinvar.assembly
    )
    checked = 0
    for code, keys in enumerate(clinvar.index.keys):
        base = int(clinvar.index.indptr[code])
        for row in range(base, base + len(keys), 5):
            start, (ref, _) = clinvar.index.key_of(row) >> 32, clinvar.index.bases_of(row)
            if reference.covers(CONTIGS[code], start, start + len(ref)):
                assert reference.fetch(CONTIGS[code], start, start + len(ref)) == ref
                checked += 1
    assert checked > 7000


def test_genes_agree_with_where_lrg_places_them(clinvar: ClinVar, shared_data: Path) -> None:
    """A record in the coding sequence of an LRG gene is that gene's, unless two overlap."""
    stated = lrg_transcripts(shared_data / "genome")
    agree = total = 0
    for row in range(0, len(stated), 5):
        if stated.cds_start[row] < 0:
            continue
        for start, end in stated.exons(row)[:3]:
            low, high = max(start, int(stated.cds_start[row])), min(end, int(stated.cds_end[row]))
            for record in clinvar.between(CONTIGS[stated.contig[row]], low, high):
                total += 1
                agree += record.gene_symbol == stated.gene_symbols[row]
    assert total > 1000
    assert agree >= 0.97 * total, f"{agree} of {total}"
