"""A day from which a clock of the law runs is said by a person: no form fills it in."""

from __future__ import annotations

import pytest

from tests.blueprints.test_applications import Desk
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.referrals import a_referral, a_service
from tests.factories.towns import TODAY


@pytest.fixture
def desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor, "KR")


def stood(visitor, path):
    return visitor.get(path).fields(path)


def at_its_office(session, case):
    return a_referral(session, case=case, service=a_service(session))


def test_a_decision_nobody_was_told_of_has_no_date_of_notice(desk, visitor):
    here = f"/applications/{desk.waiting().id}"
    path = f"{here}/decision"
    said = {"decision": "refused", "refusal": "over_income", "decided_on": str(TODAY)}
    page = visitor.follow(visitor.post(path, said))
    assert desk.now().notice_on is None
    assert "Told on" not in page.main


@pytest.mark.parametrize(
    ("begun", "step", "days"),
    [
        (an_application, "submit", {"submitted_on"}),
        (
            lambda session, case: its_submission(session, an_application(session, case=case)),
            "decision",
            {"decided_on", "notice_on", "object_until_on"},
        ),
        (
            lambda session, case: its_decision(
                session, its_submission(session, an_application(session, case=case))
            ),
            "objection",
            {"objected_on"},
        ),
    ],
)
def test_no_step_of_an_application_fills_in_the_day_its_clock_runs_from(
    desk, visitor, begun, step, days
):
    made = desk.write(lambda session, case: begun(session, case=case))
    fields = stood(visitor, f"/applications/{made.id}/{step}")
    assert {name: fields[name] for name in days} == dict.fromkeys(days, "")


def test_the_answer_of_an_office_has_no_day_until_somebody_says_it(desk, visitor):
    path = f"/referrals/{desk.write(at_its_office).id}/answer"
    assert stood(visitor, path)["answered_on"] == ""
    again = visitor.post(path, {"answer": "refused", "refusal": "category"}, status=422)
    assert set(again.errors) == {"answered_on"}


def test_the_day_somebody_died_is_not_taken_for_today(desk, visitor):
    assert stood(visitor, f"/residents/{desk.resident.id}/death")["died_on"] == ""
