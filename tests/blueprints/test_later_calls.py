"""A call that is rung later: off the list until its hour, back by itself, never lost."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.later_calls import LaterAt, later_times
from models import Call, CallTask
from tests.factories.cases import a_case
from tests.factories.desk import a_call_task, a_plan
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, TODAY
from tests.plugins.pages import said_by

ZONE = "Asia/Seoul"
HOUR = timedelta(hours=1)


@pytest.fixture
def owed(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return a_call_task(session, a_resident(session, name="김다래", centre=centre))


def put_off(staff, task, *, status=303, **said):
    path = f"/call-tasks/{task.id}"
    form = staff.get(path).fields(f"{path}/later")
    answers = {"when": "in_an_hour", "reason": "no_answer"} | said
    return staff.send(f"{path}/later", written(form, answers), status=status)


def written(form, answers):
    """The form as it was read, with these answers in their places."""
    for name, value in answers.items():
        form[name] = value
    return form


def names(staff, query=""):
    body = staff.get(f"/call-tasks{query}").find("tbody")
    return [] if body is None else [said_by(row) for row in body]


def test_it_leaves_the_list_until_its_hour_and_comes_back_with_its_tries(staff, owed):
    put_off(staff, owed)
    assert names(staff) == []
    (later,) = names(staff, "?later=yes")
    assert "김다래" in later
    staff.clock.advance(timedelta(minutes=61))
    (back,) = names(staff)
    assert "김다래" in back
    assert said_by(staff.get("/call-tasks").find("td", class_="number")) == "1"
    assert names(staff, "?later=yes") == []


def test_the_try_and_its_reason_are_written_down_and_the_call_stays_owed(
    database, town_scope, staff, owed
):
    put_off(staff, owed, reason="asked_later", words="저녁이 좋대요")
    with database.reading(town_scope) as session:
        call = session.scalars(select(Call)).one()
        task = session.scalars(select(CallTask)).one()
    assert (call.outcome, call.call_task_id) == (CallOutcome.CALL_LATER, owed.id)
    assert call.words == "저녁이 좋대요"
    assert task.status is CallTaskStatus.OPEN
    assert task.due_at == NOW + timedelta(hours=1)


def test_the_numbers_of_the_day_leave_it_out_until_then(staff, owed):
    assert len(calls_of_today(staff)) == 1
    put_off(staff, owed, when="in_an_hour")
    assert calls_of_today(staff) == []
    staff.clock.advance(timedelta(hours=2))
    assert len(calls_of_today(staff)) == 1


def calls_of_today(staff):
    lines = staff.get("/today").find_all("a", class_="person-line")
    return [each for each in lines if "/call-tasks/" in each.attrib["href"]]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"when": "chosen"}, "later_on"),
        ({"when": "chosen", "later_on": "2020-01-01"}, "later_on"),
        ({"when": "chosen", "later_on": str(TODAY + timedelta(days=61))}, "later_on"),
        ({"when": "chosen", "later_on": str(TODAY), "later_at": "00:01"}, "later_on"),
        ({"when": "chosen", "later_on": str(TODAY), "later_at": "25:00"}, "later_at"),
        ({"when": "someday"}, "when"),
        ({"reason": "no_time"}, "reason"),
        ({"words": "가" * 2001}, "words"),
    ],
    ids=["no day", "past", "too far", "hour gone", "no hour", "no choice", "no reason", "too long"],
)
def test_an_hour_that_cannot_be_is_refused_at_its_place(staff, owed, said, field):
    assert field in put_off(staff, owed, status=422, **said).errors
    assert len(names(staff)) == 1


@pytest.mark.parametrize("kind", [CallTaskKind.EMERGENCY, CallTaskKind.KNOCK])
def test_what_cannot_wait_is_never_put_off(database, town_scope, staff, centre, kind):
    with database.writing(town_scope) as session:
        resident = a_resident(session, name="급한", centre=centre)
        task = a_call_task(session, resident, kind=kind)
        other = a_call_task(session, resident)
    assert f"/call-tasks/{task.id}/later" not in staff.get(f"/call-tasks/{task.id}").text
    form = staff.get(f"/call-tasks/{other.id}").fields(f"/call-tasks/{other.id}/later")
    answers = {"when": "in_an_hour", "reason": "no_answer"}
    staff.send(f"/call-tasks/{task.id}/later", written(form, answers), status=422)
    with database.reading(town_scope) as session:
        assert session.get_one(CallTask, task.id).due_at == NOW


def test_one_that_somebody_else_ended_meanwhile_stays_ended(database, town_scope, staff, owed):
    path = f"/call-tasks/{owed.id}"
    form = staff.get(path).fields(f"{path}/later")
    staff.post(f"{path}/end", {"outcome": "spoke"}, on=path)
    staff.send(f"{path}/later", written(form, {"when": "in_an_hour", "reason": "no_answer"}))
    with database.reading(town_scope) as session:
        assert session.get_one(CallTask, owed.id).status is CallTaskStatus.DONE


def test_two_who_put_it_off_at_once_do_not_overwrite_each_other(staff, owed):
    path = f"/call-tasks/{owed.id}"
    form = staff.get(path).fields(f"{path}/later")
    put_off(staff, owed, when="next_week")
    answers = {"when": "in_an_hour", "reason": "no_answer"}
    staff.send(f"{path}/later", written(form, answers | {"op": "0" * 32}), status=409)
    assert names(staff) == []


def test_this_afternoon_is_not_offered_in_the_evening():
    evening = NOW.replace(hour=11)
    assert LaterAt.THIS_AFTERNOON not in later_times(evening, ZONE)
    assert all(at > evening for at in later_times(evening, ZONE).values())
    assert later_times(evening, ZONE)[LaterAt.NEXT_WEEK].isoweekday() == 1


def test_the_desk_counts_it_with_the_list_of_calls_and_names_it_meanwhile(
    database, town_scope, staff, centre
):
    with database.writing(town_scope) as session:
        resident = a_resident(session, name="김다래", centre=centre)
        case = a_case(session, resident=resident, centre=centre)
        worker = a_staff_account(session, centre=centre)
        case.owner_id = worker.person_id
        a_plan(session, resident)
        task = a_call_task(session, resident)
    desk = "/desk?whose=centre"
    put_off(staff, task)
    assert names(staff, "?today=yes") == []
    assert "김다래" not in staff.get(f"{desk}&due=today").main
    assert "A call is owed" in said_by(
        staff.get(f"/cases/{case.id}").find("section", id="next-due")
    )
    staff.clock.advance(timedelta(minutes=61))
    assert len(names(staff, "?today=yes")) == 1
    assert "김다래" in staff.get(f"{desk}&due=overdue").main


AT_THREE = {"when": "this_afternoon", "reason": "not_tried", "knows_late": "yes"}


def test_one_nobody_has_rung_yet_waits_for_its_hour_without_a_try(
    database, town_scope, staff, owed
):
    put_off(staff, owed, **AT_THREE, words="점심 뒤에 걸래요")
    assert names(staff) == []
    assert calls_of_today(staff) == []
    (later,) = names(staff, "?later=yes")
    assert "put off until" in later
    with database.reading(town_scope) as session:
        assert session.scalars(select(Call)).all() == []
        task = session.scalars(select(CallTask)).one()
    assert (task.status, task.due_at) == (CallTaskStatus.OPEN, NOW)
    staff.clock.advance(6 * HOUR)
    (back,) = names(staff)
    assert "put off until" not in back
    assert said_by(staff.get("/call-tasks").find("td", class_="number")) == "0"


def test_whoever_put_it_off_and_why_stands_at_the_call_and_on_the_timeline(staff, owed):
    put_off(staff, owed, **AT_THREE, words="점심 뒤에 걸래요")
    seen = staff.get(f"/call-tasks/{owed.id}").main
    assert "without a try" in seen
    assert "이담당" in seen
    assert "점심 뒤에 걸래요" in seen
    told = staff.get(f"/residents/{owed.person_id}").main
    assert "The planned call was put off without a try" in told


def test_an_hour_after_it_is_owed_by_is_never_taken_without_saying_so(
    database, town_scope, staff, centre
):
    with database.writing(town_scope) as session:
        task = a_call_task(session, a_resident(session, centre=centre), due_at=NOW + 2 * HOUR)
    untold = {"when": "this_afternoon", "reason": "not_tried"}
    assert "knows_late" in put_off(staff, task, status=422, **untold).errors
    assert len(names(staff)) == 1
    put_off(staff, task, when="in_an_hour", reason="not_tried")
    assert names(staff) == []
    staff.clock.advance(timedelta(minutes=61))
    put_off(staff, task, **AT_THREE)
    staff.clock.advance(6 * HOUR)
    assert len(names(staff, "?overdue=yes")) == 1


def test_an_hour_alone_is_one_of_today(database, town_scope, staff, centre):
    with database.writing(town_scope) as session:
        task = a_call_task(session, a_resident(session, centre=centre), due_at=NOW + 12 * HOUR)
    put_off(staff, task, when="chosen", later_at="16:00", reason="not_tried")
    with database.reading(town_scope) as session:
        until = session.get_one(CallTask, task.id).put_off_until
    assert until == datetime.combine(TODAY, time(16), ZoneInfo(ZONE))


def test_a_try_afterwards_counts_and_sets_the_hour_itself(staff, owed):
    put_off(staff, owed, **AT_THREE)
    put_off(staff, owed, when="in_an_hour", reason="no_answer")
    staff.clock.advance(timedelta(minutes=61))
    assert len(names(staff)) == 1
    assert said_by(staff.get("/call-tasks").find("td", class_="number")) == "1"


def test_the_desk_waits_for_the_chosen_hour_though_it_is_owed_before(
    database, town_scope, staff, centre
):
    with database.writing(town_scope) as session:
        resident = a_resident(session, name="김다래", centre=centre)
        case = a_case(session, resident=resident, centre=centre)
        case.owner_id = a_staff_account(session, centre=centre).person_id
        a_plan(session, resident)
        task = a_call_task(session, resident)
    put_off(staff, task, **AT_THREE)
    staff.clock.advance(timedelta(minutes=5))
    assert "김다래" not in staff.get("/desk?whose=centre&due=overdue").main
    staff.clock.advance(6 * HOUR)
    assert "김다래" in staff.get("/desk?whose=centre&due=overdue").main


def test_the_page_of_a_call_that_cannot_wait_offers_no_other_hour(
    database, town_scope, staff, centre
):
    with database.writing(town_scope) as session:
        person = a_resident(session, name="김다래", centre=centre)
        task = a_call_task(session, person, kind=CallTaskKind.EMERGENCY)
    path = f"/call-tasks/{task.id}"
    page = staff.get(path)
    assert page.find_all("input", name="again_at") == []
    form = page.fields(f"{path}/end")
    said = {"outcome": "call_later", "again_on": (TODAY + timedelta(days=20)).isoformat()}
    refused = staff.send(f"{path}/end", written(form, said), status=422)
    assert "This call cannot wait that long" in said_by(refused.find("main"))
