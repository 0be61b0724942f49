"""Whoever reads a page finds the numbers of their own country, staff at the telephone as well."""

from __future__ import annotations

import pytest

from tests.factories.people import a_staff_account
from tests.factories.towns import a_centre, a_town


@pytest.mark.parametrize(
    ("country", "mine", "others"),
    [("KR", "119", "999"), ("GB", "999", "119"), ("AT", "112", "999")],
)
def test_pages_name_the_number_of_their_country(
    database, town_scope, visitor, country, mine, others
):
    with database.writing(town_scope) as session:
        a_town(session, country=country)
        coordinator = a_staff_account(session, centre=a_centre(session))
    home = visitor.get("/")
    assert f"tel:{mine}" in home.links
    assert f"tel:{others}" not in home.links
    taking = visitor.sign_in(coordinator).get("/reports/new").text
    assert f"in danger now: {mine} first" in taking
