"""What every criterion on the shelf must keep: one outcome a code, silence without facts, unique codes, a reference."""

from __future__ import annotations

import pytest

from lexome.core.allele import Allele
from lexome.core.evidence import NotAssessable, NotMet
from lexome.core.plugin import Argument
from lexome.core.variant import VariantFacts
from lexome.formats.curation import CODES
from lexome.formats.rule_sets import read_rule_set
from lexome.reasoning.interpretation import criteria

RULES = read_rule_set()
NOTHING_KNOWN = VariantFacts(Allele.parse("GRCh38:1:100:A:G"))


@pytest.mark.parametrize("argument", criteria(), ids=lambda each: "-".join(each.codes))
def test_a_criterion_is_silent_when_nothing_is_known(argument: Argument) -> None:
    outcomes = argument.argue(NOTHING_KNOWN, RULES.general)
    assert tuple(item.code for item in outcomes) == argument.codes
    assert all(isinstance(item, NotAssessable | NotMet) for item in outcomes)
    assert all(item.why for item in outcomes if isinstance(item, NotAssessable))
    assert argument.reference


def test_the_28_criteria_are_argued_once_each() -> None:
    codes = [code for argument in criteria() for code in argument.codes]
    assert len(codes) == len(set(codes)) == 28
    assert set(codes) == CODES


def test_a_gene_s_rules_keep_the_guideline_s_caps_and_name_their_specification() -> None:
    for symbol, rules in RULES.genes.items():
        assert rules.specification.startswith("GN"), symbol
        assert "PM2" in rules.caps, symbol
        assert rules.bs1 is None or 0 <= rules.bs1 <= rules.ba1 <= 1, symbol
        assert rules.pm2 <= (rules.bs1 if rules.bs1 is not None else 1), symbol
