"""Sharing was taken back: no office is asked or answered anything about them any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, ReferralStatus
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.domain.packets import OverrideReason
from hopecare.services.answer_referral import answer_referral
from hopecare.services.ask_about_referral import ask_about_referral
from hopecare.services.end_owed_call import CameOfCall, end_owed_call
from hopecare.services.follow_clock import follow_clock
from hopecare.services.override_sharing import Override
from hopecare.services.record_death import record_death
from hopecare.services.stop_consented import stop_consented
from hopecare.services.undo_death import undo_death
from hopecare.services.withdraw_consent import withdraw_consent
from models import CallTask, LegalClock, Person, Town
from tests.factories.applications import an_application, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.people import a_consent, a_staff_account, an_identity
from tests.factories.referrals import PAST_DOUBTS, a_referral
from tests.factories.towns import NOW, TODAY

pytestmark = pytest.mark.both_databases
ONE_DAY = timedelta(days=1)
SOON, LATE = NOW + timedelta(hours=1), NOW + timedelta(days=31)
QUESTION = "자녀 소득이 얼마인가요?"


@pytest.fixture
def case(session):
    return a_case(session)


def refuses_sharing(session, case):
    withdraw_consent(
        session,
        session.get_one(Person, case.resident_id),
        purpose=ConsentPurpose.SHARE_WITH_AGENCY,
        form=ConsentForm.VOICE,
        by=BY,
        now=SOON,
    )


def dies(session, case):
    record_death(session, person_id=case.resident_id, died_on=TODAY, by=BY, now=SOON)


def days_pass(session, now=LATE):
    for clock_id in session.scalars(select(LegalClock.id)).all():
        follow_clock(session, clock_id=clock_id, by=BY, now=now)


def owed(session):
    """Every call that is still owed: why, whom, and its words."""
    waits = select(CallTask).where(CallTask.status == CallTaskStatus.OPEN)
    found = session.scalars(waits.order_by(CallTask.created_at, CallTask.id))
    return [(each.kind, each.person_id, each.words or "") for each in found]


@pytest.mark.parametrize("stops", [refuses_sharing, dies])
def test_a_question_is_not_answered_any_more(session, case, stops):
    referral = a_referral(session, case=case)
    ask_about_referral(session, referral, words=QUESTION, by=BY, now=NOW)
    stops(session, case)
    assert [kind for kind, *_ in owed(session)] == [CallTaskKind.TELL_OFFICE]


def test_a_question_is_owed_its_answer_again_where_a_death_was_a_mistake(session, case):
    referral = a_referral(session, case=case)
    ask_about_referral(session, referral, words=QUESTION, by=BY, now=NOW)
    dies(session, case)
    undo_death(session, person_id=case.resident_id, by=BY, now=SOON + timedelta(hours=1))
    assert referral.status is ReferralStatus.SENT
    kinds = [kind for kind, *_ in owed(session)]
    assert kinds.count(CallTaskKind.OFFICE_ASKS) == 1
    assert CallTaskKind.TELL_OFFICE not in kinds


@pytest.mark.parametrize("stands", [False, True], ids=["later", "standing already"])
def test_how_an_application_stands_is_asked_of_the_person(session, case, stands):
    referral = a_referral(session, case=case)
    its_submission(session, an_application(session, case=case, referral=referral))
    if stands:
        days_pass(session, NOW + timedelta(days=28))
        assert referral.code in owed(session)[0][2]
    refuses_sharing(session, case)
    days_pass(session)
    asks = [each for each in owed(session) if each[0] is not CallTaskKind.TELL_OFFICE]
    kinds = (CallTaskKind.DEADLINE_NEAR, CallTaskKind.REFERRAL_SILENT)
    assert [kind for kind, *_ in asks] == list(kinds if stands else kinds[1:])
    assert {whom for _, whom, _ in asks} == {case.resident_id}
    assert not any(referral.code in words for *_, words in asks)


@pytest.mark.parametrize("stands", [False, True], ids=["later", "standing already"])
def test_the_day_of_an_answer_is_asked_of_the_person(session, case, stands):
    referral = a_referral(session, case=case)
    application = an_application(session, case=case, referral=referral)
    session.flush()
    country_without_days(session)
    if stands:
        its_submission(session, application)
        assert owed(session)[-1][1] is None
    refuses_sharing(session, case)
    if not stands:
        its_submission(session, application)
    asks = [each for each in owed(session) if each[0] is CallTaskKind.DEADLINE_NEAR]
    assert asks == [(CallTaskKind.DEADLINE_NEAR, case.resident_id, "")]


def country_without_days(session):
    """A town in a country whose days of the law nobody knows."""
    session.scalars(select(Town)).one().country = "XX"
    session.flush()


def test_an_office_that_had_said_no_is_not_asked_either(session, case):
    referral = a_referral(session, case=case)
    its_submission(session, an_application(session, case=case, referral=referral))
    answer_referral(
        session, referral_id=referral.id, refusal=RefusalReason.NO_CAPACITY,
        door=AnswerDoor.PHONE, answered_on=TODAY, words=None, by=BY, now=NOW,
    )  # fmt: skip
    refuses_sharing(session, case)
    days_pass(session)
    asks = [each for each in owed(session) if each[0] is CallTaskKind.REFERRAL_SILENT]
    assert [whom for _, whom, _ in asks] == [case.resident_id]


def says_no(session, referral, now=NOW):
    answer_referral(
        session, referral_id=referral.id, refusal=RefusalReason.OVER_INCOME,
        door=AnswerDoor.PHONE, answered_on=TODAY, words=None, by=BY, now=now,
    )  # fmt: skip


def runs_out(session, case):
    """Their yes was until a day that is over."""
    person = session.get_one(Person, case.resident_id)
    a_consent(session, person, ConsentPurpose.SHARE_WITH_AGENCY, at=NOW, expires_on=TODAY - ONE_DAY)
    stop_consented(session, person, [ConsentPurpose.SHARE_WITH_AGENCY], by=BY, now=SOON)


ENDS = pytest.mark.parametrize("ends", [refuses_sharing, runs_out])


@ENDS
def test_the_last_day_to_object_is_asked_of_the_person_then(session, case, ends):
    says_no(session, a_referral(session, case=case))
    assert owed(session)[0][1] is None
    ends(session, case)
    assert owed(session) == [(CallTaskKind.DEADLINE_NEAR, case.resident_id, "")]


@ENDS
def test_an_office_that_had_said_no_is_not_rung_for_what_lies_with_it(session, case, ends):
    referral = a_referral(session, case=case)
    its_submission(session, an_application(session, case=case, referral=referral))
    says_no(session, referral)
    days_pass(session)
    (clock,) = session.scalars(select(LegalClock))
    assert owed(session)[0][1] == case.resident_id
    ends(session, case)
    silent = (CallTaskKind.REFERRAL_SILENT, case.resident_id, clock.due_on.isoformat())
    assert owed(session) == [silent]


def test_a_question_of_an_office_that_said_no_since_is_not_answered(session, case):
    referral = a_referral(session, case=case)
    ask_about_referral(session, referral, words=QUESTION, by=BY, now=NOW)
    says_no(session, referral)
    refuses_sharing(session, case)
    assert {kind for kind, *_ in owed(session)} == {CallTaskKind.DEADLINE_NEAR}


def test_what_an_office_did_not_say_is_asked_of_the_person_once_they_said_no(session, case):
    """However the no came to be: the next call asks by which right it is made."""
    says_no(session, a_referral(session, case=case))
    person = session.get_one(Person, case.resident_id)
    a_consent(session, person, ConsentPurpose.SHARE_WITH_AGENCY, act=ConsentAct.WITHDRAWN, at=NOW)
    (call,) = session.scalars(select(CallTask).where(CallTask.status == CallTaskStatus.OPEN))
    assert call.person_id is None
    came = CameOfCall(outcome=CallOutcome.NO_ANSWER)
    staff = an_identity(session, a_staff_account(session))
    end_owed_call(session, task_id=call.id, came=came, by=staff, now=SOON)
    assert owed(session) == [(CallTaskKind.DEADLINE_NEAR, case.resident_id, "")]


def test_where_danger_holds_an_office_that_said_no_is_asked_on(session, case):
    refuses_sharing(session, case)
    danger = Override(reason=OverrideReason.DANGER_TO_LIFE, words="생명이 위험함")
    sending = replace(PAST_DOUBTS, override=danger)
    says_no(session, a_referral(session, case=case, sending=sending, now=SOON), now=SOON)
    person = session.get_one(Person, case.resident_id)
    stop_consented(session, person, [ConsentPurpose.SHARE_WITH_AGENCY], by=BY, now=SOON)
    ((kind, whom, _words),) = owed(session)
    assert (kind, whom) == (CallTaskKind.DEADLINE_NEAR, None)


def test_where_danger_holds_against_the_no_the_office_is_asked(session, case):
    refuses_sharing(session, case)
    danger = Override(reason=OverrideReason.DANGER_TO_LIFE, words="생명이 위험함")
    sending = replace(PAST_DOUBTS, override=danger)
    referral = a_referral(session, case=case, sending=sending, now=SOON)
    its_submission(session, an_application(session, case=case, referral=referral))
    ask_about_referral(session, referral, words=QUESTION, by=BY, now=SOON)
    days_pass(session)
    asks = owed(session)
    assert {whom for _, whom, _ in asks} == {None}
    assert [kind for kind, *_ in asks] == [CallTaskKind.OFFICE_ASKS, CallTaskKind.REFERRAL_SILENT]
