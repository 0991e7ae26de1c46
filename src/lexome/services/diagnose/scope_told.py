"""What lay outside the scope of an answer, as the report tells it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lexome.report.schema import NotCovered

if TYPE_CHECKING:
    from lexome.services.diagnose.engine import Engine
    from lexome.services.diagnose.genotyped import Genotyped

MOST_NAMED = 20
WHOLLY = 0.999
"""Share of a gene's coding sequence from which it counts as covered: regions end between bases."""


def outside_scope(genotyped: Genotyped | None, engine: Engine) -> Iterator[NotCovered]:
    """Yield what was not interpreted because it was not asked for, with its number."""
    scope = engine.scope
    if genotyped is None or scope.name not in {"panel", "exome"}:
        return
    aside = next(step.put_aside for step in genotyped.steps if step.step == "within the scope asked for")
    if scope.name == "exome":
        yield NotCovered(
            what="Outside coding sequence", why=f"{aside:,} variants were not interpreted: an exome was asked for"
        )
        return
    yield NotCovered(what=f"Outside the panel ({scope.title})", why=f"{aside:,} variants were not interpreted")
    share = scope.covered(engine.genes)
    partly = sorted(symbol for symbol, part in share.items() if part < WHOLLY)
    if partly:
        named = ", ".join(f"{symbol} ({share[symbol]:.0%})" for symbol in partly[:MOST_NAMED])
        more = f" and {len(partly) - MOST_NAMED} more" if len(partly) > MOST_NAMED else ""
        yield NotCovered(what="Genes the panel covers in part", why=f"share of the coding sequence: {named}{more}")
    missing = sorted(scope.genes - set(engine.genes.symbols))
    if missing:
        named = ", ".join(missing[:MOST_NAMED])
        yield NotCovered(what="Genes of the panel without a coding transcript here", why=named)
    if scope.unknown:
        named = ", ".join(scope.unknown[:MOST_NAMED])
        yield NotCovered(what="Names of the panel that belong to no gene, or to several", why=named)
    if scope.left_out:
        why = f"{scope.left_out} genes of less than diagnostic confidence (not green)"
        yield NotCovered(what="Genes of the panel left out", why=why)
