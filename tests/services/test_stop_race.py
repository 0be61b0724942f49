"""Volunteers stop while others stop or ask: nobody waits for ever, and no offer is left behind."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError, Event
from time import sleep

import pytest
from sqlalchemy import event, func, select

from hopecare.domain.care_path import OfferStatus, TaskStatus
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import need_by_id
from hopecare.queries.residents import person_by_id
from hopecare.services.refuse_helper import refuse_helper
from hopecare.services.suspend_volunteer import suspend_volunteer
from models import Case, Offer, Task
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import a_task, an_offer
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours

pytestmark = pytest.mark.both_databases

SOON = 2.0
"""Seconds in which the other may hold its own first case; where it must wait, it waits in vain."""


def lay(database, scope):
    """One helps in the case in which the other is asked, and the other way round."""
    with database.writing(scope) as session:
        a_town(session)
        first, second = neighbours(session, 2)
        one, other = a_case(session), a_case(session)
        for helper, helps, is_asked in ((first, one, other), (second, other, one)):
            a_task(session, a_need(session, case=helps), helper)
            an_offer(session, a_need(session, case=is_asked), helper)
        return [first.id, second.id]


def test_whoever_stops_holds_their_cases_in_one_order(database, town_scope):
    helper_ids = lay(database, town_scope)
    both = Barrier(2)

    def stop(helper_id):
        with database.writing(town_scope) as session:
            held: list[str] = []

            def wait_once(_connection, _cursor, statement, *_):
                if "FROM cases" in statement and "FOR UPDATE" in statement and not held:
                    held.append(statement)
                    with contextlib.suppress(BrokenBarrierError):
                        both.wait(SOON)

            event.listen(session.connection(), "after_cursor_execute", wait_once)
            suspend_volunteer(session, person_id=helper_id, is_suspended=True, by=BY, now=NOW)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(stop, helper_ids))
    with database.reading(town_scope) as session:
        active = select(func.count(Task.id)).where(Task.status == TaskStatus.ACTIVE)
        theirs = Offer.helper_id.in_(helper_ids)
        waiting = select(func.count(Offer.id)).where(theirs, Offer.status == OfferStatus.STANDING)
        assert session.scalar(active) == session.scalar(waiting) == 0


def suspended(session, helper_id, case_id):
    suspend_volunteer(session, person_id=helper_id, is_suspended=True, by=BY, now=NOW)


def refused(session, helper_id, case_id):
    resident_id = session.get_one(Case, case_id).resident_id
    refuse_helper(session, resident_id=resident_id, helper_id=helper_id, by=BY, now=NOW)


@pytest.mark.parametrize("stopped", [suspended, refused])
def test_an_offer_that_is_made_meanwhile_is_ended_too(database, town_scope, stopped):
    with database.writing(town_scope) as session:
        a_town(session)
        [helper] = neighbours(session, 1)
        need = a_need(session)
        helper_id, need_id, case_id = helper.id, need.id, need.case_id
    is_held = Event()

    def ask():
        with database.writing(town_scope) as session:
            case_by_id(session, case_id, alone=True)
            is_held.set()
            sleep(1)
            an_offer(session, need_by_id(session, need_id), person_by_id(session, helper_id))

    def stop():
        is_held.wait(10)
        with database.writing(town_scope) as session:
            stopped(session, helper_id, case_id)

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(ask), pool.submit(stop)]
        for each in both:
            each.result(30)
    with database.reading(town_scope) as session:
        assert session.scalars(select(Offer.status)).one() is OfferStatus.STOOD_DOWN
