"""A decision that is a mistake, on the page of the application and by another system."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision
from hopecare.domain.care_path import ApplicationStatus
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from models import Application, Case, TimelineEntry
from tests.blueprints.api_doors import a_door
from tests.blueprints.test_applications import Desk
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.people import a_staff_account
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_centre
from tests.plugins.pages import Visitor, count_queries, filled

SOON = NOW - timedelta(minutes=5)
TAKE_BACK = "/decision/take-back"


@pytest.fixture
def desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor, "KR")


def decided(desk, decision=Decision.GRANTED, *, with_referral=False, programme="emergency"):
    def act(session, case):
        referral = a_referral(session, case=case, now=SOON) if with_referral else None
        programme_of = "livelihood" if referral else programme
        made = an_application(session, case=case, referral=referral, programme=programme_of)
        return its_decision(session, its_submission(session, made, now=SOON), decision, now=SOON)

    return f"/applications/{desk.write(act).id}"


def test_it_is_taken_back_with_one_press_that_says_why(desk, visitor):
    here = decided(desk, programme="livelihood")
    page = visitor.get(here)
    assert "The decision is a mistake" in page.main
    assert "that is with its office again" not in page.main
    back = visitor.follow(visitor.post(f"{here}{TAKE_BACK}", {"mistake": "written_wrong"}, on=here))
    assert "The decision is taken back: its office is waited for again." in back.main
    assert "The office answers by" in back.main
    assert desk.now().status is ApplicationStatus.WAITING
    case = visitor.get(desk.page).main
    assert "A decision on an application was a mistake and was taken back" in case
    assert "Granted" in case
    assert "It decided something else, or on another day" in case


def test_what_happens_to_its_referral_is_said_before(desk, visitor):
    assert "that is with its office again" in visitor.get(decided(desk, with_referral=True)).main


@pytest.mark.parametrize("mistake", ["", "no_such_mistake"])
def test_without_a_reason_nothing_is_taken_back(desk, visitor, mistake):
    here = decided(desk)
    visitor.post(f"{here}{TAKE_BACK}", {"mistake": mistake}, on=here, status=422)
    assert desk.now().status is ApplicationStatus.DECIDED


def test_whoever_read_an_earlier_decision_takes_back_no_later_one(desk, visitor):
    here = decided(desk)
    late = filled(visitor.get(here).fields(f"{here}{TAKE_BACK}"), {"mistake": "not_decided"})
    visitor.post(f"{here}{TAKE_BACK}", {"mistake": "written_wrong"}, on=here)
    visitor.post(
        f"{here}/decision",
        {"decision": "refused", "refusal": "over_income", "decided_on": str(TODAY)},
    )
    assert "Nothing was overwritten" in visitor.send(f"{here}{TAKE_BACK}", late, status=409).text
    assert desk.now().decision is Decision.REFUSED


def test_pressed_twice_it_is_taken_back_once(desk, visitor):
    here = decided(desk)
    form = filled(visitor.get(here).fields(f"{here}{TAKE_BACK}"), {"mistake": "not_decided"})
    for _ in range(2):
        visitor.follow(visitor.send(f"{here}{TAKE_BACK}", form))
    with desk.database.reading(desk.scope) as session:
        kind = TimelineEntry.kind == EntryKind.DECISION_TAKEN_BACK
        assert len(session.scalars(select(TimelineEntry).where(kind)).all()) == 1


def test_what_was_built_on_it_is_said_and_there_is_no_button(desk, visitor):
    here = decided(desk)
    form = filled(visitor.get(here).fields(f"{here}{TAKE_BACK}"), {"mistake": "not_decided"})
    desk.applied(programme="emergency")
    page = visitor.get(here)
    assert "The same was applied for once more: withdraw that first" in page.main
    assert "What is the mistake?" not in page.main
    refused = visitor.send(f"{here}{TAKE_BACK}", form, status=409)
    assert "load the page again to see how" in refused.text


def test_another_centre_takes_nothing_back(desk, visitor, app):
    here = decided(desk)
    form = filled(visitor.get(here).fields(f"{here}{TAKE_BACK}"), {"mistake": "not_decided"})
    with desk.database.writing(desk.scope) as session:
        centre = a_centre(session, name="서부희망케어센터")
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
    other = Visitor(app).sign_in(account)
    own = filled(form, {"csrf_token": other.get("/desk").fields("/sign-out")["csrf_token"]})
    other.send(f"{here}{TAKE_BACK}", own, status=403)
    assert desk.now().status is ApplicationStatus.DECIDED


def test_the_page_reads_no_more_with_more_applications(desk, visitor, database):
    here = decided(desk, with_referral=True)
    visitor.get(here)
    with count_queries(database) as one:
        visitor.get(here)
    for programme in ("housing", "medical", "education"):
        decided(desk, programme=programme)
    with count_queries(database) as more:
        visitor.get(here)
    assert more.total == one.total


def test_another_system_takes_it_back_over_what_it_read(app, database, town_scope):
    door = a_door(app, database, town_scope)
    with database.writing(town_scope) as session:
        case = session.get_one(Case, door.made.ids["case_id"])
        made = an_application(session, case=case, programme="medical")
        key = its_decision(
            session, its_submission(session, made, now=SOON), Decision.GRANTED, now=SOON
        ).id
    one = f"/applications/{key}"
    version = door.read(one).json["version"]
    assert door(f"{one}{TAKE_BACK}", {"version": version}).status_code == 422
    body = {"version": version, "mistake": "not_decided"}
    stale = door(f"{one}{TAKE_BACK}", body | {"version": version - 1})
    assert (stale.status_code, stale.json["reason"]) == (409, "stale_version")
    with database.writing(town_scope) as session:
        case = session.get_one(Case, door.made.ids["case_id"])
        further = an_application(session, case=case, programme="medical").id
    built = door(f"{one}{TAKE_BACK}", body)
    assert (built.status_code, built.json["reason"]) == (409, "move_not_allowed")
    assert built.json["errors"] == {"decision": ["applied_anew"]}
    assert door(f"/applications/{further}/withdraw").status_code == 200
    assert door(f"{one}{TAKE_BACK}", body).status_code == 200
    with database.reading(town_scope) as session:
        assert session.get_one(Application, key).status is ApplicationStatus.WAITING
