"""What a change within the coding sequence does to the protein, with the sequence at hand or without."""

from __future__ import annotations

from dataclasses import dataclass, replace

from lexome.models.consequence import protein_name
from lexome.models.consequence.genetic_code import GeneticCode
from lexome.models.consequence.placement import Placement

CODING = "coding_sequence_variant"
_KNOWN = frozenset("ACGT")


@dataclass(frozen=True, slots=True)
class Spliced:
    """The bases of a spliced transcript, its protein with the stop, and the code it is read by.

    ``bases`` has 'N' where the reference is not at hand. ``protein`` starts at the first whole codon; a TGA
    within it is selenocysteine, 'U', another stop that the annotation reads through is 'X'.
    """

    bases: str
    protein: str
    code: GeneticCode


@dataclass(frozen=True, slots=True)
class CodingEffect:
    """Terms and protein change; ``stop_offset`` is where a premature stop begins in the spliced reference."""

    terms: frozenset[str]
    hgvs_p: str | None = None
    position: int | None = None
    ref_residues: str | None = None
    alt_residues: str | None = None
    stop_offset: int | None = None
    needs_reference: bool = False


@dataclass(frozen=True, slots=True)
class _Cut:
    """A change in coding offsets (0 is the first whole codon) and what the coding sequence around it is."""

    start: int
    end: int
    alt: str
    length: int
    has_start: bool
    has_end: bool

    @property
    def delta(self) -> int:
        return len(self.alt) - (self.end - self.start)

    @property
    def shape(self) -> str:
        """Term for the length alone, '' for a substitution."""
        if self.delta % 3:
            return "frameshift_variant"
        if not self.delta:
            return ""
        if self.start == self.end:
            return "inframe_insertion"
        return "inframe_deletion" if not self.alt else "protein_altering_variant"


def spliced(placement: Placement, bases: str, code: GeneticCode) -> Spliced:
    """Return a spliced transcript with its protein."""
    if placement.cds is None:
        return Spliced(bases, "", code)
    start, end = placement.cds[0] + placement.phase, placement.cds[1]
    coding = bases[start:end]
    if placement.contig == "MT":
        coding += "A" * (-len(coding) % 3)  # the poly(A) tail completes the stop codon (doi:10.1038/290470a0)
    protein = code.translate(coding)
    if not placement.lacks_start and coding[:3] not in code.starts and protein[:1] not in ("M", ""):
        protein = "M" + protein[1:]  # a start codon other than ATG is read as methionine
    inner, last = protein[:-1], protein[-1:]
    at = inner.find("*")
    while at >= 0:
        read_through = "U" if coding[3 * at : 3 * at + 3] == "TGA" else "X"
        inner = inner[:at] + read_through + inner[at + 1 :]
        at = inner.find("*")
    return Spliced(bases, inner + last, code)


def coding_effect(placement: Placement, cut: tuple[int, int], alt: str, text: Spliced | None) -> CodingEffect:
    """Return the effect of replacing the spliced offsets ``cut``, which touch the coding sequence, by ``alt``."""
    assert placement.cds is not None
    first, last = placement.cds[0] + placement.phase, placement.cds[1]
    inside = _Cut(
        start=cut[0] - first,
        end=cut[1] - first,
        alt=alt,
        length=last - first,
        has_start=not placement.lacks_start,
        has_end=not placement.lacks_end,
    )
    if inside.start < 0:
        return _over_start(inside, first, text)
    position = min(inside.start, inside.length - 1) // 3 + 1
    if inside.end > inside.length:
        effect = _over_end(inside, first, text)
    elif text is None or not _is_spelt(inside, first, text):
        effect = _without_sequence(inside)
    elif inside.start >= inside.length - inside.length % 3 and placement.contig != "MT":
        effect = CodingEffect(frozenset({"incomplete_terminal_codon_variant", CODING}))
    else:
        effect = _with_sequence(inside, first, text)
    return replace(effect, position=position)


