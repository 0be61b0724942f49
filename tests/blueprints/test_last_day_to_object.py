"""After a refusal somebody asks until when one may object, and what the notice says is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision, FollowUp
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.outcomes import ReferralOutcome, RefusalReason
from hopecare.queries.follow_ups import steps_of
from hopecare.services.record_referral_outcome import record_referral_outcome
from models import Application, ApplicationStep, CallTask, LegalClock
from tests.blueprints.test_applications import Desk
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY

LAST = TODAY + timedelta(days=60)


@pytest.fixture
def desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor, "KR")


def call(desk):
    with desk.database.reading(desk.scope) as session:
        return session.scalars(select(CallTask)).one()


def decided(desk, decision=Decision.REFUSED):
    """An application whose office named no last day."""

    def act(session, case):
        return its_decision(
            session, its_submission(session, an_application(session, case=case)), decision
        )

    return f"/applications/{desk.write(act).id}"


def refused_by_its_office(desk):
    """One whose referral came back without a reason."""

    def act(session, case):
        referral = a_referral(session, case=case)
        application = its_submission(session, an_application(session, case=case, referral=referral))
        record_referral_outcome(
            session, referral_id=referral.id, outcome=ReferralOutcome.NOT_GRANTED,
            outcome_on=TODAY, amount_minor=None, currency=None, by=BY, now=NOW,
        )  # fmt: skip
        return application

    return f"/applications/{desk.write(act).id}"


def test_an_outcome_by_its_office_leaves_the_reason_empty_and_asks_for_the_notice(desk, visitor):
    here = refused_by_its_office(desk)
    assert desk.now().refusal_reason is None
    asks = call(desk)
    assert asks.status is CallTaskStatus.OPEN
    page = visitor.get(f"/call-tasks/{asks.id}")
    assert "until when they may object" in page.main
    assert f"{here}/answer-day" in page.links
    assert f"{here}/answer-day" in visitor.get(here).links
    assert "Another reason" not in visitor.get(f"{here}/objection/sheet").main


def test_what_the_notice_says_is_written_down_and_the_clock_runs(desk, visitor):
    here = refused_by_its_office(desk)
    said = {
        "due_on": LAST.isoformat(), "notice_on": TODAY.isoformat(), "refusal": "over_property",
        "door": "phone",
    }  # fmt: skip
    page = visitor.follow(visitor.post(f"{here}/answer-day", said))
    assert "Last day to object" in page.main
    row = desk.now()
    assert (row.notice_on, row.refusal_reason) == (TODAY, RefusalReason.OVER_PROPERTY)
    with desk.database.reading(desk.scope) as session:
        objecting = select(LegalClock).where(LegalClock.kind == ClockKind.OBJECTION)
        assert session.scalars(objecting).one().due_on == LAST
    assert call(desk).status is CallTaskStatus.DONE
    visitor.post(f"{here}/answer-day", said, status=409)


def test_a_day_of_the_notice_before_the_decision_is_said_at_its_field(desk, visitor):
    here = decided(desk)
    said = {
        "due_on": LAST.isoformat(),
        "notice_on": (TODAY - timedelta(days=3)).isoformat(),
        "door": "letter",
    }
    assert set(visitor.post(f"{here}/answer-day", said, status=422).errors) == {"notice_on"}


@pytest.mark.parametrize("way", ["objects", "does not"])
def test_whoever_objects_or_does_not_is_not_asked_any_more(desk, visitor, way):
    here = decided(desk, Decision.PARTLY_GRANTED)
    asks = call(desk)
    if way == "objects":
        visitor.post(f"{here}/objection", {"objected_on": str(TODAY), "due_on": LAST.isoformat()})
    else:
        with desk.database.reading(desk.scope) as session:
            steps = steps_of(session, session.scalars(select(Application.id)).one())
            step = next(each for each in steps if each.step is FollowUp.OBJECT)
        visitor.post(f"{here}/steps/{step.id}", {"stands": "left"})
    with desk.database.reading(desk.scope) as session:
        assert session.get_one(CallTask, asks.id).status is CallTaskStatus.CANCELLED


def test_a_full_grant_asks_nothing(desk, visitor):
    here = decided(desk, Decision.GRANTED)
    with desk.database.reading(desk.scope) as session:
        assert session.scalars(select(CallTask)).all() == []
        assert session.scalars(select(ApplicationStep)).all() == []
    visitor.post(f"{here}/answer-day", {"due_on": LAST.isoformat(), "door": "desk"}, status=409)
