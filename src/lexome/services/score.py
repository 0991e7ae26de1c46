"""Effects of variants predicted from sequence alone, written into a copy of the VCF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, Field

from lexome import __version__
from lexome.core.allele import Allele
from lexome.core.assembly import Assembly, assembly_of_accession
from lexome.core.errors import BadInput
from lexome.core.problem import Level, Problem
from lexome.formats.atomic import refuse_overwriting
from lexome.lab import Lab, Service

if TYPE_CHECKING:
    from lexome.core.effect import EffectColumns
    from lexome.formats.vcf.annotation import InfoField, Site

BATCH_LINES = 256
"""Lines scored together; bounds memory, and is what progress is told by."""
NOT_A_PLACE = "position_is_not_a_number"
NO_ALTERNATE = "no_alternate_allele"
OTHER_ASSEMBLY = "contig_of_another_assembly"
OWN_REASONS = {
    NOT_A_PLACE: "POS is no number from 1 on",
    NO_ALTERNATE: "the line has no alternate allele",
    OTHER_ASSEMBLY: "the contig is a RefSeq accession of another assembly",
}


class Ask(BaseModel, frozen=True):
    """The change each variant makes to splicing, as INFO fields SPLICE_DELTA, SPLICE_KIND and SPLICE_POS."""

    vcf: Path = Field(description="variants, VCF (plain, gzip or bgzip)", json_schema_extra={"positional": True})
    fasta: Path = Field(description="reference sequence, FASTA (plain, bgzip or gzip; whole genome or slices)")
    out: Path = Field(description="where to write the scored VCF; bgzipped when the name ends in .gz")
    assembly: Assembly | None = Field(None, description="assembly of the VCF, when its header does not tell")
    distance: int = Field(50, ge=1, le=4999, description="bases to either side in which splice sites are compared")
    masked: bool = Field(
        default=False, description="leave out gains at annotated splice sites and losses at other places"
    )
    effort: Literal["cascade", "full"] = Field(
        "cascade", description="cascade: all five networks where one is in doubt; full: all five for every variant"
    )


class Answer(BaseModel, frozen=True):
    """What was scored and what was not."""

    out: Path = Field(description="the scored VCF")
    records: int = Field(description="record lines written, as many as were read")
    scored: int = Field(description="alternate alleles with a score")
    not_scored: dict[str, int] = Field(description="alternate alleles without a score, by SCORE_REASON")
    malformed: int = Field(description="lines with fewer than eight columns, copied as they are")
    models: dict[str, str] = Field(description="INFO field to the model behind it")

    def as_text(self) -> str:
        """Return the counts as lines."""
        lines = [
            f"{self.out}: {self.records} records, {self.scored} {'allele' if self.scored == 1 else 'alleles'} scored"
        ]
        lines += [f"  not scored, {reason}: {count}" for reason, count in sorted(self.not_scored.items())]
        if self.malformed:
            lines.append(f"  lines with fewer than eight columns, copied as they are: {self.malformed}")
        return "\n".join(lines)


def run(ask: Ask, lab: Lab) -> Answer:
    """Score every alternate allele and write the VCF with what was found."""
    from lexome.formats.bgzf_writer import WholeFile
    from lexome.formats.vcf.annotation import header_of, raw_lines

    refuse_overwriting(ask.out, ask.vcf, ask.fasta)
    lines = raw_lines(ask.vcf)
    header = header_of(lines, ask.vcf)
    scorer = _Scorer(ask, lab, header)
    with WholeFile(ask.out) as target:
        for line in scorer.header(header):
            target.write(line)
        while batch := list(islice(lines, BATCH_LINES)):
            for line in scorer.scored(batch):
                target.write(line)
            lab.progress("scoring", done=scorer.records, total=None)
    return scorer.answer()


class _Scorer:
    """Turns batches of lines into scored lines and counts."""

    def __init__(self, ask: Ask, lab: Lab, header: list[bytes]) -> None:
        from lexome.formats.fasta.reference import Reference

        self._ask = ask
        self._transcripts = lab.knowledge("transcripts")
        self._assembly = _assembly(ask, header, self._transcripts.assembly)
        self._reference = Reference.open(ask.fasta, cache_dir=lab.settings.cache_dir, assembly=self._assembly)
        self._model = lab.model("splice")
        self._fields = _fields(self._model.reasons)
        self._reasons: Counter[str] = Counter()
        self._scored = self._malformed = self.records = 0

    def header(self, lines: list[bytes]) -> list[bytes]:
        """Return the header with what is added."""
        from lexome.formats.vcf.annotation import header_with

        how = f"model=splice,distance={self._ask.distance},masked={self._ask.masked},effort={self._ask.effort}"
        stamp = f'lexome_score=<ID=splice,version="{__version__}",{how},transcripts="{self._transcripts.release}">'
        return header_with(lines, self._fields, stamp=stamp)

    def scored(self, lines: list[bytes]) -> Iterator[bytes]:
        """Yield each line with its scores."""
        from lexome.formats.vcf.annotation import site_of, with_info

        sites = [site_of(line) if line.strip() else None for line in lines]
        alleles = list(chain.from_iterable(self._alleles(site) for site in sites if site))
        effects = self._model.score(
            alleles,
            reference=self._reference,
            transcripts=self._transcripts,
            distance=self._ask.distance,
            masked=self._ask.masked,
            effort=self._ask.effort,
        )
        row, own = 0, frozenset(field.name.encode() for field in self._fields)
        for line, site in zip(lines, sites, strict=True):
            if site is None:
                self._malformed += bool(line.strip())
                yield line
                continue
            count = len(self._alleles(site))
            reasons = effects.reasons[row : row + count] if count else [self._no_place(site)] * len(site.alts)
            self._count(reasons)
            yield with_info(line, _info(effects, range(row, row + count), reasons), own=own)
            row += count

    def _alleles(self, site: Site) -> list[Allele]:
        if self._no_place(site):
            return []
        assert site.pos is not None
        return [
            Allele.from_vcf(self._assembly, contig=site.contig, pos=site.pos, ref=site.ref, alt=alt)
            for alt in site.alts
        ]

    def _no_place(self, site: Site) -> str:
        """Return why a line names no allele that could be scored, '' when it does."""
        if site.pos is None or site.pos < 1:
            return NOT_A_PLACE
        if assembly_of_accession(site.contig) not in {None, self._assembly}:
            return OTHER_ASSEMBLY
        return NO_ALTERNATE if site.alts == (".",) else ""

    def _count(self, reasons: Sequence[str]) -> None:
        self.records += 1
        self._scored += sum(not reason for reason in reasons)
        self._reasons.update(reason for reason in reasons if reason)

    def answer(self) -> Answer:
        """Return the counts."""
        return Answer(
            out=self._ask.out,
            records=self.records,
            scored=self._scored,
            not_scored=dict(self._reasons),
            malformed=self._malformed,
            models={field.name: "splice" for field in self._fields if field.name.startswith("SPLICE")},
        )


def _fields(reasons: Mapping[str, str]) -> tuple[InfoField, ...]:
    from lexome.formats.vcf.annotation import InfoField

    known = "; ".join(f"{reason}: {words}" for reason, words in {**reasons, **OWN_REASONS}.items())
    return (
        InfoField("SPLICE_DELTA", "Float", "Largest change in splice-site probability within the window (0-1)"),
        InfoField("SPLICE_KIND", "String", "What changes: acceptor_gain, acceptor_loss, donor_gain or donor_loss"),
        InfoField("SPLICE_POS", "Integer", "Where it changes, in bases from POS on the forward strand"),
        InfoField("SPLICE_GENE", "String", "Gene in whose direction of transcription it was read"),
        InfoField("SPLICE_ALL", "String", "Largest change and its place of each kind: kind:change:place, joined by |"),
        InfoField("SCORE_REASON", "String", f"Why the allele was not scored. {known}"),
    )


def _info(effects: EffectColumns, rows: range, reasons: Sequence[str]) -> dict[str, str]:
    """Return the INFO values of one line, each with one entry per allele."""
    added: dict[str, str] = {}
    if not all(reasons):
        kinds = [effects.kinds[effects.kind[row]] if effects.kind[row] >= 0 else "." for row in rows]
        known = [not reason for reason in reasons]
        added["SPLICE_DELTA"] = _joined(known, [f"{effects.value[row]:.4f}" for row in rows])
        added["SPLICE_KIND"] = _joined(known, [kind.replace(" ", "_") for kind in kinds])
        added["SPLICE_POS"] = _joined(
            known, [str(effects.offset[row]) if effects.kind[row] >= 0 else "." for row in rows]
        )
        added["SPLICE_GENE"] = _joined(known, [effects.genes[row] for row in rows])
        added["SPLICE_ALL"] = _joined(known, [_each_kind(effects, row) for row in rows])
    if any(reasons):
        added["SCORE_REASON"] = ",".join(reason or "." for reason in reasons)
    return added


def _joined(known: list[bool], values: list[str]) -> str:
    return ",".join(value if is_known else "." for is_known, value in zip(known, values, strict=True))


def _each_kind(effects: EffectColumns, row: int) -> str:
    parts = zip(effects.kinds, effects.detail[row], effects.detail_offset[row], strict=True)
    return "|".join(f"{kind.replace(' ', '_')}:{change:.4f}:{place}" for kind, change, place in parts)


def _no_place(site: Site) -> str:
    if site.pos is None or site.pos < 1:
        return NOT_A_PLACE
    return NO_ALTERNATE if site.alts == (".",) else ""


def _assembly(ask: Ask, header: list[bytes], known: Assembly) -> Assembly:
    """Return the assembly of the variants; BadInput when the transcripts are on another."""
    from lexome.formats.vcf.findings import Findings
    from lexome.formats.vcf.header import parse_header

    text = [line.decode("utf-8", "replace").rstrip("\r\n") for line in header]
    found = ask.assembly or parse_header(text, Findings(ask.vcf.name, per_code=1)).assembly or known
    if found is not known:
        message = f"the variants are on {found}, the transcripts on {known}"
        raise BadInput(
            [Problem(Level.ERROR, "assembly-mismatch", ask.vcf.name, message, f"lift the variants to {known} first")]
        )
    return found


plugin = Service(Ask, Answer, run)
