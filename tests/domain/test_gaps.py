"""What was left on the table: full months, ranges, and nothing where nothing can be computed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.eligibility.assessment import Range
from hopecare.domain.gap_amounts import (
    GapAmount,
    Left,
    Step,
    counted_to,
    last_days,
    left_on_the_table,
    month_after,
    months_between,
    read_amount,
)
from hopecare.domain.gaps import GapEnding, OpenGap, ending_of, sum_gaps, whole_sum
from hopecare.reading.country_packs import country_pack

ONE, TWO = UUID(int=1), UUID(int=2)
TODAY = date(2026, 11, 26)
A_YEAR_AGO = date(2025, 11, 26)
MONTHLY, YEARLY = "KRW/month", "KRW/year"


def each(lo, hi=None):
    return Range(lo=lo, hi=lo if hi is None else hi)


def amount(lo, hi=None, unit=MONTHLY, earlier=(), since=A_YEAR_AGO, **beside):
    """A month's amount that has held for a year."""
    return GapAmount(value=each(lo, hi), unit=unit, since=since, beside=beside, earlier=earlier)


def left(lo, hi=None, **presumed):
    return Left(value=each(lo, hi), **presumed)


def gap(programme, amount, *, home=ONE, since=A_YEAR_AGO, day=1):
    return OpenGap(
        answer_id=UUID(int=9),
        home_id=home,
        answered_at=datetime(2026, 11, day, tzinfo=UTC),
        programme=programme,
        amount=amount,
        since=since,
    )


@pytest.mark.parametrize(
    ("since", "today", "months"),
    [
        (date(2026, 11, 26), date(2026, 11, 26), 0),
        (date(2026, 10, 27), date(2026, 11, 26), 0),
        (date(2026, 10, 26), date(2026, 11, 26), 1),
        (date(2026, 10, 25), date(2026, 11, 26), 1),
        (date(2025, 11, 26), date(2026, 11, 26), 12),
        (date(2026, 1, 31), date(2026, 2, 28), 0),
        (date(2026, 1, 31), date(2026, 3, 1), 1),
        (date(2027, 1, 1), date(2026, 11, 26), 0),
    ],
)
def test_only_full_months_count(since, today, months):
    assert months_between(since, today) == months


@given(st.dates(date(2000, 1, 1), date(2050, 1, 1)), st.integers(0, 400))
def test_months_never_shrink_as_days_go_by(since, days):
    later = date.fromordinal(since.toordinal() + days)
    after = date.fromordinal(later.toordinal() + 1)
    assert months_between(since, later) <= months_between(since, after)


def test_a_range_stays_a_range():
    assert left_on_the_table(amount(100, 300), A_YEAR_AGO, TODAY) == left(1200, 3600)


@pytest.mark.parametrize(
    ("what", "since"),
    [
        (None, A_YEAR_AGO),
        (amount(295_200, unit=YEARLY), A_YEAR_AGO),
        (amount(100), date(2026, 11, 1)),
    ],
)
def test_nothing_is_said_where_nothing_can_be_computed(what, since):
    assert left_on_the_table(what, since, TODAY) is None


@pytest.mark.parametrize(
    ("verdict", "receiving", "ending"),
    [
        ("eligible", "yes", GapEnding.RECEIVED),
        ("ineligible", "yes", GapEnding.RECEIVED),
        ("ineligible", "no", GapEnding.NO_LONGER_DUE),
        ("ineligible", "unknown", GapEnding.NO_LONGER_DUE),
        ("eligible", "no", None),
        ("eligible", "unknown", None),
        ("unknown", "no", None),
        ("unknown", "unknown", None),
    ],
)
def test_what_is_not_known_closes_no_gap(verdict, receiving, ending):
    assert ending_of(verdict, receiving) is ending


def test_two_benefits_of_which_one_lowers_the_other_lie_between_both_ways():
    livelihood = gap("livelihood", amount(500, basic_pension=150))
    pension = gap("basic_pension", amount(350))
    sums = sum_gaps([livelihood, pension], TODAY)
    assert sums["livelihood"].monthly == Range(lo=150, hi=500)
    assert sums["livelihood"].left == left(1800, 6000)
    assert sums["basic_pension"].monthly == Range(lo=350, hi=350)


def test_a_benefit_of_another_home_lowers_nothing():
    livelihood = gap("livelihood", amount(500, basic_pension=150))
    pension = gap("basic_pension", amount(350), home=TWO)
    assert sum_gaps([livelihood, pension], TODAY)["livelihood"].monthly == Range(lo=500, hi=500)


def test_several_that_lower_it_never_make_it_less_than_nothing():
    lowered = gap("livelihood", amount(500, basic_pension=100, disability_pension=100))
    others = [gap("basic_pension", amount(400)), gap("disability_pension", amount(400))]
    assert sum_gaps([lowered, *others], TODAY)["livelihood"].monthly == Range(lo=0, hi=500)


@pytest.mark.parametrize("is_turned", [False, True])
def test_a_couple_both_assessed_counts_once_by_the_newest_answer(is_turned):
    older = gap("livelihood", amount(700), since=A_YEAR_AGO, day=1)
    newer = gap("livelihood", amount(800), since=date(2026, 10, 26), day=2)
    both = [newer, older] if is_turned else [older, newer]
    found = sum_gaps(both, TODAY)["livelihood"]
    assert (found.gaps, found.monthly) == (1, Range(lo=800, hi=800))
    assert found.left == left(12 * 800)


