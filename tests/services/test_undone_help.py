"""A helper's death was a mistake: what they did runs again, nobody is looked for in its place."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import (
    AskingStatus,
    CallTaskStatus,
    MissedWeekStatus,
    NeedStatus,
    OfferStatus,
    TaskStatus,
)
from hopecare.queries.askings import last_asking
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from models import CallTask, Offer
from tests.factories.cases import BY, a_need
from tests.factories.offers import YES, a_task
from tests.factories.towns import NOW, TODAY
from tests.factories.volunteers import neighbours
from tests.factories.weekly import a_backup, a_missed_week, a_weekly_task

DIED_AT = NOW + timedelta(hours=1)
UNDONE_AT = NOW + timedelta(hours=2)


def dies(session, person):
    record = record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=DIED_AT)
    session.flush()
    return record


def lives_again(session, person):
    undo_death(session, person_id=person.id, by=BY, now=UNDONE_AT)
    session.flush()


def asked(session, need):
    standing = select(Offer).where(Offer.need_id == need.id, Offer.status == OfferStatus.STANDING)
    return session.scalars(standing).all()


def test_whoever_was_asked_in_their_place_is_thanked_and_asked_no_more(session):
    people = neighbours(session, 3)
    need = a_need(session)
    task = a_task(session, need, people[0])
    dies(session, people[0])
    successors = asked(session, need)
    assert successors
    lives_again(session, people[0])
    assert (task.status, need.status) == (TaskStatus.ACTIVE, NeedStatus.HELPED)
    assert asked(session, need) == []
    asking = last_asking(session, need.id)
    assert asking
    assert asking.status is AskingStatus.FILLED
    yes = answer_offer(session, offer_id=successors[0].id, answer=YES, by=BY, now=UNDONE_AT)
    assert yes.result is OfferResult.LATE


def test_nobody_rings_for_somebody_else_any_more(session):
    (helper,) = neighbours(session, 1)
    need = a_need(session)
    a_task(session, need, helper)
    dies(session, helper)
    owed = select(CallTask).where(
        CallTask.need_id == need.id,
        CallTask.kind == CallTaskKind.UNFILLED,
        CallTask.status == CallTaskStatus.OPEN,
    )
    assert len(session.scalars(owed).all()) == 1
    lives_again(session, helper)
    assert session.scalars(owed).all() == []


def test_whoever_had_taken_a_missed_day_comes_on_it_again(session):
    people = neighbours(session, 4)
    weekly = a_weekly_task(session, people[0])
    a_backup(session, weekly.need_id, people[1])
    missed = a_missed_week(session, weekly)
    [offer] = session.scalars(select(Offer).where(Offer.need_id == missed.cover_need_id))
    answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=NOW)
    dies(session, people[1])
    before = missed.status
    lives_again(session, people[1])
    assert (before, missed.status) == (MissedWeekStatus.ASKED_OTHERS, MissedWeekStatus.TAKEN)


def test_while_another_place_is_free_the_others_stay_asked(session):
    people = neighbours(session, 4)
    need = a_need(session)
    need.people_needed = 2
    session.flush()
    a_task(session, need, people[0])
    dies(session, people[0])
    before = asked(session, need)
    assert before
    lives_again(session, people[0])
    assert [each.id for each in asked(session, need)] == [each.id for each in before]
