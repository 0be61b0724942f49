"""Neighbours are asked for a missed day by the worker's own jobs, whichever of them is faster."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

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
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours
from tests.factories.weekly import EVENING, a_backup, a_missed_week, a_weekly_task

FAR = date(2027, 1, 5)
BEGINS = datetime(2026, 12, 30, 9, 0, tzinfo=UTC)
"""Five days before the evening before it."""


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
    told = [each.to_person_id for each in messages if "missed_week:" in each.dedup_key]
    # The resident, and who cannot come: each once.
    assert len(told) == len(set(told)) == 2
    [missed] = town.rows(MissedWeek)
    assert missed.status is MissedWeekStatus.UNFILLED
    assert open_calls(town) == [CallTaskKind.UNFILLED]
    with town.database.writing(town.scope) as session:
        answered = answer_offer(
            session, offer_id=offers_for(town)[0].id, answer=YES, by=BY, now=town.clock()
        )
    assert answered.result is OfferResult.YOURS
    assert open_calls(town) == []


def a_day_far_ahead(town, others, *, has_backup=False):
    """A helper says on Monday that they cannot come on a Tuesday in January."""
    with town.database.writing(town.scope) as session:
        case = a_case(session, resident=session.get_one(Person, town.resident_id))
        people = neighbours(session, others + 1)
        task = a_weekly_task(session, people[0], case=case)
        if has_backup:
            a_backup(session, task.need_id, people[1])
        a_missed_week(session, task, on=FAR)
    return people


def days(town, since, until):
    """The worker's jobs at noon of every day."""
    for day in range((until - since).days + 1):
        town.at(since + timedelta(days=day))
        with town.database.writing(town.scope) as session:
            deliver_questions(session)
        for job in (lapse_offers, follow_missed_weeks, ask_in_waves):
            job(town.tools)


def test_a_day_far_ahead_is_asked_for_some_days_before_and_of_nobody_three_times(town):
    a_day_far_ahead(town, 5)
    days(town, NOW, BEGINS - timedelta(hours=1))
    assert offers_for(town) == []
    assert open_calls(town) == []
    town.at(BEGINS)
    assert follow_missed_weeks(town.tools) == 1
    for hour in range(0, 5 * 24, 6):
        days(town, BEGINS + timedelta(hours=hour), BEGINS + timedelta(hours=hour))
    asked = Counter(offer.helper_id for offer in offers_for(town))
    assert len(asked) == 5
    assert max(asked.values()) == 2
    [missed] = town.rows(MissedWeek)
    assert missed.due_at == BEGINS + timedelta(days=5)


def test_the_backup_of_a_day_far_ahead_is_asked_at_once_and_the_others_wait(town):
    people = a_day_far_ahead(town, 5, has_backup=True)
    days(town, NOW, NOW + timedelta(days=10))
    assert [offer.helper_id for offer in offers_for(town)] == [people[1].id]
    assert open_calls(town) == []
    town.at(BEGINS)
    assert follow_missed_weeks(town.tools) == 1
    assert {offer.helper_id for offer in offers_for(town)} > {people[1].id}
    [missed] = town.rows(MissedWeek)
    assert missed.status is MissedWeekStatus.ASKED_OTHERS
