"""Two records are made one, or two again, while a neighbour says yes: nobody is shown an error."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import func, select

from hopecare.domain.care_path import TaskStatus
from hopecare.domain.roles import Role
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import need_by_id
from hopecare.queries.volunteers import profile_of
from hopecare.services.answer_offer import OfferResult, answer_offer
from models import Merge, Task
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import YES, an_offer
from tests.factories.people import a_resident, a_staff_account, a_volunteer
from tests.factories.towns import NOW, a_centre, a_town, an_area

pytestmark = pytest.mark.both_databases

A_MOMENT = 0.6
"""Time for the other to come as far as it can."""


class Records:
    """A worker and two records of one person; neighbours are asked for one of them."""

    def __init__(self, database, scope, visitor):
        self.database, self.scope, self.visitor = database, scope, visitor
        with database.writing(scope) as session:
            a_town(session)
            centre = a_centre(session)
            area = an_area(session, covered_by=centre)
            worker = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
            self.first, self.second = (
                a_resident(session, name=name, centre=centre, area=area)
                for name in ("김다래", "김 다래")
            )
            case = a_case(session, resident=self.second)
            need = a_need(session, case=case)
            self.asked, self.other = (
                an_offer(session, need, a_volunteer(session, centre=centre, area=area))
                for _ in "ab"
            )
        visitor.sign_in(worker)

    def merge(self):
        aside = f"/residents/{self.first.id}/alike/{self.second.id}"
        self.visitor.post(aside, {}, on=aside, status=303)

    def undo(self):
        with self.database.reading(self.scope) as session:
            merge_id = session.scalars(select(Merge.id)).one()
        alike = f"/residents/{self.first.id}/alike"
        path = f"/residents/{self.first.id}/merges/{merge_id}/undo"
        self.visitor.post(path, on=alike, status=303)

    def say_yes(self, meanwhile):
        """Hold what a yes holds, let the other begin, and go on."""
        with ThreadPoolExecutor(1) as pool:
            holds = Event()

            def follow():
                holds.wait()
                meanwhile()

            following = pool.submit(follow)
            with self.database.writing(self.scope) as session:
                profile_of(session, self.asked.helper_id, alone=True)
                case_by_id(session, self.asked.case_id, alone=True)
                need_by_id(session, self.asked.need_id, alone=True)
                holds.set()
                time.sleep(A_MOMENT)
                said = answer_offer(session, offer_id=self.asked.id, answer=YES, by=BY, now=NOW)
            following.result()
        return said.result

    def helped(self):
        with self.database.reading(self.scope) as session:
            running = select(func.count()).where(Task.status == TaskStatus.ACTIVE)
            return session.scalar(running)


@pytest.fixture
def records(database, town_scope, visitor):
    return Records(database, town_scope, visitor)


def test_a_yes_while_two_records_are_merged_waits_for_no_ring(records):
    assert records.say_yes(records.merge) is OfferResult.YOURS
    assert records.helped() == 1


def test_a_yes_while_a_merge_is_taken_back_waits_for_no_ring(records):
    records.merge()
    assert records.say_yes(records.undo) is OfferResult.YOURS
    assert records.helped() == 1
