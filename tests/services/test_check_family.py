"""`lexome check --ped` on a simulated trio: what a laboratory would want to hear before it reports."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from lexome.core.errors import BadInput
from lexome.core.settings import Settings
from lexome.lab import Lab
from lexome.services.check import Ask, run

PED = "F\tkid\tdad\tmum\t2\t2\nF\tdad\t0\t0\t1\t1\nF\tmum\t0\t0\t2\t1\n"


def trio(folder: Path, *, disomic: str = "", columns: str = "kid\tdad\tmum") -> Path:
    """Write a trio of independent sites; on chromosome ``disomic`` the child has both copies of the mother's."""
    rng = np.random.default_rng(11)
    lines = ["##fileformat=VCFv4.2", "##reference=GRCh38"]
    lines.append('##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">')
    lines.append(f"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t{columns}")
    for contig in (*map(str, range(1, 23)), "X"):
        for position in np.unique(rng.integers(3_000_000, 40_000_000, 150)).tolist():
            dad, mum = (rng.random(2) < 0.4).astype(int), (rng.random(2) < 0.4).astype(int)
            if contig == "X":
                dad[1] = dad[0]
            kid = mum if contig == disomic else np.array([rng.choice(dad), rng.choice(mum)])
            if dad.any() or mum.any():
                genotypes = "\t".join(f"{one[0]}/{one[1]}" for one in (kid, dad, mum))
                lines.append(f"{contig}\t{position}\t.\tA\tG\t.\tPASS\t.\tGT\t{genotypes}")
    path = folder / "trio.vcf"
    path.write_text("\n".join(lines) + "\n")
    return path


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab(Settings(data_dir=tmp_path / "data", cache_dir=tmp_path / "cache"))


def codes(lab: Lab, folder: Path, vcf: Path) -> list[str]:
    ped = folder / "family.ped"
    ped.write_text(PED)
    answer = run(Ask(file=vcf, ped=ped), lab)
    assert answer.valid
    return [problem.code for problem in answer.problems]


def test_a_trio_that_fits_is_left_in_peace(lab: Lab, tmp_path: Path) -> None:
    assert codes(lab, tmp_path, trio(tmp_path)) == []


def test_exchanged_samples_are_told(lab: Lab, tmp_path: Path) -> None:
    assert "samples-swapped" in codes(lab, tmp_path, trio(tmp_path, columns="mum\tdad\tkid"))


def test_maternal_disomy_of_chromosome_15_is_told_with_its_disorder(lab: Lab, tmp_path: Path) -> None:
    vcf, ped = trio(tmp_path, disomic="15"), tmp_path / "family.ped"
    ped.write_text(PED)
    found = [one for one in run(Ask(file=vcf, ped=ped), lab).problems if one.code == "uniparental-disomy"]
    assert len(found) == 1
    assert "Prader-Willi" in found[0].message


def test_a_bad_pedigree_ends_the_run_with_all_its_problems(lab: Lab, tmp_path: Path) -> None:
    ped = tmp_path / "family.ped"
    ped.write_text("F kid dad 0 7 2\n")
    with pytest.raises(BadInput) as caught:
        run(Ask(file=trio(tmp_path), ped=ped), lab)
    assert [problem.code for problem in caught.value.problems] == ["ped-sex-invalid", "ped-parent-unknown"]
