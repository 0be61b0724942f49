"""A worker claims an asking while somebody answers: the answer is kept whatever comes first."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from sqlalchemy import event

from hopecare.domain.care_path import OfferStatus
from hopecare.services.answer_offer import answer_offer
from hopecare.services.claim_asking import claim_asking
from models import Asking, Offer
from tests.factories.askings import an_asking
from tests.factories.cases import BY, a_need
from tests.factories.offers import NO, YES
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours

pytestmark = pytest.mark.both_databases

LEASE = timedelta(minutes=2)
SOON = 1.0
"""Seconds a claim is given to come in between; where it must wait, it waits in vain."""


def claim(database, scope, asking_id):
    """Take the asking for a worker, as the job does, in a transaction of its own."""
    with database.writing(scope) as session:
        due = NOW + timedelta(days=30)
        return claim_asking(session, asking_id=asking_id, lease=LEASE, now=due)


@pytest.mark.parametrize(
    ("answer", "status"), [(YES, OfferStatus.ACCEPTED), (NO, OfferStatus.DECLINED)]
)
def test_an_answer_is_kept_where_a_worker_claims_between_reading_and_writing(
    database, town_scope, answer, status
):
    with database.writing(town_scope) as session:
        a_town(session)
        neighbours(session, 2)
        need = a_need(session)
        asking_id = an_asking(session, need, now=NOW).id
        offer_id = session.query(Offer.id).filter_by(need_id=need.id).first()[0]
    claims: list[Future[bool]] = []
    with ThreadPoolExecutor(1) as pool:
        with database.writing(town_scope) as session:

            def come_between(_connection, _cursor, statement, *_):
                if statement.startswith("UPDATE askings") and not claims:
                    claims.append(pool.submit(claim, database, town_scope, asking_id))
                    wait(claims, timeout=SOON)

            event.listen(session.connection(), "before_cursor_execute", come_between)
            answer_offer(session, offer_id=offer_id, answer=answer, by=BY, now=NOW)
        assert [each.result(timeout=60) for each in claims] == [answer is NO], (
            "what ended is not due"
        )
    with database.reading(town_scope) as session:
        assert session.get_one(Offer, offer_id).status is status
        assert (session.get_one(Asking, asking_id).ended_at is None) is (answer is NO)
