"""Another centre has the case: what is about the resident is there to be seen and acted on."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallDirection, CallOutcome, CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus, ReportStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.identity import SystemActor
from hopecare.domain.roles import Role
from hopecare.queries.visibility import visible
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.change_case_centre import change_case_centre
from hopecare.services.log_call import CallNote, log_call
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.owe_emergency_call import owe_emergency_call
from models import Alert, CallTask, Case, Message, Person
from tests.factories.cases import a_case
from tests.factories.desk import a_call_task, a_duty, a_slot, an_alert
from tests.factories.people import a_person, a_staff_account, an_identity
from tests.factories.reports import a_report
from tests.factories.towns import NOW, a_centre, a_town

pytestmark = pytest.mark.both_databases
BY = SystemActor(name="test")


@pytest.fixture
def two(database, town_scope):
    """Two centres with somebody on duty in each, and a case of the first."""

    class Two:
        def __init__(self, session):
            a_town(session)
            self.session = session
            self.old, self.new = a_centre(session), a_centre(session, name="남부희망케어센터")
            self.here, self.there = (
                an_identity(
                    session, a_staff_account(session, centre=each, roles=(Role.COORDINATOR,))
                )
                for each in (self.old, self.new)
            )
            for centre, each in ((self.old, self.here), (self.new, self.there)):
                a_duty(session, centre, session.get_one(Person, each.person_id))
            self.case = a_case(session, centre=self.old)
            self.case.owner_id = self.here.person_id
            self.resident = session.get_one(Person, self.case.resident_id)

        def moves(self):
            self.case.owner_id = self.there.person_id
            change_case_centre(
                self.session, self.case, centre_id=self.new.id, by=self.there, now=NOW
            )

        def sees(self, permission, who, rows):
            return self.session.scalars(select(rows).where(visible(permission, who, rows))).all()

        def told(self):
            texts = select(Message.to_person_id).where(Message.kind == MessageKind.ALERT)
            return list(self.session.scalars(texts))

    with database.writing(town_scope) as session:
        yield Two(session)


@pytest.mark.parametrize("names_case", [True, False])
def test_an_alert_goes_along_and_whoever_is_on_duty_there_hears_of_it(two, names_case):
    alert = an_alert(two.session, two.resident)
    alert.case_id = two.case.id if names_case else None
    assert two.told() == [two.here.person_id]
    two.moves()
    assert two.sees("alert.read", two.there, Alert) == [alert]
    assert two.sees("alert.read", two.here, Alert) == [alert], "who was told may act (decision 71)"
    assert two.sees("case.read", two.here, Case) == []
    assert sorted(two.told()) == sorted([two.here.person_id, two.there.person_id])


def test_what_somebody_of_the_old_centre_took_up_is_there_for_others_to_take(two):
    alert = an_alert(two.session, two.resident)
    acknowledge_alert(two.session, alert_id=alert.id, by=two.here, now=NOW)
    two.moves()
    assert (alert.status, alert.acknowledged_by_id) == (AlertStatus.RAISED, None)
    assert two.there.person_id in two.told()


def test_what_whoever_takes_the_case_took_up_stays_theirs(two):
    alert = an_alert(two.session, two.resident)
    acknowledge_alert(two.session, alert_id=alert.id, by=two.there, now=NOW)
    two.moves()
    assert alert.acknowledged_by_id == two.there.person_id
    assert alert.centre_id == two.new.id


def test_an_alert_about_somebody_else_stays(two):
    other = a_person(two.session, name="박이웃", centre=two.old)
    alert = an_alert(two.session, other)
    two.moves()
    assert alert.centre_id == two.old.id


def test_the_emergency_call_that_follows_opens_where_they_are_looked_after(two):
    slot = a_slot(two.session, two.resident)
    alert = an_alert(two.session, slot=slot)
    two.moves()
    call = owe_emergency_call(two.session, slot=slot, alert=alert, by=BY, now=NOW)
    assert call.centre_id == two.new.id


def test_a_call_back_that_was_promised_goes_along(two):
    note = CallNote(
        direction=CallDirection.TAKEN, outcome=CallOutcome.CALL_LATER, person_id=two.resident.id
    )
    log_call(two.session, note=note, by=two.here, now=NOW)
    two.moves()
    (call,) = two.sees("call_task.read", two.there, CallTask)
    assert (call.kind, call.owner_id) == (CallTaskKind.CALL_BACK, None)
    assert two.sees("call_task.read", two.here, CallTask) == []


def test_a_call_about_them_to_somebody_else_goes_along_and_one_about_another_stays(two):
    other = a_person(two.session, name="박이웃", centre=two.old)
    both = ((other, two.resident), (two.resident, other))
    calls = [
        open_call_task(
            two.session,
            town_id=two.case.town_id,
            owed=OwedCall(
                kind=CallTaskKind.REVIEW_REPLY, dedup_key=f"test:about:{number}", due_at=NOW,
                person_id=rung.id, about_person_id=about.id,
            ),
            by=BY,
            now=NOW,
        )
        for number, (rung, about) in enumerate(both)
    ]  # fmt: skip
    two.moves()
    assert [call.centre_id for call in calls] == [two.new.id, two.old.id]


def test_whoever_was_asked_to_knock_still_is(two):
    helper = a_person(two.session, name="나봉사", centre=two.old)
    knock = a_call_task(two.session, two.resident, kind=CallTaskKind.KNOCK, owner=helper)
    two.moves()
    assert (knock.centre_id, knock.owner_id) == (two.new.id, helper.id)


def test_a_call_that_was_made_stays_where_it_was(two):
    made = a_call_task(two.session, two.resident)
    made.status, made.done_at = CallTaskStatus.DONE, NOW
    two.moves()
    assert made.centre_id == two.old.id


def test_a_report_about_them_that_nobody_settled_goes_along(two):
    waits, settled = (
        a_report(two.session, centre=two.old, status=status)
        for status in (ReportStatus.LOOKING, ReportStatus.RECEIVED)
    )
    waits.owner_id = two.here.person_id
    for each in (waits, settled):
        each.resident_id = two.resident.id
    settled.status, settled.settled_at = ReportStatus.JOINED, NOW
    alert = an_alert(two.session, centre=two.old)
    alert.report_id = waits.id
    two.moves()
    assert (waits.centre_id, waits.owner_id) == (two.new.id, None)
    assert settled.centre_id == two.old.id
    assert alert.centre_id == two.new.id
