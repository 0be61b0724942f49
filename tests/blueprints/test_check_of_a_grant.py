"""Emergency aid that was granted is checked within a month, also where nobody opened a crisis."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.clocks import ClockKind, months_later
from hopecare.domain.outcomes import ReferralOutcome
from hopecare.domain.timeline import EntryKind
from hopecare.queries.referrals import referral_by_id
from hopecare.services.correct_referral_answer import correct_referral_answer
from hopecare.services.follow_clock import follow_clock
from hopecare.services.object_to_decision import object_to_decision
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.record_crisis_help import FirstHelp, record_crisis_help
from hopecare.services.record_death import record_death
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.undo_death import undo_death
from models import Application, CallTask, LegalClock, TimelineEntry
from tests.blueprints.test_applications import Desk
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.cases import BY
from tests.factories.crises import a_crisis
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import NOW, TODAY


@pytest.fixture
def desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor, "KR")


def granted(desk, *, programme="emergency", decision=Decision.GRANTED, first=lambda *_: None):
    def act(session, case):
        first(session, case)
        waiting = its_submission(session, an_application(session, case=case, programme=programme))
        return its_decision(session, waiting, decision)

    return f"/applications/{desk.write(act).id}"


def checks(desk):
    with desk.database.reading(desk.scope) as session:
        wanted = select(LegalClock).where(
            LegalClock.kind == ClockKind.AFTER_CHECK, LegalClock.ended_at.is_(None)
        )
        return session.scalars(wanted).all()


def test_it_runs_a_month_stands_on_the_desk_and_ends_with_the_check(desk, visitor):
    here = granted(desk)
    (clock,) = checks(desk)
    assert clock.due_on == months_later(TODAY, 1)
    page = visitor.get("/desk?whose=centre&kind=legal_clock")
    assert "The check after the help" in page.main
    assert here in page.links
    assert "ask the office whether it has checked it" in visitor.get(here).main
    page = visitor.follow(visitor.post(f"{here}/checked", {}, on=here))
    assert "Nothing more is to be done." in page.main
    assert checks(desk) == []


def test_an_outcome_of_its_referral_starts_it_too(desk):
    def act(session, case):
        service = a_service(session, programme="emergency")
        referral = a_referral(session, case=case, service=service)
        application = an_application(session, case=case, programme="emergency", referral=referral)
        its_submission(session, application)
        record_referral_outcome(
            session, referral_id=referral.id, outcome=ReferralOutcome.GRANTED,
            outcome_on=TODAY, amount_minor=None, currency=None, by=BY, now=NOW,
        )  # fmt: skip
        return application

    desk.write(act)
    assert len(checks(desk)) == 1


@pytest.mark.parametrize(
    ("programme", "decision"),
    [("livelihood", Decision.GRANTED), ("emergency", Decision.REFUSED)],
)
def test_what_is_no_emergency_or_was_refused_is_not_checked(desk, programme, decision):
    granted(desk, programme=programme, decision=decision)
    assert checks(desk) == []


def test_the_help_of_a_crisis_is_checked_once(desk):
    def helped(session, case):
        crisis = a_crisis(session, case=case)
        first = FirstHelp(helped_on=TODAY, words="쌀과 연탄", due_on=TODAY + timedelta(days=20))
        record_crisis_help(session, crisis_id=crisis.id, first=first, by=BY, now=NOW)

    granted(desk, first=helped)
    (clock,) = checks(desk)
    assert clock.crisis_id is not None


def granted_on_a_referral(desk, outcome=ReferralOutcome.GRANTED):
    def act(session, case):
        service = a_service(session, programme="emergency")
        referral = a_referral(session, case=case, service=service)
        return record_referral_outcome(
            session, referral_id=referral.id, outcome=outcome, outcome_on=TODAY,
            amount_minor=None, currency=None, by=BY, now=NOW,
        )  # fmt: skip

    return desk.write(act)


@pytest.mark.parametrize("is_contested", [False, True])
@pytest.mark.parametrize("is_referred", [False, True])
def test_a_death_recorded_by_mistake_leaves_the_check_as_it_was(desk, is_referred, is_contested):
    if is_referred:
        made = granted_on_a_referral(desk, ReferralOutcome.PARTLY_GRANTED)
    else:
        granted(desk, decision=Decision.PARTLY_GRANTED)
        made = desk.now(Application)

    def act(session, case):
        if is_contested and is_referred:
            object_to_referral(session, referral_id=made.id, by=BY, now=NOW)
        elif is_contested:
            object_to_decision(
                session, application_id=made.id, objected_on=TODAY, due_on=None, by=BY, now=NOW
            )
        record_death(session, person_id=case.resident_id, died_on=TODAY, by=BY, now=NOW)
        undo_death(session, person_id=case.resident_id, by=BY, now=NOW)

    before = [each.id for each in checks(desk)]
    desk.write(act)
    assert [each.id for each in checks(desk)] == before


def test_a_grant_with_which_nobody_applied_is_checked_as_well(desk, visitor):
    here = f"/referrals/{granted_on_a_referral(desk).id}"
    (clock,) = checks(desk)
    assert clock.due_on == months_later(TODAY, 1)
    page = visitor.get("/desk?whose=centre&kind=legal_clock")
    assert "The check after the help" in page.main
    assert here in page.links
    assert "ask the office whether it has checked it" in visitor.get(here).main
    page = visitor.follow(visitor.post(f"{here}/checked", {}, on=here))
    assert "has checked it" not in page.main
    assert checks(desk) == []


def test_somebody_rings_its_office_before_the_month_is_over(desk):
    made = granted_on_a_referral(desk)
    (clock,) = checks(desk)

    def looked(session, _case):
        at = NOW + timedelta(days=(clock.due_on - TODAY).days - 1)
        follow_clock(session, clock_id=clock.id, by=BY, now=at)
        near = select(CallTask).where(CallTask.kind == CallTaskKind.DEADLINE_NEAR)
        return session.scalars(near).one()

    task = desk.write(looked)
    assert task.person_id is None
    assert made.code in task.words


def test_a_grant_taken_back_is_not_checked(desk):
    made = granted_on_a_referral(desk)

    def corrected(session, _case):
        row = referral_by_id(session, made.id, alone=True)
        return correct_referral_answer(session, row, by=BY, now=NOW)

    desk.write(corrected)
    assert checks(desk) == []


@pytest.mark.parametrize("way", ["application", "referral"])
def test_the_check_of_a_grant_is_noted_as_that(desk, visitor, way):
    by_way = {
        "application": granted,
        "referral": lambda desk: f"/referrals/{granted_on_a_referral(desk).id}",
    }
    here = by_way[way](desk)
    visitor.post(f"{here}/checked", {}, on=here)
    with desk.database.reading(desk.scope) as session:
        kinds = set(session.scalars(select(TimelineEntry.kind)))
    assert f"{way}_checked" in kinds
    assert EntryKind.CRISIS_CHECKED not in kinds


def test_each_grant_in_a_case_has_its_own_check(desk, visitor):
    """Aid of the state, and weeks later of the province."""
    here = [granted(desk), granted(desk, programme="gyeonggi_emergency")]
    granted_on_a_referral(desk)
    assert len(checks(desk)) == 3
    visitor.post(f"{here[1]}/checked", {}, on=here[1])
    assert f"/applications/{checks(desk)[0].application_id}" == here[0]
    assert len(checks(desk)) == 2


@pytest.mark.parametrize("decision", [Decision.REFUSED, Decision.GRANTED])
def test_a_decided_objection_ends_no_check_of_aid_that_was_paid(desk, visitor, decision):
    here = granted(desk, decision=Decision.PARTLY_GRANTED)
    visitor.post(
        f"{here}/objection", {"objected_on": str(TODAY), "due_on": str(TODAY + timedelta(days=30))}
    )
    page = visitor.get(here)
    assert "The check after the help" in page.main
    assert "The answer was due" not in page.main

    def decided(session, _case):
        row = session.scalars(select(Application)).one()
        its_decision(session, row, decision, on=TODAY, now=NOW)

    desk.write(decided)
    (clock,) = checks(desk)
    assert clock.due_on == months_later(TODAY, 1)
    visitor.post(f"{here}/checked", {}, on=here)
    assert checks(desk) == []


def test_an_objection_to_a_part_on_a_referral_ends_no_check_either(desk):
    made = granted_on_a_referral(desk, ReferralOutcome.PARTLY_GRANTED)

    def objected(session, _case):
        object_to_referral(session, referral_id=made.id, by=BY, now=NOW)
        record_referral_outcome(
            session, referral_id=made.id, outcome=ReferralOutcome.NOT_GRANTED,
            outcome_on=TODAY, amount_minor=None, currency=None, by=BY, now=NOW,
        )  # fmt: skip

    desk.write(objected)
    assert [each.referral_id for each in checks(desk)] == [made.id]