@pytest.mark.parametrize(
    ("last", "today", "to"),
    [
        (None, date(2027, 6, 1), date(2027, 6, 1)),
        (date(2026, 12, 31), date(2026, 12, 30), date(2026, 12, 30)),
        (date(2026, 12, 31), date(2026, 12, 31), date(2026, 12, 31)),
        (date(2026, 12, 31), date(2027, 6, 1), date(2027, 1, 1)),
    ],
)
def test_months_are_counted_to_the_end_of_a_programmes_last_day(last, today, to):
    assert counted_to(last, today) == to


def test_rules_that_have_ended_leave_nothing_more_on_the_table():
    ends = {"livelihood": date(2026, 12, 31)}
    known = amount(100, since=date(2026, 1, 1))
    gaps = [gap(key, known, since=date(2026, 1, 1)) for key in ("livelihood", "local")]
    sums = sum_gaps(gaps, date(2027, 7, 1), ends)
    assert sums["livelihood"].left == left(1200)
    assert sums["local"].left == left(1800)


def test_what_has_no_amount_a_month_is_counted_and_in_no_sum():
    sums = sum_gaps([gap("voucher", amount(295_200, unit=YEARLY)), gap("medical", None)], TODAY)
    whole = whole_sum(sums.values())
    assert (whole.gaps, whole.without_amount) == (2, 2)
    assert (whole.monthly, whole.left) == (Range(lo=0, hi=0), Left())


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 10**6), st.integers(0, 900))))
def test_the_parts_make_the_whole(rows):
    gaps = [
        gap(
            key,
            amount(lo, since=date(2020, 1, 1)),
            home=UUID(int=place),
            since=date.fromordinal(738_000 + days),
        )
        for place, (key, lo, days) in enumerate(rows)
    ]
    whole = whole_sum(sum_gaps(gaps, TODAY).values())
    parts = [left_on_the_table(one.amount, one.since, TODAY) for one in gaps]
    assert whole.gaps == len(gaps)
    ends = (whole.left.value.lo, whole.left.value.hi)
    assert ends == (sum(one.value.lo or 0 for one in parts if one),) * 2


NEW_YEAR = date(2026, 1, 1)
DEARER = amount(
    100,
    since=NEW_YEAR,
    earlier=(Step(since=date(2025, 1, 1), value=each(80), beside={"basic_pension": 10}),),
    basic_pension=30,
)
"""80 a month in 2025, 100 since."""


def test_each_month_counts_at_the_amount_that_held_on_its_first_day():
    assert left_on_the_table(DEARER, date(2025, 11, 2), TODAY) == left(2 * 80 + 10 * 100)
    assert left_on_the_table(DEARER, date(2025, 12, 31), TODAY) == left(80 + 9 * 100)
    assert left_on_the_table(DEARER, NEW_YEAR, TODAY) == left(10 * 100)


def test_months_before_every_known_amount_count_at_the_present_one_and_are_told_apart():
    found = left_on_the_table(DEARER, date(2024, 11, 20), TODAY)
    assert found == left(2 * 100 + 12 * 80 + 10 * 100, presumed=2, presumed_to=date(2025, 1, 20))


def test_a_time_in_which_nothing_was_due_by_the_rules_is_no_known_amount():
    unknown = (*DEARER.earlier, Step(since=date(2025, 7, 1)))
    found = left_on_the_table(amount(100, since=NEW_YEAR, earlier=unknown), A_YEAR_AGO, TODAY)
    assert found == left(12 * 100, presumed=2, presumed_to=date(2026, 1, 26))


def test_a_sum_lowers_each_month_by_what_the_other_benefit_took_then():
    pension = gap("basic_pension", amount(50, since=date(2020, 1, 1)))
    sums = sum_gaps([gap("livelihood", DEARER, since=date(2025, 11, 2)), pension], TODAY)
    assert sums["livelihood"].left == left(2 * 10 + 10 * 30, 2 * 80 + 10 * 100)


def test_a_sum_tells_how_many_of_its_months_count_at_the_present_amount():
    gaps = [gap("livelihood", DEARER, home=home, since=date(2024, 11, 20)) for home in (ONE, TWO)]
    found = whole_sum(sum_gaps(gaps, TODAY).values()).left
    assert (found.presumed, found.presumed_to) == (4, date(2025, 1, 20))


def test_of_those_without_an_amount_it_is_said_how_many_nobody_has_computed():
    gaps = [gap("medical", None), replace(gap("livelihood", None, home=TWO), is_computed=False)]
    whole = whole_sum(sum_gaps(gaps, TODAY).values())
    assert (whole.without_amount, whole.not_computed) == (2, 1)


def test_an_amount_kept_without_its_days_holds_for_the_year_it_was_asked_about():
    kept = {"lo": 100, "hi": 100, "unit": MONTHLY, "beside": {}}
    amount = read_amount(kept, date(2026, 6, 1))
    assert amount is not None
    assert amount.since == NEW_YEAR


@pytest.mark.parametrize("kept", [None, {}])
def test_what_holds_no_amount_reads_as_none(kept):
    assert read_amount(kept, TODAY) is None


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2025, 12, 1), 0, date(2025, 12, 1)),
        (date(2025, 12, 1), 13, date(2027, 1, 1)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last(day, months, then):
    assert month_after(day, months) == then


def test_only_what_ends_before_all_else_has_a_last_day():
    pack, ended = country_pack("KR"), date(2026, 6, 30)
    today = date(2027, 1, 5)
    closed = {"energy_voucher": date(2026, 12, 31)}
    assert last_days(pack, today) == closed
    early = replace(pack.programmes["housing"], until=ended)
    pack = replace(pack, programmes={**pack.programmes, "housing": early})
    assert last_days(pack, today) == closed | {"housing": ended}
    assert last_days(pack, ended) == {}
    assert last_days(None, today) == {}
