"""What holds between records: sorted positions, contigs in one piece, no variant twice."""

from __future__ import annotations

from collections.abc import Iterator

from lexome.formats.vcf.strict.fault import Fault

_CAP = 100_000
"""Variants of one neighbourhood kept to find duplicates; a longer one is a file of deletions over deletions."""


class Order:
    """The records so far, as far as later ones depend on them: memory grows with contigs, not with records."""

    def __init__(self) -> None:
        self._contig = ""
        self._done: set[str] = set()
        self._position = -1
        self._recent: dict[tuple[int, str, str], int] = {}

    def faults(self, chrom: str, position: int, ref: str, alts: list[str]) -> Iterator[Fault]:
        """Yield what is wrong with the place of the next record."""
        chrom = chrom.strip("<>")
        if chrom != self._contig:
            if chrom in self._done:
                yield Fault(
                    "contig-not-contiguous",
                    "records of a contig do not stand together",
                    "sort the file (bcftools sort)",
                )
            self._done.add(self._contig)
            self._contig, self._position = chrom, position
            self._recent.clear()
        elif position < self._position:
            yield Fault("records-not-sorted", "POS is lower than on the line before", "sort the file (bcftools sort)")
        if position > self._position:
            self._position = position
            if len(self._recent) > 64:
                self._recent = {key: 1 for key in self._recent if key[0] >= position}
        for alt in alts:
            if alt.isalpha() and len(self._recent) < _CAP:
                key = trimmed(position, ref, alt)
                if key in self._recent:
                    yield Fault(
                        "variant-duplicated",
                        "the same variant stands on an earlier line",
                        "keep one (bcftools norm -d)",
                    )
                self._recent[key] = 1


def trimmed(position: int, ref: str, alt: str) -> tuple[int, str, str]:
    """Return position, REF and ALT without shared bases, suffix first.

    >>> trimmed(123, "AT", "AA"), trimmed(10, "CAG", "C")
    ((124, 'T', 'A'), (10, 'CAG', 'C'))
    """
    ref, alt = ref.upper(), alt.upper()
    if len(ref) == 1 == len(alt):
        return position, ref, alt
    end = 0
    most = min(len(ref), len(alt)) - 1
    while end < most and ref[-1 - end] == alt[-1 - end]:
        end += 1
    ref, alt = ref[: len(ref) - end], alt[: len(alt) - end]
    begin, most = 0, min(len(ref), len(alt)) - 1
    while begin < most and ref[begin] == alt[begin]:
        begin += 1
    return position + begin, ref[begin:], alt[begin:]
