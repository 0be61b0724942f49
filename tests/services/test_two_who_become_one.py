"""A visit of two of which one has said yes: the second is not looked for any more, or needed."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AskingStatus, CallTaskStatus, OfferStatus, TaskStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.need_wishes import NeedWish
from hopecare.language.wordings import Text
from hopecare.queries.askings import find_live_asking
from hopecare.services.answer_offer import answer_offer
from hopecare.services.change_need import change_need
from hopecare.services.withdraw_asking import withdraw_asking
from models import CallTask, Message
from tests.factories.askings import an_asking, deliver_questions, offers_of
from tests.factories.cases import BY, a_need
from tests.factories.offers import YES
from tests.factories.towns import NOW, TODAY
from tests.factories.volunteers import neighbours

TOMORROW = TODAY + timedelta(days=1)
TWO_O_CLOCK: dict[str, Any] = {"from_on": TOMORROW, "starts_at": time(14), "minutes": 60}
A_MINUTE = timedelta(minutes=1)


def one_said_yes(session, people_needed=2):
    """Of those asked for tomorrow at two the first said yes."""
    neighbours(session, 8)
    need = a_need(session, people_needed=people_needed, **TWO_O_CLOCK)
    asking = an_asking(session, need)
    deliver_questions(session)
    offer = offers_of(session, need)[0]
    task = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=NOW + A_MINUTE).task
    return need, asking, task


def calls(session):
    owed = select(CallTask).where(CallTask.status == CallTaskStatus.OPEN)
    return [(each.kind, each.person_id) for each in session.scalars(owed)]


def test_when_asking_is_stopped_whoever_waits_for_a_second_is_rung(session):
    _need, asking, task = one_said_yes(session)
    for again in (2, 3):
        withdraw_asking(session, asking_id=asking.id, by=BY, now=NOW + again * A_MINUTE)
    assert calls(session) == [(CallTaskKind.CALL_BACK, task.helper_id)]
    assert task.status is TaskStatus.ACTIVE


def change_to(session, need, people_needed):
    wish = NeedWish(kind=need.kind, people_needed=people_needed, **TWO_O_CLOCK)
    later = NOW + 2 * A_MINUTE
    change_need(session, need_id=need.id, version=need.version, wish=wish, by=BY, now=later)


def test_where_one_is_enough_nobody_is_asked_any_more_and_whoever_goes_alone_is_rung(session):
    need, asking, task = one_said_yes(session)
    asked = [each for each in offers_of(session, need) if each.status is OfferStatus.STANDING]
    assert asked
    change_to(session, need, 1)
    assert {each.status for each in asked} == {OfferStatus.STOOD_DOWN}
    told = select(Message.to_person_id).where(Message.kind == MessageKind.STAND_DOWN)
    assert set(session.scalars(told)) == {each.helper_id for each in asked}
    assert (asking.status, asking.due_at) == (AskingStatus.FILLED, None)
    assert calls(session) == [(CallTaskKind.CALL_BACK, task.helper_id)]
    assert task.status is TaskStatus.ACTIVE


def test_where_two_are_needed_after_all_a_second_is_looked_for_and_the_first_hears_it(session):
    need, _asking, task = one_said_yes(session, people_needed=1)
    change_to(session, need, 2)
    standing = [each for each in offers_of(session, need) if each.status is OfferStatus.STANDING]
    assert standing
    assert find_live_asking(session, need.id) is not None
    waits = select(Message.id).where(
        Message.to_person_id == task.helper_id,
        Message.dedup_key.contains(Text.WAITS_FOR_SECOND.value),
    )
    assert session.scalars(waits).one()
    assert calls(session) == []
