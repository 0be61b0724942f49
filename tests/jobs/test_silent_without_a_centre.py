"""A resident no centre looks after stays silent: whoever is on duty in the town hears of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.care_path import AlertStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.ladders import steps_written
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.jobs.pass_alerts_on import pass_alerts_on
from hopecare.services.acknowledge_alert import acknowledge_alert
from models import Account, Centre, CheckInPlan, Person
from tests.domain.test_ladders import ladder
from tests.factories.desk import a_duty
from tests.factories.people import a_contact_point, a_staff_account, an_identity
from tests.factories.towns import NOW
from tests.jobs.test_watch_calls import MINUTE, after, owes


@pytest.fixture
def channel_profile():
    return "two-way"


@pytest.fixture(autouse=True)
def _of_no_centre(town):
    with town.database.writing(town.scope) as session:
        session.get_one(Person, town.resident_id).centre_id = None
        session.get_one(CheckInPlan, town.plan_id).steps = steps_written(
            ladder(("coordinator", 20))
        )


@pytest.fixture
def rota(town):
    """A social worker of the one centre is on duty; the coordinator is not."""

    def put(**hours):
        with town.database.writing(town.scope) as session:
            centre = session.scalars(select(Centre)).one()
            account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
            person = session.get_one(Person, account.person_id)
            a_contact_point(session, person)
            a_duty(session, centre, person, **hours)
            return person.id

    return put


def stays_silent(town):
    for step in (timedelta(minutes=10), timedelta(minutes=21), timedelta()):
        town.work(step)
    (alert,) = town.alerts
    assert (alert.kind, alert.centre_id) == (AlertKind.SILENCE, None)
    return alert


def told(town):
    return [each.to_person_id for each in town.messages if each.kind is MessageKind.ALERT]


def test_whoever_is_on_duty_is_told_and_the_step_stands_on_the_timeline(town, rota):
    on_duty_id = rota()
    stays_silent(town)
    assert told(town) == [on_duty_id]
    assert EntryKind.RUNG_CLIMBED.value in town.story
    assert EntryKind.ALERT_RAISED.value in town.story


def test_they_may_take_it_up(town, rota):
    on_duty_id = rota()
    alert = stays_silent(town)
    with town.database.writing(town.scope) as session:
        account = session.scalars(select(Account).where(Account.person_id == on_duty_id)).one()
        me = an_identity(session, account)
        acknowledge_alert(session, alert_id=alert.id, by=me, now=town.clock())
    (alert,) = town.alerts
    assert (alert.status, alert.acknowledged_by_id) == (AlertStatus.ACKNOWLEDGED, on_duty_id)


def test_when_nobody_takes_it_the_coordinator_is_next(town, rota):
    on_duty_id = rota()
    stays_silent(town)
    town.clock.advance(16 * MINUTE)
    pass_alerts_on(town.tools)
    assert told(town) == [on_duty_id, town.coordinator_id]


def test_with_nobody_on_duty_every_coordinator_hears_it(town, rota):
    rota(from_at=NOW + timedelta(days=2), until_at=NOW + timedelta(days=3))
    stays_silent(town)
    assert told(town) == [town.coordinator_id]


def test_a_call_that_is_overdue_goes_the_same_way(town, rota):
    on_duty_id = rota()
    owes(town, "남온새")
    after(town, timedelta(hours=2) + MINUTE)
    (alert,) = town.alerts
    assert (alert.kind, alert.centre_id) == (AlertKind.CALL_OVERDUE, None)
    assert told(town) == [on_duty_id]
