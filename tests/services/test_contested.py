"""An objection is one, at whichever door it was written down: of a referral or its application."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision, FollowUp, StepStands
from hopecare.domain.care_path import ApplicationStatus, CallTaskStatus, ReferralStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.follow_ups import steps_of
from hopecare.queries.receiver_links import links_of, opens_until
from hopecare.queries.referral_packets import packets_of
from hopecare.queries.silent_referrals import is_silent, silent_referrals
from hopecare.services.answer_referral import answer_referral
from hopecare.services.make_receiver_link import make_receiver_link
from hopecare.services.object_to_decision import object_to_decision
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.record_referral_outcome import record_referral_outcome
from models import CallTask, LegalClock, Person
from tests.factories.applications import an_application, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.people import a_consent
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_town

THREE_DAYS = timedelta(days=3)
LATER, THEN = NOW + THREE_DAYS, TODAY + THREE_DAYS
DUE = THEN + timedelta(days=40)


@pytest.fixture
def session(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        yield session


def outcome(session, referral, came_to, *, on=TODAY, now=NOW, amount=None):
    return record_referral_outcome(
        session, referral_id=referral.id, outcome=came_to, outcome_on=on, amount_minor=amount,
        currency="KRW" if amount else None, door=AnswerDoor.LETTER, by=BY, now=now,
    )  # fmt: skip


def decided(session, came_to=ReferralOutcome.NOT_GRANTED, *, by_link=False):
    """Applied for and handed in with a referral, whose outcome decided it."""
    case = a_case(session)
    referral = a_referral(session, case=case)
    if by_link:
        make_receiver_link(session, referral_id=referral.id, for_all=False, by=BY, now=NOW)
    applied = its_submission(session, an_application(session, case=case, referral=referral))
    answer_referral(
        session, referral_id=referral.id, refusal=None, door=AnswerDoor.LETTER,
        answered_on=TODAY, words=None, by=BY, now=NOW,
    )  # fmt: skip
    outcome(session, referral, came_to)
    assert applied.status is ApplicationStatus.DECIDED
    return referral, applied


def object_at_the_referral(session, referral, applied, due_on=DUE):
    return object_to_referral(
        session, referral_id=referral.id, by=BY, now=LATER, words="다시", due_on=due_on
    )


def object_at_the_application(session, referral, applied, due_on=DUE):
    return object_to_decision(
        session, application_id=applied.id, objected_on=THEN, due_on=due_on, by=BY, now=LATER
    )


DOORS = pytest.mark.parametrize("door", [object_at_the_referral, object_at_the_application])


def stands(session, applied):
    return {each.step: each.stands for each in steps_of(session, applied.id)}


def running(session, applied):
    asked = select(LegalClock).where(
        LegalClock.application_id == applied.id, LegalClock.ended_at.is_(None)
    )
    return {each.kind: each.due_on for each in session.scalars(asked)}


@pytest.mark.parametrize("came_to", [ReferralOutcome.GRANTED, ReferralOutcome.OTHER])
def test_what_gave_all_that_was_asked_is_not_objected_to(session, came_to):
    referral = a_referral(session)
    amount = 713_100 if came_to is ReferralOutcome.GRANTED else None
    outcome(session, referral, came_to, amount=amount)
    with pytest.raises(MoveNotAllowedError):
        object_to_referral(session, referral_id=referral.id, by=BY, now=LATER, words="다시")
    assert (referral.status, referral.outcome) == (ReferralStatus.DONE, came_to)
    assert referral.amount_minor == amount
    assert len(packets_of(session, referral.id)) == 1


@DOORS
def test_both_are_with_the_office_again(session, door):
    referral, applied = decided(session)
    door(session, referral, applied)
    assert (referral.status, referral.outcome) == (ReferralStatus.SENT, None)
    assert (applied.status, applied.objected_on) == (ApplicationStatus.OBJECTED, THEN)
    assert stands(session, applied)[FollowUp.OBJECT] is StepStands.DONE
    assert running(session, applied) == {ClockKind.OBJECTION_ANSWER: DUE}
    assert referral.answer_due_on == DUE
    asks = select(CallTask).where(
        CallTask.status == CallTaskStatus.OPEN, CallTask.dedup_key.contains("objection")
    )
    assert session.scalars(asks).all() == []
    assert len(packets_of(session, referral.id)) == 2


@DOORS
def test_its_link_opens_until_some_days_after_the_answer_to_it_is_due(session, door):
    referral, applied = decided(session, by_link=True)
    (link,) = links_of(session, referral)
    due_on = THEN + timedelta(days=80)
    assert link.expires_at.date() < due_on
    door(session, referral, applied, due_on)
    assert referral.answer_due_on == due_on
    assert link.expires_at == opens_until(session, referral.town_id, due_on, now=LATER)


@DOORS
@pytest.mark.parametrize("is_named", [True, False])
def test_an_office_that_stays_silent_about_it_is_asked(session, door, is_named):
    referral, applied = decided(session)
    door(session, referral, applied, DUE if is_named else None)
    late = referral.answer_due_on + timedelta(days=60)
    assert not is_silent(session, referral, today=referral.answer_due_on)
    assert is_silent(session, referral, today=late)
    assert [row[0] for row in session.execute(silent_referrals(late))] == [referral.id]


@DOORS
def test_what_the_objection_came_to_is_written_at_both(session, door):
    referral, applied = decided(session)
    door(session, referral, applied)
    on = THEN + timedelta(days=20)
    outcome(session, referral, ReferralOutcome.GRANTED, on=on, now=NOW + timedelta(days=23))
    assert (applied.status, applied.decision) == (ApplicationStatus.DECIDED, Decision.GRANTED)
    assert StepStands.OPEN not in stands(session, applied).values()


def test_where_nothing_may_be_shared_the_persons_own_objection_is_still_written_down(session):
    referral, applied = decided(session)
    person = session.get_one(Person, referral.person_id)
    a_consent(session, person, ConsentPurpose.SHARE_WITH_AGENCY, act=ConsentAct.WITHDRAWN, at=NOW)
    object_at_the_application(session, referral, applied)
    assert applied.status is ApplicationStatus.OBJECTED
    assert referral.status is ReferralStatus.DONE
    assert len(packets_of(session, referral.id)) == 1


def test_a_part_that_was_granted_is_contested_at_both(session):
    referral, applied = decided(session, ReferralOutcome.PARTLY_GRANTED)
    object_at_the_referral(session, referral, applied)
    assert applied.status is ApplicationStatus.OBJECTED


def test_a_decision_older_than_the_objection_is_not_its_answer(session):
    """An application that was decided beside a referral: its office still owes the referral."""
    referral, applied = decided(session)
    object_at_the_referral(session, referral, applied)
    # As it stood before the two doors knew each other.
    applied.status = ApplicationStatus.DECIDED
    session.flush()
    other, _ = decided(session)  # to its decision nobody has objected
    other.status = ReferralStatus.SENT
    session.flush()
    late = DUE + timedelta(days=60)
    assert is_silent(session, referral, today=late)
    assert not is_silent(session, other, today=late)
    assert [row[0] for row in session.execute(silent_referrals(late))] == [referral.id]
