"""A decision that was written down by mistake is put right: its office is waited for again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision, FollowUp, StepStands
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import (
    ApplicationStatus,
    CallTaskStatus,
    NeedStatus,
    ReferralStatus,
)
from hopecare.domain.clocks import ClockKind
from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.decision_mistakes import BuiltOn, DecisionMistake
from hopecare.domain.needs import NeedKind
from hopecare.domain.outcomes import CaseOutcome, ReferralOutcome, RefusalReason
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MoveNotAllowedError, StaleVersionError
from hopecare.queries.follow_ups import steps_of
from hopecare.queries.needs import LIVE
from hopecare.queries.outcome_texts import find_application_telling
from hopecare.services.ask_companion import ask_companion
from hopecare.services.check_application import check_application
from hopecare.services.close_case import close_case
from hopecare.services.decide_application import Decided, decide_application
from hopecare.services.name_answer_day import name_answer_day
from hopecare.services.object_to_decision import object_to_decision
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.take_back_decision import take_back_decision
from hopecare.services.warn_bridge import warn_bridge
from models import CallTask, Case, LegalClock, Need, Person, Service, TimelineEntry
from tests.factories.applications import (
    an_application,
    an_appointment,
    its_decision,
    its_submission,
)
from tests.factories.cases import BY, a_case
from tests.factories.offers import a_task
from tests.factories.people import a_consent, a_resident, a_volunteer
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area

DAY = timedelta(days=1)
SOON, LATER, LAST = (NOW + timedelta(minutes=each) for each in (5, 10, 15))


@pytest.fixture
def session(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        yield session


def waiting(session, **given):
    return its_submission(session, an_application(session, **given))


def taken_back(session, applied, mistake=DecisionMistake.NOT_DECIDED, *, now=LATER):
    return take_back_decision(
        session, application_id=applied.id, version=applied.version, mistake=mistake, by=BY, now=now
    )


def running(session, applied):
    return {
        each.kind: each.due_on
        for each in session.scalars(
            select(LegalClock).where(
                LegalClock.application_id == applied.id, LegalClock.ended_at.is_(None)
            )
        )
    }


def entries(session, applied, kind=EntryKind.DECISION_TAKEN_BACK):
    return session.scalars(
        select(TimelineEntry).where(
            TimelineEntry.kind == kind, TimelineEntry.subject_id == applied.id
        )
    ).all()


def owed(session, kind=CallTaskKind.BRIDGE_SHORT):
    return session.scalars(
        select(CallTask).where(CallTask.kind == kind, CallTask.status == CallTaskStatus.OPEN)
    ).all()


def objected(session, applied, *, due_on=TODAY + 30 * DAY):
    return object_to_decision(
        session, application_id=applied.id, objected_on=TODAY, due_on=due_on, by=BY, now=SOON
    )  # fmt: skip


@pytest.mark.parametrize(
    ("programme", "clocks"), [("livelihood", {ClockKind.APPLICATION}), ("emergency", set())]
)
@pytest.mark.parametrize("decision", Decision)
def test_the_office_is_waited_for_as_before(session, decision, programme, clocks):
    applied = waiting(session, programme=programme)
    before = running(session, applied)
    assert set(before) == clocks
    its_decision(session, applied, decision, object_by=TODAY + 60 * DAY, now=SOON)
    assert ClockKind.APPLICATION not in running(session, applied)
    taken_back(session, applied)
    assert applied.status is ApplicationStatus.WAITING
    assert (applied.decision, applied.decided_on, applied.notice_on) == (None, None, None)
    assert (applied.refusal_reason, applied.decision_words) == (None, None)
    assert running(session, applied) == before
    assert steps_of(session, applied.id) == []
    (entry,) = entries(session, applied)
    assert (entry.at, entry.by) == (LATER, BY.code)
    assert entry.facts["decision"] == decision.value
    assert (entry.facts["on"], entry.facts["mistake"]) == (TODAY.isoformat(), "not_decided")
    its_decision(session, applied, Decision.GRANTED, now=LAST)
    assert running(session, applied).keys() <= {ClockKind.AFTER_CHECK}


def test_the_call_that_asks_for_the_last_day_ends_with_it(session):
    applied = waiting(session)
    its_decision(session, applied, now=SOON)
    assert len(owed(session, CallTaskKind.DEADLINE_NEAR)) == 1
    taken_back(session, applied)
    assert owed(session, CallTaskKind.DEADLINE_NEAR) == []


def test_where_no_day_is_known_the_office_is_asked_for_it_again(session):
    applied = waiting(session)
    its_decision(session, applied)
    objected(session, applied, due_on=None)
    assert running(session, applied) == {}
    its_decision(session, applied, Decision.GRANTED, now=LATER)
    assert owed(session, CallTaskKind.DEADLINE_NEAR) == []
    taken_back(session, applied, now=LAST)
    assert len(owed(session, CallTaskKind.DEADLINE_NEAR)) == 1


def test_who_is_without_help_now_is_asked_once(session):
    applied = waiting(session, bridge=NeedKind.SIDE_DISHES)
    its_decision(session, applied, Decision.GRANTED, now=SOON)
    taken_back(session, applied)
    warn_bridge(session, application_id=applied.id, by=BY, now=LATER)
    (call,) = owed(session)
    assert call.person_id == applied.person_id
    assert session.get_one(Need, applied.bridge_need_id).status is NeedStatus.ENDED
    its_decision(session, applied, Decision.GRANTED, now=LAST)
    assert owed(session) == []


def test_a_second_mistake_owes_a_second_call(session):
    applied = waiting(session, bridge=NeedKind.SIDE_DISHES)
    its_decision(session, applied, Decision.GRANTED, now=SOON)
    taken_back(session, applied)
    its_decision(session, applied, Decision.REFUSED, now=LAST)
    taken_back(session, applied, now=LAST + DAY)
    assert len(owed(session)) == 1


def test_whoever_was_to_go_along_is_looked_for_again(session):
    centre = a_centre(session)
    area = an_area(session, covered_by=centre)
    case = a_case(session, resident=a_resident(session, centre=centre, area=area))
    applied = an_appointment(session, waiting(session, case=case), on=TODAY + 7 * DAY)
    first = ask_companion(session, application_id=applied.id, by=BY, now=NOW)
    a_task(session, first, a_volunteer(session, name="동행", centre=centre, area=area))
    its_decision(session, applied, Decision.GRANTED, now=SOON)
    assert first.status is NeedStatus.ENDED
    taken_back(session, applied)
    again = session.get_one(Need, applied.companion_need_id)
    assert (again.id != first.id, again.status in LIVE) == (True, True)


def test_after_an_objection_it_is_the_objection_that_waits(session):
    applied = waiting(session)
    its_decision(session, applied, now=NOW)
    objected(session, applied)
    before = running(session, applied)
    its_decision(session, applied, Decision.GRANTED, now=LATER)
    taken_back(session, applied, now=LAST)
    assert applied.status is ApplicationStatus.OBJECTED
    assert (applied.decision, applied.decided_on) == (Decision.REFUSED, TODAY)
    assert (applied.notice_on, applied.refusal_reason) == (TODAY, RefusalReason.OVER_INCOME)
    assert running(session, applied) == before == {ClockKind.OBJECTION_ANSWER: TODAY + 30 * DAY}
    stands = {each.step: each.stands for each in steps_of(session, applied.id)}
    assert stands[FollowUp.OBJECT] is StepStands.DONE


def test_the_contested_decision_stands_again_as_it_stood(session):
    """With its words, and with what was read on its notice after it was written."""
    applied = waiting(session)
    its_decision(session, applied, now=NOW)
    name_answer_day(
        session, application_id=applied.id, due_on=TODAY + 60 * DAY,
        refusal=RefusalReason.OVER_PROPERTY, by=BY, now=NOW,
    )  # fmt: skip
    objected(session, applied)
    decided = Decided(decision=Decision.GRANTED, decided_on=TODAY, words="잘못 적은 말")
    for _ in range(2):
        decide_application(session, application_id=applied.id, decided=decided, by=BY, now=LATER)
        assert applied.decision_words == "잘못 적은 말"
        taken_back(session, applied, now=LAST)
        assert (applied.decision, applied.decision_words) == (Decision.REFUSED, "소득 초과")
        assert (applied.notice_on, applied.refusal_reason) == (TODAY, RefusalReason.OVER_PROPERTY)
        assert applied.contested is None


def test_of_a_contested_decision_from_before_the_codes_and_days_stand_again(session):
    applied = waiting(session)
    its_decision(session, applied, now=NOW)
    objected(session, applied)
    its_decision(session, applied, Decision.GRANTED, now=LATER)
    applied.contested = None
    session.flush()
    taken_back(session, applied, now=LAST)
    assert (applied.decision, applied.decision_words) == (Decision.REFUSED, None)
    assert applied.refusal_reason is RefusalReason.OVER_INCOME


@pytest.mark.parametrize("is_at_referral", [True, False])
def test_at_the_referral_what_was_said_before_the_objection_is_no_mistake(session, is_at_referral):
    case = a_case(session)
    referral = a_referral(session, case=case)
    applied = waiting(session, case=case, referral=referral)
    its_decision(session, applied, now=NOW)
    assert referral.answer_words == "소득 초과"
    if is_at_referral:
        object_to_referral(session, referral_id=referral.id, words="다시", by=BY, now=SOON)
    else:
        objected(session, applied)
    decided = Decided(decision=Decision.GRANTED, decided_on=TODAY, words="잘못 적은 말")
    decide_application(session, application_id=applied.id, decided=decided, by=BY, now=LATER)
    taken_back(session, applied, now=LAST)
    mistake, before = (referral.answer_words or "").split("이의신청 전에 들은 말:")
    assert "되돌린" in mistake
    assert "잘못 적은 말" in mistake
    assert before.strip() == "소득 초과"


def test_the_check_of_what_was_granted_before_an_objection_goes_on(session):
    applied = waiting(session, programme="emergency")
    its_decision(session, applied, Decision.PARTLY_GRANTED, object_by=TODAY + 60 * DAY)
    objected(session, applied)
    before = running(session, applied)
    assert ClockKind.AFTER_CHECK in before
    its_decision(session, applied, Decision.REFUSED, object_by=TODAY + 60 * DAY, now=LATER)
    taken_back(session, applied, now=LAST)
    assert running(session, applied) == before


@pytest.mark.parametrize("is_by_letter", [True, False])
@pytest.mark.parametrize("decision", Decision)
def test_the_referral_goes_back_with_it_at_whichever_door_it_was_written(
    session, decision, is_by_letter
):
    case = a_case(session)
    referral = a_referral(session, case=case)
    applied = waiting(session, case=case, referral=referral)
    if is_by_letter:
        its_decision(session, applied, decision, now=SOON)
    else:
        outcome = {
            Decision.GRANTED: ReferralOutcome.GRANTED,
            Decision.PARTLY_GRANTED: ReferralOutcome.PARTLY_GRANTED,
            Decision.REFUSED: ReferralOutcome.NOT_GRANTED,
        }[decision]
        record_referral_outcome(
            session, referral_id=referral.id, outcome=outcome, outcome_on=TODAY,
            amount_minor=None, currency=None, words="잘못", by=BY, now=SOON,
        )  # fmt: skip
    assert (referral.status, applied.status) == (ReferralStatus.DONE, ApplicationStatus.DECIDED)
    taken_back(session, applied)
    assert (referral.status, referral.outcome) == (ReferralStatus.SEEN, None)
    assert referral.answer_words is not None
    assert "되돌린" in referral.answer_words
    its_decision(session, applied, Decision.GRANTED, now=LAST)
    assert referral.outcome is ReferralOutcome.GRANTED


def test_a_grant_of_what_nobody_wrote_as_handed_in_leaves_it_prepared(session):
    case = a_case(session)
    referral = a_referral(session, case=case)
    applied = an_application(session, case=case, referral=referral)
    record_referral_outcome(
        session, referral_id=referral.id, outcome=ReferralOutcome.GRANTED, outcome_on=TODAY,
        amount_minor=None, currency=None, by=BY, now=SOON,
    )  # fmt: skip
    taken_back(session, applied)
    assert (applied.status, referral.status) == (ApplicationStatus.PREPARING, ReferralStatus.SEEN)


def test_what_may_not_be_shared_any_more_does_not_lie_at_the_office_again(session):
    case = a_case(session)
    referral = a_referral(session, case=case)
    applied = waiting(session, case=case, referral=referral)
    its_decision(session, applied, Decision.GRANTED, now=SOON)
    person = session.get_one(Person, case.resident_id)
    a_consent(session, person, ConsentPurpose.SHARE_WITH_AGENCY, act=ConsentAct.WITHDRAWN, at=SOON)
    taken_back(session, applied)
    assert (applied.status, referral.status) == (ApplicationStatus.WAITING, ReferralStatus.DONE)


def test_what_comes_after_a_mistake_is_told_by_itself(session):
    applied = waiting(session)
    its_decision(session, applied, Decision.GRANTED, now=SOON)
    first = find_application_telling(session, applied, now=SOON)
    taken_back(session, applied)
    assert find_application_telling(session, applied, now=LATER) is None
    its_decision(session, applied, Decision.REFUSED, now=LAST)
    second = find_application_telling(session, applied, now=LAST)
    assert first is not None
    assert second is not None
    assert second.key != first.key


def closes(session, applied):
    close_case(
        session, case_id=applied.case_id, outcome=CaseOutcome.NEED_MET, version=None,
        by=BY, now=LATER,
    )  # fmt: skip


def is_checked(session, applied):
    check_application(session, application_id=applied.id, by=BY, now=LATER)


def applies_anew(session, applied):
    case = session.get_one(Case, applied.case_id)
    an_application(session, case=case, programme="emergency", now=LATER)


@pytest.mark.parametrize(
    ("happens", "what"),
    [
        (closes, BuiltOn.CASE_CLOSED),
        (is_checked, BuiltOn.AID_CHECKED),
        (applies_anew, BuiltOn.APPLIED_ANEW),
    ],
)
def test_what_something_was_built_on_stays_and_says_so(session, happens, what):
    applied = waiting(session, programme="emergency")
    its_decision(session, applied, Decision.GRANTED, now=SOON)
    happens(session, applied)
    with pytest.raises(MoveNotAllowedError) as refusal:
        taken_back(session, applied, now=LAST)
    assert refusal.value.facts["what"] == [what]
    assert applied.status is ApplicationStatus.DECIDED


def test_a_second_referral_to_the_service_keeps_the_first_as_it_is(session):
    case = a_case(session)
    referral = a_referral(session, case=case)
    applied = waiting(session, case=case, referral=referral)
    its_decision(session, applied, Decision.GRANTED, now=SOON)
    service = session.get_one(Service, referral.service_id)
    a_referral(session, case=case, service=service, now=LATER)
    with pytest.raises(MoveNotAllowedError) as refusal:
        taken_back(session, applied, now=LAST)
    assert refusal.value.facts["what"] == [BuiltOn.REFERRED_ANEW]


def test_only_a_decision_that_stands_as_it_was_read_is_taken_back(session):
    applied = waiting(session)
    with pytest.raises(MoveNotAllowedError):
        taken_back(session, applied)
    read = applied.version
    its_decision(session, applied, now=SOON)
    with pytest.raises(StaleVersionError):
        take_back_decision(
            session, application_id=applied.id, version=read,
            mistake=DecisionMistake.NOT_DECIDED, by=BY, now=LATER,
        )  # fmt: skip
    taken_back(session, applied)
    with pytest.raises(MoveNotAllowedError):
        taken_back(session, applied)


def test_a_decision_of_a_closed_case_is_put_right_there(session):
    applied = waiting(session)
    close_case(
        session, case_id=applied.case_id, outcome=CaseOutcome.NEED_MET, version=None,
        by=BY, now=NOW,
    )  # fmt: skip
    its_decision(session, applied, Decision.REFUSED, now=SOON)
    assert len(owed(session, CallTaskKind.CALL_BACK)) == 1
    taken_back(session, applied)
    assert applied.status is ApplicationStatus.WAITING
    assert owed(session, CallTaskKind.CALL_BACK) == []
