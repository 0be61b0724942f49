"""A ladder rehearsed over past check-ins: laws of counting, and known days."""

from __future__ import annotations

from dataclasses import astuple
from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.asking import QuietHours
from hopecare.domain.escalation import Rung
from hopecare.domain.ladders import LONGEST_WAIT, Step, flaw_of
from hopecare.domain.rehearsal import (
    EVERYBODY,
    Effort,
    PastCheckIn,
    climb,
    effort_of,
    is_night,
    replay,
)
from hopecare.reading.ladders import ladder_named
from tests.domain.test_ladders import ladder

QUIET = QuietHours(zone="Asia/Seoul", starts=time(21), ends=time(8))
TEN = datetime(2026, 11, 2, 1, tzinfo=UTC)
"""Ten in the morning in Seoul."""
MINUTES = st.integers(0, 60 * 24).map(lambda minutes: timedelta(minutes=minutes))
steps_that_rise = (
    st.lists(
        st.tuples(st.sampled_from(Rung), st.integers(5, 24 * 60)),
        max_size=8,
        unique_by=lambda s: s[1],
    )
    .map(lambda pairs: sorted(pairs, key=lambda pair: pair[1]))
    .map(lambda pairs: tuple(Step(rung=r, after=timedelta(minutes=m)) for r, m in pairs))
)
past_days = st.lists(
    st.builds(
        lambda day, hour, answered: PastCheckIn(
            asked_at=TEN + timedelta(days=day, hours=hour),
            known_at=None if answered is None else TEN + timedelta(days=day, hours=hour) + answered,
        ),
        st.integers(0, 55),
        st.integers(-3, 9),
        st.none() | MINUTES,
    ),
    max_size=12,
)


def rehearse(past, steps, quiet, there_are=EVERYBODY):
    return effort_of(replay(past, steps, there_are), quiet)


def total(effort: Effort) -> int:
    return effort.repeats + effort.calls + effort.look_ins + effort.alerts + effort.emergencies


def at_least(one: Effort, other: Effort) -> bool:
    return all(left >= right for left, right in zip(astuple(one), astuple(other), strict=True))


@given(past_days, past_days, steps_that_rise)
def test_two_times_together_cost_what_they_cost_apart(first, second, steps):
    together = astuple(rehearse([*first, *second], steps, QUIET))
    apart = (astuple(rehearse(each, steps, QUIET)) for each in (first, second))
    assert together == tuple(map(sum, zip(*apart, strict=True)))


@given(past_days, steps_that_rise)
def test_the_order_of_days_is_no_matter(past, steps):
    assert rehearse(past, steps, QUIET) == rehearse(list(reversed(past)), steps, QUIET)


@given(past_days, steps_that_rise)
def test_nothing_costs_more_than_every_step_each_day_and_no_night_more_than_the_people(past, steps):
    effort = rehearse(past, steps, QUIET)
    assert total(effort) <= len(past) * len(steps)
    assert effort.at_night <= effort.look_ins + effort.alerts + effort.emergencies


@given(past_days, steps_that_rise, st.integers(0, 8))
def test_a_shorter_ladder_never_costs_more(past, steps, kept):
    assert at_least(rehearse(past, steps, QUIET), rehearse(past, steps[:kept], QUIET))


@given(past_days, steps_that_rise, st.integers(0, 600))
def test_longer_waits_never_turn_to_more_people(past, steps, minutes):
    later = tuple(
        Step(rung=step.rung, after=step.after + timedelta(minutes=minutes)) for step in steps
    )
    sooner, calmer = rehearse(past, steps, QUIET), rehearse(past, later, QUIET)
    assert total(sooner) >= total(calmer)


@given(past_days, steps_that_rise, MINUTES)
def test_a_sooner_answer_never_costs_more(past, steps, sooner):
    quicker = [
        PastCheckIn(
            asked_at=each.asked_at,
            known_at=each.asked_at + sooner
            if each.known_at is None
            else min(each.known_at, each.asked_at + sooner),
        )
        for each in past
    ]
    assert at_least(rehearse(past, steps, QUIET), rehearse(quicker, steps, QUIET))


