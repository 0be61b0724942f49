"""Whom needs of few depend on is reckoned from who fits, and asked later."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.matching.asking_desk import AskingDesk
from hopecare.domain.matching.constraints import HelperFacts, NeedFacts, first_broken_rule
from hopecare.domain.matching.distance import Point
from hopecare.domain.matching.sparing import USUAL, missed_in, missed_in_all, who_fits
from hopecare.domain.matching.waves import DAY, HOUR, RULES, Nearby, OpenNeed, Person

FITS = st.lists(st.frozensets(st.integers(0, 9), max_size=8), max_size=12)
HERE, FAR = Point(37.7, 127.2), Point(37.9, 127.2)
ON = date(2026, 11, 23)


@given(FITS)
def test_what_all_are_missed_by_is_what_each_need_would_lose_in_those_who_fit(needs):
    found = missed_in_all(needs)
    assert sum(found.values()) == pytest.approx(sum(len(n) * missed_in(len(n)) for n in needs if n))
    assert set(found) == {each for need in needs for each in need}
    assert missed_in_all(reversed(needs)) == pytest.approx(found)


@given(st.integers(1, 500))
def test_the_more_fit_the_less_one_of_them_is_missed(fitting):
    assert USUAL >= missed_in(fitting) > missed_in(fitting + 1) > 0
    nobody = (1 - USUAL) ** fitting
    assert (1 - USUAL) ** (fitting - 1) - nobody == pytest.approx(missed_in(fitting))


def test_who_fits_is_told_by_the_rules_whatever_they_hold_and_were_asked():
    able = HelperFacts(
        helper_id="able", point=HERE, radius_m=2_000, skills=frozenset({"lift"}), max_active=1
    )
    helpers = [
        able,
        replace(able, helper_id="full", active=1),
        replace(able, helper_id="asked"),
        replace(able, helper_id="far", point=FAR),
        replace(able, helper_id="unskilled", skills=frozenset()),
    ]
    need = NeedFacts(point=HERE, kinds=frozenset({"lift"}), asked_ids=frozenset({"asked"}))
    assert list(who_fits([need, replace(need, point=None)], helpers, on=ON)) == [
        ["able", "full", "asked"],
        ["able", "full", "asked", "far"],
    ]
    assert first_broken_rule(need, able, on=ON) is None
    assert list(who_fits([need], [], on=ON)) == [[]]
    assert list(who_fits([], helpers, on=ON)) == []


def a_need(need_id, fitting, *, at=0):
    return OpenNeed(
        need_id=need_id, opened_at=at, deadline=at + 5 * DAY, priority=1, people=1,
        candidates=[Nearby(each, 100.0, 2_100.0) for each in fitting],
    )  # fmt: skip


def test_from_the_next_night_on_whoever_few_needs_depend_on_is_asked_later():
    desk = AskingDesk({each: Person(free=1) for each in "ABC"}, learns=False)
    desk.take_up(a_need("rare", "A"))
    desk.take_up(a_need("usual", "ABC"))
    assert desk.ask(now=9 * HOUR, minute_of_day=9 * HOUR)
    assert {each.missed for each in desk.people.values()} == {0.0}
    desk.ask(now=DAY, minute_of_day=0)
    missed = {key: person.missed for key, person in desk.people.items()}
    assert missed == pytest.approx(missed_in_all(["A", "ABC"]))
    for person in desk.people.values():
        person.live_until = -1
        person.askings.clear()
    desk.open.clear()
    desk.take_up(a_need("next", "ABC", at=DAY))
    offers = desk.ask(now=DAY + 9 * HOUR, minute_of_day=9 * HOUR)
    assert offers[0][1] == "B", "A stands first by id, and is kept for what only A fits"
    desk.ask(now=32 * DAY, minute_of_day=0)
    assert {each.missed for each in desk.people.values()} == {0.0}, "a month is forgotten"


def test_it_counts_ten_for_one():
    assert RULES.spared_for_few == 10.0
