"""Calls to offices: rung again under their cause until it is known, never about a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.domain.roles import Role
from hopecare.domain.service_facts import CapacityState
from hopecare.domain.unreached import OFFICE_AGAIN
from hopecare.errors import InvalidInputError
from hopecare.queries.silent_referrals import silent_calls_of
from hopecare.services.answer_referral import answer_referral
from hopecare.services.ask_answer_day import ask_answer_day
from hopecare.services.ask_capacity import ask_capacity
from hopecare.services.ask_day_still import ask_day_still
from hopecare.services.end_owed_call import CameOfCall, end_owed_call
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.miss_referral_answer import miss_referral_answer
from hopecare.services.name_answer_day import name_answer_day
from hopecare.services.note_capacity import SaidCapacity, note_capacity
from hopecare.services.object_to_decision import object_to_decision
from models import Application, CallTask, Case, Organisation, Referral, Service, ServiceContact
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.people import a_resident, a_staff_account, an_identity
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY, a_centre, a_town

DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)


class Desk:
    """A social worker with a case, a service, and every call that is owed."""

    def __init__(self, database, town_scope, visitor):
        self.database, self.scope, self.visitor = database, town_scope, visitor
        with database.writing(town_scope) as session:
            a_town(session)
            centre = a_centre(session)
            resident = a_resident(session, centre=centre, name="김다래")
            self.case = a_case(session, resident=resident)
            self.service = a_service(session, programme=None)
            roles = (Role.SOCIAL_WORKER, Role.COORDINATOR)
            account = a_staff_account(session, roles=roles, centre=centre)
            self.case.owner_id = account.person_id
            self.me = an_identity(session, account)
        visitor.sign_in(account)

    def write(self, act):
        with self.database.writing(self.scope) as session:
            return act(session)

    def asks_places(self):
        given = {"case_id": self.case.id, "service_id": self.service.id}
        return self.write(lambda session: ask_capacity(session, **given, by=self.me, now=NOW))

    def asks_day(self):
        """An application whose day no law names: the office that has its referral is rung."""

        def act(session):
            case = session.get_one(Case, self.case.id)
            office = session.get_one(Organisation, self.service.organisation_id)
            service = a_service(session, organisation=office, programme="emergency")
            referral = a_referral(session, case=case, service=service)
            applied = an_application(session, case=case, programme="emergency", referral=referral)
            for each in silent_calls_of(session, referral.id):
                finish_call_task(session, task_id=each.id, outcome=None, by=BY, now=NOW)
            return its_submission(session, applied).id

        application_id = self.write(act)
        (call,) = self.open()
        assert (call.kind, call.person_id) == (CallTaskKind.DEADLINE_NEAR, None)
        return application_id, call

    def asks_silent(self):
        def act(session):
            case = session.get_one(Case, self.case.id)
            referral = a_referral(session, case=case, service=self.service)
            referral.answer_due_on = TODAY - DAY
            session.flush()
            miss_referral_answer(session, referral_id=referral.id, by=self.me, now=NOW)
            return referral

        return self.write(act)

    def ends(self, call, outcome, status=303, **said):
        at = f"/call-tasks/{call.id}"
        return self.visitor.post(f"{at}/end", {"outcome": outcome, **said}, on=at, status=status)

    def open(self):
        with self.database.reading(self.scope) as session:
            is_open = CallTask.status == CallTaskStatus.OPEN
            return list(session.scalars(select(CallTask).where(is_open).order_by(CallTask.id)))

    def office(self):
        with self.database.reading(self.scope) as session:
            return session.scalars(select(Organisation)).one()


@pytest.fixture
def desk(database, town_scope, visitor):
    """Give the desk of a social worker."""
    return Desk(database, town_scope, visitor)


@pytest.mark.parametrize("outcome", ["no_answer", "call_later"])
def test_a_call_about_places_is_owed_again_by_its_cause(desk, visitor, outcome):
    first = desk.asks_places()
    for _ in range(3):
        (call,) = desk.open()
        desk.ends(call, outcome)
    (again,) = desk.open()
    assert (again.kind, again.due_at) == (first.kind, NOW + 2 * AN_HOUR)
    assert again.id != first.id
    page = visitor.get(f"/call-tasks/{again.id}")
    assert f"service_id={desk.service.id}" in page.html
    assert desk.asks_places().id == again.id
    said = SaidCapacity(state=CapacityState.OPEN)
    desk.write(
        lambda session: note_capacity(
            session, service_id=desk.service.id, said=said, by=BY, now=NOW
        )
    )
    assert desk.open() == []


def test_the_form_that_refers_finds_the_call_that_is_owed_again(desk, visitor):
    desk.ends(desk.asks_places(), "no_answer")
    page = visitor.post(
        f"/cases/{desk.case.id}/refer",
        {"service_id": str(desk.service.id), "do": "look"},
        status=200,
    )
    assert "The call stands on the list" in page.main


def test_a_call_for_a_day_is_owed_again_and_ends_with_the_day(desk, visitor):
    application_id, call = desk.asks_day()
    desk.ends(call, "no_answer")
    (again,) = desk.open()
    assert f"/applications/{application_id}" in visitor.get(f"/call-tasks/{again.id}").html
    desk.write(
        lambda session: name_answer_day(
            session, application_id=application_id, due_on=TODAY + 9 * DAY, by=BY, now=NOW
        )
    )
    assert desk.open() == []


def test_a_talk_in_which_no_day_was_named_owes_a_further_call(desk, visitor):
    _, call = desk.asks_day()
    shown = visitor.follow(desk.ends(call, "spoke"))
    assert "What comes next stands in the list" in shown.html
    (again,) = desk.open()
    assert (again.kind, again.due_at) == (call.kind, NOW + OFFICE_AGAIN[CallOutcome.SPOKE])
    desk.ends(again, "spoke", again_on=(TODAY + 5 * DAY).isoformat(), again_at="09:30")
    (named,) = desk.open()
    assert named.due_at.date() == TODAY + 5 * DAY


def test_a_talk_about_places_without_a_word_written_down_owes_a_further_call(desk):
    desk.ends(desk.asks_places(), "spoke")
    (again,) = desk.open()
    assert again.kind is CallTaskKind.ASK_CAPACITY


def test_a_silent_office_that_says_nothing_certain_is_rung_again(desk):
    desk.asks_silent()
    (call,) = desk.open()
    desk.ends(call, "spoke")
    (again,) = desk.open()
    assert (again.kind, again.case_id) == (CallTaskKind.REFERRAL_SILENT, desk.case.id)


@pytest.mark.parametrize("asks", ["asks_places", "asks_day", "asks_silent"])
def test_an_offices_wrong_number_is_work_on_the_directory_and_on_no_resident(desk, visitor, asks):
    getattr(desk, asks)()
    (call,) = desk.open()
    desk.ends(call, "wrong_number")
    work, again = sorted(desk.open(), key=lambda each: each.kind is call.kind)
    assert (work.kind, again.kind) == (CallTaskKind.RENEW_NUMBER, call.kind)
    assert (work.person_id, work.about_person_id, work.case_id) == (None, None, None)
    office = desk.office()
    page = visitor.get(f"/call-tasks/{work.id}")
    at = f"/organisations/{office.id}/change"
    assert at in page.html
    desk.ends(again, "wrong_number")
    assert [each.kind for each in desk.open()].count(CallTaskKind.RENEW_NUMBER) == 1
    form = visitor.get(at).fields()
    form["phone"] = "031-555-0199"
    visitor.send(at, form, status=303)
    assert [each.kind for each in desk.open()] == [call.kind]


def has_desk(desk, phone="+82310000204"):
    """The service has a desk of its own, with this number."""

    def act(session):
        whose = {"organisation_id": desk.service.organisation_id, "service_id": desk.service.id}
        session.add(ServiceContact(town_id=desk.service.town_id, phone=phone, **whose))

    desk.write(act)


@pytest.mark.parametrize("asks", ["asks_places", "asks_silent"])
@pytest.mark.parametrize("corrected", ["031-555-0199", ""], ids=["another", "none"])
def test_a_desks_own_wrong_number_is_corrected_at_the_service(desk, visitor, asks, corrected):
    has_desk(desk)
    getattr(desk, asks)()
    (call,) = desk.open()
    desk.ends(call, "wrong_number")
    work, again = sorted(desk.open(), key=lambda each: each.kind is call.kind)
    assert (work.kind, work.person_id, work.case_id) == (CallTaskKind.RENEW_NUMBER, None, None)
    at = f"/organisations/services/{desk.service.id}/change"
    page = visitor.get(f"/call-tasks/{work.id}")
    assert at in page.html
    assert f"/organisations/{desk.service.organisation_id}/change" not in page.html
    desk.ends(again, "wrong_number")
    assert [each.kind for each in desk.open()].count(CallTaskKind.RENEW_NUMBER) == 1
    form = visitor.get(at).fields()
    form["contact_phone"] = corrected
    visitor.send(at, form, status=303)
    assert [each.kind for each in desk.open()] == [call.kind]


def test_an_offices_number_is_none_of_its_desks(desk, visitor):
    has_desk(desk)
    desk.asks_places()
    (call,) = desk.open()
    desk.ends(call, "wrong_number")
    at = f"/organisations/{desk.office().id}/change"
    form = visitor.get(at).fields()
    form["phone"] = "031-555-0199"
    visitor.send(at, form, status=303)
    assert CallTaskKind.RENEW_NUMBER in [each.kind for each in desk.open()]


@pytest.mark.parametrize("outcome", ["moved", "in_hospital", "has_died", "refused", "card_left"])
def test_an_office_neither_moves_nor_dies_by_whatever_door_it_is_said(desk, outcome):
    call = desk.asks_places()
    page = desk.ends(call, outcome, status=422)
    assert "An office was rung" in page.main
    came = CameOfCall(outcome=CallOutcome(outcome))
    with pytest.raises(InvalidInputError) as refused:
        desk.write(
            lambda session: end_owed_call(session, task_id=call.id, came=came, by=desk.me, now=NOW)
        )
    assert refused.value.fields == {"outcome": ["not_for_an_office"]}
    assert [each.id for each in desk.open()] == [call.id]


def test_the_day_of_a_second_objection_is_asked_for_anew(desk):
    """The call of the first objection has ended; that of the second is owed all the same."""
    application_id, _ = desk.asks_day()
    whose = {"application_id": application_id, "by": BY, "now": NOW}

    def objected(session):
        its_decision(session, session.get_one(Application, application_id))
        object_to_decision(session, objected_on=TODAY, due_on=None, **whose)

    desk.write(lambda session: name_answer_day(session, due_on=TODAY + 9 * DAY, **whose))

    def owed():
        """What asks for the day: that the office is told of the objection was a call of today."""

        def look(session):
            for referral in session.scalars(select(Referral)):
                for each in silent_calls_of(session, referral.id):
                    finish_call_task(session, task_id=each.id, outcome=None, by=BY, now=NOW)
                ask_day_still(session, referral, by=BY, now=NOW)

        desk.write(look)
        return [each for each in desk.open() if each.kind is CallTaskKind.DEADLINE_NEAR]

    desk.write(objected)
    (first,) = owed()
    desk.write(lambda session: name_answer_day(session, due_on=TODAY + 9 * DAY, **whose))
    assert owed() == []
    desk.write(objected)
    (second,) = owed()
    assert (second.kind, second.case_id) == (first.kind, first.case_id)
    assert second.id != first.id


def test_a_day_that_is_owed_again_is_not_asked_for_twice(desk):
    application_id, call = desk.asks_day()
    desk.ends(call, "spoke")
    (again,) = desk.open()

    def asks(session):
        application = session.get_one(Application, application_id)
        case = session.get_one(Case, desk.case.id)
        return ask_answer_day(session, case, application, ClockKind.APPLICATION, by=BY, now=NOW).id

    assert desk.write(asks) == again.id


def test_call_later_that_is_pressed_twice_is_one_further_call(desk):
    call = desk.asks_places()
    came = CameOfCall(outcome=CallOutcome.CALL_LATER)
    for _ in range(2):
        desk.write(
            lambda session: end_owed_call(session, task_id=call.id, came=came, by=desk.me, now=NOW)
        )
    (again,) = desk.open()
    assert again.id != call.id


def test_an_emergency_is_not_left_for_days_because_the_office_does_not_know_yet(desk):
    def urgent(session):
        case = session.get_one(Case, desk.case.id)
        referral = a_referral(session, case=case, service=a_service(session, programme="emergency"))
        (first,) = silent_calls_of(session, referral.id)
        came = CameOfCall(outcome=CallOutcome.SPOKE)
        end_owed_call(session, task_id=first.id, came=came, by=desk.me, now=NOW)
        (again,) = silent_calls_of(session, referral.id)
        came = CameOfCall(outcome=CallOutcome.SPOKE)
        end_owed_call(session, task_id=again.id, came=came, by=desk.me, now=NOW + 2 * AN_HOUR)
        (third,) = silent_calls_of(session, referral.id)
        return again.due_at - NOW, third.due_at - NOW

    assert desk.write(urgent) == (2 * AN_HOUR, 4 * AN_HOUR)


def test_nothing_more_follows_from_a_no_once_they_were_referred_there_anew(desk):
    def refused(session):
        case = session.get_one(Case, desk.case.id)
        service = session.get_one(Service, desk.service.id)
        referral = a_referral(session, case=case, service=service)
        answer_referral(
            session, referral_id=referral.id, refusal=RefusalReason.OVER_INCOME,
            door=AnswerDoor.PHONE, answered_on=TODAY, words=None, by=BY, now=NOW,
        )  # fmt: skip
        return referral.id

    here = f"/referrals/{desk.write(refused)}"
    assert "Next step Read the reason" in desk.visitor.get(here).main
    desk.write(refused)
    assert "Next step Read the reason" in desk.visitor.get(here).main
    desk.write(
        lambda session: a_referral(
            session,
            case=session.get_one(Case, desk.case.id),
            service=session.get_one(Service, desk.service.id),
        )
    )
    assert "Next step Read the reason" not in desk.visitor.get(here).main
