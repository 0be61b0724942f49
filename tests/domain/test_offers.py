"""Asking neighbours: how many, how long, and who may still say yes."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.care_path import OFFER, OfferEvent, OfferStatus, next_status
from hopecare.domain.offers import (
    DEFAULT_POLICY,
    AcceptReason,
    OfferFacts,
    lapses_at,
    may_accept,
    not_asked_yet,
    people_to_ask,
)
from hopecare.domain.urgency import Urgency

SEOUL = "Asia/Seoul"
NOON = datetime(2026, 11, 23, 3, tzinfo=UTC)
HOUR = timedelta(hours=1)


def offer(status=OfferStatus.STANDING, **facts):
    return OfferFacts(status=status, lapses_at=NOON + HOUR, **{"places": 1, "filled": 0, **facts})


@pytest.mark.parametrize(
    ("given_offer", "now", "allowed", "reason", "event"),
    [
        pytest.param(offer(), NOON, True, AcceptReason.FREE, OfferEvent.ACCEPTED, id="in time"),
        pytest.param(
            offer(OfferStatus.ACCEPTED, filled=1),
            NOON,
            True,
            AcceptReason.ALREADY_YOURS,
            None,
            id="said yes twice",
        ),
        pytest.param(
            offer(filled=1), NOON, False, AcceptReason.TAKEN, OfferEvent.SAID_YES_LATE, id="taken"
        ),
        pytest.param(
            offer(places=2, filled=1),
            NOON,
            True,
            AcceptReason.FREE,
            OfferEvent.ACCEPTED,
            id="second of two",
        ),
        pytest.param(
            offer(),
            NOON + HOUR,
            False,
            AcceptReason.LAPSED,
            OfferEvent.SAID_YES_LATE,
            id="at the very end",
        ),
        pytest.param(
            offer(OfferStatus.STOOD_DOWN),
            NOON,
            False,
            AcceptReason.LAPSED,
            OfferEvent.SAID_YES_LATE,
            id="after the stand-down",
        ),
        pytest.param(
            offer(OfferStatus.DECLINED),
            NOON,
            False,
            AcceptReason.LAPSED,
            OfferEvent.SAID_YES_LATE,
            id="changed their mind",
        ),
        pytest.param(
            offer(need_is_live=False),
            NOON,
            False,
            AcceptReason.ENDED,
            OfferEvent.SAID_YES_LATE,
            id="the need has ended",
        ),
        pytest.param(
            offer(helper_has_room=False),
            NOON,
            False,
            AcceptReason.NO_CAPACITY,
            OfferEvent.SAID_YES_LATE,
            id="holds enough by now",
        ),
        pytest.param(
            offer(OfferStatus.LATE),
            NOON + 9 * HOUR,
            True,
            AcceptReason.FREE,
            OfferEvent.ACCEPTED,
            id="the backup steps in",
        ),
        pytest.param(
            offer(OfferStatus.LATE, filled=1),
            NOON,
            False,
            AcceptReason.TAKEN,
            None,
            id="late and late again",
        ),
    ],
)
def test_a_yes_is_answered_truly(given_offer, now, allowed, reason, event):
    decision = may_accept(given_offer, now)
    assert (decision.allowed, decision.reason, decision.event) == (allowed, reason, event)


@given(
    status=st.sampled_from(list(OfferStatus)),
    places=st.integers(1, 2),
    filled=st.integers(0, 2),
    is_live=st.booleans(),
    has_room=st.booleans(),
    minutes=st.integers(-200, 200),
)
def test_what_a_yes_does_is_always_a_move_of_the_care_path(
    status, places, filled, is_live, has_room, minutes
):
    facts = offer(
        status, places=places, filled=filled, need_is_live=is_live, helper_has_room=has_room
    )
    decision = may_accept(facts, NOON + timedelta(minutes=minutes))
    if decision.event is not None:
        assert next_status(OFFER, status, decision.event)
    if decision.event is OfferEvent.ACCEPTED:
        assert filled < places
        assert is_live
        assert has_room


@pytest.mark.parametrize(
    ("urgency", "standing", "asked", "open_places", "more"),
    [
        (Urgency.ORDINARY, 0, 0, 1, 3),
        (Urgency.ORDINARY, 2, 3, 1, 1),
        (Urgency.ORDINARY, 3, 3, 1, 0),
        (Urgency.CRISIS, 0, 0, 1, 5),
        (Urgency.ORDINARY, 0, 11, 1, 1),
        (Urgency.ORDINARY, 0, 12, 1, 0),
        (Urgency.ORDINARY, 0, 0, 2, 4),
        (Urgency.ORDINARY, 0, 0, 0, 0),
    ],
)
def test_few_are_asked_at_the_same_time(urgency, standing, asked, open_places, more):
    assert (
        people_to_ask(
            DEFAULT_POLICY, urgency, standing=standing, asked=asked, open_places=open_places
        )
        == more
    )


def test_nobody_is_asked_for_the_same_need_twice_in_a_day():
    one, other = UUID(int=1), UUID(int=2)
    asked = {one: NOON - timedelta(hours=23)}
    assert not_asked_yet([one, other], asked, DEFAULT_POLICY, NOON) == (other,)
    assert not_asked_yet([one, other], asked, DEFAULT_POLICY, NOON + HOUR) == (one, other)


@pytest.mark.parametrize(
    ("local", "urgency", "lapses"),
    [
        ("2026-11-23 12:00", Urgency.CRISIS, "2026-11-23 12:20"),
        ("2026-11-23 20:00", Urgency.SOON, "2026-11-24 09:00"),
        ("2026-11-23 23:00", Urgency.CRISIS, "2026-11-24 08:20"),
        ("2026-11-24 02:00", Urgency.CRISIS, "2026-11-24 08:20"),
        ("2026-11-23 15:00", Urgency.ORDINARY, "2026-11-24 14:00"),
    ],
)
def test_nobody_owes_an_answer_at_night(local, urgency, lapses):
    zone = ZoneInfo(SEOUL)
    now = datetime.fromisoformat(local).replace(tzinfo=zone)
    expected = datetime.fromisoformat(lapses).replace(tzinfo=zone)
    assert lapses_at(DEFAULT_POLICY, urgency, now=now, zone=SEOUL) == expected


@given(
    minutes=st.integers(0, 365 * 24 * 60),
    urgency=st.sampled_from(list(Urgency)),
    zone=st.sampled_from([SEOUL, "Europe/London", "America/St_Johns"]),
)
def test_an_offer_stands_at_least_its_time_and_lapses_while_people_are_awake(
    minutes, urgency, zone
):
    now = NOON + timedelta(minutes=minutes)
    ends = lapses_at(DEFAULT_POLICY, urgency, now=now, zone=zone)
    assert ends - now >= DEFAULT_POLICY.rules[urgency].lapses_after - HOUR
    clock = ends.astimezone(ZoneInfo(zone)).time()
    assert time(8) <= clock <= time(21)
