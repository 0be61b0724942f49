"""The week at a glance: every number leads to exactly the rows it counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from blueprints.coordination.routes_week import PARTS
from hopecare.domain.digest import WeekNumber
from hopecare.domain.due import DeskClock
from hopecare.domain.roles import Role
from hopecare.queries.identities import identity_of
from hopecare.queries.needs import needs_of_case
from hopecare.queries.week_numbers import week_numbers
from models import Account, Centre, VolunteerProfile
from tests.factories.cases import a_case, a_need, a_wish
from tests.factories.offers import a_task
from tests.factories.people import a_resident, a_staff_account
from tests.factories.referrals import a_referral
from tests.factories.towns import NOW, TODAY, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours
from tests.plugins.pages import count_queries, said_by

A_DAY = timedelta(days=1)
ON_PAGE = (
    WeekNumber.SILENT,
    WeekNumber.NOBODY,
    WeekNumber.OVERDUE,
    WeekNumber.CLOSINGS,
    WeekNumber.REFERRALS,
    WeekNumber.LEGAL_CLOCKS,
    "since today",
    "this week",
    WeekNumber.NEEDS,
    WeekNumber.FULL,
)
"""The numbers of the page, in its order."""


@pytest.fixture
def centres(database, town_scope):
    """Two centres with a little of everything each."""
    with database.writing(town_scope) as session:
        a_town(session)
        centres = [a_centre(session, name=name) for name in ("동부", "서부")]
        for centre in centres:
            _fill(session, centre)
    return centres


def _fill(session, centre):
    area = an_area(session, covered_by=centre)
    residents = [a_resident(session, centre=centre, area=area) for _ in range(2)]
    case = a_case(session, resident=residents[0], centre=centre, needs=(a_wish(), a_wish()))
    case.review_on = TODAY - A_DAY
    a_referral(session, case=case).answer_due_on = TODAY - A_DAY
    quiet = a_case(session, resident=residents[1], centre=centre)
    quiet.opened_at = NOW - 30 * A_DAY
    a_need(session, case=quiet).created_at = NOW - 20 * A_DAY
    (helper,) = neighbours(session, 1, centre=centre, area=area)
    a_task(session, needs_of_case(session, case.id)[0], helper)
    profile = session.scalars(
        select(VolunteerProfile).where(VolunteerProfile.person_id == helper.id)
    ).one()
    profile.max_active = 1


@pytest.fixture
def lead(database, town_scope, visitor, centres):
    with database.writing(town_scope) as session:
        account = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centres[0])
    return visitor.sign_in(account)


def numbers(page):
    return [
        (int(said_by(each.find("span"))), each.attrib["href"])
        for each in page.find_all("a", class_="stat")
    ]


def rows(page):
    body = page.find("tbody")
    return 0 if body is None else len(body.findall("tr"))


def test_every_number_leads_to_exactly_the_rows_it_counts(lead):
    found = numbers(lead.get("/digest/week"))
    assert len(found) == sum(len(part.numbers) for part in PARTS)
    assert [number for number, _ in found] == [1, 2, 2, 0, 1, 0, 1, 0, 1, 1]
    for number, href in found:
        assert rows(lead.get(href)) == number, href


def test_the_text_says_the_numbers_of_the_page(database, town_scope, lead, centres):
    with database.reading(town_scope) as session:
        account = session.scalars(select(Account).where(Account.centre_id == centres[0].id)).one()
        identity = identity_of(session, account, now=NOW)
        told = week_numbers(session, identity, DeskClock(now=NOW, zone="Asia/Seoul"))
    on_page = dict(
        zip(ON_PAGE, (number for number, _ in numbers(lead.get("/digest/week"))), strict=True)
    )
    assert told == {which: on_page[which] for which in WeekNumber}
    assert any(told.values())


def test_whether_it_is_texted_is_said_where_one_changes_it(database, town_scope, lead):
    assert "The week is texted on Monday at 8:30" in lead.get("/digest/week").text
    assert "You get the week's numbers as a text, on the day" in lead.get("/account").text
    lead.post("/account/week", {"wants": "maybe"}, on="/account", status=422)
    lead.post("/account/week", {"wants": "no"}, on="/account")
    assert "You do not get the week's numbers as a text." in lead.get("/account").text
    with database.reading(town_scope) as session:
        wishes = session.scalars(select(Account.week_digest)).all()
    assert wishes.count(False) == 1


def test_today_leads_there(lead):
    assert "/digest/week" in lead.get("/today").links


def test_more_of_everything_asks_the_database_no_more_often(database, town_scope, lead, centres):
    with count_queries(database) as before:
        lead.get("/digest/week")
    with database.writing(town_scope) as session:
        _fill(session, session.get_one(Centre, centres[0].id))
    with count_queries(database) as after:
        lead.get("/digest/week")
    assert after.total == before.total
