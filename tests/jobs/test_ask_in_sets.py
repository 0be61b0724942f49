"""Asking everybody set by set says, writes and leaves out exactly what asking one by one does."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.database import AllTowns
from hopecare.domain.check_ins import AnswererKind, QuestionCode
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.tools import Tools
from hopecare.queries.due_questions import due_plan_keys, plain_questions
from hopecare.queries.town_days import town_by_id
from hopecare.services.open_due_slots import open_due_slots
from hopecare.services.open_plain_slots import open_plain_slots
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.word_questions import word_questions
from models import CallTask, CheckInPlan, CheckInSlot, ContactPoint, Message, MessageEvent
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.people import a_consent, a_contact_point, a_person, a_resident
from tests.factories.towns import NOW, TODAY, a_town
from tests.jobs.conftest import BY

pytestmark = pytest.mark.both_databases

DUE_AT = NOW + timedelta(minutes=5)


class UndoError(Exception):
    """Takes back what was only looked at."""


def planned(session, **facts):
    resident = facts.pop("resident", None) or a_resident(session)
    wish = CheckInWish(local_time=time(10, 5), **facts)
    return plan_check_ins(session, person_id=resident.id, wish=wish, by=BY, now=NOW)


def a_mixed_town(session):
    """Plain people, and one of everybody who needs a second look."""
    for called in ("김다래", "똠방각하", "Kim"):
        planned(session, resident=a_resident(session, name=called))
    carer = a_person(session, name="이돌봄", language="en")
    a_contact_point(session, carer)
    planned(session).asked_person_id = carer.id
    planned(session).answer_of = AnswererKind.EITHER
    for question in QuestionCode:
        planned(session, question=question)
        planned(session, question=question, language="en").answer_of = AnswererKind.EITHER
    landline = a_resident(session, phone="+82315550100")
    planned(session, resident=landline)
    planned(session, resident=a_resident(session, phone=""))
    with_consents(session)
    planned(session).weekdays = ["mon"]
    planned(session).grace_minutes = 1
    planned(session).paused_from = TODAY + timedelta(days=1)
    later = planned(session)
    later.next_due_at = DUE_AT + timedelta(hours=3)
    session.flush()
    gone = planned(session)
    points = select(ContactPoint).where(ContactPoint.person_id == gone.person_id)
    session.scalars(points).one().valid_until = TODAY


def with_consents(session):
    """Ledgers of every kind, all of them about check-ins."""
    purpose, but = ConsentPurpose.CHECK_INS, [ConsentPurpose.KEEP_RECORD]
    ledgers: list[list[dict[str, Any]]] = [
        [{"act": ConsentAct.GIVEN, "expires_on": TODAY}],
        [{"act": ConsentAct.GIVEN, "expires_on": TODAY + timedelta(days=1)}],
        [{"act": ConsentAct.GIVEN, "expires_on": TODAY + timedelta(days=9)}],
        [{"act": ConsentAct.GIVEN, "form": ConsentForm.PROXY}],
        [{"act": ConsentAct.GIVEN}, {"act": ConsentAct.WITHDRAWN}],
        [{"act": ConsentAct.REFUSED}, {"act": ConsentAct.GIVEN}],
    ]
    for ledger in ledgers:
        plan = planned(session)
        other = a_resident(session, consents=but)
        for place, entry in enumerate(ledger):
            at = NOW + timedelta(seconds=place)
            a_consent(session, other, purpose, at=at, **entry)
        plan.person_id = other.id


def told(session):
    """Everything that asking writes, without the keys it makes."""
    slots = {slot.id: slot for slot in session.scalars(select(CheckInSlot))}
    events = session.scalars(select(MessageEvent)).all()
    messages = session.scalars(select(Message)).all()
    assert {m.dedup_key for m in messages} == {f"check_in:{m.slot_id}" for m in messages}
    columns = [c.key for c in Message.__mapper__.columns if c.key not in {"id", "dedup_key"}]
    said = [
        (
            str(slots[m.slot_id].plan_id),
            *(str(getattr(m, name)) for name in columns if name != "slot_id"),
            *((e.status, e.attempt, e.at, e.code) for e in events if e.message_id == m.id),
        )
        for m in messages
    ]
    plans = [(p.id, p.next_due_at) for p in session.scalars(select(CheckInPlan))]
    opened = [(s.plan_id, s.person_id, s.due_at, s.status, s.asked_at) for s in slots.values()]
    owed = [(c.person_id, c.kind, c.due_at) for c in session.scalars(select(CallTask))]
    return sorted(said), sorted(plans), sorted(opened), sorted(owed)


def tools_of(database, now):
    network = MemoryNetwork()
    networks = Networks(texts=network, calls=network)
    return Tools(database=database, networks=networks, clock=SetClock(now))


def what_one_by_one_writes(database, now):
    """Ask everybody singly, and take it back."""
    with suppress(UndoError), database.writing(AllTowns()) as session:
        while open_due_slots(session, limit=100, by=BY, now=now):
            pass
        session.flush()
        written = told(session)
        raise UndoError
    return written


@pytest.mark.parametrize("profile", ["kr-twilio", "two-way"])
@pytest.mark.parametrize("late", [timedelta(0), timedelta(minutes=2)])
def test_sets_write_what_one_by_one_writes(database, town_scope, profile, late):
    with database.writing(town_scope) as session:
        a_town(session, channel_profile=profile)
        a_mixed_town(session)
    now = DUE_AT + late
    singly = what_one_by_one_writes(database, now)
    ask_due_check_ins(tools_of(database, now))
    with database.reading(AllTowns()) as session:
        assert told(session) == singly
        plain = [slot for slot in session.scalars(select(CheckInSlot)) if slot.due_at == DUE_AT]
    assert len(plain) > 8


def test_most_people_need_no_second_look(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        a_mixed_town(session)
    with database.reading(AllTowns()) as session:
        due = due_plan_keys(session, now=DUE_AT, limit=100)
        plain = plain_questions(session, due, now=DUE_AT)
    # Without a yes that surely holds, or a telephone, somebody is looked at singly.
    assert 8 <= len(plain) < len(due)


def worded(database, town_id):
    """What the clock read, in words."""
    with database.reading(AllTowns()) as session:
        keys = due_plan_keys(session, now=DUE_AT, limit=9)
        questions = plain_questions(session, keys, now=DUE_AT)
        towns = {q.manner.town_key: town_by_id(session, town_id) for q in questions}
    return word_questions(questions, towns=towns, now=DUE_AT)


def test_a_plan_that_changes_after_it_was_read_is_not_asked(database, town_scope):
    with database.writing(town_scope) as session:
        town = a_town(session)
        changed, kept = planned(session), planned(session)
    questions = worded(database, town.id)
    with database.writing(town_scope) as session:
        session.get_one(CheckInPlan, changed.id).paused_from = TODAY
    with database.copying(AllTowns()) as session:
        assert open_plain_slots(session, questions=questions, now=DUE_AT) == 1
    with database.reading(AllTowns()) as session:
        assert [slot.plan_id for slot in session.scalars(select(CheckInSlot))] == [kept.id]
        assert session.get_one(CheckInPlan, changed.id).next_due_at == DUE_AT


def test_a_question_that_is_written_too_late_is_not_asked(database, town_scope):
    with database.writing(town_scope) as session:
        town = a_town(session)
        short = planned(session)
        kept = planned(session)
        short.grace_minutes = 1
    questions = worded(database, town.id)
    with database.copying(AllTowns()) as session:
        late = DUE_AT + timedelta(minutes=1)
        assert open_plain_slots(session, questions=questions, now=late) == 1
    with database.reading(AllTowns()) as session:
        assert [slot.plan_id for slot in session.scalars(select(CheckInSlot))] == [kept.id]
        assert session.get_one(CheckInPlan, short.id).next_due_at == DUE_AT


def test_three_clocks_at_once_ask_everybody_once(database, town_scope):
    people = 60
    with database.writing(town_scope) as session:
        a_town(session)
        for _ in range(people):
            planned(session)
    tools = tools_of(database, DUE_AT)
    clocks = [threading.Thread(target=ask_due_check_ins, args=(tools,)) for _ in range(3)]
    for clock in clocks:
        clock.start()
    for clock in clocks:
        clock.join()
    with database.reading(AllTowns()) as session:
        asked = [message.to_person_id for message in session.scalars(select(Message))]
    assert (len(asked), len(set(asked))) == (people, people)
