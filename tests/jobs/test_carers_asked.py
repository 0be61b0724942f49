"""Who is asked in a resident's place may die, or stand beside them no more: they are asked anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, SlotStatus
from hopecare.domain.check_ins import AnswererKind
from hopecare.domain.people import OtherContactKind
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.deliver import deliver
from hopecare.jobs.watch_calls import watch_calls
from hopecare.services.end_other_contact import end_other_contact
from hopecare.services.record_death import record_death
from hopecare.services.suspend_volunteer import suspend_volunteer
from hopecare.services.undo_death import undo_death
from models import CallTask, CheckInPlan, OtherContact, Person
from tests.factories.people import a_phone, a_volunteer
from tests.factories.towns import TODAY
from tests.jobs.conftest import BY

AT_TEN_PAST = timedelta(minutes=10)


@pytest.fixture
def channel_profile():
    return "two-way"


@pytest.fixture
def carer(town):
    """Who is asked in the resident's place, and alone counts."""
    with town.database.writing(town.scope) as session:
        person = a_volunteer(session, name="한빛", phone=a_phone())
        plan = session.get_one(CheckInPlan, town.plan_id)
        plan.asked_person_id, plan.answer_of = person.id, AnswererKind.CARER
        return person


@pytest.fixture
def contact(town, carer):
    """They stand beside the resident as their carer."""
    with town.database.writing(town.scope) as session:
        row = OtherContact(
            town_id=town.scope.town_id,
            resident_id=town.resident_id,
            person_id=carer.id,
            kind=OtherContactKind.CARER,
            position=1,
            from_on=TODAY - timedelta(days=9),
        )
        session.add(row)
        session.flush()
        return row


def dies(town, person):
    with town.database.writing(town.scope) as session:
        record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=town.clock())


def ends(town, contact):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        end_other_contact(session, resident, contact.id, by=BY, now=town.clock())


def plan_of(town):
    (plan,) = town.rows(CheckInPlan)
    return plan


def calls_to(town, person_id, kind):
    return [each for each in town.call_tasks if (each.person_id, each.kind) == (person_id, kind)]


def test_where_the_carer_has_died_the_resident_is_asked_and_a_call_agrees_anew(town, carer):
    dies(town, carer)
    assert plan_of(town).asked_person_id is None
    assert plan_of(town).answer_of is AnswererKind.RESIDENT
    (call,) = calls_to(town, town.resident_id, CallTaskKind.CALL_BACK)
    assert call.status is CallTaskStatus.OPEN
    assert call.words
    town.work(AT_TEN_PAST)
    assert town.slot_status == SlotStatus.WAITING
    assert len(town.texts_to(town.resident_id)) == 1
    assert town.texts_to(carer.id) == []


def test_where_the_carer_is_suspended_the_resident_is_asked_themself(town, carer):
    with town.database.writing(town.scope) as session:
        suspend_volunteer(session, person_id=carer.id, is_suspended=True, by=BY, now=town.clock())
    assert plan_of(town).asked_person_id is None
    assert plan_of(town).answer_of is AnswererKind.RESIDENT
    (call,) = calls_to(town, town.resident_id, CallTaskKind.CALL_BACK)
    assert call.words
    town.work(AT_TEN_PAST)
    assert len(town.texts_to(town.resident_id)) == 1
    assert town.texts_to(carer.id) == []


def test_a_question_that_waited_for_the_carer_becomes_a_call_to_the_resident(town, carer):
    town.clock.advance(AT_TEN_PAST)
    ask_due_check_ins(town.tools)
    dies(town, carer)
    assert town.slot_status == SlotStatus.NOT_ASKED
    (call,) = calls_to(town, town.resident_id, CallTaskKind.NOT_ASKED)
    assert call.status is CallTaskStatus.OPEN


def test_a_question_that_left_is_followed_with_the_resident(town, carer):
    town.work(AT_TEN_PAST)
    dies(town, carer)
    town.work(timedelta(minutes=35))
    assert len(town.texts_to(town.resident_id)) == 1
    town.work(timedelta(hours=3))
    town.work()
    assert town.slot_status == SlotStatus.SILENT


def test_a_call_owed_to_the_carer_is_owed_to_the_resident(town, carer):
    town.work(AT_TEN_PAST)
    with town.database.writing(town.scope) as session:
        session.add(
            CallTask(
                town_id=town.scope.town_id,
                kind=CallTaskKind.NOT_ASKED,
                status=CallTaskStatus.OPEN,
                due_at=town.clock(),
                dedup_key="not_asked:yesterday",
                created_at=town.clock(),
                person_id=carer.id,
                about_person_id=town.resident_id,
                slot_id=town.slot.id,
            )
        )
    dies(town, carer)
    (call,) = calls_to(town, town.resident_id, CallTaskKind.NOT_ASKED)
    assert call.status is CallTaskStatus.OPEN


