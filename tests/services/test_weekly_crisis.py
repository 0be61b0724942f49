"""A missed day of a case in crisis: asked in the morning where it was said at night, no alert."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import MissedWeekStatus, OfferStatus
from hopecare.domain.urgency import Urgency
from hopecare.queries.askings import find_live_asking
from hopecare.services.answer_offer import answer_offer
from models import Alert, CallTask, Offer
from tests.factories.askings import look
from tests.factories.cases import BY, a_case
from tests.factories.offers import NO
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours
from tests.factories.weekly import a_missed_week, a_weekly_task

NIGHT = NOW + timedelta(hours=14)


def missed_in_crisis(session, *, others, now):
    people = neighbours(session, others + 1)
    task = a_weekly_task(session, people[0], case=a_case(session, urgency=Urgency.CRISIS))
    return a_missed_week(session, task, now=now)


def live(session, missed):
    return find_live_asking(session, missed.cover_need_id)


def unfilled(session):
    return session.scalars(select(CallTask).where(CallTask.kind == CallTaskKind.UNFILLED)).all()


def standing(session, missed):
    offers = select(Offer).where(
        Offer.need_id == missed.cover_need_id, Offer.status == OfferStatus.STANDING
    )
    return session.scalars(offers).all()


def test_said_at_night_neighbours_are_asked_in_the_morning_and_nobody_is_alarmed(session):
    missed = missed_in_crisis(session, others=3, now=NIGHT)
    assert missed.status is MissedWeekStatus.ASKED_OTHERS
    assert standing(session, missed) == []
    asking = live(session, missed)
    morning = asking.next_wave_at
    assert NIGHT < morning < NIGHT + timedelta(hours=12)
    assert look(session, asking, morning)
    assert session.scalars(select(Alert)).all() == []
    assert unfilled(session) == []


def test_an_answer_late_in_the_asking_leaves_the_day_to_those_still_asked(session):
    missed = missed_in_crisis(session, others=3, now=NOW)
    asking = live(session, missed)
    look(session, asking, asking.deadline - timedelta(minutes=1))
    assert live(session, missed) is not None
    assert missed.status is MissedWeekStatus.ASKED_OTHERS
    assert session.scalars(select(Alert)).all() == []


@pytest.mark.parametrize("others", [0, 2])
def test_with_nobody_left_to_ask_a_person_rings_and_still_no_alert(session, others):
    missed = missed_in_crisis(session, others=others, now=NOW)
    for offer in standing(session, missed):
        answer_offer(session, offer_id=offer.id, answer=NO, by=BY, now=NOW)
    asking = live(session, missed)
    if asking is not None:
        look(session, asking, NOW)
    assert len(unfilled(session)) == 1
    assert session.scalars(select(Alert)).all() == []
