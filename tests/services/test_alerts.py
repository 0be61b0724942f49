"""Alerts reach whoever is on duty, once, and end in something somebody can count."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus
from hopecare.domain.identity import SystemActor
from hopecare.domain.roles import Role
from hopecare.errors import NotFoundError
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.raise_alert import Cause, raise_alert
from hopecare.services.resolve_alert import resolve_alert
from models import DutyPeriod, Message, TimelineEntry
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town, an_area

BY = SystemActor(name="test")
AN_HOUR = timedelta(hours=1)


class Centre:
    """A centre with two coordinators, and another one elsewhere."""

    def __init__(self, session):
        self.session = session
        self.town = a_town(session)
        here, elsewhere = a_centre(session), a_centre(session, name="서부희망케어센터")
        self.centre = here
        self.first = self._staff(here)
        self.second = self._staff(here)
        self.far = self._staff(elsewhere)
        area = an_area(session, covered_by=here)
        self.resident = a_resident(session, centre=here, area=area)

    def _staff(self, centre):
        account = a_staff_account(self.session, roles=(Role.COORDINATOR,), centre=centre)
        return account.person_id

    def on_duty(self, person_id, *, substitute_id=None):
        self.session.add(
            DutyPeriod(
                town_id=self.town.id,
                centre_id=self.centre.id,
                person_id=person_id,
                from_at=NOW - AN_HOUR,
                until_at=NOW + AN_HOUR,
                substitute_id=substitute_id,
            )
        )

    def alarm(self, key="silence:1"):
        cause = Cause(dedup_key=key, person_id=self.resident.id)
        return raise_alert(
            self.session,
            town_id=self.town.id,
            kind=AlertKind.SILENCE,
            cause=cause,
            by=BY,
            now=NOW,
        )

    def told(self):
        return set(self.session.scalars(select(Message.to_person_id)))

    def story(self):
        return [kind.value for kind in self.session.scalars(select(TimelineEntry.kind))]


@pytest.fixture
def centre(database, town_scope):
    with database.writing(town_scope) as session:
        yield Centre(session)


def test_whoever_is_on_duty_is_told(centre):
    centre.on_duty(centre.second)
    centre.alarm()
    assert centre.told() == {centre.second}


def test_a_gap_in_the_rota_never_drops_an_alert(centre):
    centre.alarm()
    assert centre.told() == {centre.first, centre.second}


def test_a_centre_without_anybody_tells_the_town(centre):
    centre.resident.centre_id = a_centre(centre.session, name="남부희망케어센터").id
    centre.alarm()
    assert centre.told() == {centre.first, centre.second, centre.far}


def test_nobody_is_alerted_twice_for_one_thing(centre):
    assert centre.alarm() is centre.alarm()
    assert len(centre.session.scalars(select(Message)).all()) == 2


def test_an_alert_is_taken_up_once_and_ends_once(centre):
    alert = centre.alarm()

    for _ in range(2):
        acknowledge_alert(centre.session, alert_id=alert.id, by=BY, now=NOW)
    assert alert.status is AlertStatus.ACKNOWLEDGED
    for end in (AlertEnd.ALL_CLEAR, AlertEnd.IN_HOSPITAL):
        resolve_alert(centre.session, alert_id=alert.id, ended_by=end, by=BY, now=NOW)

    assert (alert.ended_by, alert.resolved_at) == (AlertEnd.ALL_CLEAR, NOW)
    assert centre.story().count("alert_acknowledged") == 1
    assert centre.story().count("alert_resolved") == 1


def test_an_owed_call_is_owed_once_and_ends_with_its_outcome(centre):
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key="call_back:1",
        due_at=NOW,
        person_id=centre.resident.id,
    )
    task = open_call_task(centre.session, town_id=centre.town.id, owed=owed, by=BY, now=NOW)
    same = open_call_task(centre.session, town_id=centre.town.id, owed=owed, by=BY, now=NOW)

    for outcome in (CallOutcome.SPOKE, CallOutcome.NO_ANSWER):
        finish_call_task(centre.session, task_id=task.id, outcome=outcome, by=BY, now=NOW)

    assert same is task
    assert (task.status, task.outcome) == (CallTaskStatus.DONE, CallOutcome.SPOKE)


def test_what_is_not_there_is_refused(centre):
    nobody = centre.resident.id
    with pytest.raises(NotFoundError):
        acknowledge_alert(centre.session, alert_id=nobody, by=BY, now=NOW)
    with pytest.raises(NotFoundError):
        resolve_alert(centre.session, alert_id=nobody, ended_by=AlertEnd.HELPED, by=BY, now=NOW)
    with pytest.raises(NotFoundError):
        finish_call_task(centre.session, task_id=nobody, outcome=None, by=BY, now=NOW)