def test_a_plan_that_names_somebody_who_died_long_ago_turns_to_the_resident(town, carer):
    with town.database.writing(town.scope) as session:
        session.get_one(Person, carer.id).died_on = TODAY
    town.work(AT_TEN_PAST)
    assert plan_of(town).asked_person_id is None
    assert len(town.texts_to(town.resident_id)) == 1
    assert len(calls_to(town, town.resident_id, CallTaskKind.CALL_BACK)) == 1


def test_a_question_to_somebody_who_turns_out_to_have_died_owes_a_call(town, carer):
    town.clock.advance(AT_TEN_PAST)
    ask_due_check_ins(town.tools)
    with town.database.writing(town.scope) as session:
        session.get_one(Person, carer.id).died_on = TODAY
    deliver(town.tools)
    assert town.slot_status == SlotStatus.NOT_ASKED
    (call,) = town.call_tasks
    assert (call.kind, call.person_id) == (CallTaskKind.NOT_ASKED, town.resident_id)
    town.clock.advance(timedelta(hours=5))
    watch_calls(town.tools)
    assert len(town.alerts) == 1


def test_a_death_recorded_by_mistake_lets_the_carer_be_asked_again(town, carer):
    dies(town, carer)
    with town.database.writing(town.scope) as session:
        undo_death(session, person_id=carer.id, by=BY, now=town.clock())
    assert plan_of(town).asked_person_id == carer.id
    assert plan_of(town).answer_of is AnswererKind.CARER
    (call,) = calls_to(town, town.resident_id, CallTaskKind.CALL_BACK)
    assert call.status is CallTaskStatus.CANCELLED
    town.work(AT_TEN_PAST)
    assert len(town.texts_to(carer.id)) == 1


def test_where_the_carer_stands_beside_them_no_more_the_resident_is_asked(town, carer, contact):
    ends(town, contact)
    assert plan_of(town).asked_person_id is None
    assert plan_of(town).answer_of is AnswererKind.RESIDENT
    (call,) = calls_to(town, town.resident_id, CallTaskKind.CALL_BACK)
    assert call.status is CallTaskStatus.OPEN
    assert "check_ins_changed" in town.story
    town.work(AT_TEN_PAST)
    assert town.texts_to(carer.id) == []
    assert len(town.texts_to(town.resident_id)) == 1


def test_somebody_who_stays_their_carer_by_another_row_is_still_asked(town, carer, contact):
    with town.database.writing(town.scope) as session:
        row = OtherContact(
            town_id=town.scope.town_id,
            resident_id=town.resident_id,
            person_id=carer.id,
            kind=OtherContactKind.NEIGHBOUR,
            position=2,
            from_on=TODAY - timedelta(days=9),
        )
        session.add(row)
    ends(town, row)
    assert plan_of(town).asked_person_id == carer.id
    assert town.call_tasks == []


def was_ended_long_ago(town, contact):
    """By an earlier release, which left the plan as it was."""
    with town.database.writing(town.scope) as session:
        session.get_one(OtherContact, contact.id).until_on = TODAY - timedelta(days=2)


def test_a_plan_whose_carer_ended_long_ago_turns_to_the_resident_once_it_is_due(
    town, carer, contact
):
    was_ended_long_ago(town, contact)
    town.work(AT_TEN_PAST)
    assert plan_of(town).asked_person_id is None
    assert len(town.texts_to(town.resident_id)) == 1
    assert town.texts_to(carer.id) == []
    assert len(calls_to(town, town.resident_id, CallTaskKind.CALL_BACK)) == 1


def test_a_carer_who_is_written_down_once_more_is_asked(town, carer, contact):
    was_ended_long_ago(town, contact)
    with town.database.writing(town.scope) as session:
        again = {"town_id": town.scope.town_id, "resident_id": town.resident_id}
        kind, days = OtherContactKind.CARER, timedelta(days=1)
        session.add(
            OtherContact(**again, person_id=carer.id, kind=kind, position=1, from_on=TODAY - days)
        )
    town.work(AT_TEN_PAST)
    assert len(town.texts_to(carer.id)) == 1


def test_who_was_never_written_down_as_a_carer_is_asked(town, carer):
    town.work(AT_TEN_PAST)
    assert len(town.texts_to(carer.id)) == 1
