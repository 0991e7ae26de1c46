"""A map shows the exon that is there, on either strand, and asks the network for nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lexome.core.errors import BadInput
from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.services.map.map import Ask, run
from synthetic_gene import ACCEPTOR, DONOR, SEQUENCE, one_gene, reverse_complement

SIZE = len(SEQUENCE)


def mapped(tmp_path: Path, region: str, sequence: str = SEQUENCE, **how):
    fasta = tmp_path / "made.fa"
    fasta.write_text(f">chr17:1-{SIZE}\n{sequence}\n")
    out = tmp_path / "map"
    lab = Lab(Settings(tmp_path / "data", tmp_path / "cache", jobs=1))
    return run(Ask(region=region, fasta=fasta, out=out, **how), lab), out


@pytest.fixture(scope="module")
def forward(tmp_path_factory):
    return mapped(tmp_path_factory.mktemp("map"), "chr17:5,101-5,350", sites_detailed=2)


def test_the_exon_is_found_between_its_sites(forward) -> None:
    answer, out = forward
    assert answer.exons == 1
    assert (out / "exons.bed").read_text().split("\t")[:3] == ["chr17", str(ACCEPTOR), str(DONOR + 1)]


def test_changing_the_donors_first_bases_lowers_it_most(forward) -> None:
    _, out = forward
    lines = [line.split("\t") for line in (out / "base_effects.tsv").read_text().splitlines()[1:]]
    donor = [line for line in lines if line[1] == str(DONOR + 1)]
    strongest = min(donor, key=lambda line: float(line[6]))
    assert int(strongest[3]) in {DONOR + 2, DONOR + 3}


def test_the_page_makes_no_request(forward) -> None:
    _, out = forward
    page = (out / "map.html").read_text()
    own = page[: page.index("<script>")]
    assert "default-src 'none'" in own
    assert not re.search(r"(src|href)\s*=", own)
    assert '"loadDefaultGenomes": false' in page


def test_the_other_strand_is_read_from_the_reverse_complement(tmp_path: Path) -> None:
    region = f"17:{SIZE - 5349}-{SIZE - 5100}"
    answer, out = mapped(tmp_path, region, reverse_complement(SEQUENCE), sites_detailed=0)
    assert answer.exons == 1
    fields = (out / "exons.bed").read_text().rstrip("\n").split("\t")
    assert fields[1:3] == [str(SIZE - 1 - DONOR), str(SIZE - ACCEPTOR)]
    assert fields[5] == "-"


def test_the_gene_track_names_the_parent_of_origin(tmp_path: Path) -> None:
    class LabOfOneGene(Lab):
        def knowledge(self, name: str):
            if name != "transcripts":
                return super().knowledge(name)
            return one_gene(((5000, 5100), (5250, 5400)), symbol="UBE3A")

    fasta = tmp_path / "made.fa"
    fasta.write_text(f">chr17:1-{SIZE}\n{SEQUENCE}\n")
    lab = LabOfOneGene(Settings(tmp_path / "data", tmp_path / "cache", jobs=1))
    run(Ask(region="chr17:5001-5060", fasta=fasta, out=tmp_path / "map", sites_detailed=0), lab)
    assert (
        "UBE3A, expressed from the mother's copy preferentially, in the brain (Cassidy 2012)"
        in (tmp_path / "map" / "map.html").read_text()
    )


def test_a_motif_of_the_users_is_drawn_where_it_stands_at_a_site(tmp_path: Path) -> None:
    donor = SEQUENCE[DONOR - 1 : DONOR + 7]
    rows = [" ".join("90" if base == letter else "0" for base in donor) for letter in "ACGT"]
    (tmp_path / "motifs.txt").write_text("\n".join([">M1 Donor", *rows]))
    _, out = mapped(tmp_path, "chr17:5261-5330", sites_detailed=0, motifs=tmp_path / "motifs.txt")
    page = (out / "map.html").read_text()
    assert f'"start": {DONOR - 1}, "end": {DONOR + 7}, "name": "Donor + ' in page
    assert "1 matrices were tried at" in page
    lines = [line.split("\t") for line in (out / "motifs.bed").read_text().splitlines()]
    assert ["chr17", str(DONOR - 1), str(DONOR + 7), "+"] in [[*line[:3], line[5]] for line in lines]


@pytest.mark.parametrize(
    ("region", "code"),
    [
        pytest.param("BRCA1", "region-unreadable", id="a gene's name"),
        pytest.param("chr17:20-10", "region-empty", id="end before start"),
        pytest.param("chr17:0-10", "region-empty", id="no base 0"),
        pytest.param("chr17:1-2000000", "region-too-long", id="too long"),
        pytest.param("chr18:1-100", "region-not-in-fasta", id="another contig"),
    ],
)
def test_a_region_that_cannot_be_mapped_is_refused(tmp_path: Path, region: str, code: str) -> None:
    with pytest.raises(BadInput, match=code):
        mapped(tmp_path, region)
    assert not (tmp_path / "map").exists()


def test_an_imported_conservation_track_is_drawn_as_constraint(tmp_path: Path) -> None:
    import numpy as np

    from lexome.formats.bigwig import Signal, bigwig
    from lexome.services import data_import

    made = tmp_path / "made.bw"
    values = np.repeat(np.array([1.5, -0.5, 3.0], np.float32), [20, 10, 30])
    made.write_bytes(bigwig(Signal.per_base("chr17", 83_257_441, 5000, values, least=0.0)))
    lab = Lab(Settings(tmp_path / "data", tmp_path / "cache", jobs=1))
    asked = {"kind": "conservation", "files": (made,), "release": "phyloP 2015"}
    data_import.run(data_import.Ask(**asked), lab)
    answer, out = mapped(tmp_path, "chr17:5,001-5,060", sites_detailed=0)
    assert not any("conservation" in what for what in answer.left_out)
    (track,) = out.glob("constraint_*.bw")
    pybigwig = pytest.importorskip("pyBigWig", reason="the track is read back by another program")
    with pybigwig.open(str(track)) as file:
        assert file.values("chr17", 5000, 5060) == pytest.approx(values.tolist())
    assert "constraint: " in (out / "map.html").read_text()


def test_a_map_without_conservation_says_so(forward) -> None:
    answer, out = forward
    assert any("no conservation track" in what for what in answer.left_out)
    assert not list(out.glob("constraint_*"))
