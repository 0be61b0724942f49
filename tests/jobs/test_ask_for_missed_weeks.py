"""Neighbours are asked for a missed day by the worker's own jobs, whichever of them is faster."""

from __future__ import annotations

import pytest

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, MissedWeekStatus, OfferStatus
from hopecare.domain.delivery import MessageKind
from hopecare.jobs.ask_in_waves import ask_in_waves
from hopecare.jobs.follow_missed_weeks import follow_missed_weeks
from hopecare.jobs.lapse_offers import lapse_offers
from hopecare.services.answer_offer import OfferResult, answer_offer
from models import CallTask, Message, MissedWeek, Offer, Person
from tests.factories.askings import deliver_questions
from tests.factories.cases import BY, a_case
from tests.factories.offers import YES
from tests.factories.volunteers import neighbours
from tests.factories.weekly import EVENING, a_missed_week, a_weekly_task


def said(town, helpers, **fields):
    """A helper cannot come on Friday; so many others live near."""
    with town.database.writing(town.scope) as session:
        case = a_case(session, resident=session.get_one(Person, town.resident_id), **fields)
        task = a_weekly_task(session, neighbours(session, helpers + 1)[0], case=case)
        missed = a_missed_week(session, task)
        deliver_questions(session)
    return missed


def offers_for(town):
    """Whoever was asked for the missed day, the first first."""
    [missed] = town.rows(MissedWeek)
    offers = [each for each in town.rows(Offer) if each.need_id == missed.cover_need_id]
    return sorted(offers, key=lambda offer: (offer.made_at, offer.id))


def open_calls(town):
    return [
        call.kind
        for call in town.rows(CallTask)
        if call.status is CallTaskStatus.OPEN and call.kind is CallTaskKind.UNFILLED
    ]


@pytest.mark.parametrize("first", [ask_in_waves, lapse_offers, follow_missed_weeks])
def test_on_the_evening_before_nobody_is_told_that_it_has_ended(town, first):
    said(town, 3)
    town.at(EVENING)
    for job in (first, ask_in_waves, lapse_offers, follow_missed_weeks):
        job(town.tools)
    assert {offer.status for offer in offers_for(town)} <= {
        OfferStatus.STANDING,
        OfferStatus.LAPSED,
    }
    messages = town.rows(Message)
    assert MessageKind.STAND_DOWN not in {message.kind for message in messages}
    assert sum("missed_week:" in (message.dedup_key or "") for message in messages) == 1
    [missed] = town.rows(MissedWeek)
    assert missed.status is MissedWeekStatus.UNFILLED
    assert open_calls(town) == [CallTaskKind.UNFILLED]
    with town.database.writing(town.scope) as session:
        answered = answer_offer(
            session, offer_id=offers_for(town)[0].id, answer=YES, by=BY, now=town.clock()
        )
    assert answered.result is OfferResult.YOURS
    assert open_calls(town) == []
