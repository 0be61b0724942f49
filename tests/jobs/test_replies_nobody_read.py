"""A reply no machine understands, and nobody has read in time: whoever is on duty hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, TaskEvent
from hopecare.domain.delivery import MessageKind
from hopecare.domain.escalation import Rung
from hopecare.domain.people import OtherContactKind
from hopecare.services.end_review import end_review
from hopecare.services.end_task import end_task
from hopecare.services.record_inbound import IncomingText, record_inbound
from models import (
    Account,
    CheckInPlan,
    ContactPoint,
    InboundMessage,
    OtherContact,
    Person,
    RungClimbed,
)
from tests.factories.cases import a_case, a_need
from tests.factories.desk import a_call_task, a_slot
from tests.factories.offers import a_task
from tests.factories.people import (
    a_contact_point,
    a_phone,
    a_staff_account,
    a_volunteer,
    an_identity,
)
from tests.factories.towns import NOW, TODAY
from tests.jobs.conftest import BY
from tests.jobs.test_watch_calls import MINUTE, after, overdue
from tests.jobs.test_ways_of_reaching import a_keyholder

HALF_AN_HOUR = timedelta(minutes=30)
WORDS = "ㅁㄴㅇㄹ"


@pytest.fixture
def channel_profile():
    return "two-way"


def writes(town, number, body=WORDS, sid="a"):
    with town.database.writing(town.scope) as session:
        text = IncomingText(provider="memory", provider_sid=sid, from_number=number, body=body)
        return record_inbound(
            session, town_id=town.scope.town_id, text=text, by=BY, now=town.clock()
        )


def resident_writes(town, **said):
    return writes(town, town.phone_of(town.resident_id), **said)


def reads(town, row):
    with town.database.writing(town.scope) as session:
        account = session.scalars(
            select(Account).where(Account.person_id == town.coordinator_id)
        ).one()
        end_review(
            session,
            row=session.get_one(InboundMessage, row.id),
            by=an_identity(session, account),
            now=town.clock(),
        )


def told(town):
    return [each for each in town.messages if each.kind is MessageKind.ALERT]


def test_it_is_told_once_when_nobody_has_read_it_in_its_half_hour(town):
    resident_writes(town)
    after(town, HALF_AN_HOUR - MINUTE)
    assert overdue(town) == []

    after(town, 2 * MINUTE)
    (alert,) = overdue(town)
    assert (alert.status, alert.person_id) == (AlertStatus.RAISED, town.resident_id)
    for _ in range(3):
        after(town, 20 * MINUTE)
    assert (len(overdue(town)), len(told(town))) == (1, 1)


def test_it_goes_to_the_next_on_duty_and_ends_when_somebody_reads_it(town):
    with town.database.writing(town.scope) as session:
        account = a_staff_account(session)
        a_contact_point(session, session.get_one(Person, account.person_id))
        next_id = account.person_id
    row = resident_writes(town)
    after(town, HALF_AN_HOUR + MINUTE)
    after(town, 16 * MINUTE)
    after(town, 16 * MINUTE)
    assert {town.coordinator_id, next_id} == {each.to_person_id for each in told(town)}

    reads(town, row)
    after(town, MINUTE)
    (alert,) = overdue(town)
    assert (alert.status, alert.ended_by) == (AlertStatus.RESOLVED, AlertEnd.HELPED)


def test_what_was_read_is_told_to_nobody(town):
    reads(town, resident_writes(town))
    after(town, timedelta(hours=1))
    assert overdue(town) == []


def test_what_a_neighbour_wrote_is_told_as_well(town):
    with town.database.writing(town.scope) as session:
        phone = a_phone()
        volunteer_id = a_volunteer(session, phone=phone).id
    writes(town, phone)
    after(town, HALF_AN_HOUR + MINUTE)
    (alert,) = overdue(town)
    assert alert.person_id == volunteer_id


NIGHT = NOW.replace(hour=12, minute=40)
"""21:40 in the town."""
MORNING = NOW.replace(hour=23, minute=0)
"""Its night ends."""


def a_neighbour(town, makes_of=None):
    with town.database.writing(town.scope) as session:
        phone = a_phone()
        person = a_volunteer(session, phone=phone)
        if makes_of:
            makes_of(town, session, person)
        return phone


def holds_the_key(town, session, person):
    a_keyholder(town, session, person, position=1)


def cares(town, session, person):
    resident = session.get_one(Person, town.resident_id)
    session.add(
        OtherContact(
            town_id=person.town_id, resident_id=resident.id, person_id=person.id,
            kind=OtherContactKind.CARER, position=1, from_on=TODAY,
        )
    )  # fmt: skip


def was_sent(town, session, person):
    session.add(
        RungClimbed(
            town_id=person.town_id,
            slot_id=a_slot(
                session,
                session.get_one(Person, town.resident_id),
                plan=session.get_one(CheckInPlan, town.plan_id),
            ).id,
            rung=Rung.HELPER,
            position=1,
            at=town.clock() - MINUTE,
            person_id=person.id,
        )
    )


def knocks(town, session, person):
    resident = session.get_one(Person, town.resident_id)
    a_call_task(session, resident, kind=CallTaskKind.KNOCK, owner=person)


def helps(town, session, person):
    case = a_case(session, resident=session.get_one(Person, town.resident_id))
    need = a_need(session, case=case)
    return case, need, a_task(session, need, person)


def helped_once(town, session, person):
    end_task(session, *helps(town, session, person), event=TaskEvent.FINISHED, by=BY, now=NOW)


def shares_with_the_resident(town, session, person):
    resident = session.get_one(Person, town.resident_id)
    (point,) = session.scalars(select(ContactPoint).where(ContactPoint.person_id == person.id))
    point.is_shared = True
    a_contact_point(session, resident, phone=point.value, is_shared=True)


@pytest.mark.parametrize("makes_of", [None, helped_once])
def test_a_volunteers_remark_wakes_nobody_and_is_told_after_the_digest_has_named_it(town, makes_of):
    phone = a_neighbour(town, makes_of)
    town.at(NIGHT)
    writes(town, phone)
    for _ in range(3):
        after(town, HALF_AN_HOUR + MINUTE)
    assert overdue(town) == []
    town.at(MORNING)
    after(town, MINUTE)
    assert overdue(town) == []
    after(town, HALF_AN_HOUR + MINUTE)
    (alert,) = overdue(town)
    assert alert.status is AlertStatus.RAISED


def test_words_written_as_the_night_begins_wait_as_well(town):
    phone = a_neighbour(town)
    town.at(NIGHT - timedelta(minutes=50))
    writes(town, phone)
    after(town, HALF_AN_HOUR + MINUTE)
    assert overdue(town) == []


@pytest.mark.parametrize(
    "makes_of", [holds_the_key, cares, was_sent, knocks, helps, shares_with_the_resident]
)
def test_who_stands_beside_somebody_or_was_sent_is_told_of_at_night(town, makes_of):
    phone = a_neighbour(town, makes_of)
    town.at(NIGHT)
    writes(town, phone)
    after(town, HALF_AN_HOUR + MINUTE)
    assert len(overdue(town)) == 1


@pytest.mark.parametrize("number", ["the resident's", "+82 10 9999 8888"])
def test_a_resident_and_a_number_nobody_knows_are_told_of_at_night(town, number):
    town.at(NIGHT)
    writes(town, town.phone_of(town.resident_id) if number.startswith("the") else number)
    after(town, HALF_AN_HOUR + MINUTE)
    assert len(overdue(town)) == 1


def test_a_volunteer_before_a_closed_door_is_told_of_at_night(town):
    phone = a_neighbour(town)
    town.at(NIGHT)
    writes(town, phone, body="불러도 대답이 없으세요")
    after(town, HALF_AN_HOUR + MINUTE)
    assert town.alerts


def test_of_a_number_nobody_knows_the_text_names_nobody(town):
    writes(town, "+82 10 9999 8888")
    after(town, HALF_AN_HOUR + MINUTE)
    (alert,) = overdue(town)
    assert alert.person_id is None
    (said,) = told(town)
    assert "()" not in said.body
    assert "1" in said.body


@pytest.mark.parametrize("is_known", [True, False])
def test_words_of_distress_have_their_own_alert_and_are_not_told_twice(town, is_known):
    number = town.phone_of(town.resident_id) if is_known else "+82 10 9999 8888"
    writes(town, number, body="살려주세요")
    (alert,) = town.alerts
    assert alert.kind is AlertKind.HELP_ASKED
    for _ in range(2):
        after(town, HALF_AN_HOUR + MINUTE)
    assert [each.kind for each in town.alerts] == [AlertKind.HELP_ASKED]
