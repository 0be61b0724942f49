"""Every act once; two who edit the same thing see each other; nothing is overwritten."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import func, select

from hopecare.domain.identity import SystemActor
from hopecare.errors import OperationConflictError
from hopecare.web import acts
from models import AccessLogEntry, Area, Operation
from tests.factories import towns
from tests.plugins.pages import Visitor

pytestmark = pytest.mark.both_databases


@pytest.fixture
def area(database, town_scope, town):
    with database.writing(town_scope) as session:
        return towns.an_area(session, name="화도읍", name_en="Hwado")


@pytest.fixture
def path(area):
    return f"/sample/areas/{area.id}"


@pytest.fixture
def other(app, coordinator):
    """The same account on another device."""
    return Visitor(app).sign_in(coordinator)


def stands(database, town_scope, area):
    with database.reading(town_scope) as session:
        return session.get(Area, area.id)


def test_an_act_changes_what_it_says_and_says_so_on_the_next_page(
    staff, database, town_scope, area, path
):
    answer = staff.post(path, {"name": "화도"})
    assert stands(database, town_scope, area).name == "화도"
    assert "Save this" in staff.follow(answer).text


def test_a_double_click_acts_once(staff, database, town_scope, area, path):
    form = staff.get(path).fields(path)
    form["name"] = "화도"
    first, second = staff.send(path, form), staff.send(path, form)
    assert first.answer.headers["Location"] == second.answer.headers["Location"]
    assert stands(database, town_scope, area).version == 2
    with database.reading(town_scope) as session:
        assert session.scalar(select(func.count()).select_from(Operation)) == 1


def test_another_content_under_the_same_key_is_refused(staff, path):
    form = staff.get(path).fields(path)
    form["name"] = "화도"
    staff.send(path, form)
    form["name"] = "호평"
    assert "already sent" in staff.send(path, form, status=409).text


def test_a_form_without_a_key_is_refused(staff, path):
    form = staff.get(path).fields(path)
    form.poplist("op")
    staff.send(path, form, status=422)


def test_the_second_of_two_sees_what_the_first_wrote_and_overwrites_nothing(
    staff, other, database, town_scope, area, path
):
    mine, others = staff.get(path).fields(path), other.get(path).fields(path)
    others["name"] = "화도읍사무소"
    other.send(path, others)
    mine["name"] = "내가 쓴 이름"
    page = staff.send(path, mine, status=409)
    assert "화도읍사무소" in page.text
    assert "내가 쓴 이름" in page.text
    assert stands(database, town_scope, area).name == "화도읍사무소"
    chosen = page.fields(path)
    assert chosen["name"] == "화도읍사무소"
    chosen["name"] = "내가 쓴 이름"
    staff.send(path, chosen)
    assert stands(database, town_scope, area).name == "내가 쓴 이름"
    assert stands(database, town_scope, area).name_en == "Hwado"


def test_two_at_the_very_same_moment_act_once(app, database, town_scope, area):
    begin, made = threading.Barrier(2), []

    def act(session):
        made.append(1)
        session.get(Area, area.id).population = 5
        return {"to": "/x"}

    def run():
        with app.test_request_context("/"):
            begin.wait()
            outcomes.append(
                acts.run_once(SystemActor(name="public_page"), key="k", content="c", act=act)
            )

    outcomes: list[dict[str, str]] = []
    threads = [threading.Thread(target=run) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert outcomes == [{"to": "/x"}, {"to": "/x"}]
    assert made == [1]


def test_a_failing_act_leaves_its_key_free(app, database, town, area):
    def fails(_session):
        raise ZeroDivisionError

    with app.test_request_context("/"):
        by = SystemActor(name="public_page")
        with pytest.raises(ZeroDivisionError):
            acts.run_once(by, key="k", content="c", act=fails)
        assert acts.run_once(by, key="k", content="c", act=lambda _: {"to": "/"}) == {"to": "/"}
        with pytest.raises(OperationConflictError):
            acts.run_once(by, key="k", content="d", act=lambda _: {"to": "/"})


def test_whoever_is_shown_is_noted_once_a_request_with_the_purpose(
    staff, coordinator, database, town_scope
):
    staff.get(f"/sample/seen/{coordinator.person_id}")
    with database.reading(town_scope) as session:
        row = session.scalars(select(AccessLogEntry)).one()
    assert row.person_ids == [str(coordinator.person_id)]
    assert row.purpose == "resident.read"
    assert row.account_id == coordinator.id


def test_a_page_without_persons_is_not_noted(staff, database, town_scope):
    staff.get("/sample/areas")
    with database.reading(town_scope) as session:
        assert session.scalars(select(AccessLogEntry)).all() == []
