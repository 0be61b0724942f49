"""What an undone death owes again is told as if it had fallen due then, whoever was told since."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from models import CallTask, Person
from tests.factories.people import a_resident
from tests.jobs.conftest import BY
from tests.jobs.test_check_ins_run import AT_TEN_PAST, press
from tests.jobs.test_looked_for_again import HOUR, MINUTE, after, standing


def owe(town, person_id, *, kind, within):
    with town.database.writing(town.scope) as session:
        owed = OwedCall(
            kind=kind, dedup_key=f"{kind.value}:{person_id}:today",
            due_at=town.clock() + within, person_id=person_id,
        )  # fmt: skip
        open_call_task(session, town_id=town.scope.town_id, owed=owed, by=BY, now=town.clock())


def another(town):
    with town.database.writing(town.scope) as session:
        person = a_resident(session, name="제트")
        person.centre_id = session.get_one(Person, town.resident_id).centre_id
        return person.id


def ring(town, person_id):
    with town.database.writing(town.scope) as session:
        owed = select(CallTask).where(CallTask.person_id == person_id)
        for call in session.scalars(owed).all():
            finish_call_task(
                session, task_id=call.id, outcome=CallOutcome.SPOKE, by=BY, now=town.clock()
            )


def is_taken_to_have_died_while_others_are_told_of(town):
    """An alert about another's overdue call comes and ends between the death and its undoing."""
    other_id = another(town)
    owe(town, other_id, kind=CallTaskKind.NOT_ASKED, within=34 * MINUTE)
    after(town, 5 * MINUTE)
    with town.database.writing(town.scope) as session:
        today = town.clock().date()
        record_death(session, person_id=town.resident_id, died_on=today, by=BY, now=town.clock())
    after(town, 30 * MINUTE)
    assert standing(town, AlertKind.CALL_OVERDUE)
    ring(town, other_id)
    after(town, 2 * MINUTE)
    assert not standing(town, AlertKind.CALL_OVERDUE)
    with town.database.writing(town.scope) as session:
        undo_death(session, person_id=town.resident_id, by=BY, now=town.clock())


def test_a_call_for_help_is_heard_anew_by_whoever_is_on_duty(town):
    town.work(AT_TEN_PAST)
    press(town, "2")
    town.work()
    is_taken_to_have_died_while_others_are_told_of(town)
    told = len(town.texts_to(town.coordinator_id))
    after(town, MINUTE)

    (alert,) = standing(town, AlertKind.HELP_ASKED)
    assert alert.slot_id == town.slot.id
    assert len(town.texts_to(town.coordinator_id)) > told
    (call,) = [each for each in town.call_tasks if each.kind is CallTaskKind.HELP_ASKED]
    assert call.status is CallTaskStatus.OPEN


@pytest.mark.parametrize(
    "kind", [CallTaskKind.NOT_ASKED, CallTaskKind.EMERGENCY, CallTaskKind.HELP_ASKED]
)
def test_a_call_that_cannot_wait_is_told_once_it_is_owed_again(town, kind):
    town.work(AT_TEN_PAST)
    press(town, "1")
    owe(town, town.resident_id, kind=kind, within=20 * MINUTE)
    is_taken_to_have_died_while_others_are_told_of(town)
    after(town, HOUR / 2)

    assert standing(town, AlertKind.CALL_OVERDUE)
