"""An alert somebody left lying is taken by another: its calls go with it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus
from models import CallTask
from tests.jobs.test_taken_and_left import (
    a_colleague,
    alert_after,
    call_of,
    emergency_is_owed,
    help_is_asked,
    silence_is_taken,
    taken,
)

MINUTE = timedelta(minutes=1)


def owned(town, kind, *, by=None):
    """Whose the call is; `by` takes it."""
    with town.database.writing(town.scope) as session:
        call = session.get_one(CallTask, call_of(town, kind).id)
        if by is not None:
            call.owner_id = by
        return call.owner_id


def test_the_call_about_the_emergency_number_goes_with_the_alert(town):
    silence_is_taken(town)
    emergency_is_owed(town)
    assert owned(town, CallTaskKind.EMERGENCY) == town.coordinator_id
    assert alert_after(town, 16 * MINUTE).status is AlertStatus.RAISED
    assert owned(town, CallTaskKind.EMERGENCY) is None
    colleague_id = a_colleague(town)
    taken(town, by=colleague_id)
    assert owned(town, CallTaskKind.EMERGENCY) == colleague_id


@pytest.mark.parametrize("who", ["whoever left it lying", "a colleague"])
def test_a_call_for_help_is_taken_only_from_whoever_left_it_lying(town, who):
    help_is_asked(town)
    taken(town)
    colleague_id = a_colleague(town)
    rings_id = colleague_id if who == "a colleague" else town.coordinator_id
    owned(town, CallTaskKind.HELP_ASKED, by=rings_id)
    assert alert_after(town, 31 * MINUTE).status is AlertStatus.RAISED
    expected = colleague_id if who == "a colleague" else None
    assert owned(town, CallTaskKind.HELP_ASKED) == expected
