"""An alert somebody left lying is taken by another: its calls go with it, and the others hear."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus
from models import CallTask, Person
from tests.factories.people import a_contact_point
from tests.jobs.test_taken_and_left import (
    a_colleague,
    alert_after,
    call_of,
    emergency_is_owed,
    help_is_asked,
    silence_is_taken,
    taken,
    told,
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


def has_a_telephone(town, person_id):
    with town.database.writing(town.scope) as session:
        a_contact_point(session, session.get_one(Person, person_id))


def test_the_others_hear_each_time_who_has_it(town):
    second_id, other_id = a_colleague(town), a_colleague(town)
    for each in (second_id, other_id):
        has_a_telephone(town, each)
    help_is_asked(town)
    town.work()
    taken(town)
    town.work(2 * MINUTE)
    alert_after(town, 31 * MINUTE)
    town.work()
    taken(town, by=second_id)
    assert told(town, other_id) == ["alert_help", "alert_taken"] * 2
    assert told(town, second_id) == ["alert_help", "alert_taken", "alert_help"]
    assert told(town, town.coordinator_id)[-1] == "alert_taken"
