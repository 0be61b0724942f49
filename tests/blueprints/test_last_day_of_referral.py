"""Nobody applied with a referral that came to nothing: its last day to object is asked as well."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import FollowUp
from hopecare.domain.care_path import CallTaskStatus, ReferralStatus
from hopecare.domain.clocks import ClockKind
from hopecare.domain.outcomes import AnswerDoor, ReferralOutcome, RefusalReason
from hopecare.queries.follow_ups import steps_of
from hopecare.queries.referrals import referral_by_id
from hopecare.services.answer_referral import answer_referral
from hopecare.services.correct_referral_answer import correct_referral_answer
from hopecare.services.follow_clock import follow_clock
from hopecare.services.name_last_day import name_last_day
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.record_death import record_death
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.undo_death import undo_death
from models import CallTask, LegalClock
from tests.blueprints.test_applications import Desk
from tests.factories.applications import an_application, its_submission
from tests.factories.cases import BY
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY

LAST = TODAY + timedelta(days=60)


@pytest.fixture
def desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor, "KR")


def refused(desk, applied=None):
    def act(session, case):
        referral = a_referral(session, case=case)
        if applied:
            application = an_application(session, case=case, referral=referral)
            if applied == "handed_in":
                its_submission(session, application)
        answer_referral(
            session, referral_id=referral.id, refusal=RefusalReason.OVER_INCOME,
            door=AnswerDoor.PHONE, answered_on=TODAY, words=None, by=BY, now=NOW,
        )  # fmt: skip
        return referral

    return desk.write(act)


def given(desk, outcome):
    def act(session, case):
        return record_referral_outcome(
            session, referral_id=a_referral(session, case=case).id, outcome=outcome,
            outcome_on=TODAY, amount_minor=None, currency=None, by=BY, now=NOW,
        )  # fmt: skip

    return desk.write(act)


def asked(desk):
    """How the calls that ask for a last day stand."""
    with desk.database.reading(desk.scope) as session:
        calls = session.scalars(
            select(CallTask)
            .where(CallTask.dedup_key.startswith("last_day:"))
            .order_by(CallTask.created_at, CallTask.id)
        )
        return list(calls)


def clocks(desk):
    with desk.database.reading(desk.scope) as session:
        return list(session.scalars(select(LegalClock).order_by(LegalClock.id)))


def named(desk, referral):
    def act(session, _case):
        return name_last_day(session, referral_id=referral.id, due_on=LAST, by=BY, now=NOW)

    return desk.write(act)


@pytest.mark.parametrize("applied", [None, "begun"])
def test_a_refusal_owes_a_call_that_leads_to_where_the_day_is_written(desk, visitor, applied):
    here = f"/referrals/{refused(desk, applied).id}"
    (call,) = asked(desk)
    assert call.status is CallTaskStatus.OPEN
    page = visitor.get(f"/call-tasks/{call.id}")
    assert "until when they may object" in page.main
    assert {f"{here}/last-day", here} <= set(page.links)
    own = visitor.get(here)
    assert "Ask until when they may object" in own.main
    assert f"{here}/last-day" in own.links
    assert f"/call-tasks/{call.id}" in visitor.get("/desk?whose=centre&kind=call").links


@pytest.mark.parametrize("outcome", [ReferralOutcome.NOT_GRANTED, ReferralOutcome.PARTLY_GRANTED])
def test_so_does_an_outcome_that_gives_less_than_was_asked(desk, outcome):
    given(desk, outcome)
    assert len(asked(desk)) == 1


def test_nobody_is_asked_after_a_grant_or_where_an_application_has_its_own_decision(desk):
    given(desk, ReferralOutcome.GRANTED)
    refused(desk, "handed_in")
    assert asked(desk) == []


def test_the_day_that_was_named_runs_on_the_desk_and_ends_the_call(desk, visitor):
    here = f"/referrals/{refused(desk).id}"
    came_on = TODAY - timedelta(days=1)
    said = {
        "due_on": LAST.isoformat(),
        "notice_on": TODAY.isoformat(),
        "door": "letter",
        "named_on": came_on.isoformat(),
    }
    page = visitor.follow(visitor.post(f"{here}/last-day", said))
    assert "Last day to object" in page.main
    assert "By letter" in page.main
    assert f"{here}/last-day" not in page.links
    assert [each.status for each in asked(desk)] == [CallTaskStatus.DONE]
    (clock,) = clocks(desk)
    assert (clock.kind, clock.due_on, clock.started_on) == (ClockKind.OBJECTION, LAST, TODAY)
    assert (clock.named_by_door, clock.named_on) == (AnswerDoor.LETTER, came_on)
    assert "By letter · Sun 22 Nov" in page.main
    due = visitor.get("/desk?whose=centre&kind=legal_clock")
    assert "Last day to object" in due.main
    assert here in due.links
    visitor.post(f"{here}/last-day", said, status=409)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"due_on": ""}, "due_on"),
        ({"due_on": (TODAY - timedelta(days=1)).isoformat()}, "due_on"),
        ({"due_on": "9999-12-31"}, "due_on"),
        ({"due_on": LAST.isoformat(), "notice_on": "2026-10-01"}, "notice_on"),
        ({"due_on": LAST.isoformat(), "door": None}, "door"),
        ({"due_on": LAST.isoformat(), "door": "rumour"}, "door"),
        ({"due_on": LAST.isoformat(), "named_on": None}, "named_on"),
        ({"due_on": LAST.isoformat(), "named_on": LAST.isoformat()}, "named_on"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(desk, visitor, said, field):
    here = f"/referrals/{refused(desk).id}"
    form = {"door": "phone", "named_on": TODAY.isoformat(), **said}
    assert set(visitor.post(f"{here}/last-day", form, status=422).errors) == {field}
    assert asked(desk)[0].status is CallTaskStatus.OPEN
    assert clocks(desk) == []


def test_a_referral_that_was_granted_has_no_such_day(desk, visitor):
    here = f"/referrals/{given(desk, ReferralOutcome.GRANTED).id}"
    said = {"due_on": LAST.isoformat(), "door": "phone", "named_on": TODAY.isoformat()}
    visitor.post(f"{here}/last-day", said, status=409)


@pytest.mark.parametrize("is_named", [True, False])
@pytest.mark.parametrize("way", ["objects", "corrected"])
def test_an_objection_or_an_answer_taken_back_ends_both(desk, way, is_named):
    referral = refused(desk)
    if is_named:
        named(desk, referral)

    def act(session, _case):
        if way == "objects":
            return object_to_referral(session, referral_id=referral.id, by=BY, now=NOW)
        row = referral_by_id(session, referral.id)
        return correct_referral_answer(session, row, by=BY, now=NOW)

    desk.write(act)
    stood = CallTaskStatus.DONE if is_named else CallTaskStatus.CANCELLED
    assert [each.status for each in asked(desk)] == [stood]
    assert all(each.ended_at is not None for each in clocks(desk))

    def refuse_again(session, _case):
        return answer_referral(
            session, referral_id=referral.id, refusal=RefusalReason.CATEGORY,
            door=AnswerDoor.PHONE, answered_on=TODAY, words=None, by=BY, now=NOW,
        )  # fmt: skip

    desk.write(refuse_again)
    assert [each.status for each in asked(desk)] == [stood, CallTaskStatus.OPEN]


def test_whoever_does_not_object_is_not_asked_any_more(desk, visitor):
    referral = refused(desk)
    with desk.database.reading(desk.scope) as session:
        step = next(each for each in steps_of(session, referral.id) if each.step is FollowUp.OBJECT)
    visitor.post(f"/referrals/{referral.id}/steps/{step.id}", {"stands": "left"})
    assert asked(desk)[0].status is CallTaskStatus.CANCELLED


def test_it_is_rung_about_before_its_end_and_over_after_it(desk):
    named(desk, refused(desk))
    (clock,) = clocks(desk)

    def follow(days):
        def act(session, _case):
            later = NOW + timedelta(days=days)
            return follow_clock(session, clock_id=clock.id, by=BY, now=later)

        return desk.write(act)

    assert follow(58).ended_at is None
    with desk.database.reading(desk.scope) as session:
        rung = session.scalars(select(CallTask).where(CallTask.dedup_key.startswith("clock:")))
        assert len(rung.all()) == 1
    assert follow(61).ended_at is not None


@pytest.mark.parametrize("meanwhile", ["nothing", "objected"])
def test_a_death_recorded_by_mistake_lets_it_run_again(desk, meanwhile):
    referral = refused(desk)
    named(desk, referral)

    def act(session, case):
        record_death(session, person_id=case.resident_id, died_on=TODAY, by=BY, now=NOW)
        session.flush()
        (clock,) = session.scalars(select(LegalClock)).all()
        assert clock.ended_at is not None
        if meanwhile == "objected":
            referral_by_id(session, referral.id).status = ReferralStatus.SENT
        undo_death(session, person_id=case.resident_id, by=BY, now=NOW + timedelta(hours=1))
        return clock.ended_at

    assert (desk.write(act) is None) is (meanwhile == "nothing")
