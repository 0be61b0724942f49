"""Objections from before an objection was one at both doors: the application waits for it too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import select

from hopecare.domain.applications import Decision, FollowUp, StepStands
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import ApplicationStatus, CallTaskStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.outcomes import ReferralOutcome
from hopecare.migrations import alembic_config, migrate
from hopecare.queries.answer_day_calls import asks_last_day, open_day_calls
from hopecare.queries.application_moments import find_contested_entry
from hopecare.queries.bridges import is_asked_for_bridge
from hopecare.queries.cases import case_by_id
from hopecare.queries.contested_decisions import decision_on
from hopecare.queries.follow_ups import steps_of
from hopecare.queries.referrals import referral_by_id
from hopecare.services.contest_referral import Objection, contest_referral
from hopecare.services.decide_application import Decided, decide_application
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.record_referral_outcome import record_referral_outcome
from models import Application, CallTask, LegalClock, TimelineEntry
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY, a_case
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_town
from tests.test_migrations import step

LATER = NOW + timedelta(days=3)


def migrated(database):
    """Go back to before it, and forth."""
    before_it = ScriptDirectory.from_config(alembic_config()).get_revision("0081").down_revision
    step(database, command.downgrade, before_it)
    migrate(database)


def decided(session, decision=Decision.REFUSED, *, object_by=None):
    """Applied for and handed in with a referral, and decided."""
    case = a_case(session)
    referral = a_referral(session, case=case)
    applied = its_submission(session, an_application(session, case=case, referral=referral))
    its_decision(session, applied, decision, object_by=object_by)
    return referral, applied


def objected_as_before(session, referral):
    """Only the referral went to its office again: nothing went from one door to the other."""
    held = referral_by_id(session, referral.id, alone=True)
    against = decision_on(session, held, None)
    objection = Objection(against=against, on=LATER.date(), words="다시")
    contest_referral(session, held, objection, by=BY, now=LATER)


@pytest.mark.parametrize("object_by", [None, TODAY + timedelta(days=60)])
@pytest.mark.parametrize("decision", [Decision.REFUSED, Decision.PARTLY_GRANTED])
def test_what_was_objected_to_at_its_referral_waits_for_the_office_too(
    database, town_scope, decision, object_by
):
    with database.writing(town_scope) as session:
        a_town(session)
        referral, applied = decided(session, decision, object_by=object_by)
        objected_as_before(session, referral)
        assert applied.status is ApplicationStatus.DECIDED
        if object_by:
            clock = session.scalars(
                select(LegalClock).where(LegalClock.kind == ClockKind.OBJECTION)
            ).one()
            case = case_by_id(session, applied.case_id)
            near = OwedCall(
                kind=CallTaskKind.DEADLINE_NEAR, dedup_key=f"clock:{clock.id}:x", due_at=NOW,
                person_id=case.resident_id, about_person_id=case.resident_id, case_id=case.id,
            )  # fmt: skip
            open_call_task(session, town_id=case.town_id, owed=near, by=BY, now=NOW)
    migrated(database)
    with database.reading(town_scope) as session:
        found = session.get_one(Application, applied.id)
        assert (found.status, found.decision) == (ApplicationStatus.OBJECTED, decision)
        assert (found.objected_on, found.version) == (LATER.date(), applied.version + 1)
        assert is_asked_for_bridge(found)
        stands = {each.step: each.stands for each in steps_of(session, found.id)}
        assert stands[FollowUp.OBJECT] is StepStands.DONE
        running = select(LegalClock.kind).where(
            LegalClock.application_id == found.id, LegalClock.ended_at.is_(None)
        )
        assert ClockKind.OBJECTION not in session.scalars(running).all()
        asked = open_day_calls(session, found.id)
        assert [asks_last_day(each) for each in asked] == ([] if object_by else [False])
        reminders = select(CallTask.status).where(CallTask.dedup_key.endswith(":x"))
        assert session.scalars(reminders).all() == ([CallTaskStatus.CANCELLED] if object_by else [])
        contested = find_contested_entry(session, found)
        assert contested is not None
        assert contested.facts["decision"] == decision.value


def test_its_answer_decides_it_as_any_other(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        referral, applied = decided(session)
        objected_as_before(session, referral)
    migrated(database)
    with database.writing(town_scope) as session:
        record_referral_outcome(
            session, referral_id=referral.id, outcome=ReferralOutcome.GRANTED,
            outcome_on=LATER.date(), amount_minor=None, currency=None, by=BY, now=LATER,
        )  # fmt: skip
        found = session.get_one(Application, applied.id)
        assert (found.status, found.decision) == (ApplicationStatus.DECIDED, Decision.GRANTED)


def test_what_stands_as_it_is_meant_to_is_left_alone(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        _, never = decided(session)
        at_both, known = decided(session)
        object_to_referral(session, referral_id=at_both.id, words="다시", by=BY, now=LATER)
        answered, anew = decided(session)
        objected_as_before(session, answered)
        anew.status = ApplicationStatus.OBJECTED
        anew.objected_on = LATER.date()
        session.flush()
        refused = Decided(
            decision=Decision.REFUSED, decided_on=LATER.date(), reason_is_unknown=True
        )
        decide_application(
            session, application_id=anew.id, decided=refused, by=BY,
            now=LATER + timedelta(hours=1),
        )  # fmt: skip
        whole, granted = decided(session, Decision.GRANTED)
        stood = {each.id: (each.status, each.version) for each in (never, known, anew, granted)}
        entries = len(session.scalars(select(TimelineEntry.id)).all())
        assert whole.id
    migrated(database)
    with database.reading(town_scope) as session:
        for key, before in stood.items():
            found = session.get_one(Application, key)
            assert (found.status, found.version) == before
        assert len(session.scalars(select(TimelineEntry.id)).all()) == entries
