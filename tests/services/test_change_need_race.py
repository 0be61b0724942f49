"""A weekly need is changed to help once while an answer holds its case: neither waits for ever."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep

import pytest
from sqlalchemy import select

from hopecare.domain.needs import NeedRhythm
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import need_by_id
from hopecare.services.change_need import change_need
from models import Backup, Need
from tests.factories.cases import BY, a_wish
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours
from tests.factories.weekly import a_backup, a_weekly_task

pytestmark = pytest.mark.both_databases


def test_the_case_is_held_before_the_need(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        people = neighbours(session, 2)
        need_id = a_weekly_task(session, people[0]).need_id
        need = need_by_id(session, need_id)
        case_id, version = need.case_id, need.version
        a_backup(session, need_id, people[1])
    held = Event()

    def answer():
        with database.writing(town_scope) as session:
            case_by_id(session, case_id, alone=True)
            held.set()
            sleep(1)
            return need_by_id(session, need_id, alone=True).rhythm

    def change():
        held.wait(10)
        with database.writing(town_scope) as session:
            change_need(session, need_id=need_id, version=version, wish=a_wish(), by=BY, now=NOW)

    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(answer), pool.submit(change)]
        assert both[0].result(30) is NeedRhythm.WEEKLY
        both[1].result(30)
    with database.reading(town_scope) as session:
        assert session.get_one(Need, need_id).rhythm is NeedRhythm.ONCE
        assert session.scalars(select(Backup).where(Backup.until.is_(None))).all() == []
