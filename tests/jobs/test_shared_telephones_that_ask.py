"""A call for help from a telephone that two people share: answered, and heard by who is on duty."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.delivery import MessageKind
from hopecare.domain.roles import Role
from hopecare.jobs.deliver import deliver
from models import Centre, ContactPoint, Person
from tests.factories.desk import a_duty
from tests.factories.people import a_contact_point, a_resident, a_staff_account
from tests.factories.towns import a_centre
from tests.jobs.test_whose_answer import write


@pytest.fixture
def channel_profile():
    return "two-way"


@pytest.fixture
def on_duty_id(town):
    """Somebody on the rota of the town's centre, who is no coordinator."""
    with town.database.writing(town.scope) as session:
        centre = session.scalars(select(Centre)).one()
        staff = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
        person = session.get_one(Person, staff.person_id)
        a_contact_point(session, person)
        a_duty(session, centre, person)
        return person.id


def shares(town, *, elsewhere=False):
    """Another resident has the same telephone, perhaps looked after by another centre."""
    with town.database.writing(town.scope) as session:
        centre = session.scalars(select(Centre)).one()
        if elsewhere:
            centre = a_centre(session, name="서부희망케어센터")
        area = session.get_one(Person, town.resident_id).area_id
        other = a_resident(session, name="박하늘", centre=centre)
        other.area_id = area
        point = session.scalars(
            select(ContactPoint).where(ContactPoint.person_id == town.resident_id)
        ).one()
        point.is_shared = True
        a_contact_point(session, other, phone=point.value, is_shared=True)
        return other.id


def ask(town):
    row = write(town, town.resident_id, "도와줘")
    deliver(town.tools)
    (alert,) = (each for each in town.alerts if each.kind is AlertKind.HELP_ASKED)
    assert (row.person_id, alert.person_id) == (None, None)
    return alert


def test_its_sender_is_answered_with_the_emergency_number(town, on_duty_id):
    shares(town)
    ask(town)
    (answer,) = town.texts_to(town.resident_id)
    assert "119" in answer


def test_whoever_is_on_duty_at_their_centre_hears_whose_telephone_it_is(town, on_duty_id):
    other_id = shares(town)
    alert = ask(town)
    people = {each.id: each for each in town.rows(Person)}
    assert alert.centre_id == people[town.resident_id].centre_id
    (told,) = town.texts_to(on_duty_id)
    assert people[town.resident_id].called in told
    assert people[other_id].called in told
    assert town.texts_to(town.coordinator_id) == []
    assert {task.centre_id for task in town.call_tasks} == {alert.centre_id}


def test_of_two_centres_every_rota_of_the_town_hears_and_nobody_is_named(town, on_duty_id):
    other_id = shares(town, elsewhere=True)
    alert = ask(town)
    assert alert.centre_id is None
    (told,) = town.texts_to(on_duty_id)
    people = {each.id: each for each in town.rows(Person)}
    assert people[other_id].called not in told
    (answer,) = town.texts_to(town.resident_id)
    assert "119" in answer


def test_it_is_answered_once_an_hour_whoever_of_them_it_was(town, on_duty_id):
    shares(town)
    for number in range(5):
        write(town, town.resident_id, f"도와줘 {number}", sid=f"s{number}")
        deliver(town.tools)
    assert len(town.texts_to(town.resident_id)) == 1
    assert len([each for each in town.messages if each.kind is MessageKind.THANKS]) == 1
    assert len([each for each in town.alerts if each.kind is AlertKind.HELP_ASKED]) == 1
