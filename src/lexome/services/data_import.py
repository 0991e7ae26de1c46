"""Take an official release into the data folder, where it is used instead of, or beside, the embedded knowledge."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field

from lexome.core.assembly import Assembly
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.formats.coverage import Coverage, read_bed
from lexome.formats.importing import Origin, import_alleles, import_tables
from lexome.formats.installing import dataset_name
from lexome.lab import Lab, Service


class Kind(StrEnum):
    """What a file holds."""

    POPULATION = "population"
    CLINVAR = "clinvar"
    MISSENSE = "missense"
    CONSERVATION = "conservation"
    CONSTRAINT = "constraint"
    GENE_VALIDITY = "gene-validity"
    DOSAGE = "dosage"
    FUNCTIONAL = "functional"
    TRANSLATIONS = "translations"
    CHAIN = "chain"
    HPO = "hpo"
    TRANSCRIPTS = "transcripts"
    CASES = "cases"


class Ask(BaseModel, frozen=True):
    """Import an official release (gnomAD, ClinVar, AlphaMissense, REVEL, CADD, phyloP, ClinGen, HPO …)."""

    kind: Kind = Field(description="what the file holds", json_schema_extra={"positional": True})
    files: tuple[Path, ...] = Field(
        description="the official file, plain or gzipped; several of one release (one a chromosome) in one call; for "
        "cases a folder of phenopackets",
        json_schema_extra={"positional": True},
        min_length=1,
    )
    release: str = Field(description="what the release is called, such as 'gnomAD v4.1 exomes' or '2026-02-01'")
    assembly: Assembly | None = Field(
        default=None, description="assembly of the positions; stated by most VCF headers, else GRCh38"
    )
    covered: Path | None = Field(
        default=None,
        description="BED of what the source has looked at; without it a contig counts as covered from its first to "
        "its last imported site",
    )


class Answer(BaseModel, frozen=True):
    """What is in use now."""

    kind: Kind = Field(description="what was imported")
    name: str = Field(description="name of the data set; a later import of the same name replaces it")
    release: str = Field(description="release as given")
    folder: Path = Field(description="where it lies")
    rows: int = Field(description="alleles, or rows of the tables, that were taken")
    skipped: int = Field(description="records passed over: symbolic alleles, contigs other than chromosomes")
    covered_bases: int | None = Field(default=None, description="bases counted as covered, where alleles were imported")
    sha256: str = Field(description="hash over the files as stored")

    def as_text(self) -> str:
        """Return one line for the terminal."""
        left = f", {self.skipped:,} records passed over" if self.skipped else ""
        return f"{self.kind} {self.name} {self.release}: {self.rows:,} rows in use{left}\n{self.folder}"


def run(ask: Ask, lab: Lab) -> Answer:
    """Import the files and return what is in use; the state before stays whole until the last rename.

    Raises
    ------
    BadInput
        when a file is missing or is not of the kind stated.
    """
    named = (*ask.files, *((ask.covered,) if ask.covered else ()))
    missing = [path for path in named if not path.is_file() and not (ask.kind is Kind.CASES and path.is_dir())]
    if missing:
        raise BadInput(
            [
                Problem(Level.ERROR, "no-such-file", str(path), "there is no such file", "check the path")
                for path in missing
            ]
        )
    return _IMPORTERS[ask.kind](ask, lab)


def _origin(ask: Ask, *, source: str, licence: str, reference: str, name: str = "") -> Origin:
    chosen = name or dataset_name(ask.release, default=ask.kind)
    return Origin(ask.kind, chosen, source, ask.release, licence, reference, ask.files)


def _named(ask: Ask, assembly: Assembly) -> str:
    """Return the name of a data set by its release; one on GRCh37 stands beside its namesake and never replaces it."""
    name = dataset_name(ask.release, default=ask.kind)
    return name if assembly is Assembly.GRCH38 else f"{name}-{assembly.lower()}"


def _covered(ask: Ask) -> Coverage | None:
    if ask.covered is None:
        return None
    return read_bed(ask.covered.read_text(encoding="utf-8").splitlines(), where=ask.covered.name)


def _answer(ask: Ask, lab: Lab, manifest: dict[str, Any], *, skipped: int = 0) -> Answer:
    from lexome.formats.allele_store import AlleleStore
    from lexome.formats.releases import imported

    dataset = next(one for one in imported(lab.settings, ask.kind) if one.manifest["name"] == manifest["name"])
    entries = list(manifest["tables"].values())
    covered = AlleleStore(dataset.folder).coverage.bases() if "store" in manifest else None
    return Answer(
        kind=ask.kind,
        name=manifest["name"],
        release=ask.release,
        folder=dataset.folder,
        rows=sum(entry["rows"] for entry in entries),
        skipped=skipped,
        covered_bases=covered,
        sha256=entries[0]["sha256"],
    )


def _tell(lab: Lab) -> Callable[[str, int], None]:
    return lambda what, rows: lab.progress(what, done=rows, total=None)


def _import_population(ask: Ask, lab: Lab) -> Answer:
    from lexome.formats.official.sites_vcf import SitesVcf

    files = [SitesVcf(path) for path in ask.files]
    stated = {one.assembly for one in files} - {None}
    if len(stated | ({ask.assembly} if ask.assembly else set())) > 1:
        message = f"the files are on {', '.join(sorted(str(one) for one in stated))}"
        raise BadInput([Problem(Level.ERROR, "other-assembly", ask.files[0].name, message, "state that one, or none")])
    assembly = ask.assembly or next(iter(stated), None) or Assembly.GRCH38
    populations = list(dict.fromkeys(name for one in files for name in one.populations))
    if len({tuple(one.populations) for one in files}) > 1:
        message = "the files do not count the same populations"
        raise BadInput([Problem(Level.ERROR, "mixed-files", ask.files[0].name, message, "import them one by one")])
    manifest = import_alleles(
        files,
        data_dir=lab.settings.data_dir,
        origin=_origin(
            ask,
            source=_source_name(ask.release),
            licence="as the source's (gnomAD: open)",
            reference="",
            name=_named(ask, assembly),
        ),
        assembly=assembly,
        covered=_covered(ask),
        more={"store": "alleles", "populations": populations},
        tell=_tell(lab),
    )
    return _answer(ask, lab, manifest, skipped=sum(one.skipped for one in files))


def _source_name(release: str) -> str:
    """Population sets are told apart by their source name in every citation."""
    return "gnomAD" if "gnomad" in release.lower() else "population set"


def _import_clinvar(ask: Ask, lab: Lab) -> Answer:
    from lexome.formats.official.clinvar_files import ClinVarFile
    from lexome.formats.residues import with_residues

    assembly = ask.assembly or Assembly.GRCH38
    files = [ClinVarFile(path, assembly=assembly) for path in ask.files]
    placed = [with_residues(one, lab.knowledge("transcripts")) for one in files]
    manifest = import_alleles(
        placed,
        data_dir=lab.settings.data_dir,
        origin=_origin(
            ask,
            source="ClinVar",
            licence="public domain",
            reference="https://www.ncbi.nlm.nih.gov/clinvar; doi:10.1093/nar/gkz972",
            name="clinvar" if assembly is Assembly.GRCH38 else f"clinvar-{assembly.lower()}",
        ),
        assembly=assembly,
        covered=_covered(ask),
        more={"store": "alleles"},
        tell=_tell(lab),
    )
    return _answer(ask, lab, manifest, skipped=sum(one.skipped for one in files))


def _import_scores(ask: Ask, lab: Lab) -> Answer:
    from lexome.formats.official.scores import FUNCTIONAL, MISSENSE, ScoreTable

    assembly = ask.assembly or Assembly.GRCH38
    layouts = MISSENSE if ask.kind is Kind.MISSENSE else FUNCTIONAL
    files = [ScoreTable(path, layouts, assembly=assembly) for path in ask.files]
    predictor = files[0].layout.name
    name = f"{predictor}-{assembly.lower()}" if ask.kind is Kind.MISSENSE else _named(ask, assembly)
    manifest = import_alleles(
        files,
        data_dir=lab.settings.data_dir,
        origin=_origin(ask, source=predictor, licence="as the table's", reference="", name=name),
        assembly=assembly,
        covered=_covered(ask),
        more={"store": "alleles", "predictor": predictor},
        best="score" if ask.kind is Kind.MISSENSE else None,
        tell=_tell(lab),
    )
    return _answer(ask, lab, manifest, skipped=sum(one.skipped for one in files))


def _import_conservation(ask: Ask, lab: Lab) -> Answer:
    from lexome.formats.importing import import_track

    assembly = ask.assembly or Assembly.GRCH38
    track, name = dataset_name(ask.release, default=ask.kind), _named(ask, assembly)
    manifest = import_track(
        ask.files[0],
        data_dir=lab.settings.data_dir,
        origin=_origin(ask, source=track, licence="as the track's", reference="", name=name),
        assembly=assembly,
        tell=_tell(lab),
    )
    return _answer(ask, lab, manifest)


def _import_gene_table(ask: Ask, lab: Lab) -> Answer:
    from lexome.formats.official.gene_tables import read_constraint, read_dosage, read_validity

    if ask.kind is Kind.CONSTRAINT:
        name, table, source = "constraint", read_constraint(ask.files[0]), "gnomAD constraint"
        licence, reference = "gnomAD: open", "https://gnomad.broadinstitute.org; doi:10.1038/s41586-020-2308-7"
    elif ask.kind is Kind.DOSAGE:
        name, table, source = "gene_dosage", read_dosage(ask.files[0]), "ClinGen dosage sensitivity"
        licence, reference = "CC0-1.0", "https://search.clinicalgenome.org/kb/gene-dosage"
    else:
        name, table, source = "gene_validity", read_validity(ask.files[0]), "ClinGen gene–disease validity"
        licence, reference = "CC0-1.0", "https://search.clinicalgenome.org/kb/gene-validity"
    origin = _origin(ask, source=source, licence=licence, reference=reference, name=ask.kind)
    return _answer(ask, lab, import_tables({name: (table, {})}, data_dir=lab.settings.data_dir, origin=origin))


def _import_translations(ask: Ask, lab: Lab) -> Answer:
    from lexome.formats.official.translations import read_translations

    origin = _origin(
        ask,
        source="HPO translations",
        licence="HPO licence",
        reference="https://github.com/obophenotype/hpo-translations",
        name="translations",
    )
    table = read_translations(ask.files)
    return _answer(
        ask, lab, import_tables({"translations": (table, {})}, data_dir=lab.settings.data_dir, origin=origin)
    )


def _import_chain(ask: Ask, lab: Lab) -> Answer:
    from lexome.formats.official.chain import read_chain

    table, source, target = read_chain(ask.files[0])
    origin = _origin(
        ask,
        source=f"chain {source} to {target}",
        licence="as the chain file's",
        reference="https://genome.ucsc.edu/goldenPath/help/chain.html",
        name=f"{source.lower()}-{target.lower()}",
    )
    more = {"source": source.value, "target": target.value}
    manifest = import_tables({"chain": (table, {})}, data_dir=lab.settings.data_dir, origin=origin, more=more)
    return _answer(ask, lab, manifest)


def _import_hpo(ask: Ask, lab: Lab) -> Answer:
    from lexome.formats.official.hpo_release import build, sort_files
    from lexome.formats.releases import starter

    tables = build(sort_files(ask.files), before=starter())
    origin = _origin(
        ask,
        source="Human Phenotype Ontology",
        licence="HPO licence (free use, release named, content not altered)",
        reference="https://hpo.jax.org; doi:10.1093/nar/gkad1005",
        name="hpo",
    )
    return _answer(ask, lab, import_tables(tables, data_dir=lab.settings.data_dir, origin=origin))


def _import_cases(ask: Ask, lab: Lab) -> Answer:
    from lexome.formats.official.case_collection import build

    tables, skipped = build(ask.files)
    origin = _origin(ask, source="solved cases", licence="the user's own", reference="GA4GH phenopackets")
    return _answer(ask, lab, import_tables(tables, data_dir=lab.settings.data_dir, origin=origin), skipped=skipped)


def _import_transcripts(ask: Ask, lab: Lab) -> Answer:
    from lexome.formats.columns import string_list
    from lexome.formats.official.gff_transcripts import read_gff
    from lexome.formats.official.text import bad
    from lexome.formats.releases import starter

    if ask.assembly is Assembly.GRCH37:
        message = "transcripts are used on GRCh38 only"
        raise bad(ask.files[0], "other-assembly", message, "give the GFF3 on GRCh38; lift variants with a chain")
    embedded = starter()
    genes, before = embedded.table("genes"), embedded.table("transcripts", columns=("transcript", "refseq"))
    columns = (string_list(genes["ensembl"]), string_list(genes["symbol"]), genes["hgnc"].to_pylist())
    table = read_gff(
        ask.files[0],
        hgnc_of={gene: (symbol, f"HGNC:{hgnc}") for gene, symbol, hgnc in zip(*columns, strict=True) if gene},
        refseq_of=dict(zip(string_list(before["transcript"]), string_list(before["refseq"]), strict=True)),
    )
    origin = _origin(
        ask,
        source="transcripts (GFF3)",
        licence="as the source's (GENCODE, Ensembl and MANE: open)",
        reference="https://www.gencodegenes.org; https://www.ensembl.org",
        name="transcripts",
    )
    return _answer(ask, lab, import_tables({"transcripts": (table, {})}, data_dir=lab.settings.data_dir, origin=origin))


_IMPORTERS: dict[Kind, Callable[[Ask, Lab], Answer]] = {
    Kind.POPULATION: _import_population,
    Kind.CLINVAR: _import_clinvar,
    Kind.MISSENSE: _import_scores,
    Kind.FUNCTIONAL: _import_scores,
    Kind.CONSERVATION: _import_conservation,
    Kind.CONSTRAINT: _import_gene_table,
    Kind.GENE_VALIDITY: _import_gene_table,
    Kind.DOSAGE: _import_gene_table,
    Kind.TRANSLATIONS: _import_translations,
    Kind.CHAIN: _import_chain,
    Kind.HPO: _import_hpo,
    Kind.TRANSCRIPTS: _import_transcripts,
    Kind.CASES: _import_cases,
}

plugin = Service(Ask, Answer, run)
