"""A no to what they hold is a question for a person; whoever says it hears that it is theirs."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, OfferStatus, TaskStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.delivery import MessageKind
from hopecare.queries.call_words import answer_to_key
from hopecare.services.answer_offer import OfferAnswer, OfferResult, answer_offer
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.record_inbound import IncomingText, record_inbound
from hopecare.services.record_keypress import record_keypress
from models import CallTask, ContactPoint, InboundMessage, Message, Task
from tests.factories.cases import BY, a_need
from tests.factories.offers import an_offer
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours


@pytest.fixture
def offer(session):
    (helper,) = neighbours(session, 1)
    helper.language = "en"
    return an_offer(session, a_need(session), helper)


def is_held(session, offer):
    task = session.scalars(select(Task)).one()
    return (offer.status, task.status) == (OfferStatus.ACCEPTED, TaskStatus.ACTIVE)


def write(session, offer, *words):
    phone = select(ContactPoint.value).where(ContactPoint.person_id == offer.helper_id)
    for word in words:
        text = IncomingText(
            provider="memory",
            provider_sid=word,
            from_number=session.scalars(phone).one(),
            body=f"{word} {offer.code}",
        )
        record_inbound(session, town_id=offer.town_id, text=text, by=BY, now=NOW)


def say(session, offer, *, says_yes):
    answer = OfferAnswer(says_yes=says_yes, way=ReplyWay.PAGE)
    return answer_offer(session, offer_id=offer.id, answer=answer, by=BY, now=NOW)


def test_by_text_a_person_reads_it_and_they_hear_the_truth(session, offer):
    write(session, offer, "YES", "NO")

    assert is_held(session, offer)
    told = select(Message.body).where(Message.kind == MessageKind.THANKS)
    assert ["this one is still yours" in body for body in session.scalars(told)] == [True]
    rows = select(InboundMessage.needs_review).order_by(InboundMessage.provider_sid)
    assert session.scalars(rows).all() == [True, False]
    owed = session.scalars(select(CallTask)).one()
    assert (owed.kind, owed.person_id) == (CallTaskKind.REVIEW_REPLY, offer.helper_id)


def test_in_a_call_they_hear_it_at_once(session, offer):
    call = session.scalars(select(Message).where(Message.kind == MessageKind.OFFER)).one()
    heard = []
    for key in "12":
        meaning = record_keypress(
            session, message=call, provider="memory", call_sid="c", key=key, by=BY, now=NOW
        )
        heard.append(answer_to_key(session, call, meaning, now=NOW))

    assert is_held(session, offer)
    assert "The rest is on your page" in heard[0]
    assert "this one is still yours" in heard[1]
    assert session.scalars(select(CallTask.kind)).all() == [CallTaskKind.REVIEW_REPLY]
    assert session.scalars(select(Message).where(Message.kind == MessageKind.THANKS)).all() == []


def test_on_a_page_a_call_is_owed_once(session, offer):
    results = [say(session, offer, says_yes=says_yes).result for says_yes in (True, False, False)]

    assert results == [OfferResult.YOURS, OfferResult.STILL_YOURS, OfferResult.STILL_YOURS]
    assert is_held(session, offer)
    owed = session.scalars(select(CallTask)).one()
    assert (owed.kind, owed.person_id) == (CallTaskKind.CALL_BACK, offer.helper_id)


def test_who_says_no_once_more_after_that_call_is_rung_again(session, offer):
    for says_yes in (True, False):
        say(session, offer, says_yes=says_yes)
    call = session.scalars(select(CallTask)).one()
    outcome = CallOutcome.SPOKE
    finish_call_task(session, task_id=call.id, outcome=outcome, by=BY, now=NOW)
    assert say(session, offer, says_yes=False).result is OfferResult.STILL_YOURS
    assert is_held(session, offer)
    owed = session.scalars(select(CallTask).where(CallTask.status == CallTaskStatus.OPEN)).one()
    assert (owed.kind, owed.person_id) == (CallTaskKind.CALL_BACK, offer.helper_id)
