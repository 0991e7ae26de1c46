"""Panels as files: lists, PanelApp's download and API, regions; and what is none of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.core.errors import BadInput
from lexome.formats.panel import read_panel

COLUMNS = "Entity Name\tEntity type\tGene Symbol\tLevel4\tModel_Of_Inheritance\tGEL_Status\tversion\tHGNC"
"""Of the header that panelapp.genomicsengland.co.uk gives to /panels/ID/download/."""

DOWNLOAD = "\n".join(
    [
        COLUMNS,
        "KMT2D\tgene\tKMT2D\tKabuki syndrome\tMONOALLELIC\t3\t1.7\tHGNC:7133",
        "KDM6A\tgene\tKDM6A\tKabuki syndrome\tX-LINKED\t4\t1.7\tHGNC:12637",
        "AMBER1\tgene\tAMBER1\tKabuki syndrome\t\t2\t1.7\tHGNC:1",
        "ISCA-1\tregion\t\tKabuki syndrome\t\t3\t1.7\t",
    ]
)
API = json.dumps(
    {
        "name": "Kabuki syndrome",
        "version": "1.7",
        "genes": [
            {
                "entity_name": "KMT2D",
                "confidence_level": "3",
                "gene_data": {"gene_symbol": "KMT2D", "hgnc_id": "HGNC:7133"},
            },
            {"entity_name": "RED1", "confidence_level": "1", "gene_data": {"gene_symbol": "RED1"}},
        ],
    }
)


@pytest.mark.parametrize(
    ("text", "genes", "left_out"),
    [
        pytest.param("# my panel\nKMT2D\nKDM6A\n\nKMT2D\n", ("KMT2D", "KDM6A"), 0, id="a list, a gene twice"),
        pytest.param("HGNC:7133\r\nHLA-A\r\n", ("HGNC:7133", "HLA-A"), 0, id="ids, hyphens, line ends of Windows"),
        pytest.param(DOWNLOAD, ("HGNC:7133", "HGNC:12637"), 1, id="download of PanelApp: green genes only"),
        pytest.param(API, ("HGNC:7133",), 1, id="API of PanelApp"),
    ],
)
def test_genes_are_read(text: str, genes: tuple[str, ...], left_out: int, tmp_path: Path) -> None:
    (tmp_path / "panel").write_text(text, newline="")
    panel = read_panel(tmp_path / "panel")
    assert (panel.genes, panel.left_out) == (genes, left_out)


def test_a_panel_of_panelapp_has_its_name_and_version(tmp_path: Path) -> None:
    for name, text in (("p.tsv", DOWNLOAD), ("p.json", API)):
        (tmp_path / name).write_text(text)
        assert read_panel(tmp_path / name).name == "Kabuki syndrome 1.7"


def test_regions_are_read_whatever_the_naming(tmp_path: Path) -> None:
    (tmp_path / "p.bed").write_text("track name=x\nchr12\t100\t200\tKMT2D\nX 5 6\n")
    assert read_panel(tmp_path / "p.bed").regions == (("12", 100, 200), ("X", 5, 6))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nothing\n",
        '{"a": 1}',
        '{"genes": [1]}',
        "{",
        "this is a sentence\n",
        "chr1\t200\t100\n",
        "chr1\t1\t2\nchr1\tx\ty\n",
    ],
)
def test_what_is_no_panel_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "p").write_text(text)
    with pytest.raises(BadInput, match="panel-unreadable"):
        read_panel(tmp_path / "p")


@given(text=st.text())
def test_any_text_is_a_panel_or_refused(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("any") / "p"
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        panel = read_panel(path)
    except BadInput:
        return
    assert panel.genes or panel.regions
