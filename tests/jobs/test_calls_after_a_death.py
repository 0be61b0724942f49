"""Somebody has died, the resident or who is asked in their place: which calls are still owed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus
from hopecare.jobs.watch_calls import watch_calls
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from tests.factories.towns import TODAY
from tests.jobs.conftest import BY
from tests.jobs.test_carers_asked import calls_to, carer, channel_profile, dies
from tests.jobs.test_carers_not_reached import calls_for_help, is_not_texted

__all__ = ["carer", "channel_profile"]

OWED = {CallTaskKind.NOT_ASKED: is_not_texted, CallTaskKind.HELP_ASKED: calls_for_help}


def resident_dies(town):
    with town.database.writing(town.scope) as session:
        record_death(session, person_id=town.resident_id, died_on=TODAY, by=BY, now=town.clock())


def the_call(town, call):
    return next(each for each in town.call_tasks if each.id == call.id)


def test_who_called_for_help_for_somebody_dies_and_the_call_is_made_to_them(town, carer):
    call = calls_for_help(town, carer)
    dies(town, carer)
    owed = the_call(town, call)
    assert (owed.status, owed.person_id) == (CallTaskStatus.OPEN, town.resident_id)
    (alert,) = town.alerts
    assert alert.status is AlertStatus.RAISED


@pytest.mark.parametrize("kind", OWED)
def test_nobody_is_rung_about_a_check_in_of_somebody_who_has_died(town, carer, kind):
    call = OWED[kind](town, carer)
    resident_dies(town)
    assert the_call(town, call).status is CallTaskStatus.CANCELLED
    alerts = len(town.alerts)
    for _ in range(3):
        town.clock.advance(timedelta(hours=1))
        watch_calls(town.tools)
        town.work()
    assert len(town.alerts) == alerts


@pytest.mark.parametrize("kind", OWED)
def test_a_death_recorded_by_mistake_owes_that_call_again(town, carer, kind):
    call = OWED[kind](town, carer)
    resident_dies(town)
    with town.database.writing(town.scope) as session:
        undo_death(session, person_id=town.resident_id, by=BY, now=town.clock())
    owed = the_call(town, call)
    assert (owed.status, owed.person_id) == (CallTaskStatus.OPEN, carer.id)
    assert len(calls_to(town, carer.id, kind)) == 1
