"""Many households at once: the same answers as one by one, counted, compared and withheld."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hopecare.domain.eligibility.columns import frame_of, frame_of_many
from hopecare.domain.eligibility.counting import Measure
from hopecare.domain.eligibility.evaluation import VERDICTS, assess
from hopecare.domain.eligibility.evidence import Evidence
from hopecare.domain.eligibility.evidence_tables import evidence_to_json
from hopecare.domain.eligibility.facts import Bounds, HouseholdFacts
from hopecare.domain.eligibility.judging import fresh, judge
from hopecare.domain.eligibility.scenarios import Scenario, judge_under
from hopecare.domain.eligibility.spans import UNDECIDED, YES
from hopecare.domain.eligibility.withholding import FEWEST, told_nested, withheld
from hopecare.reading.scenario_file import read_scenarios
from tests.domain.eligibility import situations
from tests.domain.eligibility.test_soundness import complete, with_gaps
from tests.factories.crowds import a_crowd
from tests.factories.households import person
from tests.packs_read import read_once

DAY = date(2026, 6, 1)
KOREA = read_once()
PROGRAMMES = KOREA.programmes_on(DAY)
OPEN_FOR_ALL = date(2026, 7, 1)
ALL_TWELVE = KOREA.programmes_on(OPEN_FOR_ALL)
NAMED = (
    situations.kim_darae(),
    situations.park_yeoul(),
    situations.bae_marru(),
    HouseholdFacts(),
    HouseholdFacts(values={"household.size": Bounds(lo=2, hi=4)}),
    situations.household(person(40), household__size=None),
    situations.household(*[person(40)] * 3, household__size=Bounds(lo=1, hi=4)),
)


def judged(households):
    return judge(KOREA, PROGRAMMES, fresh(frame_of_many(KOREA, households, KOREA.figures(DAY))))


def bits(span, place):
    if span is None:
        return None
    ends = (np.broadcast_to(end, (place + 1,))[place] if end.shape[0] == 1 else end[place]
            for end in (span.lo, span.hi))  # fmt: skip
    return tuple(float(end).hex() for end in ends)


def truth(column, place):
    return int(column[0] if column.shape[0] == 1 else column[place])


def everything(columns, place):
    """All that was found out about one household of a population, to the bit."""
    return {
        key: (
            truth(item.verdict, place),
            bits(item.amount, place),
            {
                path: (
                    truth(found.truth, place),
                    bits(found.left, place),
                    bits(found.right, place),
                    bits(found.margin, place),
                )
                for path, found in item.criteria.items()
            },
        )
        for key, item in columns.items()
    }


def the_same_as_alone(households):
    many = judged(households)
    for place, household in enumerate(households):
        alone = fresh(frame_of(KOREA, household, KOREA.figures(DAY)))
        assert everything(many, place) == everything(judge(KOREA, PROGRAMMES, alone), 0)


def test_the_named_households_are_answered_together_as_alone():
    the_same_as_alone(NAMED)


@pytest.mark.parametrize(
    ("said", "lo", "hi"),
    [(None, 3, 20), (Bounds(lo=1, hi=4), 3, 4), (Bounds(lo=1, hi=3), 3, 3), (5, 5, 5)],
)
def test_those_listed_are_the_least_there_are(said, lo, hi):
    household = situations.household(*[person(40)] * 3, household__size=said)
    frame = frame_of_many(KOREA, [situations.kim_darae(), household], KOREA.figures(DAY))
    size = frame.span("household.size")
    assert (size.lo.tolist(), size.hi.tolist()) == ([1, lo], [1, hi])
    rows = frame.rows["members"]
    there = rows.present[rows.owner == 1].tolist()
    assert there == [YES] * lo + [UNDECIDED] * (hi - lo)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_many_are_answered_as_each_alone(data):
    wholes = [data.draw(complete(KOREA)) for _ in range(4)]
    the_same_as_alone([*wholes, *(data.draw(with_gaps(whole)) for whole in wholes)])


def as_read_out(value):
    return None if value is None else tuple(
        float(end if end is not None else unbounded).hex()
        for end, unbounded in ((value.lo, -np.inf), (value.hi, np.inf))
    )  # fmt: skip


def test_a_crowd_is_answered_together_as_each_household_that_asks_alone():
    crowd = a_crowd(KOREA, 60, 0.1, np.random.default_rng(12))
    many = judge(KOREA, ALL_TWELVE, fresh(crowd.frame(OPEN_FOR_ALL)))
    assert len(many) == 12
    for place in range(crowd.count):
        household = crowd.household(place)
        alone = fresh(frame_of(KOREA, household, KOREA.figures(OPEN_FOR_ALL)))
        found = everything(many, place)
        assert found == everything(judge(KOREA, ALL_TWELVE, alone), 0)
        answer = assess(KOREA, household, on=OPEN_FOR_ALL)
        for result in answer.programmes:
            verdict, _, criteria = found[result.programme]
            assert VERDICTS[verdict] is result.verdict
            for item in result.criteria:
                _, left, right, margin = criteria[item.id]
                assert as_read_out(item.left) == left
                assert as_read_out(item.right) == right
                assert as_read_out(item.margin) == margin


def scenario(text):
    return read_scenarios(text.encode(), "scenarios.yaml", KOREA)[0]


RAISED = scenario(
    """
