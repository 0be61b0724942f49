"""An alert nobody takes up goes round until somebody does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.care_path import AlertStatus, MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.roles import Role
from hopecare.domain.town_settings import alert_key
from hopecare.jobs.pass_alerts_on import BATCH, pass_alerts_on
from hopecare.services.acknowledge_alert import acknowledge_alert
from models import Alert, ContactPoint, DutyPeriod, Message, Person, SettingEntry
from tests.factories.people import a_contact_point, a_staff_account
from tests.factories.towns import TODAY
from tests.jobs.conftest import BY
from tests.jobs.test_check_ins_run import press, write_back

QUARTER = timedelta(minutes=15)


@pytest.fixture
def duty(town):
    """The coordinator is on duty with a substitute; a colleague of another centre is not."""
    with town.database.writing(town.scope) as session:
        centre_id = session.get_one(Person, town.resident_id).centre_id
        people = []
        for name in ("박담당", "최담당"):
            staff = a_staff_account(session, roles=(Role.COORDINATOR,), full_name=name)
            a_contact_point(session, session.get_one(Person, staff.person_id))
            people.append(staff.person_id)
        session.add(
            DutyPeriod(
                town_id=town.scope.town_id,
                centre_id=centre_id,
                person_id=people[0],
                from_at=town.clock() - timedelta(hours=1),
                until_at=town.clock() + timedelta(hours=20),
            )
        )
    return (people[0], town.coordinator_id, people[1])


def pass_on(town, after):
    town.clock.advance(after)
    handled = pass_alerts_on(town.tools)
    town.work()
    return handled


def asks_for_help(town):
    town.work(timedelta(minutes=10))
    press(town, "2")
    town.work()


def told(town, people):
    return [len(town.texts_to(person_id)) for person_id in people]


def rung(town, people):
    """How many calls each was promised; they leave with whatever goes out next."""
    calls = [m.to_person_id for m in town.messages if m.channel is Channel.VOICE and m.alert_id]
    return [calls.count(person_id) for person_id in people]


def test_an_alert_goes_to_the_next_after_a_while_and_to_each_once(town, duty):
    asks_for_help(town)
    assert told(town, duty) == [1, 0, 0]

    assert rung(town, duty) == [0, 0, 0]
    pass_on(town, timedelta(minutes=14))
    assert told(town, duty) == [1, 0, 0]
    assert rung(town, duty) == [1, 0, 0]
    assert pass_on(town, timedelta(minutes=1)) == 1
    assert told(town, duty) == [1, 1, 0]
    assert pass_on(town, timedelta(minutes=4)) == 0
    pass_on(town, timedelta(minutes=11))
    assert told(town, duty) == [1, 1, 1]
    assert rung(town, duty) == [1, 1, 0]
    for _ in range(3):
        pass_on(town, QUARTER)
    assert told(town, duty) == [1, 1, 1]
    assert rung(town, duty) == [1, 1, 1]


def test_an_alert_that_was_taken_up_goes_no_further(town, duty):
    asks_for_help(town)
    (alert,) = town.alerts
    with town.database.writing(town.scope) as session:
        acknowledge_alert(session, alert_id=alert.id, by=BY, now=town.clock(), taker_id=duty[0])

    pass_on(town, 2 * QUARTER)

    assert told(town, duty) == [1, 0, 0]


def test_an_old_alert_is_left_to_the_days_page(town, duty):
    asks_for_help(town)

    assert pass_on(town, timedelta(days=1)) == 0
    assert told(town, duty) == [1, 0, 0]


@pytest.mark.parametrize("lost", ["no telephone", "a dead telephone"])
def test_whom_the_words_did_not_reach_is_not_waited_for(town, duty, lost):
    with town.database.writing(town.scope) as session:
        mine = select(ContactPoint).where(ContactPoint.person_id == duty[0])
        point = session.scalars(mine).one()
        if lost == "no telephone":
            session.delete(point)
    asks_for_help(town)
    if lost == "a dead telephone":
        with town.database.writing(town.scope) as session:
            theirs = select(Message).where(Message.to_person_id == duty[0])
            session.scalars(theirs).one().status = MessageStatus.UNDELIVERED

    is_rung = lost == "a dead telephone"
    assert pass_on(town, timedelta(0)) == 1 + is_rung, "told next, and rung where one can be"
    assert told(town, duty[1:]) == [1, 0]
    assert rung(town, duty) == [int(is_rung), 0, 0]
    assert pass_on(town, timedelta(minutes=4)) == 0
    pass_on(town, timedelta(minutes=11))
    assert told(town, duty[1:]) == [1, 1]


def test_a_call_for_help_has_its_turn_behind_more_alerts_than_are_read_at_once(town, duty):
    with town.database.writing(town.scope) as session:
        for number in range(2 * BATCH + 1):
            session.add(
                Alert(
                    town_id=town.scope.town_id,
                    kind=AlertKind.UNFILLED,
                    status=AlertStatus.RAISED,
                    raised_at=town.clock() - QUARTER,
                    dedup_key=f"unfilled:{number}",
                )
            )
        session.add(
            SettingEntry(
                town_id=town.scope.town_id,
                key=alert_key(AlertKind.UNFILLED),
                value={
                    "text_by_day": False,
                    "text_by_night": False,
                    "rung": False,
                    "pass_on_after_minutes": 15,
                },
                from_on=TODAY,
                reason="an example",
            )
        )
    asks_for_help(town)
    assert pass_on(town, QUARTER) == 2
    assert told(town, duty) == [1, 1, 0]


@pytest.mark.parametrize("channel_profile", ["two-way"])
def test_whoever_hears_later_of_a_silence_hears_that_something_is_unread(town, duty):
    for minutes in (10, 31, 120, 0):
        town.work(timedelta(minutes=minutes))
    (first,) = town.texts_to(duty[0])
    assert "아직 답 없음" in first
    assert "읽지 않은 글" not in first

    write_back(town, "병원에 왔어요")
    pass_on(town, QUARTER)

    (second,) = town.texts_to(duty[1])
    assert "아무도 읽지 않은 글" in second
