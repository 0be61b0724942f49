"""Another centre steers, by a transfer or since two records are one: both decide alike."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, ReportStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.roles import Role
from hopecare.queries.visibility import visible
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.change_case_centre import change_case_centre
from hopecare.services.merge_residents import MergeWish, merge_residents
from hopecare.services.undo_merge import undo_merge
from models import Alert, CallTask, Message, Person
from tests.factories.cases import BY, a_case
from tests.factories.desk import a_call_task, a_duty, an_alert
from tests.factories.people import a_person, a_resident, a_staff_account, an_identity
from tests.factories.reports import a_report
from tests.factories.towns import NOW, a_centre, a_town, an_area

pytestmark = pytest.mark.both_databases
HOUR = timedelta(hours=1)


class Two:
    """Somebody of the old centre, whom the new one is about to answer for."""

    def __init__(self, session, way):
        a_town(session)
        self.session, self.way = session, way
        self.old, self.new = a_centre(session), a_centre(session, name="남부희망케어센터")
        self.here, self.there, self.colleague = (
            an_identity(session, a_staff_account(session, centre=each, roles=(Role.COORDINATOR,)))
            for each in (self.old, self.new, self.new)
        )
        for centre, each in ((self.old, self.here), (self.new, self.there)):
            a_duty(session, centre, session.get_one(Person, each.person_id))
        area = an_area(session, covered_by=self.old)
        self.resident = a_resident(session, name="김다래", centre=self.old, area=area)
        self.merge = None

    def moves(self):
        """The new centre steers from now on."""
        self.session.flush()
        if self.way == "transfer":
            case = a_case(self.session, resident=self.resident, centre=self.old)
            case.owner_id = self.there.person_id
            change_case_centre(self.session, case, centre_id=self.new.id, by=self.there, now=NOW)
            return
        other = a_resident(self.session, name="김 다래", centre=self.new)
        case = a_case(self.session, resident=other, centre=self.new)
        case.owner_id = self.there.person_id
        self.session.flush()
        kept = self.resident
        wish = MergeWish(kept_id=kept.id, other_id=other.id, versions=(kept.version, other.version))
        self.merge = merge_residents(self.session, wish, by=BY, now=NOW)

    def sees(self, permission, who, rows):
        return self.session.scalars(select(rows).where(visible(permission, who, rows))).all()

    def told(self):
        texts = select(Message.to_person_id).where(Message.kind == MessageKind.ALERT)
        return list(self.session.scalars(texts))


@pytest.fixture(params=["transfer", "merge"])
def two(database, town_scope, request):
    with database.writing(town_scope) as session:
        yield Two(session, request.param)


def test_whoever_is_on_duty_there_hears_of_an_alert_nobody_took_up(two):
    alert = an_alert(two.session, two.resident)
    two.moves()
    assert (alert.centre_id, alert.status) == (two.new.id, AlertStatus.RAISED)
    assert sorted(two.told()) == sorted([two.here.person_id, two.there.person_id])


def test_an_alert_that_somebody_of_the_old_centre_had_is_raised_anew(two):
    alert = an_alert(two.session, two.resident)
    acknowledge_alert(two.session, alert_id=alert.id, by=two.here, now=NOW)
    two.moves()
    assert (alert.status, alert.acknowledged_by_id) == (AlertStatus.RAISED, None)
    assert two.sees("alert.read", two.there, Alert) == [alert]
    assert two.there.person_id in two.told()


def test_an_alert_that_somebody_there_had_stays_theirs_and_nobody_is_told(two):
    alert = an_alert(two.session, two.resident)
    acknowledge_alert(two.session, alert_id=alert.id, by=two.colleague, now=NOW)
    before = two.told()
    two.moves()
    assert (alert.centre_id, alert.acknowledged_by_id) == (two.new.id, two.colleague.person_id)
    assert two.told() == before


def test_calls_keep_who_sees_them_there_and_lose_who_does_not(two):
    def owned(person_id):
        owner = two.session.get_one(Person, person_id) if person_id else None
        return a_call_task(two.session, two.resident, owner=owner)

    owners = [two.here.person_id, two.there.person_id, two.colleague.person_id, None]
    calls = [owned(each) for each in owners]
    two.moves()
    assert {each.centre_id for each in calls} == {two.new.id}
    assert [each.owner_id for each in calls] == [None, *owners[1:]]
    assert {each.id for each in two.sees("call_task.read", two.there, CallTask)} == {
        each.id for each in calls
    }


def test_a_neighbour_who_was_asked_to_knock_still_is(two):
    helper = a_person(two.session, name="나봉사", centre=two.old)
    knock = a_call_task(two.session, two.resident, kind=CallTaskKind.KNOCK, owner=helper)
    two.moves()
    assert (knock.centre_id, knock.owner_id) == (two.new.id, helper.id)


def test_a_report_about_them_that_nobody_settled_goes_along_with_its_alert(two):
    report = a_report(two.session, centre=two.old, status=ReportStatus.LOOKING)
    report.owner_id, report.resident_id = two.here.person_id, two.resident.id
    alert = an_alert(two.session, centre=two.old)
    alert.report_id = report.id
    two.moves()
    assert (report.centre_id, report.owner_id) == (two.new.id, None)
    assert alert.centre_id == two.new.id


def test_two_people_after_all_have_their_calls_and_alerts_where_they_were(two):
    alert, call = an_alert(two.session, two.resident), a_call_task(two.session, two.resident)
    call.owner_id = two.here.person_id
    acknowledge_alert(two.session, alert_id=alert.id, by=two.here, now=NOW)
    two.moves()
    if two.merge is None:
        return
    undo_merge(two.session, merge_id=two.merge.id, by=BY, now=NOW + HOUR)
    assert (call.centre_id, call.owner_id) == (two.old.id, two.here.person_id)
    # Nobody is told that they have it still: it is there to be taken, where it was.
    assert (alert.centre_id, alert.status) == (two.old.id, AlertStatus.RAISED)
