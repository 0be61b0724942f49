"""What a missed benefit would have paid before: by earlier answers, and by the rules of then."""

from __future__ import annotations

from datetime import date

import pytest

from hopecare.domain.earlier_amounts import days_of_change, earlier_amounts
from hopecare.domain.eligibility.assessment import Range
from hopecare.domain.gap_amounts import GapAmount, Step
from hopecare.domain.later_ages import Born
from hopecare.domain.watches import Said
from hopecare.reading.country_packs import country_pack
from tests.factories.assessments import said, works_at
from tests.factories.towns import TODAY

PACK = country_pack("KR")
BORN = (Born(on=date(1959, 4, 2), is_asked=True),)
OF_2024, OF_2025, OF_2026 = 395_102, 447_444, 502_556
"""32 % of the median of one, less 318,000 won: what livelihood benefit paid in each year."""


def before(**known):
    told = Said(facts=said(), on=TODAY, born=BORN)
    return earlier_amounts(PACK, told, ["livelihood"], known)["livelihood"]


def values(steps):
    return {step.since: None if step.value is None else step.value.lo for step in steps}


def test_each_day_of_change_is_judged_by_its_own_rules():
    found = values(before())
    assert list(found) == days_of_change(PACK, None, TODAY)
    assert [found[date(year, 1, 1)] for year in (2023, 2024, 2025, 2026)] == [
        None, OF_2024, OF_2025, OF_2026,
    ]  # fmt: skip


def test_what_was_found_out_then_holds_from_its_day_on_until_the_next_change():
    asked = date(2025, 3, 3)
    kept = GapAmount(
        value=Range(lo=1, hi=1),
        unit="KRW/month",
        since=asked,
        earlier=(Step(since=date(2024, 5, 5)),),
    )
    found = values(before(livelihood=kept))
    assert found == {
        date(2024, 5, 5): None,
        asked: 1,
        **{day: found[day] for day in days_of_change(PACK, asked, TODAY)},
    }
    assert found[date(2026, 1, 1)] == OF_2026


def test_an_answer_that_kept_nothing_of_before_is_filled_by_the_rules():
    kept = GapAmount(value=Range(lo=1, hi=1), unit="KRW/month", since=date(2026, 1, 1))
    found = values(before(livelihood=kept))
    assert (found[date(2025, 1, 1)], found[date(2026, 1, 1)]) == (OF_2025, 1)


@pytest.mark.parametrize(
    ("born", "is_due"), [((Born(on=date(1961, 11, 1), is_asked=True),), False), ((), True)]
)
def test_whoever_turned_65_since_was_younger_then(born, is_due):
    """By the birth date on record; without one, an age holds for the year around the question."""
    told = Said(facts=works_at(65), on=TODAY, born=born)
    found = values(earlier_amounts(PACK, told, ["livelihood"], {})["livelihood"])
    assert (found[date(2026, 6, 15)] is not None) is is_due
    assert found[date(2025, 1, 1)] is None
