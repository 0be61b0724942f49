"""Applying through the pages: papers, handing in, the decision, and what a refusal starts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.applications import Decision, NoBridge, PaperStands
from hopecare.domain.care_path import ApplicationStatus
from hopecare.domain.needs import NeedKind
from hopecare.domain.roles import Role
from hopecare.services.ask_companion import ask_companion
from hopecare.services.end_need import end_need
from hopecare.services.object_to_decision import object_to_decision
from models import Application, ApplicationPaper, Case, LegalClock, Need
from tests.factories.applications import (
    an_application,
    an_appointment,
    its_decision,
    its_submission,
)
from tests.factories.cases import BY, a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY, a_centre, a_town
from tests.factories.volunteers import neighbours
from tests.plugins.pages import count_queries, said_by


class Desk:
    """A social worker signed in, and a case of their centre."""

    def __init__(self, database, scope, visitor, country):
        self.database, self.scope = database, scope
        with self.database.writing(self.scope) as session:
            a_town(session, country=country)
            self.centre = a_centre(session)
            self.resident = a_resident(session, centre=self.centre)
            self.case = a_case(session, resident=self.resident)
            account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=self.centre)
        visitor.sign_in(account)
        self.page = f"/cases/{self.case.id}"
        self.new = f"{self.page}/applications/new"

    def write(self, act, **given):
        with self.database.writing(self.scope) as session:
            return act(session, session.get_one(Case, self.case.id), **given)

    def applied(self, **given):
        return self.write(lambda session, case: an_application(session, case=case, **given))

    def waiting(self, **given):
        def act(session, case):
            return its_submission(session, an_application(session, case=case, **given))

        return self.write(act)

    def refused(self):
        def act(session, case):
            waiting = its_submission(session, an_application(session, case=case))
            return its_decision(session, waiting, object_by=TODAY + timedelta(days=60))

        return self.write(act)

    def now(self, kind=Application):
        with self.database.reading(self.scope) as session:
            return session.scalars(select(kind)).one()


@pytest.fixture
def country():
    return "KR"


@pytest.fixture
def desk(database, town_scope, visitor, country):
    return Desk(database, town_scope, visitor, country)


def test_an_application_goes_from_its_papers_to_the_decision(desk, visitor):
    (leads,) = (link for link in visitor.get(desk.page).links if link.endswith("applications/new"))
    begun = visitor.follow(
        visitor.post(leads, {"programme": "livelihood", "bridge": "side_dishes"})
    )
    assert "Papers still needed: 3." in begun.main
    assert "Lease contract" in begun.main
    assert "Ask the office" in begun.main
    here = f"/applications/{desk.now().id}"
    paper = next(link for link in begun.links if "/papers/" in link and "new" not in link)
    there = visitor.follow(visitor.post(paper, {"stands": "have", "valid_until": "2027-01-05"}))
    assert "Papers still needed: 2." in there.main
    added = visitor.follow(visitor.post(f"{here}/papers/new", {"named": "통장 사본"}))
    assert "통장 사본" in added.main
    waiting = visitor.follow(visitor.post(f"{here}/submit", {"submitted_on": str(TODAY)}))
    assert "The office answers by Wed 23 Dec." in waiting.main
    assert desk.now(Need).until_on == TODAY + timedelta(days=30)
    decided = visitor.follow(
        visitor.post(
            f"{here}/decision",
            {"decision": "refused", "refusal": "over_income", "decided_on": str(TODAY)},
        )
    )
    assert "Next: Read the reason." in decided.main
    assert desk.now().status is ApplicationStatus.DECIDED


def test_nothing_is_asked_of_neighbours_that_nobody_chose(desk, visitor):
    again = visitor.post(desk.new, {"programme": "livelihood"}, status=422)
    assert set(again.errors) == {"bridge"}
    visitor.post(desk.new, {"programme": "livelihood", "bridge": "not_needed"})
    with desk.database.reading(desk.scope) as session:
        assert session.scalars(select(Need)).all() == []


def test_papers_stay_reachable_after_it_was_handed_in_and_the_form_names_what_is_missing(
    desk, visitor
):
    here = f"/applications/{desk.applied().id}"
    assert "Lease contract" in visitor.get(f"{here}/submit").main
    visitor.post(f"{here}/submit", {"submitted_on": str(TODAY)})
    assert f"{here}/papers/new" in visitor.get(here).links


def test_how_it_was_decided_stands_on_every_list_and_its_help_ended_with_it(desk, visitor):
    def act(session, case):
        begun = an_application(session, case=case, bridge=NeedKind.SIDE_DISHES)
        return its_decision(session, its_submission(session, begun))

    here = f"/applications/{desk.write(act).id}"
    for path in (here, desk.page, "/applications?which=decided"):
        assert "Not granted" in visitor.get(path).main, path
    visitor.post(f"{here}/objection", {"objected_on": str(TODAY)})
    page = visitor.get(here).main
    assert "Ended with the decision" in page
    assert "Nobody helps any more until the decision" not in page


def test_every_page_about_offices_leads_to_the_others(desk, visitor):
    pages = {"/referrals", "/referrals/board", "/applications", "/crises", "/packs"}
    for path in pages:
        assert pages - {path} <= set(visitor.get(path).links), path


def test_the_case_says_the_next_step_of_each_application(desk, visitor):
    desk.waiting()
    page = visitor.get(desk.page)
    assert "The office answers by" in page.main
    assert "With the office" in page.main


def test_the_page_of_a_case_reads_no_more_with_more_applications(desk, visitor, database):
    desk.applied()
    with count_queries(database) as one:
        visitor.get(desk.page)
    for programme in ("housing", "medical", "education"):
        desk.waiting(programme=programme)
    with count_queries(database) as more:
        visitor.get(desk.page)
    assert more.total == one.total


def test_a_refusal_is_read_contested_and_settled_step_by_step(desk, visitor):
    application = desk.refused()
    here = f"/applications/{application.id}"
    page = visitor.get(here)
    steps = [link for link in page.links if "/steps/" in link]
    assert len(steps) == 4
    assert "소득 초과" in visitor.get(steps[0]).main
    visitor.post(steps[0], {"stands": "done", "words": "함께 읽음"})
    assert any("/assess/questions" in link for link in visitor.get(steps[1]).links)
    assert any(link.endswith("/objection/sheet") for link in visitor.get(steps[2]).links)
    assert any(link.endswith("/needs/new") for link in visitor.get(steps[3]).links)
    after = visitor.follow(visitor.post(f"{here}/objection", {"objected_on": str(TODAY)}))
    assert "Objection is with the office" in after.text
    assert "No clock is known" in after.main
    assert "Object in writing: Done" in visitor.get(desk.page).main


@pytest.mark.parametrize(
    ("language", "says"),
    [("ko", "이의신청서"), ("en", "The decision objected to")],
)
def test_the_draft_names_decision_reason_and_date_of_notice(desk, visitor, language, says):
    application = desk.refused()
    page = visitor.get(f"/applications/{application.id}/objection/sheet?language={language}")
    (article,) = page.find_all("article")
    said = said_by(article)
    assert article.attrib["lang"] == language
    assert says in said
    assert "소득 초과" in said
    assert "제10조" in said
    assert ("2026년 11월 23일" if language == "ko" else "23 November 2026") in said
    assert "가람로 1, 101호" in said
    assert "1959" in said


def test_without_a_decision_there_is_nothing_to_object_to(desk, visitor):
    page = visitor.get(f"/applications/{desk.waiting().id}/objection/sheet")
    assert page.find_all("article") == []
    assert "There is no decision to object to." in page.main


def test_neighbours_are_asked_to_go_along_in_one_press(desk, visitor):
    def act(session, case):
        neighbours(session, 2, centre=session.merge(desk.centre))
        return an_appointment(session, an_application(session, case=case))

    application = desk.write(act)
    here = f"/applications/{application.id}"
    visitor.post(f"{here}/companion", {}, on=here)
    assert "Somebody to go along" in visitor.get(here).main
    assert desk.now(Need).kind is NeedKind.ESCORT


def test_a_paper_that_runs_out_before_the_appointment_is_said(desk, visitor):
    def act(session, case):
        appointed = an_application(session, case=case)
        return an_appointment(session, appointed, on=TODAY + timedelta(days=30))

    application = desk.write(act)
    here = f"/applications/{application.id}"
    paper = next(
        link for link in visitor.get(here).links if "/papers/" in link and "new" not in link
    )
    visitor.post(paper, {"stands": "have", "valid_until": "2026-12-01"})
    assert "Not valid any more on the day of the appointment" in visitor.get(here).main


@pytest.mark.parametrize(
    ("path", "wrong", "field"),
    [
        ("submit", {"submitted_on": "2027-01-01"}, "submitted_on"),
        ("extend", {"words": "늦음", "said_on": "2026-11-01"}, "said_on"),
        ("extend", {"words": ""}, "words"),
        ("decision", {"decision": "refused", "refusal": "", "decided_on": str(TODAY)}, "refusal"),
        ("decision", {"decision": "granted", "decided_on": "2026-11-01"}, "decided_on"),
        (
            "decision",
            {"decision": "granted", "decided_on": str(TODAY), "notice_on": "2026-11-01"},
            "notice_on",
        ),
        ("bridge", {"bridge": ""}, "bridge"),
        ("appointment", {"appointment_on": "2020-01-01"}, "appointment_on"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(desk, visitor, path, wrong, field):
    application = desk.applied() if path == "submit" else desk.waiting()
    again = visitor.post(f"/applications/{application.id}/{path}", wrong, status=422)
    assert field in again.errors


def test_neither_a_programme_nor_a_name_is_said(desk, visitor):
    again = visitor.post(desk.new, {"named": "", "bridge": "not_wished"}, status=422)
    assert "programme" in again.errors
    gone = visitor.post(desk.new, {"programme": "has_left", "bridge": "not_wished"}, status=422)
    assert "programme" in gone.errors


def test_a_programme_that_left_the_pack_is_still_shown(desk, visitor, database, town_scope):
    application = desk.applied()
    with database.writing(town_scope) as session:
        session.get_one(Application, application.id).programme = "old_allowance"
    for path in (desk.page, f"/applications/{application.id}", "/applications"):
        assert "old_allowance" in visitor.get(path).text


def test_it_is_submitted_once_and_withdrawn_while_it_waits(desk, visitor):
    application = desk.waiting(bridge=NeedKind.KNOCK)
    here = f"/applications/{application.id}"
    visitor.post(f"{here}/submit", {"submitted_on": str(TODAY)}, status=409)
    visitor.post(f"{here}/withdraw", {}, on=here)
    assert desk.now().status is ApplicationStatus.WITHDRAWN
    assert desk.now(LegalClock).ended_at is not None
    visitor.post(f"{here}/decision", {"decision": "granted", "decided_on": str(TODAY)}, status=409)


@pytest.mark.parametrize("country", ["GB"])
def test_a_town_without_a_file_asks_and_enters_the_day(desk, visitor):
    begun = visitor.follow(
        visitor.post(desk.new, {"named": "Council tax reduction", "bridge": "side_dishes"})
    )
    assert "No list of papers is known" in begun.main
    here = f"/applications/{desk.now().id}"
    assert "No clock is known here" in visitor.get(f"{here}/submit").main
    visitor.post(f"{here}/submit", {"submitted_on": str(TODAY), "due_on": "2026-12-10"})
    page = visitor.get(here)
    assert "The office answers by Thu 10 Dec." in page.main
    assert "This day was asked and entered." in page.main


def test_today_shows_whose_day_is_near_and_whose_help_does_not_last(desk, visitor):
    def act(session, case):
        late = an_application(
            session, case=case, bridge=NeedKind.KNOCK, now=NOW - timedelta(days=40)
        )
        return its_submission(session, late, on=TODAY - timedelta(days=25))

    application = desk.write(act)
    page = visitor.get("/today")
    assert page.links.count(f"/applications/{application.id}") == 2
    for which in ("near", "bridge_short"):
        assert (
            f"/applications/{application.id}" in visitor.get(f"/applications?which={which}").links
        )


def test_help_may_be_declined_with_a_reason_and_opened_later(desk, visitor):
    visitor.post(desk.new, {"programme": "housing", "bridge": "family_helps"})
    assert desk.now().no_bridge is NoBridge.FAMILY_HELPS
    here = f"/applications/{desk.now().id}"
    visitor.post(f"{here}/bridge", {"bridge": "side_dishes", "weekdays": ["mon"]})
    assert desk.now().no_bridge is None
    assert desk.now(Need).kind is NeedKind.SIDE_DISHES


def test_a_grant_starts_nothing_more(desk, visitor):
    application = desk.waiting()
    here = f"/applications/{application.id}"
    visitor.post(
        f"{here}/decision",
        {"decision": "granted", "refusal": "over_income", "decided_on": str(TODAY)},
    )
    assert (desk.now().decision, desk.now().refusal_reason) == (Decision.GRANTED, None)
    assert "Nothing more is to be done." in visitor.get(here).main


def test_whoever_changes_the_help_sees_which_one_runs_and_until_when(desk, visitor):
    application = desk.waiting(bridge=NeedKind.KNOCK)
    page = visitor.get(f"/applications/{application.id}/bridge")
    assert "Now: A knock at the door · until" in page.main


def test_what_the_office_said_of_a_paper_stands_in_the_checklist(desk, visitor):
    here = f"/applications/{desk.applied().id}"
    page = visitor.get(here)
    assert "Ask the office: Who issues it, Where, What it costs, How long it is valid" in page.main
    paper = next(link for link in page.links if "/papers/" in link and "new" not in link)
    said = {
        "stands": "needed", "issued_by": "주민센터", "got_where": "1층 민원실",
        "cost_minor": "400", "valid_days": "90",
    }  # fmt: skip
    page = visitor.follow(visitor.post(paper, said))
    assert "Who issues it: 주민센터 · Where: 1층 민원실 · What it costs: ₩400" in page.main
    assert "How long it is valid: 90 days from the day it is issued" in page.main
    form = visitor.get(paper).fields(paper)
    assert (form["cost_minor"], form["valid_days"]) == ("400", "90")
    visitor.post(paper, {"stands": "have", "got_on": TODAY.isoformat(), "valid_until": None})
    with desk.database.reading(desk.scope) as session:
        there = session.scalars(
            select(ApplicationPaper).where(ApplicationPaper.stands == PaperStands.HAVE)
        ).one()
    assert there.valid_until == TODAY + timedelta(days=90)
    assert there.currency == "KRW"


@pytest.mark.parametrize("wrong", [{"cost_minor": "free"}, {"valid_days": "0"}])
def test_what_a_paper_costs_and_how_long_it_lasts_are_numbers(desk, visitor, wrong):
    here = f"/applications/{desk.applied().id}"
    paper = next(link for link in visitor.get(here).links if "/papers/" in link)
    page = visitor.post(paper, {"stands": "needed", **wrong}, status=422)
    assert set(page.errors) == set(wrong)


def test_the_page_offers_to_ask_again_once_nobody_goes_along(desk, visitor):
    def act(session, case):
        neighbours(session, 2)
        application = an_appointment(session, an_application(session, case=case))
        need = ask_companion(session, application_id=application.id, by=BY, now=NOW)
        return application, need

    application, need = desk.write(act)
    here = f"/applications/{application.id}"
    assert "Ask neighbours to go along" not in visitor.get(here).main
    assert "Somebody is asked to go along" in visitor.get(f"{here}/appointment").main
    desk.write(lambda session, _case: end_need(
        session, need_id=need.id, is_met=False, by=BY, now=NOW
    ))  # fmt: skip
    assert "Ask neighbours to go along" in visitor.get(here).main
    assert "Somebody is asked to go along" not in visitor.get(f"{here}/appointment").main


@pytest.mark.parametrize("objects", [False, True])
def test_one_with_two_clocks_is_one_row_with_the_day_that_comes_first(desk, visitor, objects):
    """Emergency aid that was granted in part is checked, and may be objected to."""

    def act(session, case):
        made = its_submission(session, an_application(session, case=case, programme="emergency"))
        its_decision(session, made, Decision.PARTLY_GRANTED, object_by=TODAY + timedelta(days=60))
        if objects:
            due_on = TODAY + timedelta(days=5)
            return object_to_decision(
                session, application_id=made.id, objected_on=TODAY, due_on=due_on, by=BY, now=NOW
            )
        return made

    desk.write(act)
    with desk.database.reading(desk.scope) as session:
        running = select(LegalClock).where(LegalClock.ended_at.is_(None))
        assert len(session.scalars(running).all()) == 2
    table = visitor.get("/applications?which=all").find("table", class_="rows")
    _, said = (said_by(each) for each in table.iter("tr"))
    first = "The answer to the objection" if objects else "The check after the help"
    assert first in said
