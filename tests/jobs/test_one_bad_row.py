"""One broken row never silences a town: whatever is wrong with it, the others are served."""

from datetime import time, timedelta

import pytest
from sqlalchemy import update

from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from models import CallTask, CheckInPlan, CheckInSlot, Message, Person
from models.types import Sealed
from tests.factories.people import a_resident
from tests.factories.towns import NOW
from tests.jobs.conftest import BY

pytestmark = pytest.mark.usefixtures("caplog")


def spoil(database, column, row_id):
    """Write sealed bytes nobody can open."""
    table = column.class_
    with database.writing(AllTowns()) as session:
        session.execute(update(table).where(table.id == row_id).values({column: Sealed(b"broken")}))


@pytest.fixture
def broken_neighbour(town):
    """A second resident with a plan at the same time, whose name cannot be read."""
    with town.database.writing(town.scope) as session:
        other = a_resident(session, name="박여울")
        wish = CheckInWish(local_time=time(10, 5))
        plan_check_ins(session, person_id=other.id, wish=wish, by=BY, now=NOW)
        # The broken one is due first.
        session.execute(
            update(CheckInPlan)
            .where(CheckInPlan.person_id == other.id)
            .values(next_due_at=NOW + timedelta(minutes=1), version=CheckInPlan.version + 1)
        )
    spoil(town.database, Person.called, other.id)
    return other.id


def test_a_plan_that_cannot_be_opened_leaves_the_others_asked(town, broken_neighbour):
    town.work(timedelta(minutes=10))
    slots = {slot.person_id: slot.status for slot in town.rows(CheckInSlot)}
    assert slots[town.resident_id] is SlotStatus.WAITING


def test_somebody_calls_where_the_question_could_not_be_made(town, broken_neighbour):
    town.work(timedelta(minutes=10))
    with town.database.reading(AllTowns()) as session:
        plan = session.query(CheckInPlan).where(CheckInPlan.person_id == broken_neighbour).one()
    assert plan.next_due_at > town.clock(), "it is not tried again at every tick"
    about = {task.about_person_id or task.person_id for task in town.rows(CallTask)}
    asked = {slot.person_id: slot.status for slot in town.rows(CheckInSlot)}
    assert broken_neighbour in about or broken_neighbour not in asked


def test_a_message_that_cannot_be_read_leaves_the_others_sent(town):
    with town.database.writing(town.scope) as session:
        wish = CheckInWish(local_time=time(10, 5))
        other = a_resident(session, name="박여울")
        plan_check_ins(session, person_id=other.id, wish=wish, by=BY, now=NOW)
    town.clock.advance(timedelta(minutes=10))
    ask_due_check_ins(town.tools)
    with town.database.reading(AllTowns()) as session:
        broken = session.query(Message).where(Message.to_person_id == other.id).one().id
    spoil(town.database, Message.body, broken)
    town.work()
    with town.database.reading(AllTowns()) as session:
        sent = session.query(Message.to_person_id).where(Message.status == MessageStatus.ACCEPTED)
        assert [row.to_person_id for row in sent] == [town.resident_id]
