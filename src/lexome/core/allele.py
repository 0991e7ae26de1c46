"""The one key of a variant: assembly, contig, 0-based start, reference and alternate bases."""

from __future__ import annotations

from dataclasses import dataclass

from lexome.core.assembly import Assembly, canonical_contig


@dataclass(frozen=True, slots=True, order=True)
class Allele:
    """One alternate allele on the forward strand; ``start`` is 0-based, the interval half-open.

    ``contig`` is canonical ('7', 'X', 'MT') where the name is a chromosome's, else as given.
    ``alt`` is bases, or a symbolic allele such as ``<DEL>`` with ``end`` giving its extent.
    """

    assembly: Assembly
    contig: str
    start: int
    ref: str
    alt: str
    symbolic_end: int | None = None

    @classmethod
    def from_vcf(
        cls, assembly: Assembly, *, contig: str, pos: int, ref: str, alt: str, end: int | None = None
    ) -> Allele:
        """Return the allele of a VCF record (1-based ``pos``; ``end`` is INFO/END of a symbolic allele)."""
        name = canonical_contig(contig) or contig
        return cls(assembly, name, pos - 1, ref.upper(), alt if alt.startswith("<") else alt.upper(), end)

    @classmethod
    def parse(cls, text: str) -> Allele:
        """Return the allele written as ``GRCh38:17:43045705:T:C`` (1-based, VCF convention).

        Raises
        ------
        ValueError
            when the text has not that form.
        """
        parts = text.split(":")
        if len(parts) != 5 or not parts[2].isdecimal():
            raise ValueError(f"{text!r} is not ASSEMBLY:CONTIG:POS:REF:ALT")
        return cls.from_vcf(Assembly(parts[0]), contig=parts[1], pos=int(parts[2]), ref=parts[3], alt=parts[4])

    @property
    def end(self) -> int:
        """End of the reference interval, half-open."""
        return self.symbolic_end if self.symbolic_end is not None else self.start + len(self.ref)

    @property
    def pos(self) -> int:
        """1-based position, VCF convention."""
        return self.start + 1

    @property
    def is_symbolic(self) -> bool:
        """Whether the alternate is not spelt in bases (``<DEL>``, breakend, ``*``)."""
        return not self.alt.isalpha()

    @property
    def is_snv(self) -> bool:
        """Whether one base replaces one base."""
        return len(self.ref) == 1 and len(self.alt) == 1 and self.alt.isalpha()

    def trimmed(self) -> Allele:
        """Return the allele without shared bases: suffix first, then prefix, each side keeping one base.

        >>> str(Allele.parse("GRCh38:1:100:CAG:CTG").trimmed())
        'GRCh38:1:101:A:T'
        """
        if self.is_symbolic:
            return self
        ref, alt, start = self.ref, self.alt, self.start
        while len(ref) > 1 and len(alt) > 1 and ref[-1] == alt[-1]:
            ref, alt = ref[:-1], alt[:-1]
        while len(ref) > 1 and len(alt) > 1 and ref[0] == alt[0]:
            ref, alt, start = ref[1:], alt[1:], start + 1
        return Allele(self.assembly, self.contig, start, ref, alt)

    def __str__(self) -> str:
        return f"{self.assembly}:{self.contig}:{self.pos}:{self.ref}:{self.alt}"
