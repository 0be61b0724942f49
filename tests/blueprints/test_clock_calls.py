"""Calls about a day of the law: whom they ring, and where what is heard is written down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.services.answer_referral import answer_referral
from hopecare.services.follow_clock import follow_clock
from hopecare.services.name_last_day import name_last_day
from models import CallTask, LegalClock
from tests.blueprints.test_applications import Desk
from tests.factories.applications import (
    an_application,
    its_decision,
    its_submission,
    rung_at_once,
)
from tests.factories.cases import BY
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY

DAY = timedelta(days=1)
LAST = TODAY + 10 * DAY


@pytest.fixture
def desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor, "KR")


def looked_at(desk, kind, *days):
    """Its clock is looked at so many days on."""

    def act(session, _case):
        clock = session.scalars(select(LegalClock).where(LegalClock.kind == kind)).one()
        for each in days:
            follow_clock(session, clock_id=clock.id, by=BY, now=NOW + each * DAY)

    desk.write(act)


def calls(desk):
    """Every call about the day of a clock, the first one first."""
    with desk.database.reading(desk.scope) as session:
        found = select(CallTask).where(CallTask.dedup_key.startswith("clock:"))
        return list(session.scalars(found.order_by(CallTask.created_at, CallTask.id)))


def refused_application(session, case):
    """Its office said no to what was handed in with the referral."""
    referral = a_referral(session, case=case)
    applied = its_submission(session, an_application(session, case=case, referral=referral))
    its_decision(session, applied, Decision.REFUSED, object_by=LAST)
    return f"/applications/{applied.id}"


def refused_referral(session, case):
    """Its office said no, and nothing was handed in."""
    referral = a_referral(session, case=case)
    answer_referral(
        session, referral_id=referral.id, refusal=RefusalReason.OVER_INCOME,
        door=AnswerDoor.PHONE, answered_on=TODAY, words=None, by=BY, now=NOW,
    )  # fmt: skip
    name_last_day(session, referral_id=referral.id, due_on=LAST, by=BY, now=NOW)
    return f"/referrals/{referral.id}"


REFUSED = pytest.mark.parametrize("refused", [refused_application, refused_referral])


@REFUSED
def test_before_the_last_day_to_object_the_person_is_rung_and_told_what_ends(
    desk, visitor, refused
):
    here = desk.write(refused)
    looked_at(desk, ClockKind.OBJECTION, 8)
    (call,) = calls(desk)
    assert (call.kind, call.person_id) == (CallTaskKind.DEADLINE_NEAR, desk.resident.id)
    assert "2026년 12월 3일까지" in call.words
    assert "이의신청" in call.words
    page = visitor.get(f"/call-tasks/{call.id}")
    assert call.words in page.main
    assert here in page.links


@REFUSED
def test_after_the_last_day_nobody_is_rung_about_it(desk, refused):
    desk.write(refused)
    looked_at(desk, ClockKind.OBJECTION, 8, 11)
    assert [each.status for each in calls(desk)] == [CallTaskStatus.CANCELLED]


@pytest.mark.parametrize("days", [28, 31], ids=["before its day", "after it"])
def test_a_call_to_the_office_leads_to_where_its_decision_is_written_down(desk, visitor, days):
    def act(session, case):
        referral = a_referral(session, case=case)
        applied = its_submission(session, an_application(session, case=case, referral=referral))
        return f"/applications/{applied.id}", f"/referrals/{referral.id}"

    places = desk.write(act)
    looked_at(desk, ClockKind.APPLICATION, days)
    (call,) = calls(desk)
    assert call.person_id is None
    page = visitor.get(f"/call-tasks/{call.id}")
    assert {*places, "tel:031-000-0100"} <= set(page.links)
    assert "A number we do not know yet" not in page.main


def test_whoever_applied_by_themself_is_rung_and_it_leads_to_the_same_place(desk, visitor):
    here = f"/applications/{desk.waiting().id}"
    looked_at(desk, ClockKind.APPLICATION, 31)
    (call,) = calls(desk)
    assert call.person_id == desk.resident.id
    assert here in visitor.get(f"/call-tasks/{call.id}").links


def test_a_call_for_a_day_that_no_law_names_shows_the_office(desk, visitor):
    def act(session, case):
        service = a_service(session, programme="emergency")
        referral = a_referral(session, case=case, service=service)
        applied = an_application(session, case=case, programme="emergency", referral=referral)
        its_submission(session, rung_at_once(session, applied))
        asks = select(CallTask).where(CallTask.kind == CallTaskKind.DEADLINE_NEAR)
        return session.scalars(asks).one().id, f"/referrals/{referral.id}"

    call_id, there = desk.write(act)
    page = visitor.get(f"/call-tasks/{call_id}")
    assert {there, "tel:031-000-0100"} <= set(page.links)
    assert "A number we do not know yet" not in page.main
