"""Whoever writes yes in vain hears so, kindly and truly; nobody is left in silence."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.delivery import MessageKind
from hopecare.queries.volunteers import profile_of
from hopecare.services.record_inbound import IncomingText, record_inbound
from models import ContactPoint, InboundMessage, Message, Offer, Task
from tests.factories.cases import BY, a_need
from tests.factories.offers import an_offer
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours


def is_full(session, need, helper):
    profile_of(session, helper.id).max_active = 0
    session.flush()


def may_not_help(session, need, helper):
    profile_of(session, helper.id).suspended_at = NOW
    session.flush()


@pytest.mark.parametrize(
    ("happens", "words", "is_looked_at"),
    [
        (is_full, "as often as you chose", False),
        (may_not_help, "not needed of you", True),
    ],
)
def test_a_yes_by_text_is_answered(database, town_scope, happens, words, is_looked_at):
    with database.writing(town_scope) as session:
        a_town(session)
        (helper,) = neighbours(session, 1)
        helper.language = "en"
        need = a_need(session)
        an_offer(session, need, helper)
        happens(session, need, helper)
        phone = session.scalars(
            select(ContactPoint.value).where(ContactPoint.person_id == helper.id)
        ).one()
        for sid in ("a", "b"):
            text = IncomingText(provider="memory", provider_sid=sid, from_number=phone, body="네")
            record_inbound(session, town_id=need.town_id, text=text, by=BY, now=NOW)
        thanks = select(Message.body).where(Message.kind == MessageKind.THANKS)
        [told] = session.scalars(thanks).all()
        assert words in told
        looked_at = session.scalars(select(InboundMessage.needs_review)).all()
        assert looked_at == [is_looked_at] * 2
        assert session.scalars(select(Offer.status)).one() is OfferStatus.STANDING
        assert session.scalars(select(Task)).all() == []
