"""An office that is rung about an objection in an emergency is asked for its day by that call."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.decision_mistakes import DecisionMistake
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome
from hopecare.queries.call_pages import call_task_view
from hopecare.services.answer_referral import answer_referral
from hopecare.services.name_answer_day import name_answer_day
from hopecare.services.object_to_decision import object_to_decision
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.take_back_decision import take_back_decision
from hopecare.services.withdraw_referral import withdraw_referral
from models import CallTask, TimelineEntry
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY

LATER, LAST = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
ASKS = (CallTaskKind.REFERRAL_SILENT, CallTaskKind.DEADLINE_NEAR)


def refused(session):
    """Emergency aid, applied for with its referral and refused."""
    case = a_case(session)
    referral = a_referral(session, case=case, service=a_service(session, programme="emergency"))
    begun = an_application(session, case=case, programme="emergency", referral=referral)
    applied = its_submission(session, begun)
    its_decision(session, applied, object_by=TODAY + timedelta(days=60))
    return referral, applied


def at_the_application(session, referral, applied, due_on=None):
    object_to_decision(
        session, application_id=applied.id, objected_on=TODAY, due_on=due_on, by=BY, now=LATER
    )


def at_the_referral(session, referral, applied, due_on=None):
    object_to_referral(
        session, referral_id=referral.id, words="다시", due_on=due_on, by=BY, now=LATER
    )


DOORS = pytest.mark.parametrize("door", [at_the_application, at_the_referral])


def owed(session):
    asked = select(CallTask).where(CallTask.status == CallTaskStatus.OPEN, CallTask.kind.in_(ASKS))
    return list(session.scalars(asked.order_by(CallTask.id)))


@DOORS
def test_one_call_tells_of_the_objection_and_asks_for_its_day(session, door):
    referral, applied = refused(session)
    door(session, referral, applied)
    (call,) = owed(session)
    assert call.kind is CallTaskKind.REFERRAL_SILENT
    assert call_task_view(session, call.id, on=TODAY).asks_day_of == applied.id
    name_answer_day(
        session, application_id=applied.id, due_on=TODAY + timedelta(days=9), by=BY, now=LAST
    )
    assert owed(session) == [call]
    assert call_task_view(session, call.id, on=TODAY).asks_day_of is None


def takes_it_on(session, referral):
    answer_referral(
        session, referral_id=referral.id, refusal=None, door=AnswerDoor.PHONE, answered_on=TODAY,
        words=None, by=BY, now=LAST,
    )  # fmt: skip


def is_withdrawn(session, referral):
    withdraw_referral(session, referral_id=referral.id, by=BY, now=LAST)


@pytest.mark.parametrize(("happens", "rings_them"), [(takes_it_on, False), (is_withdrawn, True)])
def test_where_that_call_is_over_without_a_day_it_is_asked_for_still(session, happens, rings_them):
    referral, applied = refused(session)
    at_the_application(session, referral, applied)
    happens(session, referral)
    (call,) = owed(session)
    assert call.kind is CallTaskKind.DEADLINE_NEAR
    assert (call.person_id == applied.person_id) is rings_them


def test_what_is_decided_asks_for_nothing(session):
    referral, applied = refused(session)
    at_the_application(session, referral, applied)
    record_referral_outcome(
        session, referral_id=referral.id, outcome=ReferralOutcome.GRANTED, outcome_on=TODAY,
        amount_minor=None, currency=None, by=BY, now=LAST,
    )  # fmt: skip
    assert owed(session) == []
    opened = select(CallTask.id).where(CallTask.created_at == LAST)
    assert session.scalars(opened).all() == []
    assert session.scalars(select(TimelineEntry.id).where(TimelineEntry.at == LAST)).all()


def test_a_decision_taken_back_owes_one_call_again(session):
    referral, applied = refused(session)
    at_the_application(session, referral, applied)
    its_decision(session, applied, Decision.GRANTED, now=LAST)
    take_back_decision(
        session, application_id=applied.id, version=applied.version,
        mistake=DecisionMistake.NOT_DECIDED, by=BY, now=LAST + timedelta(hours=1),
    )  # fmt: skip
    (call,) = owed(session)
    assert call_task_view(session, call.id, on=TODAY).asks_day_of == applied.id
