"""Two want the same rows the other way round: whom the database lets go first begins anew."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import select

from hopecare.domain.answer_links import LinkAnswer
from hopecare.domain.care_path import SlotStatus
from models import AnswerLink, CheckInSlot
from tests.blueprints.linked import LinkedTown
from tests.plugins.pages import Visitor

pytestmark = pytest.mark.both_databases

A_MOMENT = 0.6
"""Less than PostgreSQL waits before it looks who waits for whom: whoever waits longer loses."""


@pytest.fixture
def town(make_app, database, town_scope):
    return LinkedTown(make_app(database), database, town_scope)


def test_an_answer_is_taken_though_somebody_else_wants_its_rows_the_other_way_round(town):
    phone, path = Visitor(town.app), town.link_to(town.ask())
    form = phone.get(path).fields(path)
    form["answer"] = LinkAnswer.FINE.value
    holds = Event()

    def the_other_way_round():
        with town.database.writing(town.scope) as session:
            session.scalars(select(CheckInSlot).with_for_update()).one()
            holds.set()
            time.sleep(A_MOMENT)
            session.scalars(select(AnswerLink).with_for_update()).one()

    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(the_other_way_round)
        holds.wait()
        page = phone.follow(phone.send(path, form))
        other.result()

    assert page.status == 200
    slot = town.one(CheckInSlot)
    assert slot.status is SlotStatus.ANSWERED
    assert town.one(AnswerLink).used_at is not None
