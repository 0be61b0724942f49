"""A call that is to find out what became of somebody is overdue: whoever is on duty hears of it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd, AlertKind, key_of_reply
from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import AlertStatus
from hopecare.services.end_alert import end_alert
from hopecare.services.end_owed_call import CameOfCall, end_owed_call
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.raise_alert import Cause, raise_alert
from models import Account
from tests.factories.people import an_identity
from tests.jobs.conftest import BY
from tests.jobs.test_watch_calls import HOUR, MINUTE, after, overdue, rung, texts


def staff(session, town):
    mine = Account.person_id == town.coordinator_id
    return an_identity(session, session.scalars(select(Account).where(mine)).one())


def rings_the_emergency_number(town):
    """Whoever was to ring a resident back rang the emergency number instead."""
    with town.database.writing(town.scope) as session:
        owed = OwedCall(
            kind=CallTaskKind.CALL_BACK,
            dedup_key="worried",
            due_at=town.clock(),
            person_id=town.resident_id,
        )
        now, scope = town.clock(), town.scope
        task = open_call_task(session, town_id=scope.town_id, owed=owed, by=BY, now=now)
        came = CameOfCall(outcome=CallOutcome.EMERGENCY_RUNG, words="10시에 119에 전화함")
        end_owed_call(session, task_id=task.id, came=came, by=staff(session, town), now=now)


def writes_of_a_death(town):
    """A text alarmed; staff ended the alarm with a death, and nobody knows yet whose."""
    with town.database.writing(town.scope) as session:
        cause = Cause(dedup_key=key_of_reply(uuid4()), person_id=town.resident_id)
        now, kind, by = town.clock(), AlertKind.HELP_ASKED, staff(session, town)
        town_id = town.scope.town_id
        alert = raise_alert(session, town_id=town_id, kind=kind, cause=cause, by=BY, now=now)
        end_alert(session, alert_id=alert.id, ended_by=AlertEnd.HAS_DIED, note=None, by=by, now=now)


@pytest.mark.parametrize("begins", [rings_the_emergency_number, writes_of_a_death])
def test_nobody_found_it_out_in_time_and_that_is_told_once(town, begins):
    begins(town)
    after(town, 2 * HOUR - MINUTE)
    assert overdue(town) == []
    before = texts(town)

    after(town, 2 * MINUTE)
    (alert,) = overdue(town)
    assert (alert.status, alert.person_id) == (AlertStatus.RAISED, town.resident_id)
    after(town, 20 * MINUTE)
    assert (len(overdue(town)), texts(town)) == (1, before + 1)

    rung(town)
    after(town, MINUTE)
    assert [each.status for each in overdue(town)] == [AlertStatus.RESOLVED]


@pytest.mark.parametrize("begins", [rings_the_emergency_number, writes_of_a_death])
def test_nobody_picked_up_and_that_second_call_is_told_as_well(town, begins):
    begins(town)
    with town.database.writing(town.scope) as session:
        (task,) = [each for each in town.call_tasks if each.status == "open"]
        came = CameOfCall(outcome=CallOutcome.NO_ANSWER)
        by = staff(session, town)
        end_owed_call(session, task_id=task.id, came=came, by=by, now=town.clock())
    after(town, 2 * HOUR - MINUTE)
    assert overdue(town) == []

    after(town, 2 * MINUTE)
    assert [each.person_id for each in overdue(town)] == [town.resident_id]
