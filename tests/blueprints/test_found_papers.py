"""What a town finds out about a paper is asked once: the next application starts with it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.roles import Role
from models import Application
from tests.factories.applications import an_application
from tests.factories.cases import a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town
from tests.plugins.pages import count_queries

DAY = timedelta(days=1)
SAID = {
    "stands": "needed", "issued_by": "주민센터", "got_where": "1층 민원실",
    "cost_minor": "400", "valid_days": "90",
}  # fmt: skip
SHOWN = (
    "Who issues it: 주민센터 · Where: 1층 민원실 · What it costs: ₩400"
    " · How long it is valid: 90 days from the day it is issued"
)
FOUND = "written down on Mon 23 Nov by 나담당 at another application"


class Town:
    """Two residents of one centre, with a social worker who begins their applications."""

    def __init__(self, database, scope, visitor):
        self.database, self.scope, self.visitor = database, scope, visitor
        with database.writing(scope) as session:
            a_town(session)
            self.centre = a_centre(session)
            self.account = a_staff_account(
                session, roles=(Role.SOCIAL_WORKER,), centre=self.centre, full_name="나담당"
            )
        visitor.sign_in(self.account)

    def applied(self, *, after=timedelta(), programme="livelihood", **given):
        """Another resident's application."""
        with self.database.writing(self.scope) as session:
            resident = a_resident(session, centre=self.centre)
            case = a_case(session, resident=resident)
            given |= {"case": case, "programme": programme, "now": NOW + after}
            return f"/applications/{an_application(session, **given).id}"

    def days_pass(self, days):
        self.visitor.clock.at += days * DAY
        self.visitor.sign_in(self.account)

    def papers(self, here):
        links = self.visitor.get(here).links
        return [each for each in links if "/papers/" in each and "/new" not in each]

    def write(self, here, place=0, **said):
        self.visitor.post(self.papers(here)[place], SAID | said, status=303)


@pytest.fixture
def town(database, town_scope, visitor):
    return Town(database, town_scope, visitor)


def test_the_next_application_starts_with_what_was_found(town, visitor):
    first = town.applied()
    town.write(first)
    assert FOUND not in visitor.get(first).main, "here it was found"
    following = town.applied(after=DAY)
    page = visitor.get(following)
    assert SHOWN in page.main
    assert FOUND in page.main
    path = town.papers(following)[0]
    form = visitor.get(path)
    assert FOUND in form.main
    assert form.fields(path)["issued_by"] == "주민센터"
    assert form.fields(path)["cost_minor"] == "400"


def test_an_application_for_another_programme_that_wants_the_paper_has_it_too(town, visitor):
    town.write(town.applied())
    assert SHOWN in visitor.get(town.applied(after=DAY, programme="medical")).main


def test_nobody_elses_matters_go_along(town, visitor):
    first = town.applied()
    town.write(first, stands="have", got_on="2026-11-20", valid_until="2027-01-31")
    page = visitor.get(town.applied(after=DAY))
    assert "2027" not in page.main
    assert "since" not in page.main
    with town.database.reading(town.scope) as session:
        residents = [each.person_id for each in session.scalars(select(Application))]
    assert str(residents[0]) not in page.html


def test_what_is_corrected_there_stands_for_the_one_after_it(town, visitor):
    town.write(town.applied())
    following = town.applied(after=DAY)
    town.days_pass(2)
    town.write(following, cost_minor="500")
    assert FOUND not in visitor.get(following).main
    third = visitor.get(town.applied(after=3 * DAY)).main
    assert "What it costs: ₩500" in third
    assert "written down on Wed 25 Nov by 나담당 at another application" in third


def test_that_the_paper_is_there_finds_nothing_anew(town, visitor):
    town.write(town.applied())
    following = town.applied(after=DAY)
    town.days_pass(2)
    path = town.papers(following)[0]
    form = visitor.get(path).fields(path)
    form["stands"], form["got_on"] = "have", "2026-11-25"
    visitor.send(path, form, status=303)
    assert FOUND in visitor.get(town.applied(after=3 * DAY)).main


def test_what_was_taken_out_as_wrong_starts_no_other(town, visitor):
    first = town.applied()
    town.write(first)
    town.days_pass(1)
    emptied = {"issued_by": "", "got_where": "", "cost_minor": "", "valid_days": ""}
    town.write(first, **emptied)
    page = visitor.get(town.applied(after=2 * DAY))
    assert "주민센터" not in page.main
    assert "at another application" not in page.main


def test_a_paper_an_office_named_is_found_by_its_name(town, visitor):
    first = town.applied()
    visitor.post(f"{first}/papers/new", {"named": "통장 사본"}, status=303)
    town.write(first, place=-1)
    following = town.applied(after=DAY)
    assert SHOWN not in visitor.get(following).main
    town.days_pass(1)
    visitor.post(f"{following}/papers/new", {"named": " 통장  사본"}, status=303)
    page = visitor.get(following)
    assert SHOWN in page.main
    assert FOUND in page.main
    visitor.post(f"{following}/papers/new", {"named": "신분증 사본"}, status=303)
    assert visitor.get(following).main.count("at another application") == 1


def test_the_page_asks_no_more_for_what_was_found(town, visitor, database):
    first = town.applied()
    town.write(first)
    following = town.applied(after=DAY)
    visitor.get(following)
    with count_queries(database) as one:
        visitor.get(following)
    for place in (1, 2):
        town.write(first, place=place)
    another = town.applied(after=DAY)
    visitor.get(another)
    with count_queries(database) as three:
        visitor.get(another)
    assert three.total == one.total


def test_whoever_writes_it_down_is_told_that_the_town_keeps_it(town, visitor):
    page = visitor.get(town.papers(town.applied())[0])
    assert "The next application in this town that wants this paper starts with it" in page.main
