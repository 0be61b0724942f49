"""A near miss on the pages: what to watch, what else was looked at, what helps meanwhile."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from hopecare.domain.roles import Role
from hopecare.queries.residents import person_by_id
from tests.factories.assessments import a_turn, an_assessment, said, works_at
from tests.factories.cases import a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town
from tests.plugins.pages import Visitor

HURTS = ("refus", "reject", "denied", "거절", "거부", "탈락", "부적격")


@pytest.fixture
def office(database, town_scope, app):
    """A social worker in English and in Korean, and somebody a little over a limit."""

    class Office:
        def __init__(self):
            with database.writing(town_scope) as session:
                a_town(session)
                centre = a_centre(session)
                self.resident = a_resident(
                    session, centre=centre, phone="", birth_on=date(1961, 12, 3)
                )
                self.assessment = an_assessment(
                    session, self.resident, facts=said(income_benefits=830_000)
                )
                account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
            self.account = account
            self.english = Visitor(app).sign_in(account)
            self.korean = Visitor(app, "ko").sign_in(account)
            self.ledger = f"/residents/{self.resident.id}/missed-benefits"
            self.sheet = f"/assessments/{self.assessment.id}"

        def watch_of(self, path, visitor=None):
            page = (visitor or self.english).get(path)
            found = page.find("section", id="watch")
            return "" if found is None else " ".join("".join(found.itertext()).split())

    return Office()


def test_it_says_the_margin_the_cost_and_the_day(office):
    for path in (office.sheet, office.ledger):
        words = office.watch_of(path)
        assert "Missed by a little: KRW 9,444 over" in words
        assert "from KRW 9,444 a month on it may be due" in words
        assert "Also looked at:" in words
        assert "Meanwhile neighbours can help." in words


def test_the_sheet_says_it_without_a_word_that_hurts(office):
    for visitor in (office.english, office.korean):
        words = office.watch_of(office.sheet, visitor)
        assert words
        assert [each for each in HURTS if each in words.lower()] == []


def test_a_case_leads_on_to_its_neighbours(office, database, town_scope):
    page = office.english.get(office.ledger)
    assert f"/residents/{office.resident.id}/open-case" in "".join(page.links)
    with database.writing(town_scope) as session:
        case = a_case(session, resident=office.resident)
    assert f"/cases/{case.id}" in office.english.get(office.ledger).links


def test_a_birthday_is_watched_by_the_date_on_record(office, database, town_scope):
    with database.writing(town_scope) as session:
        an_assessment(session, office.resident, facts=works_at(64), now=NOW + timedelta(hours=1))
    assert "Thu 3 Dec: somebody of the household turns 65" in office.watch_of(office.ledger)
    # What is to be watched hangs from the last answer alone.
    assert office.watch_of(office.sheet) == ""


def test_a_birthday_past_the_end_of_the_rules_says_by_which_figures(office, database, town_scope):
    with database.writing(town_scope) as session:
        person_by_id(session, office.resident.id).birth_on = "1962-02-01"
        an_assessment(session, office.resident, facts=works_at(64), now=NOW + timedelta(hours=1))
    assert (
        "Mon 1 Feb 2027: somebody of the household turns 65, and it may be due. "
        "Check again then. By the figures of 2026."
    ) in office.watch_of(office.ledger)
    assert "만 65세가 되는 분이 있어" in (korean := office.watch_of(office.ledger, office.korean))
    assert "2026년 기준 금액으로 보았습니다." in korean


def test_in_a_year_without_rules_the_page_says_so_once_and_the_watch_goes_on(office, app):
    office.english.clock.advance(datetime(2027, 1, 5, tzinfo=UTC) - NOW)
    for language, once, daily, untrue in (
        ("en", "those of 2026", "looked at every day", "No date or cost"),
        ("ko", "2026년 기준 금액으로 보았", "날마다", "날짜나 비용"),
    ):
        visitor = Visitor(app, language).sign_in(office.account)
        assert visitor.get(office.ledger).main.count(once) == 1
        watch = office.watch_of(office.ledger, visitor)
        assert daily in watch
        assert untrue not in watch


def test_where_nothing_is_missed_by_a_little_nothing_is_watched(office, database, town_scope):
    with database.writing(town_scope) as session:
        an_assessment(session, office.resident, now=NOW + timedelta(hours=1))
    assert office.watch_of(office.ledger) == ""


def test_the_day_counts_the_answers_that_turned(office, database, town_scope):
    with database.writing(town_scope) as session:
        a_turn(session, office.resident)
    page = office.english.get("/today")
    assert "1Answers that turned" in page.main