def _is_spelt(cut: _Cut, first: int, text: Spliced) -> bool:
    """Tell whether every base of the codons touched, and of what comes instead, is known."""
    codons = text.bases[first + cut.start // 3 * 3 : first + -(-cut.end // 3) * 3]
    return set(codons) | set(cut.alt) <= _KNOWN


def _without_sequence(cut: _Cut) -> CodingEffect:
    in_start = cut.has_start and cut.start < 3 and (cut.end > cut.start or cut.start > 0)
    if in_start and not cut.delta:
        # every substitution of ATG loses it
        return CodingEffect(frozenset({"start_lost"}), hgvs_p=protein_name.START_LOST, needs_reference=False)
    terms = {cut.shape} - {""}
    if in_start:
        terms.add("start_lost")
    if cut.has_end and cut.end > cut.length - 3 and cut.delta <= 0 and cut.shape:
        terms.add("stop_lost")
    return CodingEffect(frozenset(terms or {CODING}), needs_reference=True)


def _over_start(cut: _Cut, first: int, text: Spliced | None) -> CodingEffect:
    """Over the border of 5' UTR and coding sequence."""
    if not cut.has_start:
        return CodingEffect(frozenset({CODING, "5_prime_UTR_variant"}))
    if text is not None:
        changed = text.bases[: first + cut.start] + cut.alt + text.bases[first + cut.end :]
        begin = first + cut.delta
        if changed[begin : begin + cut.end] == text.bases[first : first + cut.end]:
            return CodingEffect(frozenset({"start_retained_variant", "5_prime_UTR_variant"}))
    terms = frozenset({"start_lost", "5_prime_UTR_variant"})
    return CodingEffect(terms, hgvs_p=protein_name.START_LOST, position=1)


def _over_end(cut: _Cut, first: int, text: Spliced | None) -> CodingEffect:
    """Over the border of coding sequence and 3' UTR."""
    if text is None or not cut.has_end:
        lost = "stop_lost" if cut.has_end else CODING
        return CodingEffect(frozenset({lost, "3_prime_UTR_variant"}), needs_reference=text is None)
    whole = cut.start // 3
    changed = text.bases[first + whole * 3 : first + cut.start] + cut.alt + text.bases[first + cut.end :]
    after, before = text.code.translate_to_stop(changed), text.protein[whole:]
    if after == before:
        terms = frozenset({"stop_retained_variant", "3_prime_UTR_variant"})
        return CodingEffect(terms, hgvs_p=protein_name.unchanged("*", cut.length // 3))
    terms = frozenset({"stop_lost", "3_prime_UTR_variant"})
    if after.endswith("*") and not after.startswith(before.rstrip("*")):
        name = protein_name.in_frame(text.protein, whole, before.rstrip("*"), after.rstrip("*"))
    else:
        name = protein_name.frameshift(before, after, whole + 1)
    return CodingEffect(terms, hgvs_p=name)


def _with_sequence(cut: _Cut, first: int, text: Spliced) -> CodingEffect:
    retained: frozenset[str] = frozenset()
    if cut.has_start and cut.start < 3 and (cut.end > cut.start or cut.start > 0):
        codon = (text.bases[first : first + cut.start] + cut.alt + text.bases[first + cut.end :][:3])[:3]
        if codon not in text.code.starts or (codon != text.bases[first : first + 3] and text.code.number == 1):
            terms = frozenset({"start_lost", cut.shape} - {""})
            return CodingEffect(terms, hgvs_p=protein_name.START_LOST)
        retained = frozenset({"start_retained_variant"})
    effect = _shifted(cut, first, text) if cut.delta % 3 else _in_frame(cut, first, text)
    return replace(effect, terms=effect.terms | retained) if retained else effect


def _in_frame(cut: _Cut, first: int, text: Spliced) -> CodingEffect:
    low = cut.start // 3
    high = low if cut.start == cut.end and cut.start % 3 == 0 else max(-(-cut.end // 3), low + 1)
    head = text.bases[first + low * 3 : first + cut.start]
    tail = text.bases[first + cut.end : first + high * 3]
    before, after = text.protein[low:high], _read(text, low, head + cut.alt + tail)
    terms = {cut.shape} - {""}
    stop = after.find("*")
    old_stop = before.find("*")
    hgvs_p = None
    stop_offset = None
    if before == after:
        hgvs_p = protein_name.unchanged(before or text.protein[low : low + 1], low + 1)
        terms.add("stop_retained_variant" if old_stop >= 0 else "synonymous_variant")
    elif stop >= 0 and text.protein[low : low + stop + 1] == after[: stop + 1]:
        hgvs_p = protein_name.unchanged("*", low + stop + 1)
        terms.add("stop_retained_variant")
    elif old_stop >= 0 and stop < 0:
        return _extended(cut, first, text, low)
    elif stop >= 0 and not (old_stop >= 0 and stop == len(after) - 1):
        terms.add("stop_gained")
        stop_offset = first + (low + stop) * 3
        hgvs_p = protein_name.in_frame(text.protein, low, before, after[: stop + 1])
    else:
        if not terms:
            terms.add("missense_variant")
        elif old_stop >= 0:
            terms.add("stop_retained_variant")
        hgvs_p = protein_name.in_frame(text.protein, low, before.rstrip("*"), after.rstrip("*"))
    return CodingEffect(frozenset(terms), hgvs_p, None, before or "-", after or "-", stop_offset)


def _read(text: Spliced, low: int, bases: str) -> str:
    """Translate a changed stretch; a TGA that stays in its codon remains selenocysteine."""
    after = text.code.translate(bases)
    if "U" in text.protein[low : low + len(after)]:
        kept = text.protein[low : low + len(after)]
        after = (
            "".join(
                "U" if new == "*" and old == "U" and bases[at * 3 : at * 3 + 3] == "TGA" else new
                for at, (new, old) in enumerate(zip(after, kept, strict=False))
            )
            + after[len(kept) :]
        )
    return after


def _extended(cut: _Cut, first: int, text: Spliced, low: int) -> CodingEffect:
    """Return the effect of a change that takes the stop away within the frame."""
    changed = text.bases[first + low * 3 : first + cut.start] + cut.alt + text.bases[first + cut.end :]
    after, before = text.code.translate_to_stop(changed), text.protein[low:]
    terms = frozenset({"stop_lost", cut.shape} - {""})
    shown = text.code.translate(changed[: max(len(before) * 3 + cut.delta, 3)])
    return CodingEffect(terms, protein_name.frameshift(before, after, low + 1), None, before, shown)


def _shifted(cut: _Cut, first: int, text: Spliced) -> CodingEffect:
    """Return the effect of a change of the reading frame."""
    low = cut.start // 3
    changed = text.bases[first + low * 3 : first + cut.start] + cut.alt + text.bases[first + cut.end :]
    after, before = text.code.translate_to_stop(changed), text.protein[low:]
    if after == before:
        terms = {"stop_retained_variant" if cut.end > cut.length - 3 else "synonymous_variant"}
        return CodingEffect(frozenset(terms), protein_name.unchanged(before[:1], low + 1))
    same = protein_name.shared_start(before, after)
    terms = {"frameshift_variant"}
    if before[same : same + 1] == "*":
        terms.add("stop_lost")
    elif after[same : same + 1] == "*" or _stops_within(cut, low, after):
        terms.add("stop_gained")
    stop_offset = None
    if after.endswith("*") and "stop_lost" not in terms:
        new = first + (low + len(after) - 1) * 3
        stop_offset = new if new < first + cut.start else max(new - cut.delta, first + cut.start)
    name = protein_name.frameshift(before, after, low + 1)
    return CodingEffect(frozenset(terms), name, None, before[:1] or "-", "X", stop_offset)


def _stops_within(cut: _Cut, low: int, after: str) -> bool:
    """Tell whether the new stop codon is made of inserted bases, at least in part."""
    return after.endswith("*") and (low + len(after) - 1) * 3 < cut.start + len(cut.alt)
