"""Whom to ask next: enough for the wished-for chance, within everybody's budget, never at night."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.asking import AskingPolicy, QuietHours, lapses_at
from hopecare.domain.matching.asking_desk import AskingDesk, Happened
from hopecare.domain.matching.chances import (
    BY_OWN_RATE,
    Chances,
    Signs,
    own_rate,
)
from hopecare.domain.matching.exploring import explored
from hopecare.domain.matching.fits import LEAST_ANSWERS, FitVerdict, fit, measured
from hopecare.domain.matching.simulation.figures import figures_of, gini
from hopecare.domain.matching.simulation.play import play
from hopecare.domain.matching.simulation.policies import POLICIES
from hopecare.domain.matching.simulation.town import invented_town
from hopecare.domain.matching.waves import (
    DAY,
    HOUR,
    RULES,
    Nearby,
    OpenNeed,
    Person,
    is_quiet,
    stands_until,
)

MORNING = 9 * HOUR


def need(need_id="C1", *, priority=1, people=1, near=20, known=None, opened_at=0, lasts=5 * DAY):
    return OpenNeed(
        need_id=need_id,
        opened_at=opened_at,
        deadline=opened_at + lasts,
        priority=priority,
        people=people,
        candidates=[Nearby(f"V{n:02}", 100.0 * n, 2_000 + 100.0 * n) for n in range(near)],
        known=known,
    )


def a_desk(*needs, people=20, **rules):
    desk = AskingDesk(
        {f"V{n:02}": Person(free=1) for n in range(people)}, rules=replace(RULES, **rules)
    )
    for each in needs:
        desk.take_up(each)
    return desk


def asked(desk, now):
    return desk.ask(now=now, minute_of_day=now % DAY)


@pytest.mark.parametrize(("priority", "wished"), [(1, 0.25), (2, 0.40), (3, 0.60)])
def test_just_so_many_are_asked_that_the_wished_for_chance_is_reached(priority, wished):
    desk = a_desk(need(priority=priority))
    offers = asked(desk, MORNING)
    rate = own_rate(0, 0)
    assert len(offers) == math.ceil(math.log(1 - wished) / math.log(1 - rate))
    assert [volunteer for _, volunteer in offers] == [f"V{n:02}" for n in range(len(offers))]


def test_those_who_have_not_answered_count_and_a_no_is_replaced():
    desk = a_desk(need())
    first = asked(desk, MORNING)
    assert asked(desk, MORNING + HOUR) == [], "they may still say yes"
    desk.take_in(Happened.DECLINE, need_id="C1", volunteer=first[0][1], now=MORNING + HOUR)
    (again,) = asked(desk, MORNING + 2 * HOUR)
    assert again not in first
    assert desk.open["C1"].declined == {first[0][1]}


@pytest.mark.parametrize(("priority", "lasts"), [(1, 23 * HOUR), (2, 2 * HOUR), (3, 20)])
def test_an_offer_stands_as_long_as_a_towns_own_and_then_the_next_are_asked(priority, lasts):
    desk = a_desk(need(priority=priority), next_wave_after=(5 * DAY,) * 3)
    first = asked(desk, MORNING)
    assert asked(desk, MORNING + lasts - 1) == []
    again = asked(desk, MORNING + lasts)
    assert again
    assert not {who for _, who in first} & {who for _, who in again}
    assert all(desk.people[who].live_until < 0 for _, who in first), "free for other questions"


def test_an_answer_after_its_time_frees_nobody_of_another_question():
    desk = a_desk(need(priority=3, near=1), people=1)
    asked(desk, MORNING)
    desk.take_up(need("C2", priority=3, near=1, opened_at=MORNING))
    assert asked(desk, MORNING + HOUR) == [("C2", "V00")]
    until = desk.people["V00"].live_until
    desk.take_in(Happened.DECLINE, need_id="C1", volunteer="V00", now=MORNING + HOUR)
    assert desk.people["V00"].live_until == until > MORNING + HOUR


@given(
    minute=st.integers(8 * HOUR, 21 * HOUR - 1),
    priority=st.sampled_from([1, 2, 3]),
    within=st.integers(5, 4_320),
)
def test_an_offer_stands_until_the_very_minute_a_towns_own_does(minute, priority, within):
    rules = replace(RULES, answer_within=(within,) * 3)
    asking = AskingPolicy(
        version="",
        asked_at_once=1,
        answer_within=timedelta(minutes=within),
        waits_for_morning=rules.waits_for_morning[priority - 1],
    )
    midnight = datetime(2026, 11, 2, tzinfo=ZoneInfo("Asia/Seoul"))
    now = midnight + timedelta(minutes=minute)
    until = lapses_at(asking, QuietHours(zone="Asia/Seoul", starts=time(21), ends=time(8)), now=now)
    open_need = need(priority=priority, lasts=30 * DAY)
    found = stands_until(open_need, rules, now=minute, minute_of_day=minute)
    assert midnight + timedelta(minutes=found) == until


@pytest.mark.parametrize("minute", [0, 3 * HOUR, 8 * HOUR - 1, 21 * HOUR, DAY - 1])
def test_nobody_is_asked_at_night_not_even_where_it_presses(minute):
    assert is_quiet(minute)
    assert asked(a_desk(need(priority=3)), 3 * DAY + minute) == []


def test_one_asking_at_a_time_one_a_day_three_a_week():
    desk = a_desk(people=1)
    when = []
    for day in range(7):
        need_id = f"C{day}"
        desk.take_up(need(need_id, near=1, opened_at=day * DAY))
        for hour in (9, 12, 15):
            now = day * DAY + hour * HOUR
            for one, volunteer in asked(desk, now):
                when.append(now)
                desk.take_in(Happened.DECLINE, need_id=one, volunteer=volunteer, now=now)
        desk.take_in(Happened.EXPIRE, need_id=need_id, volunteer="", now=(day + 1) * DAY)
    assert len(when) == 3
    assert len({moment // DAY for moment in when}) == 3


def test_where_it_presses_people_are_asked_twice_as_often_at_most():
    desk = a_desk(people=1)
    times = 0
    for at in range(9):
        desk.take_up(need(f"C{at}", priority=3, near=1, opened_at=MORNING, lasts=12 * HOUR))
        now = MORNING + at * HOUR
        for one, volunteer in asked(desk, now):
            times += 1
            desk.take_in(Happened.DECLINE, need_id=one, volunteer=volunteer, now=now)
    assert times == 2


def test_the_last_helper_is_asked_alone_first_and_others_after_the_head_start():
    desk = a_desk(need(known="V13"))
    assert asked(desk, MORNING) == [("C1", "V13")]
    assert asked(desk, MORNING + HOUR) == []
    desk.take_in(Happened.DECLINE, need_id="C1", volunteer="V13", now=MORNING + HOUR)
    later = asked(desk, MORNING + 4 * HOUR)
    assert later
    assert "V13" not in {volunteer for _, volunteer in later}


def test_where_it_presses_nobody_has_a_head_start():
    assert len(asked(a_desk(need(priority=3, known="V13")), MORNING)) > 1


def test_a_yes_fills_it_frees_the_others_and_uses_the_helpers_time():
    desk = a_desk(need(priority=3))
    first, *others = [volunteer for _, volunteer in asked(desk, MORNING)]
    desk.take_in(Happened.ACCEPT, need_id="C1", volunteer=first, now=MORNING + 5)
    assert desk.open == {}
    assert desk.people[first].free == 0
    assert all(desk.people[each].live_until < 0 for each in others)
    desk.take_up(need("C2", priority=3, opened_at=MORNING))
    assert first not in {volunteer for _, volunteer in asked(desk, MORNING + HOUR)}
    desk.take_in(Happened.FREE, need_id=None, volunteer=first, now=2 * DAY)
    assert desk.people[first].free == 1


def test_a_late_yes_comes_first_the_next_time():
    desk = a_desk(people=20)
    desk.take_in(Happened.LATE, need_id="C0", volunteer="V08", now=0)
    desk.take_up(need("C1"))
    assert asked(desk, MORNING)[0] == ("C1", "V08")


def test_two_places_go_to_two_people():
    desk = a_desk(need(people=2, priority=3, near=2), people=2)
    assert Counter(asked(desk, MORNING)) == {("C1", "V00"): 1, ("C1", "V01"): 1}
    desk.take_in(Happened.ACCEPT, need_id="C1", volunteer="V00", now=MORNING)
    assert desk.open["C1"].filled == 1
    assert asked(desk, 2 * DAY + MORNING) == [("C1", "V01")]


def test_what_is_not_known_changes_nothing():
    desk = a_desk(need())
    for happened in Happened:
        desk.take_in(happened, need_id="C9", volunteer="nobody", now=1)
    assert set(desk.open) == {"C1"}


def answers(how_many):
    """People nobody asked before: six of ten say yes close by, and none far away."""
    signs, said = [], []
    for at in range(how_many):
        is_near = at % 2 == 0
        signs.append(
            Signs(
                asked=0,
                said_yes=0,
                distance_m=200.0 if is_near else 3_000.0,
                is_known=False,
                asked_in_week=1,
                is_urgent=False,
            )
        )
        said.append(is_near and at % 20 < 12)
    return signs, said


def fitted(signs, said):
    return fit(signs, said, last=BY_OWN_RATE)


def test_a_model_is_fitted_only_from_enough_answers_and_while_it_is_honest():
    signs, said = answers(600)
    few = fitted(signs[: LEAST_ANSWERS - 1], said[: LEAST_ANSWERS - 1])
    assert (few.verdict, few.chances) == (FitVerdict.TOO_FEW, BY_OWN_RATE)
    came = fitted(signs, said)
    assert came.verdict is FitVerdict.USED
    near, far = came.chances.of(signs[0]), came.chances.of(signs[1])
    assert near == pytest.approx(0.6, abs=0.05)
    assert far < 0.05
    assert came.measured.brier < came.measured.own_brier
    assert measured(came.chances, signs, said).verdict is FitVerdict.USED
    opposite = measured(came.chances, signs, [not each for each in said])
    assert opposite.verdict is FitVerdict.OFF
    alike = fitted(signs, [True] * len(signs))
    assert (alike.verdict, alike.chances) == (FitVerdict.ALL_ALIKE, BY_OWN_RATE)


def test_when_people_change_the_model_is_put_aside():
    signs, said = answers(600)
    changed = [*said[:420], *(not each for each in said[420:])]
    assert fitted(signs, changed).chances is BY_OWN_RATE


def test_one_tenth_that_lies_far_off_puts_it_aside_where_the_mean_is_right():
    """Half of the sure ones say no, and as many of the others say yes: on average nothing shows."""
    sure = [
        Signs(
            asked=0, said_yes=0, distance_m=100.0, is_known=False, asked_in_week=0, is_urgent=False
        )
    ] * 100
    rest = [replace(sure[0], distance_m=3_000.0)] * 100
    by_distance = Chances((4.0, 0.0, -2.5, 0.0, 0.0, 0.0, 0.0))
    share = (by_distance.of(sure[0]) + by_distance.of(rest[0])) / 2
    came = [at % 10 < round(10 * share) for at in range(200)]
    found = measured(by_distance, [*sure, *rest], came)
    assert found.said == pytest.approx(found.came, abs=0.03)
    assert found.verdict is FitVerdict.OFF
    assert found.most_off > 0.3


def test_a_model_that_did_not_hold_since_is_put_aside_though_the_fit_looks_well():
    signs, said = answers(600)
    wrong = Chances((5.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0))
    came = fit(signs, said, last=wrong, since=60)
    assert (came.verdict, came.chances) == (FitVerdict.WORSE_SINCE, BY_OWN_RATE)
    assert came.measured is not None
    assert came.measured.answers == 60
    assert fit(signs, said, last=wrong, since=10).verdict is FitVerdict.USED, "too few to judge by"


def test_one_place_in_twenty_is_asked_to_learn_from_and_the_same_each_time():
    in_order = [f"V{n:02}" for n in range(40)]
    swapped = 0
    for at in range(1_000):
        asked, count = explored(in_order[:3], in_order, seed=f"need:{at}")
        assert explored(in_order[:3], in_order, seed=f"need:{at}") == (asked, count)
        assert len(set(asked)) == 3
        assert len(set(asked) - set(in_order[:3])) == count
        swapped += count
    assert 100 < swapped < 200
    assert explored(in_order[:3], in_order[:3], seed="need:1") == (in_order[:3], 0)


@pytest.fixture(scope="module")
def town():
    return invented_town(300, 6, 30, seed=3)


@pytest.mark.parametrize("name", POLICIES)
def test_in_an_invented_town_no_policy_asks_whom_it_must_not(town, name):
    log = play(town, POLICIES[name], seed=2)
    figures = figures_of(town, log, since_day=14)
    assert figures.faults == 0
    assert 0 < figures.covered <= 1
    assert figures == figures_of(town, play(town, POLICIES[name], seed=2), since_day=14)


def test_ours_keeps_the_night_and_asks_less_than_three_at_a_time(town):
    ours, three = (
        figures_of(town, play(town, POLICIES[name], seed=2), since_day=14)
        for name in ("ours", "three live")
    )
    assert ours.at_night == 0
    assert ours.askings_a_place < three.askings_a_place
    assert ours.p99_askings <= three.p99_askings


def test_gini_says_how_unevenly():
    assert gini([0, 0, 0]) == 0.0
    assert gini([2, 2, 2, 2]) == pytest.approx(0.0)
    assert gini([0, 0, 0, 8]) == pytest.approx(0.75)
