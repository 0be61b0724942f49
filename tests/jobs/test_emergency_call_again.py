"""The call about the emergency number is rung again soon: no day far ahead is taken for it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.errors import InvalidInputError
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.end_owed_call import CameOfCall, end_owed_call
from hopecare.services.owe_emergency_call import owe_emergency_call
from models import Account, Alert
from tests.factories.people import an_identity
from tests.jobs.conftest import BY

HOUR = timedelta(hours=1)


@pytest.fixture
def call(town):
    for minutes in (10, 31, 90, 60, 10):
        town.work(timedelta(minutes=minutes))
    with town.database.writing(town.scope) as session:
        slot, alert = slot_by_id(session, town.slot.id), session.scalars(select(Alert)).one()
        owe_emergency_call(session, slot=slot, alert=alert, by=BY, now=town.clock())
    (owed,) = [each for each in town.call_tasks if each.kind is CallTaskKind.EMERGENCY]
    return owed


def ended(town, call, outcome, after):
    with town.database.writing(town.scope) as session:
        theirs = select(Account).where(Account.person_id == town.coordinator_id)
        staff = an_identity(session, session.scalars(theirs).one(), now=town.clock())
        came = CameOfCall(outcome=outcome, again_at=after and town.clock() + after)
        end_owed_call(session, task_id=call.id, came=came, by=staff, now=town.clock())


def still_owed(town):
    return [
        (each.kind, each.due_at - town.clock())
        for each in town.call_tasks
        if each.status is CallTaskStatus.OPEN
        and each.kind in (CallTaskKind.EMERGENCY, CallTaskKind.AFTER_HOSPITAL)
    ]


@pytest.mark.parametrize("outcome", [CallOutcome.CALL_LATER, CallOutcome.NO_ANSWER])
def test_a_day_far_ahead_is_refused(town, call, outcome):
    with pytest.raises(InvalidInputError) as refusal:
        ended(town, call, outcome, timedelta(days=20))
    assert refusal.value.fields == {"again_on": ["rung_again_soon"]}
    assert [kind for kind, _ in still_owed(town)] == [CallTaskKind.EMERGENCY]


def test_whether_somebody_has_died_is_looked_at_within_two_hours(town, call):
    far = timedelta(days=20)
    with pytest.raises(InvalidInputError) as refusal:
        ended(town, call, CallOutcome.HAS_DIED, far)
    assert refusal.value.fields == {"again_on": ["rung_again_soon"]}
    ended(town, call, CallOutcome.HAS_DIED, None)
    (sure,) = [each for each in town.call_tasks if each.kind is CallTaskKind.RECORD_DEATH]
    assert sure.due_at == town.clock() + 2 * HOUR
    with pytest.raises(InvalidInputError):
        ended(town, sure, CallOutcome.NO_ANSWER, far)
    ended(town, sure, CallOutcome.IN_HOSPITAL, far)
    assert (CallTaskKind.AFTER_HOSPITAL, far) in still_owed(town)


@pytest.mark.parametrize(("after", "due"), [(None, 2 * HOUR), (HOUR, HOUR), (2 * HOUR, 2 * HOUR)])
def test_within_the_usual_time_an_hour_may_be_named(town, call, after, due):
    ended(town, call, CallOutcome.NO_ANSWER, after)
    assert still_owed(town) == [(CallTaskKind.EMERGENCY, due)]


def test_a_stay_in_hospital_has_its_own_day(town, call):
    ended(town, call, CallOutcome.IN_HOSPITAL, timedelta(days=20))
    assert still_owed(town) == [(CallTaskKind.AFTER_HOSPITAL, timedelta(days=20))]
