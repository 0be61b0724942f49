"""Answers that turned, through the pages: the list, one with its reasons, what was done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.roles import Role
from hopecare.domain.screening import TurnDone
from hopecare.queries.today import today_of
from hopecare.services.record_death import record_death
from hopecare.services.undo_death import undo_death
from models import AccessLogEntry, Account
from tests.blueprints.offices import TurnOffice
from tests.factories.assessments import a_turn
from tests.factories.cases import BY
from tests.factories.people import a_resident, a_staff_account, an_identity
from tests.factories.towns import NOW, TODAY, a_centre
from tests.plugins.pages import count_queries, filled

LIST = "/answers-that-turned"
DAY = timedelta(days=1)


@pytest.fixture
def office(database, town_scope, visitor):
    return TurnOffice(database, town_scope, visitor)


def test_the_list_says_who_which_way_and_why(office, visitor):
    page = visitor.get(LIST)
    assert "김다래" in page.main
    assert "Livelihood benefit" in page.main
    assert "Newly may qualify" in page.main
    assert "Seems not possible now → May well qualify" in page.main
    assert "recognised income: Does not hold → Holds" in page.main
    assert office.page in page.links


@pytest.mark.parametrize(
    ("asked", "is_shown"),
    [
        ("?turn=newly_may", True),
        ("?turn=newly_out", False),
        ("?programme=livelihood", True),
        ("?programme=housing", False),
        ("?receiving=yes", False),
        ("?mine=yes", False),
        ("?which=settled", False),
        ("?which=all", True),
    ],
)
def test_the_list_is_narrowed(office, visitor, asked, is_shown):
    assert ("김다래" in visitor.get(LIST + asked).main) is is_shown


def test_the_list_is_saved_as_it_is_shown(office, visitor):
    said = visitor.fetch(f"{LIST}?format=csv").data.decode("utf-8-sig")
    assert "김다래" in said
    assert "Livelihood benefit" in said


def test_of_who_has_died_nothing_waits_and_after_a_mistake_it_waits_again(
    office, visitor, database, town_scope
):
    def waiting():
        with database.writing(town_scope) as session:
            identity = an_identity(session, session.get_one(Account, office.account.id))
            found = today_of(session, identity=identity, day=(NOW, NOW + DAY), now=NOW)
        return "김다래" in visitor.get(LIST).main, found.turned

    assert waiting() == (True, 1)
    with database.writing(town_scope) as session:
        record_death(session, person_id=office.resident.id, died_on=TODAY, by=BY, now=NOW)
    assert waiting() == (False, 0)
    assert "김다래" in visitor.get(f"{LIST}?which=all").main
    with database.writing(town_scope) as session:
        undo_death(session, person_id=office.resident.id, by=BY, now=NOW + timedelta(hours=1))
    assert waiting() == (True, 1)


def test_one_says_both_answers_and_is_settled_by_a_person(office, visitor):
    page = visitor.get(office.page)
    assert "What turned" in page.main
    assert "KRW 830,000" in page.main
    assert "KRW 800,000" in page.main
    done = {"done": "helped_to_apply", "words": "주민센터에 함께 감"}
    after = visitor.follow(visitor.post(office.settle, done, on=office.page))
    assert "Written down" in after.text
    row = office.row()
    assert (row.done, row.words) == (TurnDone.HELPED_TO_APPLY, "주민센터에 함께 감")
    assert row.settled_by_id == office.account.person_id
    assert "김다래" not in after.main
    assert "주민센터에 함께 감" in visitor.get(office.page).main


def test_what_only_the_system_says_is_no_answer_of_a_person(office, visitor):
    page = visitor.post(office.settle, {"done": "overtaken"}, on=office.page, status=422)
    assert "done" in page.errors
    assert office.row().settled_at is None


def test_who_comes_second_learns_what_the_first_did(office, visitor):
    stale = visitor.get(office.page).fields(office.settle)
    stale = filled(stale, {"done": "nothing_needed", "words": "Their son does it"})
    visitor.post(office.settle, {"done": "helped_to_apply"}, on=office.page)
    page = visitor.send(office.settle, stale, status=409)
    assert "Helped them to apply" in page.main
    assert "Nothing was overwritten" in page.main
    assert "Their son does it" in page.main
    assert office.row().done is TurnDone.HELPED_TO_APPLY


def test_another_centre_sees_neither_the_list_nor_the_row(office, visitor, database, town_scope):
    with database.writing(town_scope) as session:
        other = a_staff_account(session, roles=(Role.SOCIAL_WORKER,), centre=a_centre(session))
    form = filled(visitor.get(office.page).fields(office.settle), {"done": "told_them"})
    visitor.sign_in(other)
    assert "김다래" not in visitor.get(LIST).main
    visitor.get(office.page, status=403)
    visitor.send(office.settle, form, status=403)
    assert office.row().settled_at is None


def test_a_coordinator_reads_the_row_and_settles_nothing(office, visitor, database, town_scope):
    with database.writing(town_scope) as session:
        reader = a_staff_account(session, roles=(Role.COORDINATOR,), centre=office.centre)
    form = filled(visitor.get(office.page).fields(office.settle), {"done": "told_them"})
    visitor.sign_in(reader)
    assert "What was done?" not in visitor.get(office.page).main
    visitor.send(office.settle, form, status=403)


def test_who_looked_is_written_down(office, visitor, database, town_scope):
    visitor.get(LIST)
    with database.reading(town_scope) as session:
        entries = session.scalars(select(AccessLogEntry)).all()
    assert any(str(office.resident.id) in entry.person_ids for entry in entries)


def test_the_list_costs_the_same_however_long_it_is(office, visitor, database, town_scope):
    with count_queries(database) as few:
        visitor.get(LIST)
    with database.writing(town_scope) as session:
        for _ in range(3):
            a_turn(session, a_resident(session, centre=office.centre, phone=""))
    with count_queries(database) as many:
        visitor.get(LIST)
    assert many.total == few.total


def test_the_answer_kept_says_that_nobody_was_asked(office, visitor):
    page = visitor.get(f"/assessments/{office.row().assessment_id}")
    assert "nobody was asked" in page.main
