"""Whoever rings us, and hangs up or asks for a call back: that nobody saw to it is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.services.record_call_in import CallIn, record_call_in
from models import Person
from tests.factories.people import a_contact_point, a_person, a_phone, a_staff_account
from tests.jobs.conftest import BY
from tests.jobs.test_replies_nobody_read import (
    NIGHT,
    a_neighbour,
    cares,
    helps,
    holds_the_key,
    knocks,
    was_sent,
)
from tests.jobs.test_watch_calls import MINUTE, after, overdue, rings_us, rung

HALF_AN_HOUR = timedelta(minutes=30)


def who_has(town, phone):
    (person_id,) = (
        each.id
        for each in town.rows(Person)
        if each.id not in (town.resident_id, town.coordinator_id)
    )
    assert town.phone_of(person_id) == phone
    return person_id


def is_told_of(town, person_id):
    rings_us(town, person_id)
    after(town, HALF_AN_HOUR - MINUTE)
    assert overdue(town) == []
    after(town, 2 * MINUTE)
    return [each.person_id for each in overdue(town)] == [person_id]


@pytest.mark.parametrize("makes_of", [holds_the_key, cares, was_sent, knocks, helps])
def test_a_call_back_to_who_stands_beside_somebody_or_was_sent_is_told_when_overdue(town, makes_of):
    phone = a_neighbour(town, makes_of)
    assert is_told_of(town, who_has(town, phone))

    rung(town)
    after(town, 20 * MINUTE)
    assert len(overdue(town)) == 1, "told once"


def test_a_call_back_to_a_carer_who_is_nothing_else_to_us_is_told_when_overdue(town):
    with town.database.writing(town.scope) as session:
        daughter = a_person(session, name="김다솜")
        a_contact_point(session, daughter, phone=a_phone())
        cares(town, session, daughter)
    assert is_told_of(town, daughter.id)


def test_a_call_back_to_staff_is_told_when_overdue(town):
    with town.database.writing(town.scope) as session:
        account = a_staff_account(session)
        a_contact_point(session, session.get_one(Person, account.person_id))
    assert is_told_of(town, account.person_id)


def test_a_volunteer_who_rings_at_night_and_hangs_up_is_told_of_at_night(town):
    person_id = who_has(town, a_neighbour(town))
    town.at(NIGHT)
    with town.database.writing(town.scope) as session:
        call = CallIn(provider="test", call_sid="one", from_number=town.phone_of(person_id))
        record_call_in(session, town_id=town.scope.town_id, call=call, by=BY, now=NIGHT)
    after(town, HALF_AN_HOUR + MINUTE)

    assert [each.person_id for each in overdue(town)] == [person_id]
