"""Emergency aid that was granted is checked within a month, also where nobody opened a crisis."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision
from hopecare.domain.clocks import ClockKind, months_later
from hopecare.domain.outcomes import ReferralOutcome
from hopecare.services.record_crisis_help import FirstHelp, record_crisis_help
from hopecare.services.record_referral_outcome import record_referral_outcome
from models import LegalClock
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
