"""A helper comes after all; whoever cannot hears who goes instead; a late visit is written down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import (
    CallTaskStatus,
    MessageStatus,
    MissedWeekStatus,
    NeedStatus,
    OfferStatus,
)
from hopecare.domain.delivery import MessageKind
from hopecare.domain.offers import VisitResult
from hopecare.errors import MoveNotAllowedError
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.follow_unreached import follow_unreached
from hopecare.services.log_visit import VisitMade, log_visit
from hopecare.services.settle_missed_week import settle_missed_week
from hopecare.services.take_back_week import take_back_week
from models import CallTask, Message, Need, Offer, Task
from tests.factories.cases import BY
from tests.factories.offers import YES
from tests.factories.people import a_staff_account, an_identity
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours
from tests.factories.weekly import (
    EVENING,
    MIDNIGHT,
    OVER,
    a_backup,
    a_missed_week,
    a_weekly_task,
)

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def asked(session):
    """The usual helper cannot come, and the backup is asked."""
    usual, backup = neighbours(session, 2)
    for person in (usual, backup):
        person.language = "en"
    task = a_weekly_task(session, usual)
    a_backup(session, task.need_id, backup)
    missed = a_missed_week(session, task)
    [offer] = session.scalars(select(Offer).where(Offer.need_id == missed.cover_need_id))
    return missed, offer, usual


def told(session, person_id):
    return [
        message.body
        for message in session.scalars(
            select(Message).where(
                Message.to_person_id == person_id, Message.kind == MessageKind.NOTICE
            )
        )
        if message.dedup_key.startswith("missed_week:")
    ]


def test_as_long_as_nobody_has_said_yes_it_is_taken_back(session, asked):
    missed, offer, _ = asked
    for message in session.scalars(select(Message).where(Message.offer_id == offer.id)):
        message.status = MessageStatus.DELIVERED
    session.flush()

    for _twice in range(2):
        take_back_week(session, missed_id=missed.id, by=BY, now=LATER)

    assert (missed.status, missed.due_at) == (MissedWeekStatus.CALLED_OFF, None)
    assert offer.status is OfferStatus.STOOD_DOWN
    assert session.get_one(Need, missed.cover_need_id).status is NeedStatus.ENDED
    kind_words = select(Message).where(Message.kind == MessageKind.STAND_DOWN)
    assert [each.to_person_id for each in session.scalars(kind_words)] == [offer.helper_id]
    late = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=LATER)
    assert late.result is OfferResult.OVER


def test_once_somebody_else_comes_it_stays_so(session, asked):
    missed, offer, usual = asked
    answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=LATER)
    with pytest.raises(MoveNotAllowedError):
        take_back_week(session, missed_id=missed.id, by=BY, now=LATER)
    assert missed.status is MissedWeekStatus.TAKEN
    [words] = told(session, usual.id)
    assert "goes in your place" in words


def test_who_goes_after_staff_were_asked_ends_their_calls_and_the_resident_hears(session, asked):
    missed, _, usual = asked
    settle_missed_week(session, missed_id=missed.id, by=BY, now=EVENING)
    assert missed.status is MissedWeekStatus.UNFILLED
    [words] = told(session, usual.id)
    assert "the centre itself looks after" in words

    take_back_week(session, missed_id=missed.id, by=BY, now=EVENING + timedelta(hours=1))

    owed = session.scalars(select(CallTask).where(CallTask.status == CallTaskStatus.OPEN)).all()
    assert CallTaskKind.UNFILLED not in {call.kind for call in owed}
    nobody = f"missed_week:{missed.id}:nobody"
    waiting = select(Message).where(
        Message.dedup_key == nobody, Message.status == MessageStatus.PENDING
    )
    assert session.scalars(waiting).all() == []
    assert nobody not in {call.dedup_key for call in owed}


def test_a_call_that_reached_nobody_is_owed_again_and_ends_with_its_cause(session, asked):
    missed, _, _ = asked
    settle_missed_week(session, missed_id=missed.id, by=BY, now=EVENING)
    unfilled = select(CallTask).where(CallTask.kind == CallTaskKind.UNFILLED)
    [first] = session.scalars(unfilled).all()
    staff = an_identity(session, a_staff_account(session))
    for tries in (1, 2):
        at = EVENING + timedelta(minutes=tries)
        open_now = session.scalars(unfilled.where(CallTask.status == CallTaskStatus.OPEN)).one()
        rung = finish_call_task(
            session, task_id=open_now.id, outcome=CallOutcome.NO_ANSWER, by=staff, now=at
        )
        again = follow_unreached(session, task=rung, again_at=None, by=staff, now=at)
        assert again is not None
        assert again.dedup_key == f"{first.dedup_key}:{tries + 1}"

    take_back_week(session, missed_id=missed.id, by=BY, now=EVENING + timedelta(hours=1))

    open_still = unfilled.where(CallTask.status == CallTaskStatus.OPEN)
    assert session.scalars(open_still).all() == [], "the third try found no cause any more"


def test_a_visit_of_the_evening_is_written_down_the_next_morning(session, asked):
    missed, offer, _ = asked
    answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=LATER)
    for at in (EVENING, MIDNIGHT):
        settle_missed_week(session, missed_id=missed.id, by=BY, now=at)
    task = session.scalars(select(Task).where(Task.need_id == missed.cover_need_id)).one()
    made = VisitMade(visited_at=MIDNIGHT - timedelta(hours=2), minutes=30, result=VisitResult.MET)
    morning = MIDNIGHT + timedelta(hours=9)

    log_visit(session, task_id=task.id, made=made, by=BY, now=morning)
    settle_missed_week(session, missed_id=missed.id, by=BY, now=OVER)

    assert session.get_one(Need, missed.cover_need_id).status is NeedStatus.MET


def test_after_midnight_nobody_takes_the_day_on_any_more(session, asked):
    _, offer, _ = asked
    after = MIDNIGHT + timedelta(hours=1)
    result = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=after).result
    assert result is OfferResult.OVER
