"""A runner for PhEval, the field's benchmarking harness: anybody can measure Lexome against their own corpus.

``pip install 'lexome[pheval]'`` registers it; ``pheval run --runner lexomephevalrunner …`` answers every phenopacket of
the corpus through the same service as ``lexome diagnose --cases`` and writes gene, variant and disease results in
PhEval's form.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars
from pheval.post_processing.post_processing import (
    SortOrder,
    generate_disease_result,
    generate_gene_result,
    generate_variant_result,
)
from pheval.runners.runner import PhEvalRunner

from lexome.core.settings import Settings
from lexome.lab import Lab

TOP = 1000
"""Diagnoses kept a case; PhEval's metrics look at far fewer."""


class LexomePhEvalRunner(PhEvalRunner):  # type: ignore[misc] # PhEval ships no types
    """Runs Lexome over the phenopackets of a corpus."""

    @property
    def packets(self) -> Path:
        """The folder of the corpus's phenopackets."""
        return Path(self.testdata_dir) / "phenopackets"

    @property
    def results(self) -> Path:
        """The result lines of Lexome, one a phenopacket in order of file name."""
        return Path(self.raw_results_dir) / "results.jsonl"

    def prepare(self) -> None:
        """Check that there are phenopackets to answer."""
        if not any(self.packets.glob("*.json")):
            raise FileNotFoundError(f"no phenopackets in {self.packets}")

    def run(self) -> None:
        """Answer every phenopacket."""
        lab = Lab(Settings.from_environment(os.environ))
        service = lab.service("diagnose")
        service.run(service.ask(cases=self.packets, out=self.results, top=TOP), lab)

    def post_process(self) -> None:
        """Write the results in PhEval's form."""
        lines = self.results.read_text(encoding="utf-8").splitlines()
        genes = Lab(Settings.from_environment(os.environ)).knowledge("genes")
        for packet, line in zip(sorted(self.packets.glob("*.json")), lines, strict=True):
            listed = json.loads(line).get("differential", [])
            common = (SortOrder.DESCENDING, Path(self.output_dir), packet, self.packets)
            if self.input_dir_config.disease_analysis:
                generate_disease_result(diseases_frame(listed), *common)
            if self.input_dir_config.gene_analysis:
                generate_gene_result(genes_frame(listed, genes), *common)
            if self.input_dir_config.variant_analysis:
                generate_variant_result(variants_frame(listed), *common)


def diseases_frame(listed: list[dict[str, Any]]) -> polars.DataFrame:
    """Return diseases with their posterior as score."""
    rows = [(one["disease_id"], float(one["posterior"])) for one in listed if one["disease_id"]]
    return polars.DataFrame(rows, schema={"disease_identifier": polars.String, "score": polars.Float64}, orient="row")


def genes_frame(listed: list[dict[str, Any]], genes: Any) -> polars.DataFrame:
    """Return genes with the summed posterior of their diseases as score."""
    score: dict[str, float] = {}
    for one in listed:
        for symbol in one["genes"]:
            score[symbol] = score.get(symbol, 0.0) + float(one["posterior"]) / len(one["genes"])
    rows = [(symbol, _ensembl(symbol, genes), value) for symbol, value in score.items()]
    schema = {"gene_symbol": polars.String, "gene_identifier": polars.String, "score": polars.Float64}
    return polars.DataFrame(rows, schema=schema, orient="row")


def _ensembl(symbol: str, genes: Any) -> str:
    gene = genes.resolve(symbol)
    return gene.ensembl_id if gene and gene.ensembl_id else symbol


def variants_frame(listed: list[dict[str, Any]]) -> polars.DataFrame:
    """Return variants with the posterior of the best diagnosis that rests on them as score."""
    rows = [(*_place(text), posterior) for text, posterior in _best(listed)]
    schema = {
        "chrom": polars.String, "start": polars.Int64, "end": polars.Int64, "ref": polars.String, "alt": polars.String,
        "score": polars.Float64,
    }  # fmt: skip
    return polars.DataFrame(rows, schema=schema, orient="row")


def _best(listed: list[dict[str, Any]]) -> Iterator[tuple[str, float]]:
    best: dict[str, float] = {}
    for one in listed:
        for text in one["variants"]:
            best[text] = max(best.get(text, 0.0), float(one["posterior"]))
    yield from best.items()


def _place(text: str) -> tuple[str, int, int, str, str]:
    _, contig, pos, ref, alt = text.split(":")
    return contig, int(pos), int(pos) + len(ref) - 1, ref, alt
