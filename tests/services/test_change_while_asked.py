"""A need is changed while neighbours are asked: whom it suits no more is let go, the rest go on."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import MessageStatus, OfferStatus, TaskStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.delivery import MessageKind
from hopecare.queries.call_words import answer_to_key
from hopecare.queries.volunteers import profile_of
from hopecare.services.answer_offer import OfferAnswer, OfferResult, answer_offer
from hopecare.services.begin_asking import begin_asking
from hopecare.services.change_need import change_need
from hopecare.services.record_inbound import IncomingText, record_inbound
from hopecare.services.record_keypress import record_keypress
from models import CallTask, ContactPoint, InboundMessage, Message, Offer, Task
from tests.factories.cases import BY, a_need, a_wish
from tests.factories.offers import YES, a_task, an_offer
from tests.factories.towns import NOW, TODAY
from tests.factories.volunteers import neighbours

MORNINGS = "0100" * 7
LATER = NOW + timedelta(minutes=30)
TOMORROW = TODAY + timedelta(days=1)
EVENING = {"starts_at": time(19)}


def asked(session, how_many=2):
    """Two are asked for a morning; the first has time in the mornings only."""
    people = neighbours(session, how_many)
    need = a_need(session, starts_at=time(11))
    for person in people:
        person.language = "en"
    profile_of(session, people[0].id).slots = MORNINGS
    session.flush()
    offers = [an_offer(session, need, person) for person in people]
    return need, people, offers


def leave(session):
    """The questions were handed to the network."""
    for message in session.scalars(select(Message)):
        message.status = MessageStatus.DELIVERED
    session.flush()


def change(session, need, **wished):
    wish = a_wish(**wished)
    change_need(session, need_id=need.id, version=need.version, wish=wish, by=BY, now=LATER)


def pending(session, person):
    return session.scalars(
        select(Message).where(
            Message.to_person_id == person.id, Message.status == MessageStatus.PENDING
        )
    ).all()


def test_whom_new_hours_do_not_suit_is_let_go_kindly_and_the_others_are_asked_anew(session):
    need, people, offers = asked(session)
    leave(session)

    change(session, need, **EVENING)

    assert [offer.status for offer in offers] == [OfferStatus.STOOD_DOWN, OfferStatus.STANDING]
    [goodbye], [again] = (pending(session, person) for person in people)
    assert goodbye.kind is MessageKind.STAND_DOWN
    assert "has changed" in goodbye.body
    assert again.kind is MessageKind.OFFER
    assert "has changed" in again.body


def test_a_question_that_has_not_left_is_put_with_the_new_facts_only(session):
    need, people, _offers = asked(session)

    change(session, need, **EVENING)

    assert pending(session, people[0]) == []
    [question] = pending(session, people[1])
    assert "has changed" not in question.body


def test_what_nobody_was_asked_by_changes_nothing_for_them(session):
    need, people, offers = asked(session)
    leave(session)

    change(session, need, starts_at=time(11), words="two bowls")

    assert [offer.status for offer in offers] == [OfferStatus.STANDING] * 2
    assert [pending(session, person) for person in people] == [[], []]


def test_the_asking_goes_on_at_once(session):
    [early] = neighbours(session, 1)
    profile_of(session, early.id).slots = MORNINGS
    need = a_need(session, starts_at=time(11))
    session.flush()
    asking = begin_asking(session, need_id=need.id, by=BY, now=NOW)
    assert asking.next_wave_at > LATER
    neighbours(session, 1, first_m=900)

    change(session, need, **EVENING)

    assert (asking.ended_at, asking.next_wave_at, asking.due_at) == (None, LATER, LATER)


def test_a_yes_to_the_old_hours_hears_that_they_have_changed(session):
    need, people, offers = asked(session)
    leave(session)
    change(session, need, **EVENING)
    phone = session.scalars(
        select(ContactPoint.value).where(ContactPoint.person_id == people[0].id)
    ).one()

    text = IncomingText(
        provider="memory", provider_sid="a", from_number=phone, body=f"YES {offers[0].code}"
    )
    record_inbound(session, town_id=need.town_id, text=text, by=BY, now=LATER)

    said = [each.body for each in pending(session, people[0])]
    assert any("has changed since" in each for each in said)
    assert session.scalars(select(InboundMessage.needs_review)).one() is True
    assert session.scalars(select(Task)).all() == []


def test_a_yes_of_whom_it_still_suits_counts(session):
    need, _people, offers = asked(session)
    change(session, need, **EVENING)
    results = [
        answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=LATER).result
        for offer in offers
    ]
    assert results == [OfferResult.CHANGED, OfferResult.YOURS]


def fill_place(session, need, people, offers):
    answer_offer(session, offer_id=offers[1].id, answer=YES, by=BY, now=NOW)


def hold_enough(session, need, people, offers):
    profile_of(session, people[0].id).max_active = 0


def promise_elsewhere(session, need, people, offers):
    profile_of(session, people[0].id).max_active = 3
    a_task(session, a_need(session, starts_at=time(11)), people[0])


def change_hours(session, need, people, offers):
    change(session, need, **EVENING)


def end_the_need(session, need, people, offers):
    profile_of(session, people[0].id).suspended_at = NOW


@pytest.mark.parametrize(
    ("happens", "says"),
    [
        (None, "The rest is on your page"),
        (fill_place, "Somebody was faster"),
        (hold_enough, "as often as you chose"),
        (promise_elsewhere, "you already help then"),
        (change_hours, "has changed since"),
        (end_the_need, "not needed of you"),
    ],
)
def test_a_key_hears_what_its_yes_came_to(session, happens, says):
    need, people, offers = asked(session)
    profile_of(session, people[0].id).answers_by = ReplyWay.KEYPRESS
    leave(session)
    if happens is not None:
        happens(session, need, people, offers)
    session.flush()
    call = session.scalars(
        select(Message).where(Message.offer_id == offers[0].id, Message.kind == MessageKind.OFFER)
    ).one()
    before = len(pending(session, people[0]))

    meaning = record_keypress(
        session, message=call, provider="memory", call_sid="c", key="1", by=BY, now=LATER
    )

    heard = answer_to_key(session, call, meaning, now=LATER)
    assert says in heard
    assert ("The rest is on your page" in heard) is (happens is None)
    told_again = len(pending(session, people[0])) - before
    assert told_again == (1 if happens is None else 0), "nobody is rung to hear it twice"


def test_a_yes_of_the_page_reads_it_too(session):
    need, people, offers = asked(session)
    change(session, need, **EVENING)
    answer = OfferAnswer(says_yes=True, way=ReplyWay.PAGE)
    for _ in range(2):
        answered = answer_offer(session, offer_id=offers[0].id, answer=answer, by=BY, now=LATER)
        assert answered.result is OfferResult.CHANGED
    assert people[0].id not in set(session.scalars(select(Task.helper_id)))
    assert session.scalars(select(Offer.status).where(Offer.id == offers[0].id)).one() is (
        OfferStatus.STOOD_DOWN
    )


def held(session, **wished):
    """One who helps on Tuesday at eleven, and reads English."""
    [helper] = neighbours(session, 1)
    helper.language = "en"
    need = a_need(session, from_on=TOMORROW, starts_at=time(11), minutes=60, **wished)
    task = a_task(session, need, helper)
    leave(session)
    return helper, need, task


def calls_to(session, person):
    return session.scalars(select(CallTask).where(CallTask.person_id == person.id)).all()


def test_whoever_helps_hears_the_new_hour_and_of_two_changes_only_the_last(session):
    helper, need, task = held(session)
    change(session, need, from_on=TOMORROW, starts_at=time(9), minutes=60)
    change(session, need, from_on=TOMORROW, starts_at=time(10), minutes=60)
    [notice] = pending(session, helper)
    assert notice.kind is MessageKind.NOTICE
    assert "your task has changed" in notice.body
    assert "10 am" in notice.body
    assert task.status is TaskStatus.ACTIVE
    assert calls_to(session, helper) == []


def test_new_words_for_whoever_helps_are_on_their_page_without_a_text(session):
    helper, need, _task = held(session)
    change(session, need, from_on=TOMORROW, starts_at=time(11), minutes=60, words="two bowls")
    assert (pending(session, helper), calls_to(session, helper)) == ([], [])


@pytest.mark.parametrize("why", ["elsewhere", "avoids", "unread"])
def test_whom_the_change_does_not_suit_is_rung_and_nothing_ends_by_itself(session, why):
    helper, need, task = held(session)
    wished = {"starts_at": time(15), "minutes": 60}
    if why == "elsewhere":
        other = a_need(session, from_on=TOMORROW, starts_at=time(15), minutes=60)
        a_task(session, other, helper)
        leave(session)
    elif why == "avoids":
        profile_of(session, helper.id).avoids = ["smoke"]
        wished = {"starts_at": time(11), "minutes": 60, "flags": ("smoke",)}
    else:
        task.offer_id = None
    session.flush()
    change(session, need, from_on=TOMORROW, **wished)
    [call] = calls_to(session, helper)
    assert (call.kind, call.case_id) == (CallTaskKind.CALL_BACK, need.case_id)
    assert task.status is TaskStatus.ACTIVE
    assert len(pending(session, helper)) == (1 if why == "elsewhere" else 0)
