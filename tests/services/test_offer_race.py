"""Many volunteers say yes at the same moment: exactly one gets it, the others hear kind words."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from hopecare.domain.care_path import OfferStatus, TaskStatus
from hopecare.domain.delivery import MessageKind
from hopecare.services.answer_offer import OfferResult, answer_offer
from models import Message, Offer, Task
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import YES, an_offer
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours

pytestmark = pytest.mark.both_databases

HELPERS = 8


def answer_at_once(database, scope, offer_ids):
    """Say yes from a thread each, all let go together; give what each came to."""
    barrier = Barrier(len(offer_ids))

    def answer(offer_id):
        barrier.wait()
        with database.writing(scope) as session:
            return answer_offer(session, offer_id=offer_id, answer=YES, by=BY, now=NOW).result

    with ThreadPoolExecutor(len(offer_ids)) as pool:
        return list(pool.map(answer, offer_ids))


def test_one_place_is_given_once(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        offers = [an_offer(session, need, helper) for helper in neighbours(session, HELPERS)]
        offer_ids = [offer.id for offer in offers]
    results = answer_at_once(database, town_scope, offer_ids)
    with database.reading(town_scope) as session:
        tasks = session.scalars(select(Task)).all()
        statuses = Counter(session.scalars(select(Offer.status)))
        thanked = session.scalar(
            select(func.count()).select_from(Message).where(Message.kind == MessageKind.THANKS)
        )
    assert Counter(results) == {OfferResult.YOURS: 1, OfferResult.LATE: HELPERS - 1}
    assert [task.status for task in tasks] == [TaskStatus.ACTIVE]
    assert statuses == {OfferStatus.ACCEPTED: 1, OfferStatus.LATE: HELPERS - 1}
    assert thanked == HELPERS - 1


def test_a_double_tap_is_one_yes(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        offer_id = an_offer(session, a_need(session), neighbours(session, 1)[0]).id
    results = answer_at_once(database, town_scope, [offer_id] * 4)
    with database.reading(town_scope) as session:
        assert len(session.scalars(select(Task)).all()) == 1
    assert set(results) == {OfferResult.YOURS}


def test_one_helper_who_says_yes_everywhere_gets_as_many_as_they_set(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        helper = neighbours(session, 1)[0]
        case = a_case(session)
        needs = [a_need(session, case=case) for _ in range(5)]
        offer_ids = [an_offer(session, need, helper).id for need in needs]
    results = answer_at_once(database, town_scope, offer_ids)
    assert Counter(results) == {OfferResult.YOURS: 2, OfferResult.FULL: 3}
