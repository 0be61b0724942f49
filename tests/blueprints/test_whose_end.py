"""Somebody is rung about another: of whom it is true what the call came to."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind, WhoseEnd
from hopecare.domain.care_path import CallTaskStatus, SlotStatus
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.services.end_owed_call import CameOfCall, end_owed_call
from models import Call, CallTask, CheckInPlan, CheckInSlot, Person, TimelineEntry
from tests.factories.desk import a_call_task, a_plan, a_slot
from tests.factories.people import a_person, a_resident, a_staff_account, an_identity
from tests.factories.towns import NOW, TODAY, a_centre, a_town

HOURS = timedelta(hours=1)


@pytest.fixture
def account(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        return a_staff_account(session, centre=a_centre(session))


@pytest.fixture
def staff(visitor, account):
    return visitor.sign_in(account)


@pytest.fixture
def owed(database, town_scope, account):
    """A carer is rung about a resident who could not be asked."""
    with database.writing(town_scope) as session:
        resident = a_resident(session, name="김다래")
        slot = a_slot(
            session, resident, plan=a_plan(session, resident), status=SlotStatus.NOT_ASKED
        )
        carer = a_person(session, name="이보람")
        task = a_call_task(session, carer, kind=CallTaskKind.NOT_ASKED, slot=slot)
        task.about_person_id = resident.id
        return task


def end(staff, owed, **said):
    path = f"/call-tasks/{owed.id}"
    return staff.post(f"{path}/end", said, on=path)


def rows(database, scope, kind):
    with database.reading(scope) as session:
        return session.scalars(select(kind)).all()


def open_calls(database, scope):
    found = rows(database, scope, CallTask)
    return {(each.kind, each.person_id) for each in found if each.status is CallTaskStatus.OPEN}


def paused_from(database, scope):
    return rows(database, scope, CheckInPlan)[0].paused_from


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        ("has_died", CallTaskKind.RECORD_DEATH),
        ("in_hospital", CallTaskKind.AFTER_HOSPITAL),
        ("moved", CallTaskKind.CONFIRM_MOVE),
    ],
)
def test_a_carer_who_tells_of_the_resident_is_understood_so(
    database, town_scope, staff, owed, outcome, kind
):
    end(staff, owed, outcome=outcome, whose="about", note="어제 들으셨다고 함")
    assert open_calls(database, town_scope) == {(kind, owed.about_person_id)}
    (ended,) = (each for each in rows(database, town_scope, CallTask) if each.id == owed.id)
    assert ended.outcome is CallOutcome.SPOKE, "the carer was reached"
    (call,) = rows(database, town_scope, Call)
    assert (call.person_id, call.outcome.value) == (owed.about_person_id, outcome)
    rests = None if outcome == "moved" else date(2026, 11, 23)
    assert paused_from(database, town_scope) == rests
    (slot,) = rows(database, town_scope, CheckInSlot)
    assert slot.status is (SlotStatus.NOT_ASKED if outcome == "moved" else SlotStatus.KNOWN)


@pytest.mark.parametrize("whose", ["about", "rung"])
def test_the_page_of_that_persons_death_comes_next(staff, owed, whose):
    answer = end(staff, owed, outcome="has_died", whose=whose)
    whom = owed.about_person_id if whose == "about" else owed.person_id
    assert answer.answer.headers["Location"] == f"/residents/{whom}/death"


def test_who_was_rung_and_has_died_leaves_the_residents_check_ins_alone(
    database, town_scope, staff, owed
):
    end(staff, owed, outcome="has_died", whose="rung")
    calls = open_calls(database, town_scope)
    assert (CallTaskKind.RECORD_DEATH, owed.person_id) in calls
    assert (CallTaskKind.RECORD_DEATH, owed.about_person_id) not in calls
    assert paused_from(database, town_scope) is None
    (slot,) = rows(database, town_scope, CheckInSlot)
    assert slot.status is SlotStatus.NOT_ASKED


@pytest.mark.parametrize("outcome", ["has_died", "in_hospital", "moved", "wrong_number", "refused"])
def test_whoever_was_to_be_asked_through_them_is_rung_themself(
    database, town_scope, staff, owed, outcome
):
    # Whether somebody has died is not put off to a day of one's own.
    again_on = "" if outcome == "has_died" else "2026-12-24"
    end(staff, owed, outcome=outcome, whose="rung", again_on=again_on)
    found = rows(database, town_scope, CallTask)
    (themself,) = (each for each in found if each.person_id == owed.about_person_id)
    assert (themself.kind, themself.slot_id) == (owed.kind, owed.slot_id)
    assert themself.due_at == NOW + 2 * HOURS, "today, whenever the other is asked again"
    assert themself.status is CallTaskStatus.OPEN


def test_who_only_did_not_pick_up_is_rung_again_and_nobody_else(database, town_scope, staff, owed):
    end(staff, owed, outcome="no_answer")
    assert open_calls(database, town_scope) == {(owed.kind, owed.person_id)}


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_form_asks_whose_and_takes_no_end_without_it(
    database, town_scope, visitor, account, owed, language
):
    staff = visitor.sign_in(account).read_in(language)
    said = {"en": "Please say of whom this is true.", "ko": "누구의 일인지 골라 주십시오."}
    path = f"/call-tasks/{owed.id}"
    page = staff.get(path)
    names = [each.get("value") for each in page.find_all("input", name="whose")]
    assert names == ["about", "rung"]
    again = staff.post(f"{path}/end", {"outcome": "has_died"}, on=path, status=422)
    assert said[language] in again.errors["whose"]
    assert open_calls(database, town_scope) == {(owed.kind, owed.person_id)}
    end(staff, owed, outcome="no_answer")


def test_a_call_about_nobody_else_asks_nothing_of_it(database, town_scope, staff, owed):
    with database.writing(town_scope) as session:
        resident = session.get_one(Person, owed.about_person_id)
        alone = a_call_task(session, resident)
    page = staff.get(f"/call-tasks/{alone.id}")
    assert page.find_all("input", name="whose") == []
    end(staff, alone, outcome="has_died")
    assert (CallTaskKind.RECORD_DEATH, resident.id) in open_calls(database, town_scope)


def test_after_a_death_the_family_is_not_asked_whose(database, town_scope, staff, owed):
    with database.writing(town_scope) as session:
        session.get_one(Person, owed.about_person_id).died_on = TODAY
    assert staff.get(f"/call-tasks/{owed.id}").find_all("input", name="whose") == []
    end(staff, owed, outcome="has_died")
    assert (CallTaskKind.RECORD_DEATH, owed.person_id) in open_calls(database, town_scope)


@pytest.mark.both_databases
def test_the_verb_takes_no_such_end_without_whose_and_writes_it_on_the_right_timeline(
    database, town_scope, account, owed
):
    with database.writing(town_scope) as session:
        me = an_identity(session, account)
        came = CameOfCall(outcome=CallOutcome.HAS_DIED)
        with pytest.raises(InvalidInputError):
            end_owed_call(session, task_id=owed.id, came=came, by=me, now=NOW)
    with database.writing(town_scope) as session:
        came = CameOfCall(outcome=CallOutcome.HAS_DIED, whose=WhoseEnd.ABOUT)
        end_owed_call(session, task_id=owed.id, came=came, by=me, now=NOW + HOURS)
    told = {
        (each.kind, each.person_id, each.facts.get("outcome"))
        for each in rows(database, town_scope, TimelineEntry)
    }
    assert (EntryKind.CALL_LOGGED, owed.about_person_id, "has_died") in told
    assert not {each for each in told if each[1] == owed.person_id and each[2] == "has_died"}
