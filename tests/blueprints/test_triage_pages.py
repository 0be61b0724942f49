"""Triage through the door: the urgent first, whom it may be about, and each decision."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from hopecare.domain.care_path import ReportStatus
from hopecare.domain.roles import Role
from hopecare.domain.urgency import Urgency
from models import AccessLogEntry, Call, Person, Report
from tests.factories.people import a_phone, a_resident, a_staff_account
from tests.factories.reports import a_report
from tests.factories.towns import a_centre, a_town, an_area
from tests.plugins.pages import count_queries

PHONE = "+821000004711"


class Desk:
    """A coordinator at work, and the rows they see."""

    def __init__(self, database, town_scope, visitor):
        self.database, self.scope, self.visitor = database, town_scope, visitor
        with database.writing(town_scope) as session:
            a_town(session)
            self.centre, self.other = a_centre(session), a_centre(session, name_en="South Centre")
            self.area = an_area(session, covered_by=self.centre)
            account = a_staff_account(session, centre=self.centre)
            self.known = a_resident(session, centre=self.centre, area=self.area, phone=PHONE)
            self.report = a_report(session, centre=self.centre, area=self.area, phone=PHONE)
        visitor.sign_in(account)

    @property
    def path(self):
        return f"/reports/{self.report.id}"

    def now(self):
        with self.database.reading(self.scope) as session:
            return session.get_one(Report, self.report.id)


@pytest.fixture
def at_desk(database, town_scope, visitor):
    return Desk(database, town_scope, visitor)


def test_the_urgent_stand_first_and_other_centres_are_not_shown(at_desk):
    with at_desk.database.writing(at_desk.scope) as session:
        a_report(session, name="박여울", urgency=Urgency.CRISIS, centre=at_desk.centre)
        a_report(session, name="배마루", urgency=Urgency.SOON)
        a_report(session, name="문이슬", centre=at_desk.other)
    page = at_desk.visitor.get("/triage")
    names = [name for name in ("박여울", "배마루", "김다래") if name in page.main]
    assert sorted(names, key=page.main.index) == ["박여울", "배마루", "김다래"]
    assert "문이슬" not in page.main
    assert "박여울" not in at_desk.visitor.get("/triage?urgency=soon").main
    assert "배마루" in at_desk.visitor.get("/triage?q=배마").main
    assert "김다래" in at_desk.visitor.get("/triage?q=010-0000-4711").main
    assert "김다래" not in at_desk.visitor.get("/triage?waits=parked").main


@pytest.mark.parametrize("language", ["en", "ko"])
def test_a_report_points_out_who_it_may_be_with_reasons(at_desk, language):
    page = at_desk.visitor.read_in(language).get(at_desk.path)
    assert f"/residents/{at_desk.known.id}" in page.links
    if language == "en":
        assert "The same telephone" in page.text
        assert "The same name" in page.text


def test_somebody_of_another_centre_is_named_by_the_centre_only(at_desk):
    with at_desk.database.writing(at_desk.scope) as session:
        session.get_one(Person, at_desk.known.id).centre_id = at_desk.other.id
    page = at_desk.visitor.get(at_desk.path)
    assert "Known to South Centre" in page.text
    assert f"/residents/{at_desk.known.id}" not in page.links


def test_a_report_is_joined_and_taken_back(at_desk):
    visitor, path = at_desk.visitor, at_desk.path
    joined = visitor.follow(visitor.post(f"{path}/join", on=path))
    assert "Belongs to 김다래" in joined.text
    assert at_desk.now().status is ReportStatus.JOINED
    visitor.post(f"{path}/undo-join", on=path)
    assert at_desk.now().status is ReportStatus.LOOKING


def test_a_report_is_taken_up_tried_and_set_aside(at_desk):
    visitor, path = at_desk.visitor, at_desk.path
    visitor.post(f"{path}/take-up", on=path)
    lost = {"event": "not_found", "again_on": "2026-12-24"}
    refused = visitor.post(f"{path}/aside", lost, status=422)
    assert list(refused.errors) == ["event"]
    for outcome in ("no_answer", "card_left"):
        tried = {"direction": "door", "outcome": outcome, "note": "불이 켜져 있음"}
        visitor.post(f"{path}/tries", tried, on=path)
    visitor.post(f"{path}/aside", lost)
    assert at_desk.now().status is ReportStatus.NOT_FOUND
    assert "불이 켜져 있음" in visitor.get(path).text
    visitor.post(f"{path}/reopen", on=path)
    assert at_desk.now().status is ReportStatus.LOOKING
    with at_desk.database.reading(at_desk.scope) as session:
        assert session.scalar(select(func.count()).select_from(Call)) == 2


def test_a_refusal_blanks_the_words_and_asks_for_a_day(at_desk):
    visitor, path = at_desk.visitor, at_desk.path
    said_no = {"event": "consent_refused", "again_on": ""}
    refused = visitor.post(f"{path}/aside", said_no, status=422)
    assert list(refused.errors) == ["again_on"]
    visitor.post(f"{path}/aside", said_no | {"again_on": "2027-02-01"})
    assert at_desk.now().words is None


def test_a_report_passed_on_leaves_this_centres_list(at_desk):
    moved = {"event": "moved_away", "centre_id": at_desk.other.id, "again_on": ""}
    at_desk.visitor.post(f"{at_desk.path}/aside", moved)
    assert at_desk.now().centre_id == at_desk.other.id
    at_desk.visitor.get(at_desk.path, status=403)


def test_who_told_us_is_read_by_a_coordinator_and_every_look_is_kept(at_desk):
    page = at_desk.visitor.get(f"{at_desk.path}/reporter")
    assert "이이웃" in page.text
    with at_desk.database.reading(at_desk.scope) as session:
        looks = session.scalars(select(AccessLogEntry.purpose)).all()
    assert "report.read_reporter" in looks
    assert "이이웃" not in at_desk.visitor.get(at_desk.path).text


def test_a_social_worker_reads_the_report_and_not_the_reporter(at_desk):
    with at_desk.database.writing(at_desk.scope) as session:
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=at_desk.centre)
    at_desk.visitor.sign_in(account)
    page = at_desk.visitor.get(at_desk.path)
    assert f"{at_desk.path}/reporter" not in page.links
    at_desk.visitor.get(f"{at_desk.path}/reporter", status=403)


def test_a_report_is_taken_at_the_telephone(at_desk):
    told = {
        "about": "myself",
        "words": "반찬이 필요해요",
        "name": "배마루",
        "birth_on": "1974-02-03",
    }
    sent = at_desk.visitor.post("/reports/new", told)
    assert "배마루" in at_desk.visitor.follow(sent).text
    wrong = told | {"birth_on": "2050-01-01"}
    assert list(at_desk.visitor.post("/reports/new", wrong, status=422).errors) == ["birth_on"]


def test_the_report_page_asks_no_more_for_many_likenesses(at_desk):
    with count_queries(at_desk.database) as few:
        at_desk.visitor.get(at_desk.path)
    with at_desk.database.writing(at_desk.scope) as session:
        for _ in range(8):
            a_resident(session, centre=at_desk.centre, phone=a_phone())
            a_report(session, centre=at_desk.centre, phone=PHONE)
    with count_queries(at_desk.database) as many:
        at_desk.visitor.get(at_desk.path)
    assert many.total <= few.total + 1
    assert many.total <= 40
