"""What the network answers about many questions is written together, whatever their number."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select, update

from hopecare.clock import SetClock
from hopecare.database import AllTowns
from hopecare.domain.care_path import SlotStatus
from hopecare.errors import StaleVersionError
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.deliver import deliver
from hopecare.jobs.tools import Tools
from hopecare.queries.check_ins import hold_slots
from hopecare.services.write_asked_slots import write_asked_slots
from models import CheckInSlot
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.desk import a_plan
from tests.factories.people import a_resident
from tests.factories.towns import NOW, a_town
from tests.plugins.pages import count_queries

DUE_AT = NOW + timedelta(minutes=5)


def send_to_all(database, town_scope, residents):
    with database.writing(town_scope) as session:
        for _ in range(residents):
            a_plan(session, a_resident(session), local_time=time(10, 5))
    network = MemoryNetwork()
    networks = Networks(texts=network, calls=network)
    tools = Tools(database=database, networks=networks, clock=SetClock(DUE_AT))
    ask_due_check_ins(tools)
    with count_queries(database) as counted:
        assert deliver(tools) == residents
    return counted


def test_each_slot_is_written_with_the_others(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
    counted = send_to_all(database, town_scope, 12)
    assert sum("UPDATE check_in_slots" in each for each in counted.statements) == 1
    with database.reading(AllTowns()) as session:
        slots = session.scalars(select(CheckInSlot)).all()
        assert {(slot.status, slot.asked_at, slot.version) for slot in slots} == {
            (SlotStatus.WAITING, DUE_AT, 2)
        }
        assert all(slot.next_rung_at > DUE_AT for slot in slots)


def test_a_slot_somebody_else_has_changed_is_not_overwritten(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
    send_to_all(database, town_scope, 1)
    with database.writing(AllTowns()) as session:
        (slot_id,) = session.scalars(select(CheckInSlot.id))
        (slot,) = hold_slots(session, [slot_id])
        slot.next_rung_at = DUE_AT + timedelta(days=1)
        behind = update(CheckInSlot).values(version=CheckInSlot.version + 1)
        with session.no_autoflush:
            session.execute(behind, execution_options={"synchronize_session": False})
            with pytest.raises(StaleVersionError):
                write_asked_slots(session, [slot])
        session.expire(slot)
