"""A question leaves at the moment its offer's time is over: it is not recalled, nor put twice."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus, OfferStatus
from hopecare.domain.delivery import MessageKind
from hopecare.jobs.deliver import _claim_one, deliver
from hopecare.jobs.lapse_offers import lapse_offers
from hopecare.queries.messages import find_due
from models import Offer
from notifications.claims import put_under_way
from tests.factories.askings import an_asking
from tests.factories.cases import a_need
from tests.factories.volunteers import neighbours

pytestmark = pytest.mark.both_databases

SECOND = timedelta(seconds=1)


def questions(town):
    return [each for each in town.messages if each.kind is MessageKind.OFFER]


def test_a_question_that_another_process_is_claiming_is_let_go(town):
    with town.database.writing(town.scope) as session:
        (helper,) = neighbours(session, 1)
        an_asking(session, a_need(session), now=town.clock())
    (offer,) = town.rows(Offer)
    (question,) = questions(town)
    town.at(offer.lapses_at)
    lapses = threading.Thread(target=lapse_offers, args=(town.tools,))

    with town.database.writing(AllTowns()) as sender:
        just_before = offer.lapses_at - SECOND
        message = find_due(sender, question.id, now=just_before)
        assert message
        assert _claim_one(sender, message, town.tools, now=just_before)
        put_under_way(sender, [message], at=just_before)
        lapses.start()
        lapses.join(1.0)
        assert lapses.is_alive(), "it waits for whoever holds the question"
    lapses.join()

    (question,) = questions(town)
    assert question.status is MessageStatus.SENDING
    (offer,) = town.rows(Offer)
    assert offer.status is OfferStatus.LAPSED
    deliver(town.tools)
    assert town.texts_to(helper.id) == [], "no second question follows the one that is leaving"


def test_a_question_that_waits_is_recalled_and_put_once_with_its_new_hour(town):
    with town.database.writing(town.scope) as session:
        (helper,) = neighbours(session, 1)
        an_asking(session, a_need(session), now=town.clock())
    (offer,) = town.rows(Offer)
    town.at(offer.lapses_at)
    lapse_offers(town.tools)
    deliver(town.tools)

    statuses = [each.status for each in questions(town)]
    assert statuses == [MessageStatus.STOPPED, MessageStatus.ACCEPTED]
    assert len(town.texts_to(helper.id)) == 1
