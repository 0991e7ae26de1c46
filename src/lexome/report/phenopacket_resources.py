"""The vocabularies that a phenopacket uses, each with the release that the report was made with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lexome.core.provenance import DataRelease
from lexome.report.wording import printable

UNKNOWN = "unknown"
"""Version of a vocabulary whose release the report does not state."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A vocabulary: ``tables`` are the data whose release is its own, ``version`` the one without such a table."""

    id: str
    name: str
    url: str
    iri: str
    tables: tuple[str, ...] = ()
    version: str = UNKNOWN


_OBO = "http://purl.obolibrary.org/obo"
_ANNOTATIONS = ("diseases", "disease_annotations")

VOCABULARIES = {
    "HP": Vocabulary("hp", "Human Phenotype Ontology", f"{_OBO}/hp.owl", f"{_OBO}/HP_", ("hpo_terms", *_ANNOTATIONS)),
    "OMIM": Vocabulary(
        "omim", "Online Mendelian Inheritance in Man", "https://omim.org", "https://omim.org/entry/", _ANNOTATIONS
    ),
    "ORPHA": Vocabulary(
        "orpha",
        "Orphanet nomenclature of rare diseases",
        "https://www.orpha.net",
        "http://www.orpha.net/ORDO/Orphanet_",
        _ANNOTATIONS,
    ),
    "DECIPHER": Vocabulary(
        "decipher",
        "DECIPHER syndromes",
        "https://www.deciphergenomics.org",
        "https://www.deciphergenomics.org/syndrome/",
        _ANNOTATIONS,
    ),
    "MONDO": Vocabulary(
        "mondo", "Mondo Disease Ontology", f"{_OBO}/mondo.owl", f"{_OBO}/MONDO_", ("disease_equivalents",)
    ),
    "HGNC": Vocabulary(
        "hgnc",
        "HUGO Gene Nomenclature Committee",
        "https://www.genenames.org",
        "https://www.genenames.org/data/gene-symbol-report/#!/hgnc_id/",
        ("genes",),
    ),
    "GENO": Vocabulary("geno", "Genotype Ontology", f"{_OBO}/geno.owl", f"{_OBO}/GENO_", version="2023-10-08"),
    "ECO": Vocabulary(
        "eco", "Evidence and Conclusion Ontology", f"{_OBO}/eco.owl", f"{_OBO}/ECO_", version="2019-10-16"
    ),
}
"""By prefix. OMIM and Orphanet ids are those of the HPO annotations, whose release stands for them; GENO and ECO are
fixed lists in this program, taken from the releases named."""


def resources(body: dict[str, Any], data: Sequence[DataRelease]) -> list[dict[str, str]]:
    """Return the vocabularies whose ids stand in the packet, with their releases."""
    used = {prefix for prefix in prefixes(body) if prefix in VOCABULARIES}
    releases = {one.name: printable(one.release.partition(" ")[0]) for one in reversed(data)}
    return [_resource(prefix, word, releases) for prefix, word in VOCABULARIES.items() if prefix in used]


def prefixes(value: Any) -> Iterator[str]:
    """Yield the prefix of every id of a term or gene in a JSON value."""
    if isinstance(value, list):
        for item in value:
            yield from prefixes(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in {"id", "valueId"} and isinstance(item, str):
                yield item.partition(":")[0]
            yield from prefixes(item)


def _resource(prefix: str, word: Vocabulary, releases: dict[str, str]) -> dict[str, str]:
    return {
        "id": word.id,
        "name": word.name,
        "url": word.url,
        "version": next((releases[table] for table in word.tables if table in releases), word.version),
        "namespacePrefix": prefix,
        "iriPrefix": word.iri,
    }
