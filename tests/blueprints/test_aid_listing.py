"""What was given town-wide stands in one list; two bodies on one day are seen there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hopecare.domain.aid import AidKind
from hopecare.domain.roles import Role
from hopecare.services.record_aid import Aid, record_aid
from tests.factories.cases import BY, a_case
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY, a_centre, a_town
from tests.plugins.pages import said_by

RICE = Aid(given_on=TODAY, what="쌀 10kg", source="빛나래회", value_minor=30_000)
MONEY = replace(RICE, what="긴급비", kind=AidKind.MONEY)


@pytest.fixture
def given(database, town_scope, visitor):
    """Two homes: rice from two bodies on one day to one, rice and money on two days to another."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        account = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=centre)
        one, two = (
            a_case(session, resident=a_resident(session, name=name, centre=centre))
            for name in ("김다래", "박머루")
        )
        far = a_case(session, resident=a_resident(session, name="먼집", centre=a_centre(session)))
        for case, aid in (
            (one, RICE),
            (one, replace(RICE, source="달빛재단")),
            (two, replace(RICE, given_on=TODAY - timedelta(days=1))),
            (two, MONEY),
            (far, RICE),
        ):
            record_aid(session, case_id=case.id, aid=aid, by=BY, now=NOW)
        ids = {"김다래": one.id, "박머루": two.id}
    visitor.sign_in(account)
    return ids


def rows(page):
    return [said_by(row) for row in page.find_all("tr")[1:]]


def test_the_desk_leads_to_what_was_given_and_twice_on_one_day_is_marked(given, visitor):
    assert "/aid" in visitor.get("/desk").links
    page = visitor.get("/aid")
    found = rows(page)
    assert len(found) == 4
    twice = [row for row in found if "Also came that day: 1 more" in row]
    assert {"빛나래회" in row for row in twice} == {True, False}
    assert all("김다래" in row for row in twice)
    assert "먼집" not in page.text
    assert f"/cases/{given['김다래']}/given" in page.links


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("kind=money", 1),
        ("same_day=yes", 2),
        (f"until_on={TODAY - timedelta(days=1)}", 1),
        (f"from_on={TODAY}", 3),
    ],
)
def test_it_is_narrowed_by_kind_by_day_and_by_what_came_twice(given, visitor, query, number):
    page = visitor.get(f"/aid?{query}")
    assert len(rows(page)) == number
    answer = visitor.fetch(f"/aid?{query}&format=csv")
    assert answer.data.decode("utf-8-sig").strip().count("\n") == number
