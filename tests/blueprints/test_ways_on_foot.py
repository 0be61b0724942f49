"""Who may be asked is shown with minutes on foot: by a routing server where there is one."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select

from hopecare.domain.roles import Role
from models import Town
from tests.factories.cases import a_case, a_need
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import a_centre, a_town, an_area
from tests.factories.volunteers import neighbours
from tests.plugins.pages import Visitor
from tests.standin.routing import Mood, RoutingStandIn


@pytest.fixture
def server():
    """The stand-in; whatever it was asked must have been right."""
    with RoutingStandIn() as stand_in:
        yield stand_in
    assert not stand_in.wrong


@pytest.fixture
def asking(database, town_scope, make_app, server):
    """A coordinator before the list of twelve neighbours who may be asked; and its address."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        resident = a_resident(session, centre=centre, area=area)
        need = a_need(session, case=a_case(session, resident=resident))
        neighbours(session, 12, centre=centre, area=area, first_m=676, step_m=1)
        account = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
    visitor = Visitor(make_app(database, travel_url=server.base_url))
    visitor.sign_in(account)
    return visitor, f"/needs/{need.id}/ask"


def test_the_first_ten_walk_by_the_streets_and_the_rest_by_the_line(asking, server):
    visitor, path = asking
    page = visitor.get(path)
    assert server.asked == [10]
    for minutes in range(1, 11):
        assert f"(about {minutes} min on foot)" in page.main
    assert "gave no answer" not in page.main


@pytest.mark.parametrize("mood", [Mood.ERROR, Mood.NO_JSON])
def test_where_the_server_errs_the_line_answers_and_the_page_says_so(asking, server, mood):
    visitor, path = asking
    server.mood = mood
    page = visitor.get(path)
    assert "(about 11 min on foot)" in page.main
    assert "The routing server gave no answer" in page.main


@pytest.mark.both_databases
def test_nobody_is_kept_from_writing_while_a_server_is_slow(asking, server, database, town_scope):
    visitor, path = asking
    server.mood = Mood.HANG
    answers = []
    reader = threading.Thread(target=lambda: answers.append(visitor.get(path)))
    reader.start()
    assert server.hangs.wait(timeout=60)
    with database.writing(town_scope) as session:
        session.scalars(select(Town)).one().office_phone = "031-000-0001"
    server.go_on.set()
    reader.join()
    assert "on foot" in answers[0].main
