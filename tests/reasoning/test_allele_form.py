"""Which forms of an allele look causal among those of its kind."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lexome.core.consequence import RANK
from lexome.reasoning.allele_form import FORMS, PRIOR_ALLELES, Length, beside_rna_log10, form_log10
from lexome.reasoning.gene_evidence import Tier, VariantClass

LOF, REGION = VariantClass.LOSS_OF_FUNCTION, VariantClass.SPLICE_REGION


def said(rows: list[tuple[VariantClass, str, int]], *, tier: Tier = Tier.RARE) -> list[float]:
    """Return what is said of alleles from (kind, term, bases longer)."""
    kind = np.array([row[0] for row in rows], np.int8)
    severity = np.array([RANK[row[1]] for row in rows], np.int8)
    longer = np.array([row[2] for row in rows], np.int64)
    return [float(one) for one in form_log10(severity, longer, kind, np.full(len(rows), tier, np.int8))]


def test_the_fifth_base_of_the_donor_speaks_for_an_allele_and_a_longer_tract_against_it() -> None:
    """In ClinVar a third of pathogenic splice-region records change the fifth base; nearly none lengthen the tract."""
    fifth, tract = said(
        [(REGION, "splice_donor_5th_base_variant", 0), (REGION, "splice_polypyrimidine_tract_variant", 1)]
    )
    assert fifth > 0.5
    assert tract < -0.5


def test_a_broken_splice_site_speaks_more_than_one_base_too_many_or_a_lost_start() -> None:
    site, more, start = said([(LOF, "splice_donor_variant", 0), (LOF, "frameshift_variant", 1), (LOF, "start_lost", 0)])
    assert site > 0.0 > max(more, start)


def test_a_file_full_of_one_form_makes_it_say_less() -> None:
    few = said([(LOF, "frameshift_variant", -1)])[0]
    many = said([(LOF, "frameshift_variant", -1)] * 200)[0]
    assert many < few


def test_common_alleles_are_not_counted_as_what_is_there() -> None:
    one, fifty = (said([(LOF, "frameshift_variant", -1)] * count, tier=Tier.COMMON)[0] for count in (1, 50))
    assert one == fifty > said([(LOF, "frameshift_variant", -1)])[0]


@pytest.mark.parametrize("kind", [VariantClass.MISSENSE, VariantClass.KNOWN_PATHOGENIC, VariantClass.NON_CODING])
def test_alleles_of_other_kinds_say_nothing(kind: VariantClass) -> None:
    assert said([(kind, "splice_donor_variant", 0)]) == [0.0]


@given(st.lists(st.sampled_from([(kind, form) for kind, forms in FORMS.items() for form in forms]), max_size=60))
def test_over_what_a_file_and_the_prior_show_the_mean_ratio_is_one(forms: list[tuple[VariantClass, object]]) -> None:
    """A likelihood ratio has mean 1 under the hypothesis it is against (any text on likelihood)."""
    length = {Length.SAME: 0, Length.ONE_MORE: 1, Length.ONE_LESS: -1, Length.OTHER: 7}
    rows = [(kind, form.terms[0], length[form.lengths[0]]) for kind, form in forms]  # type: ignore[attr-defined]
    for kind, all_forms in FORMS.items():
        one_each = [(kind, form.terms[0], length[form.lengths[0]]) for form in all_forms]
        seen = [sum(row == one for row in rows) for one in one_each]
        # one of each form is added to be told of; it is part of what the file shows
        ratios = 10.0 ** np.array(said(rows + one_each)[len(rows) :])
        there = np.array([form.there for form in all_forms])
        weight = np.array(seen) + 1.0 + PRIOR_ALLELES * there / there.sum()
        assert float((ratios * weight).sum() / weight.sum()) == pytest.approx(1.0)


def test_an_allele_beside_an_rna_gene_speaks_a_hundred_times_less_unless_it_is_known() -> None:
    kind = np.array([VariantClass.NON_CODING, VariantClass.NON_CODING, VariantClass.KNOWN_PATHOGENIC], np.int8)
    assert beside_rna_log10(np.array([True, False, True]), kind).tolist() == [-2.0, 0.0, 0.0]
