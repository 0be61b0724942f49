"""Another centre steers, by a transfer or since two records are one: both decide alike."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus, CaseStatus, ReportStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.outcomes import AnswerDoor, CaseOutcome, RefusalReason
from hopecare.domain.roles import Role
from hopecare.queries.visibility import visible
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.answer_referral import answer_referral
from hopecare.services.change_case_centre import change_case_centre
from hopecare.services.chase_outcome import chase_outcome
from hopecare.services.follow_clock import follow_clock
from hopecare.services.merge_residents import MergeWish, merge_residents
from hopecare.services.name_last_day import name_last_day
from hopecare.services.owe_late_answer import owe_late_answer
from hopecare.services.owe_office_call import OfficeCall, owe_office_call
from hopecare.services.undo_merge import undo_merge
from models import Alert, CallTask, Case, LegalClock, Message, Person, Referral
from tests.factories.cases import BY, a_case
from tests.factories.desk import a_call_task, a_duty, an_alert
from tests.factories.people import a_person, a_resident, a_staff_account, an_identity
from tests.factories.referrals import a_referral
from tests.factories.reports import a_report
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area

pytestmark = pytest.mark.both_databases
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


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


def ended(case):
    case.status, case.closed_at, case.outcome = CaseStatus.CLOSED, NOW, CaseOutcome.MOVED


class Closed:
    """A case of the old centre that was closed; a referral of it that came to nothing."""

    def __init__(self, two):
        session = two.session
        self.two = two
        self.case = a_case(session, resident=two.resident, centre=two.old)
        self.case.owner_id = two.here.person_id
        self.refused, self.taken = (a_referral(session, case=self.case) for _ in range(2))
        for referral, reason in ((self.refused, RefusalReason.OBLIGOR), (self.taken, None)):
            answer_referral(
                session, referral_id=referral.id, refusal=reason, door=AnswerDoor.PHONE,
                answered_on=TODAY, words=None, by=BY, now=NOW,
            )  # fmt: skip
        name_last_day(session, referral_id=self.refused.id, due_on=TODAY + 30 * DAY, by=BY, now=NOW)
        self.call = owe_office_call(
            session,
            self.taken,
            OfficeCall(kind=CallTaskKind.OFFICE_ASKS, key=f"asks:{self.taken.id}:1"),
            by=two.here,
            now=NOW,
        )
        session.flush()
        ended(self.case)
        session.flush()

    def owed(self, kind):
        found = select(CallTask).where(
            CallTask.kind == kind,
            CallTask.case_id == self.case.id,
            CallTask.status == CallTaskStatus.OPEN,
        )
        return [(each.centre_id, each.owner_id) for each in self.two.session.scalars(found)]


def test_what_of_a_closed_case_is_still_owed_is_the_new_centres(two):
    closed = Closed(two)
    two.moves()
    session, new = two.session, (two.new.id, None)
    assert (closed.case.centre_id, closed.case.owner_id) == new
    assert (closed.call.centre_id, closed.call.owner_id) == new
    for permission, rows in (("referral.read", Referral), ("case.read", Case)):
        assert two.sees(permission, two.here, rows) == []
    assert set(two.sees("referral.read", two.there, Referral)) == {closed.refused, closed.taken}
    # What falls due only now: the last day to object, the chase, an answer that comes late.
    clock = session.scalars(select(LegalClock).where(LegalClock.referral_id.is_not(None))).one()
    follow_clock(session, clock_id=clock.id, by=BY, now=NOW + 29 * DAY)
    assert new in closed.owed(CallTaskKind.DEADLINE_NEAR)
    chase_outcome(session, referral_id=closed.taken.id, by=BY, now=NOW + 40 * DAY)
    assert closed.owed(CallTaskKind.REFERRAL_SILENT) == [new]
    owe_late_answer(session, closed.taken, by=BY, now=NOW + 40 * DAY)
    assert new in closed.owed(CallTaskKind.CALL_BACK)


def test_two_people_after_all_have_their_closed_case_back(two):
    closed = Closed(two)
    two.moves()
    if two.merge is None:
        return
    undo_merge(two.session, merge_id=two.merge.id, by=BY, now=NOW + HOUR)
    assert (closed.case.centre_id, closed.case.owner_id) == (two.old.id, two.here.person_id)
    assert (closed.call.centre_id, closed.call.owner_id) == (two.old.id, two.here.person_id)


def test_a_closed_case_of_whoever_works_for_the_new_centre_too_keeps_its_name(two):
    everywhere = an_identity(two.session, a_staff_account(two.session, roles=(Role.COORDINATOR,)))
    closed = Closed(two)
    closed.case.owner_id = everywhere.person_id
    two.moves()
    assert (closed.case.centre_id, closed.case.owner_id) == (two.new.id, everywhere.person_id)


def test_somebody_elses_closed_case_stays(two):
    other = a_case(two.session, centre=two.old)
    ended(other)
    two.moves()
    assert other.centre_id == two.old.id
