"""Calls we owe: due first, taken by one, ended with what came of them, or owed again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, SlotStatus
from hopecare.domain.escalation import Rung
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.services.end_owed_call import CameOfCall, end_owed_call
from models import Call, CallTask, RungClimbed, TimelineEntry
from tests.factories.desk import a_call_task, a_slot
from tests.factories.people import a_resident, a_staff_account, a_volunteer, an_identity
from tests.factories.towns import NOW, a_centre


@pytest.fixture
def owed(database, town_scope, centre):
    with database.writing(town_scope) as session:
        return a_call_task(session, a_resident(session, name="김다래", centre=centre))


def tasks_of(database, scope):
    with database.reading(scope) as session:
        return session.scalars(select(CallTask).order_by(CallTask.due_at)).all()


def test_what_is_due_first_stands_first(database, town_scope, staff, owed, centre):
    with database.writing(town_scope) as session:
        earlier = a_resident(session, name="박이른", centre=centre)
        a_call_task(session, earlier, due_at=NOW - timedelta(hours=3))
    rows = ["".join(row.itertext()) for row in staff.get("/call-tasks").find("tbody")]
    assert "박이른" in rows[0]
    assert "김다래" in rows[1]


def test_one_says_i_ring_and_the_others_see_it(staff, owed):
    path = f"/call-tasks/{owed.id}"
    staff.post(f"{path}/take", on=path)
    assert "이담당 rings." in staff.get(path).main
    assert "이담당" in staff.get("/call-tasks").main


def test_why_we_ring_is_read_before_the_form_and_later_comes_after_it(staff, owed):
    page = staff.get(f"/call-tasks/{owed.id}").main
    places = [
        page.index(each)
        for each in ("김다래", "Why we ring", "What came of the call?", "Why not now")
    ]
    assert places == sorted(places)


def test_a_call_ends_with_its_outcome_and_note_once(database, town_scope, staff, owed):
    path = f"/call-tasks/{owed.id}"
    form = staff.get(path).fields(f"{path}/end")
    form["outcome"], form["note"] = "spoke", "잘 지내신다고 합니다."
    staff.send(f"{path}/end", form)
    staff.send(f"{path}/end", form)
    (task,) = tasks_of(database, town_scope)
    assert (task.status, task.outcome) == (CallTaskStatus.DONE, CallOutcome.SPOKE)
    with database.reading(town_scope) as session:
        (call,) = session.scalars(select(Call)).all()
        assert (call.words, call.call_task_id) == ("잘 지내신다고 합니다.", owed.id)


@pytest.mark.parametrize("outcome", ["no_answer", "call_later"])
def test_nobody_reached_is_owed_again_once(database, town_scope, staff, owed, outcome):
    path = f"/call-tasks/{owed.id}"
    later = {"outcome": outcome, "again_on": "2026-11-24", "again_at": "15:30"}
    staff.post(f"{path}/end", later, on=path)
    done, again = tasks_of(database, town_scope)
    assert done.status is CallTaskStatus.DONE
    assert again.status is CallTaskStatus.OPEN
    assert again.kind is owed.kind
    assert again.due_at.isoformat() == "2026-11-24T06:30:00+00:00"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({}, "outcome"),
        ({"outcome": "spoke", "again_on": "2020-01-01"}, "again_on"),
        ({"outcome": "call_later", "again_on": "2026-11-23", "again_at": "09:00"}, "again_on"),
        ({"outcome": "spoke", "note": "a\x00b"}, "note"),
    ],
    ids=["no outcome", "a day that is over", "an hour that is over", "a NUL byte"],
)
def test_what_is_wrong_is_said_beside_its_field(database, town_scope, staff, owed, wrong, field):
    path = f"/call-tasks/{owed.id}"
    page = staff.post(f"{path}/end", wrong, on=path, status=422)
    assert field in page.errors
    (task,) = tasks_of(database, town_scope)
    assert task.status is CallTaskStatus.OPEN


def test_another_centres_calls_are_not_open(database, town_scope, visitor, owed):
    with database.writing(town_scope) as session:
        stranger = a_staff_account(session, centre=a_centre(session))
    visitor.sign_in(stranger)
    assert "김다래" not in visitor.get("/call-tasks").main
    visitor.get(f"/call-tasks/{owed.id}", status=403)


def test_the_emergency_call_names_the_number_and_who_was_told_and_is_written_down(
    database, town_scope, staff, centre
):
    with database.writing(town_scope) as session:
        resident = a_resident(session, name="김다래", centre=centre)
        slot = a_slot(session, resident, status=SlotStatus.SILENT)
        keyholder = a_volunteer(session, name="공숲")
        session.add(
            RungClimbed(
                town_id=slot.town_id, slot_id=slot.id, rung=Rung.KEYHOLDER, position=0, at=NOW,
                person_id=keyholder.id,
            )
        )  # fmt: skip
        task = a_call_task(session, resident, kind=CallTaskKind.EMERGENCY, slot=slot)
    path = f"/call-tasks/{task.id}"
    page = staff.get(path)
    assert page.find("a", href="tel:119") is not None
    assert "공숲" in page.main
    staff.post(
        f"{path}/end", {"outcome": "emergency_rung", "note": "상황실에 주소를 말함"}, on=path
    )
    with database.reading(town_scope) as session:
        assert session.get_one(CallTask, task.id).outcome is CallOutcome.EMERGENCY_RUNG
        kinds = session.scalars(select(TimelineEntry.kind)).all()
        assert EntryKind.EMERGENCY_CALLED in kinds
        words = session.scalars(select(Call.words)).all()
        assert "상황실에 주소를 말함" in words


@pytest.mark.parametrize(
    ("note", "language", "said"),
    [({}, "en", "who rang, when"), ({"note": " "}, "ko", "누가 언제 전화했고")],
    ids=["none", "blank"],
)
def test_that_the_emergency_number_was_rung_needs_who_and_when(emergency, note, language, said):
    staff, path, is_still_owed = emergency
    staff.read_in(language)
    chosen = {"outcome": "emergency_rung", "again_on": "2026-11-25"}
    page = staff.post(f"{path}/end", chosen | note, on=path, status=422)
    assert said in page.errors["note"]
    kept = page.fields(f"{path}/end")
    assert {name: kept[name] for name in chosen} == chosen
    assert is_still_owed()


@pytest.fixture
def emergency(database, town_scope, staff, centre):
    """A call about the emergency number: staff, its page, and whether it is owed as before."""
    with database.writing(town_scope) as session:
        resident = a_resident(session, name="김다래", centre=centre)
        task = a_call_task(session, resident, kind=CallTaskKind.EMERGENCY)

    def is_still_owed():
        with database.reading(town_scope) as session:
            is_open = session.get_one(CallTask, task.id).status is CallTaskStatus.OPEN
            return is_open and not session.scalars(select(Call)).all()

    return staff, f"/call-tasks/{task.id}", is_still_owed


def test_the_verb_itself_takes_no_emergency_without_words(database, town_scope, centre):
    with database.writing(town_scope) as session:
        me = an_identity(session, a_staff_account(session, centre=centre))
        task = a_call_task(session, a_resident(session, centre=centre))
        came = CameOfCall(outcome=CallOutcome.EMERGENCY_RUNG, words=" ")
        with pytest.raises(InvalidInputError):
            end_owed_call(session, task_id=task.id, came=came, by=me, now=NOW)


def test_an_ordinary_call_offers_no_emergency_number(staff, owed):
    assert staff.get(f"/call-tasks/{owed.id}").find("a", href="tel:119") is None


def test_the_list_bears_the_name_it_has_in_the_menu(staff):
    page = staff.get("/call-tasks")
    assert page.h1 == "Calls to make"
    assert "/call-tasks" in page.links