@given(past_days, steps_that_rise, st.integers(0, 2))
def test_nobody_is_turned_to_oftener_than_there_are(past, steps, keyholders):
    for check_in in past:
        rungs = [each.rung for each in climb(check_in, steps, {Rung.KEYHOLDER: keyholders})]
        assert rungs.count(Rung.KEYHOLDER) <= keyholders


@given(st.integers(0, 24 * 60))
def test_an_answer_at_once_costs_nothing(minutes):
    past = [
        PastCheckIn(
            asked_at=TEN + timedelta(minutes=minutes), known_at=TEN + timedelta(minutes=minutes)
        )
    ]
    assert rehearse(past, ladder(("repeat", 5), ("coordinator", 10)), QUIET) == Effort()


@pytest.mark.parametrize(
    ("answered", "expected"),
    [
        (timedelta(minutes=29), Effort()),
        (timedelta(minutes=30), Effort()),
        (timedelta(minutes=31), Effort(repeats=1)),
        (timedelta(minutes=200), Effort(repeats=1, look_ins=1, alerts=1)),
        (None, Effort(repeats=1, look_ins=1, alerts=1, emergencies=1, at_night=1)),
    ],
)
def test_a_known_day(answered, expected):
    steps = ladder(("repeat", 30), ("keyholder", 120), ("coordinator", 150), ("emergency", 11 * 60))
    known_at = None if answered is None else TEN + answered
    assert rehearse([PastCheckIn(asked_at=TEN, known_at=known_at)], steps, QUIET) == expected


def test_where_there_is_nobody_the_next_is_turned_to_at_once():
    steps = ladder(("repeat", 30), ("keyholder", 120), ("coordinator", 150))
    check_in = PastCheckIn(asked_at=TEN)
    climbed = list(climb(check_in, steps, {Rung.KEYHOLDER: 0}))
    assert [(each.rung, each.at - TEN) for each in climbed] == [
        (Rung.REPEAT, timedelta(minutes=30)),
        (Rung.COORDINATOR, timedelta(minutes=120)),
    ]


@pytest.mark.parametrize(
    ("name", "keyholders", "asked", "coordinator"),
    [
        ("default", 0, [], 120),
        ("default", 1, [120], 140),
        ("default", 2, [120, 140], 160),
        ("default", 3, [120, 140, 160], 180),
        ("default", 4, [120, 140, 160], 180),
        ("quick", 0, [], 30),
        ("quick", 1, [45], 30),
        ("quick", 3, [45, 60, 75], 30),
    ],
)
def test_the_shipped_ladders_ask_keyholders_one_by_one(name, keyholders, asked, coordinator):
    there = {Rung.KEYHOLDER: keyholders}
    climbed = list(climb(PastCheckIn(asked_at=TEN), ladder_named(name), there))
    after = [(each.rung, int((each.at - TEN).total_seconds() // 60)) for each in climbed]
    assert [minutes for rung, minutes in after if rung is Rung.KEYHOLDER] == asked
    assert dict(after)[Rung.COORDINATOR] == coordinator
    assert after[-1] == (Rung.SOCIAL_WORKER, 300 if name == "default" else 120)
    effort = rehearse([PastCheckIn(asked_at=TEN)], ladder_named(name), QUIET, there_are=there)
    assert effort.look_ins == len(asked)


@pytest.mark.parametrize(
    ("clock", "is_so"),
    [((20, 59), False), ((21, 0), True), ((3, 0), True), ((7, 59), True), ((8, 0), False)],
)
def test_the_night_spans_midnight_by_the_towns_clock(clock, is_so):
    at = datetime(2026, 11, 2, clock[0], clock[1], tzinfo=UTC) - timedelta(hours=9)
    assert is_night(at, QUIET) is is_so


def test_a_town_without_quiet_hours_has_no_night():
    assert not is_night(TEN, QuietHours(zone="UTC", starts=time(0), ends=time(0)))


def test_the_longest_ladder_is_rehearsed_to_its_end():
    steps = ladder(("coordinator", 24 * 60))
    assert flaw_of(steps) is None
    assert steps[0].after == LONGEST_WAIT
    assert rehearse([PastCheckIn(asked_at=TEN)], steps, QUIET).alerts == 1
