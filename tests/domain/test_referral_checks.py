"""What is checked before a referral: each finding, its weight, and which answers let it go."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from hopecare.domain.eligibility.assessment import Receipt, Verdict
from hopecare.domain.referral_checks import (
    ASK_FIRST,
    Despite,
    DespiteReason,
    Doubt,
    Here,
    Known,
    Referred,
    RuleWord,
    Weight,
    checks_of,
    to_answer,
    unanswered,
)
from hopecare.domain.service_facts import Capacity, CapacityState, OpenWindow, ServiceFacts

MOMENT = datetime(2026, 6, 1, 10, 0, tzinfo=ZoneInfo("Asia/Seoul"))  # a Monday
HERE = Here(moment=MOMENT, language="ko", old_after_days=30)
HOME, CITY, ELSEWHERE = UUID(int=1), UUID(int=2), UUID(int=3)
TOLD = Capacity(state=CapacityState.OPEN, as_of=MOMENT - timedelta(days=3))


def a_service(**known):
    known = {"capacity": TOLD, **known}
    return ServiceFacts(service_id=UUID(int=7), organisation_id=UUID(int=8), **known)


def somebody(**known):
    return Referred(**{"age": 61, "areas": (HOME, CITY), "language": "ko", **known})


def said(days, state=CapacityState.OPEN, places=None):
    as_of = MOMENT - timedelta(days=days)
    return Capacity(state=state, as_of=as_of, free_places=places)


def found(service, who=None, here=HERE):
    return {each.kind for each in checks_of(service, who or somebody(), here)}


def rule(verdict, receipt=Receipt.NOT_RECEIVING):
    return RuleWord(verdict=verdict, receipt=receipt, on=date(2026, 5, 20))


@pytest.mark.parametrize(
    ("service", "who", "finding"),
    [
        ({"least_age": 65}, {}, Doubt.TOO_YOUNG),
        ({"least_age": 61}, {}, Known.AGE_FITS),
        ({"most_age": 60}, {}, Doubt.TOO_OLD),
        ({"most_age": 61}, {}, Known.AGE_FITS),
        ({"least_age": 65}, {"age": None}, Known.AGE_UNKNOWN),
        ({"area_ids": (ELSEWHERE,)}, {}, Doubt.OUT_OF_AREA),
        ({"area_ids": (ELSEWHERE,)}, {"areas": ()}, Known.HOME_UNKNOWN),
        ({"area_words": ("the east",)}, {}, Known.AREA_IN_WORDS),
        ({"qualifies": "whoever lives alone"}, {}, Known.QUALIFIES_IN_WORDS),
        ({"programme": "housing"}, {}, Known.RULES_NOT_ASKED),
        ({"programme": "housing"}, {"rule": rule(Verdict.ELIGIBLE)}, Known.RULES_FIT),
        ({"programme": "housing"}, {"rule": rule(Verdict.UNKNOWN)}, Known.RULES_UNSURE),
        ({"programme": "housing"}, {"rule": rule(Verdict.INELIGIBLE)}, Doubt.RULES_AGAINST),
        (
            {"programme": "housing"},
            {"rule": rule(Verdict.ELIGIBLE, Receipt.RECEIVING)},
            Doubt.RECEIVED_ALREADY,
        ),
        ({"languages": ("ko",)}, {"language": "vi"}, Doubt.LANGUAGE_MISSING),
        ({"languages": ("ko", "vi")}, {"language": "vi"}, Known.LANGUAGE_FITS),
        (
            {"languages": ("ko",), "interpretation": "on Tuesdays"},
            {"language": "vi"},
            Known.LANGUAGE_INTERPRETED,
        ),
        ({}, {"language": "vi"}, Known.LANGUAGE_UNKNOWN),
        ({"capacity": said(30)}, {}, Doubt.CAPACITY_OLD),
        ({"capacity": said(29)}, {}, Known.HAS_PLACES),
        ({"capacity": said(29, CapacityState.FULL)}, {}, Doubt.NO_PLACES),
        ({"capacity": said(1, CapacityState.WAITING_LIST)}, {}, Known.WAITING_LIST),
        ({"capacity": Capacity()}, {}, Doubt.CAPACITY_NEVER),
        ({"capacity": Capacity(), "programme": "housing"}, {}, Known.CAPACITY_NOT_ASKED),
        ({"vanished_on": date(2026, 5, 1)}, {}, Doubt.NOT_LISTED),
        ({"closed_for_now_since": date(2026, 5, 1)}, {}, Doubt.CLOSED_FOR_NOW),
        ({"hours_words": "by appointment"}, {}, Known.HOURS_IN_WORDS),
    ],
)
def test_each_finding_is_found_where_it_is_so(service, who, finding):
    assert finding in found(a_service(**service), somebody(**who))


@pytest.mark.parametrize(("hour", "finding"), [(9, Known.OPEN_NOW), (18, Known.CLOSED_NOW)])
def test_the_hours_are_those_of_the_town(hour, finding):
    windows = (OpenWindow(weekday=0, opens=time(9), closes=time(18)),)
    moment = MOMENT.replace(hour=hour)
    here = Here(moment=moment, language="ko", old_after_days=30)
    capacity = Capacity(state=CapacityState.OPEN, as_of=moment)
    assert found(a_service(hours=windows, capacity=capacity), here=here) == {
        finding,
        Known.HAS_PLACES,
    }


def test_a_holiday_is_said_where_the_office_would_be_open_otherwise():
    windows = (OpenWindow(weekday=MOMENT.weekday(), opens=time(0, 1), closes=time(23, 59)),)
    shut = a_service(hours=windows, shut_on=frozenset({MOMENT.date()}))
    kinds = found(shut)
    assert Known.HOLIDAY_TODAY in kinds
    assert not kinds & {Known.OPEN_NOW, Known.CLOSED_NOW}


def test_a_service_that_says_nothing_narrow_leaves_nothing_to_answer():
    assert to_answer(checks_of(a_service(), somebody(), HERE)) == frozenset()


def test_what_is_only_coming_speaks_against_nothing_yet():
    tomorrow = MOMENT.date() + timedelta(days=1)
    service = a_service(vanished_on=tomorrow, closed_for_now_since=tomorrow)
    assert to_answer(checks_of(service, somebody(), HERE)) == frozenset()


def test_an_area_above_the_home_is_served():
    assert Doubt.OUT_OF_AREA not in found(a_service(area_ids=(CITY,)))


def test_the_facts_of_a_sentence_are_there():
    (young,) = (
        each
        for each in checks_of(a_service(least_age=65), somebody(), HERE)
        if each.kind is Doubt.TOO_YOUNG
    )
    assert dict(young.facts) == {"least": 65, "age": 61}
    (old,) = (
        each
        for each in checks_of(a_service(capacity=said(45)), somebody(), HERE)
        if each.kind is Doubt.CAPACITY_OLD
    )
    assert dict(old.facts) == {"days": 45, "state": CapacityState.OPEN}


def test_what_speaks_against_it_stands_first():
    checks = checks_of(
        a_service(least_age=65, capacity=said(45), languages=("ko",)), somebody(), HERE
    )
    assert [each.weight for each in checks] == [Weight.AGAINST, Weight.ASK_FIRST, Weight.FITS]


def test_an_answer_holds_only_for_what_was_looked_at():
    looked = checks_of(a_service(least_age=65), somebody(), HERE)
    answer = Despite(doubts=to_answer(looked), reason=DespiteReason.CANNOT_WAIT, words="곧")
    assert unanswered(looked, answer) == frozenset()
    since = checks_of(
        a_service(least_age=65, capacity=said(0, CapacityState.FULL)), somebody(), HERE
    )
    assert unanswered(since, answer) == {Doubt.NO_PLACES}


@pytest.mark.parametrize("answer", [None, Despite(doubts=frozenset(Doubt), words="곧")])
def test_without_a_reason_nothing_is_answered(answer):
    checks = checks_of(a_service(capacity=said(45)), somebody(), HERE)
    assert unanswered(checks, answer) == {Doubt.CAPACITY_OLD} == unanswered(checks, None)
    assert to_answer(checks) <= ASK_FIRST
