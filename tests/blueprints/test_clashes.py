"""A yes to two visits at one time is not written down, and every way of answering says why."""

from __future__ import annotations

from datetime import time

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus, TaskStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.delivery import MessageKind
from hopecare.domain.needs import NeedKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.roles import Role
from hopecare.queries.call_words import answer_to_key
from hopecare.services.answer_offer import OfferAnswer, OfferResult, answer_offer
from models import Account, Case, Centre, Message, Need, Offer, Task
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import a_task, an_offer
from tests.factories.people import a_staff_account
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours
from tests.factories.weekly import a_missed_week, a_weekly_need

HELD = "Small repairs at home"


@pytest.fixture
def offer(database, town_scope):
    """A volunteer who repairs something at two is asked to be elsewhere at half past two."""
    with database.writing(town_scope) as session:
        a_town(session)
        (helper,) = neighbours(session, 1)
        helper.language = "en"
        held = a_need(session, kind=NeedKind.HOUSE_REPAIR, starts_at=time(14), minutes=60)
        a_task(session, held, helper)
        wanted = a_need(session, case=a_case(session), starts_at=time(14, 30), minutes=30)
        return an_offer(session, wanted, helper)


def still_standing(database, scope):
    with database.reading(scope) as session:
        standing = select(Offer).where(Offer.status == OfferStatus.STANDING)
        tasks = select(Task).where(Task.status == TaskStatus.ACTIVE)
        one_offer = len(session.scalars(standing).all()) == 1
        return one_offer and len(session.scalars(tasks).all()) == 1


def test_the_page_names_what_they_hold_then(database, town_scope, visitor, offer):
    with database.reading(town_scope) as session:
        mine = select(Account).where(Account.person_id == offer.helper_id)
        account = session.scalars(mine).one()
    visitor.sign_in(account)
    path = f"/my/offers/{offer.id}/answer"
    page = visitor.follow(visitor.post(path, {"answer": "yes"}, on="/my/"))
    assert "promised other help" in page.h1
    assert HELD in page.main
    assert "2 pm" in page.main
    assert still_standing(database, town_scope)


@pytest.mark.parametrize("way", [ReplyWay.SMS, ReplyWay.KEYPRESS])
def test_who_answers_by_telephone_is_told_by_telephone(database, town_scope, offer, way):
    with database.writing(town_scope) as session:
        yes = OfferAnswer(says_yes=True, way=way)
        twice = [
            answer_offer(session, offer_id=offer.id, answer=yes, by=BY, now=NOW).result
            for _ in range(2)
        ]
        assert twice == [OfferResult.CLASH] * 2
        thanks = select(Message).where(Message.kind == MessageKind.THANKS)
        texts = session.scalars(thanks).all()
        question = select(Message).where(
            Message.kind == MessageKind.OFFER, Message.offer_id == offer.id
        )
        heard = answer_to_key(session, session.scalars(question).one(), ReplyMeaning.YES, now=NOW)
    told = [text.body for text in texts] if way is ReplyWay.SMS else [heard]
    assert len(told) == 1
    assert HELD in told[0]
    assert len(texts) == (1 if way is ReplyWay.SMS else 0), "who hears it needs no text"
    assert still_standing(database, town_scope)


def test_staff_at_the_telephone_are_told(database, town_scope, visitor, offer):
    with database.writing(town_scope) as session:
        centre = session.get_one(Centre, session.get_one(Case, offer.case_id).centre_id)
        account = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
    visitor.sign_in(account)
    on = f"/telephone?person_id={offer.helper_id}"
    answer = {"offer_id": str(offer.id), "meaning": "yes"}
    page = visitor.follow(visitor.post("/telephone/offer", answer, on=on))
    assert "promised other help" in page.html
    assert still_standing(database, town_scope)


def test_the_page_names_the_day_of_a_visit_they_come_to_already(database, town_scope, visitor):
    """Both helpers of a visit without an hour miss it, and a neighbour takes one place."""
    with database.writing(town_scope) as session:
        a_town(session)
        *usual, helper = neighbours(session, 3)
        helper.language = "en"
        need = a_weekly_need(session)
        need.people_needed = 2
        session.flush()
        days = [a_missed_week(session, a_task(session, need, each)) for each in usual]
        covers = [session.get_one(Need, day.cover_need_id) for day in days]
        theirs = select(Offer).where(Offer.helper_id == helper.id)
        asked = {offer.need_id: offer for offer in session.scalars(theirs)}
        first = asked[covers[0].id]
        second = asked.get(covers[1].id) or an_offer(session, covers[1], helper)
        yes = OfferAnswer(says_yes=True)
        answer_offer(session, offer_id=first.id, answer=yes, by=BY, now=NOW)
        mine = select(Account).where(Account.person_id == helper.id)
        account = session.scalars(mine).one()
    visitor.sign_in(account)
    path = f"/my/offers/{second.id}/answer"
    page = visitor.follow(visitor.post(path, {"answer": "yes"}, on="/my/"))
    assert "promised other help" in page.h1
    assert "Fri 27 Nov" in page.main