scenarios:
  raised:
    name: {ko: "생계급여 35%", en: "35 %"}
    set: {limit_livelihood: "round_won(median_income * 0.35)"}
"""
)
DROPPED = scenario(
    """
scenarios:
  dropped:
    name: {ko: "부양의무자 없음", en: "no obligor"}
    drop: [livelihood.obligor]
"""
)
NOTHING = scenario('scenarios: {same: {name: {ko: "그대로", en: "as it is"}}}')
POORER = scenario(
    """
scenarios:
  poorer:
    name: {ko: "기본재산 0", en: "no basic property"}
    set: {basic_property: "basic_property * 0"}
"""
)


@pytest.mark.parametrize("change", [RAISED, DROPPED, NOTHING, POORER], ids=lambda one: one.key)
def test_what_a_change_does_not_reach_is_kept_and_the_rest_is_judged_anew(change):
    figures = KOREA.figures(DAY)
    frame = fresh(frame_of_many(KOREA, NAMED, figures))
    base = judge(KOREA, PROGRAMMES, frame)
    after = judge_under(KOREA, PROGRAMMES, frame, base, change, DAY)
    for place, household in enumerate(NAMED):
        alone = fresh(frame_of(KOREA, household, figures))
        only = judge(KOREA, PROGRAMMES, alone)
        again = judge_under(KOREA, PROGRAMMES, alone, only, change, DAY)
        assert everything(after, place) == everything(again, 0)
    if change is NOTHING:
        assert after["livelihood"].criteria["income"] is base["livelihood"].criteria["income"]


def test_a_raised_limit_is_worked_out_for_every_row_of_the_table():
    frame = fresh(frame_of_many(KOREA, NAMED[:2], KOREA.figures(DAY)))
    base = judge(KOREA, PROGRAMMES, frame)
    after = judge_under(KOREA, PROGRAMMES, frame, base, RAISED, DAY)
    limits = after["livelihood"].criteria["income"].right
    assert limits is not None
    # 2,564,238 and 6,494,738 are the medians of one and of four people.
    assert list(limits.lo) == [round(2_564_238 * 0.35), round(6_494_738 * 0.35)]
    assert after["medical"].criteria["income"] is base["medical"].criteria["income"]


def alone_with(income):
    return situations.household(person(50), income__benefits=income)


def counted(households, change, areas=None):
    where = areas or ["가"] * len(households)
    evidence = Evidence(KOREA, DAY, tuple(sorted(set(where))), [change])
    half = len(households) // 2
    for part, theirs in ((households[:half], where[:half]), (households[half:], where[half:])):
        evidence.add(frame_of_many(KOREA, part, KOREA.figures(DAY)), theirs)
    return evidence


def test_who_wins_by_a_raised_limit_is_counted_and_nobody_can_lose():
    # 820,556 is the limit of 2026 for one person, 897,483 that of 35 %.
    households = [
        *[alone_with(820_556)] * 11,
        *[alone_with(820_557)] * 12,
        *[alone_with(897_484)] * 13,
        *[alone_with(Bounds(lo=0, hi=2_000_000))] * 14,
    ]
    tally = counted(households, RAISED).tallies["raised", "livelihood"]
    sure, possible = ({key: float(value[0]) for key, value in side.items()}
                      for side in (tally.sure, tally.possible))  # fmt: skip
    assert (sure[Measure.BEFORE], possible[Measure.BEFORE]) == (11, 25)
    assert (sure[Measure.AFTER], possible[Measure.AFTER]) == (23, 37)
    assert (sure[Measure.NEWLY], possible[Measure.NEWLY]) == (12, 26)
    assert (sure[Measure.LOST], possible[Measure.LOST]) == (0, 0)
    assert sure[Measure.COST_AFTER] == 11 * (897_483 - 820_556) + 12 * (897_483 - 820_557)


def test_a_dropped_criterion_counts_as_met_also_where_it_was_open():
    blocked = situations.household(
        person(50),
        findings={"finding.obligor_refuses": False},
        obligor__exists=True,
        obligor__size=4,
        obligor__property=2_000_000_000,
        obligor__income=30_000_000,
    )
    unsaid = situations.household(person(50), obligor__exists=None)
    tally = counted([*[blocked] * 10, *[unsaid] * 10], DROPPED).tallies["dropped", "livelihood"]
    assert tally.sure[Measure.NEWLY].tolist() == [10]
    assert tally.possible[Measure.NEWLY].tolist() == [20]
    assert tally.possible[Measure.LOST].tolist() == [0]


def test_the_criterion_that_alone_stands_in_the_way_is_named_with_the_miss():
    missed = [820_556 + step for step in (1, 8_205, 41_027, 82_055, 82_056, 200_000)] * 2
    evidence = counted([alone_with(income) for income in missed], NOTHING)
    row = next(
        row
        for row in evidence_to_json(evidence)["sole_blockers"]
        if (row["programme"], row["criterion"]) == ("kr.livelihood", "income")
    )
    assert row["households"] == 12
    assert row["within_pct"] == {"1": None, "5": None, "10": None}  # 4, 6 and 8 are small
    misses = evidence.blockers["livelihood"]["income"]
    assert [misses.within(band) for band in (1, 5, 10)] == [4, 6, 8]
    assert misses.quartiles() == (8_205, 61_541, 82_056)


@pytest.mark.parametrize(
    ("within", "told"),
    [
        ((0, 12, 15, 20), {"1": 0, "5": None, "10": None}),  # 3 would lie between
        ((0, 12, 22, 32), {"1": 0, "5": 12, "10": 22}),
        ((0, 12, 22, 22), {"1": 0, "5": 12, "10": 22}),
        ((10, 15, 25, 40), {"1": None, "5": 15, "10": 25}),
        ((10, 24, 25, 40), {"1": 10, "5": None, "10": 25}),
        ((3, 20, 30, 40), {"1": None, "5": 20, "10": 30}),
        ((0, 0, 31, 40), {"1": 0, "5": 0, "10": None}),
    ],
)
def test_from_nested_bands_no_small_number_can_be_worked_out(within, told):
    income = dict(zip((8_000, 41_000, 82_000, 200_000), within, strict=True))
    before, households = 0, []
    for over, count in income.items():
        households += [alone_with(820_556 + over)] * (count - before)
        before = count
    tables = evidence_to_json(counted(households, NOTHING))["sole_blockers"]
    row = next(
        row for row in tables if (row["programme"], row["criterion"]) == ("kr.livelihood", "income")
    )
    assert row["households"] == within[-1]
    assert row["within_pct"] == told


@given(st.lists(st.integers(0, 60), min_size=1, max_size=4), st.integers(FEWEST, 70))
def test_what_is_told_of_nested_counts_differs_by_nobody_or_by_many(numbers, more):
    counts = sorted([*numbers, max(numbers) + more])
    shown = [count for count in told_nested(counts) if count is not None]
    assert shown[-1] == counts[-1]
    for below, above in zip([0, *shown], shown, strict=False):
        assert below == above or above - below >= FEWEST


def test_a_miss_of_nothing_has_no_percentage():
    has_a_little = situations.household(
        person(50), findings={"finding.near_poor": False}, property__savings=1_000
    )
    has_a_little = replace(has_a_little, receiving=dict.fromkeys(KOREA.programmes, False))
    tables = evidence_to_json(counted([has_a_little] * 12, NOTHING))["sole_blockers"]
    row = next(row for row in tables if row["criterion"] == "property.nothing")
    assert row["households"] == 12
    assert row["miss"] == (1_000, 1_000, 1_000)
    assert row["miss_pct"] is None


def test_the_missing_fact_that_settles_most_is_wanted_first():
    unsaid = situations.household(person(50), income__benefits=None)
    wanted = evidence_to_json(counted([unsaid] * 12, NOTHING))["most_wanted"]["facts"]
    assert wanted[0]["fact"] == "income.benefits"
    assert wanted[0]["households"] == 12
    assert wanted[0]["settles"] > 0
    assert all(row["settles"] > 0 for row in wanted)


def test_small_numbers_are_withheld_and_cannot_be_worked_out_from_the_total():
    poor, rich = alone_with(0), alone_with(3_000_000)
    areas = ["가"] * 40 + ["나"] * 40 + ["다"] * 40
    households = [*[poor] * 3, *[rich] * 37, *[poor] * 20, *[rich] * 20, *[poor] * 30, *[rich] * 10]
    table = evidence_to_json(counted(households, NOTHING, areas))["scenarios"][0]["programmes"][0]
    assert table["total"]["before"] == {"sure": 53, "possible": 53}
    shown = {row["area"]: row["before"] for row in table["areas"]}
    assert shown == {"가": None, "나": None, "다": {"sure": 30, "possible": 30}}
    assert next(row for row in table["areas"] if row["area"] == "가")["cost_after"] is None


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_what_is_withheld_is_never_a_single_small_number(numbers):
    counts = np.array(numbers, dtype=np.float64)
    hidden = withheld(counts)
    assert not ((counts > 0) & (counts < FEWEST) & ~hidden).any()
    if hidden.any() and not hidden.all():
        assert hidden.sum() > 1
        assert not 0 < counts[hidden].sum() < FEWEST


def test_a_scenario_that_names_nothing_known_is_an_empty_change():
    assert Scenario(key="x", name={}).figures == {}
