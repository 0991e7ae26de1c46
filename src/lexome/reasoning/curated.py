"""Curators' decisions laid over the outcomes of the criteria."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lexome.core.curation import Action, Decision
from lexome.core.evidence import Evidence, NotMet, Outcome


def with_decisions(outcomes: Sequence[Outcome], decisions: Sequence[Decision]) -> tuple[Outcome, ...]:
    """Return the outcomes as curators left them; every change says who made it, why, and what stood there before."""
    of_code = {decision.code: decision for decision in decisions}
    known = {outcome.code for outcome in outcomes}
    changed = [_decided(outcome, of_code[outcome.code]) if outcome.code in of_code else outcome for outcome in outcomes]
    added = [decision for code, decision in of_code.items() if code not in known and decision.action is Action.ADD]
    return (*changed, *(_added(decision, None) for decision in added))


def curators(decisions: Sequence[Decision]) -> dict[str, str]:
    """Return who decided on each code."""
    return {decision.code: decision.curator for decision in decisions}


def _decided(outcome: Outcome, decision: Decision) -> Outcome:
    by = f"{decision.curator}: {decision.reason}"
    match decision.action:
        case Action.ADD:
            return _added(decision, outcome)
        case Action.REJECT:
            was = f" (found: {outcome.because})" if isinstance(outcome, Evidence) else ""
            return NotMet(outcome.code, f"rejected by {by}{was}")
    if not isinstance(outcome, Evidence):
        return NotMet(outcome.code, f"accepted by {by}, but nothing was found to accept; add it with a strength")
    strength = decision.strength or outcome.strength
    weight = strength.log10_lr if strength else outcome.log10_lr
    return replace(outcome, strength=strength, log10_lr=weight, because=f"{outcome.because} (accepted by {by})")


def _added(decision: Decision, before: Outcome | None) -> Evidence:
    assert decision.strength is not None
    was = f" (found: {before.because})" if isinstance(before, Evidence) else ""
    because = f"added by {decision.curator}: {decision.reason}{was}"
    return Evidence.criterion(decision.code, decision.strength, because)
