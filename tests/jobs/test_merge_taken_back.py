"""A merge is taken back on the day it recalled a question: nobody stays unasked that day."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, SlotStatus
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.merge_residents import MergeWish, merge_residents
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.record_answer import record_answer
from hopecare.services.undo_merge import undo_merge
from hopecare.services.withdraw_consent import withdraw_consent
from models import Area, CallTask, Centre, CheckInSlot, Person
from tests.factories.people import a_resident
from tests.jobs.conftest import BY


@pytest.fixture
def channel_profile():
    return "two-way"


@pytest.fixture
def other_id(town):
    with town.database.writing(town.scope) as session:
        centre = session.scalars(select(Centre)).one()
        area = session.scalars(select(Area)).first()
        other = a_resident(session, name="김 다래", centre=centre, area=area)
        session.flush()
        wish = CheckInWish(local_time=time(10, 5))
        plan_check_ins(session, person_id=other.id, wish=wish, by=BY, now=town.clock())
        return other.id


def merged(town, other_id):
    with town.database.writing(town.scope) as session:
        kept, other = (session.get_one(Person, each) for each in (town.resident_id, other_id))
        wish = MergeWish(
            kept_id=kept.id,
            other_id=other.id,
            versions=(kept.version, other.version),
            plan_id=town.plan_id,
        )
        return merge_residents(session, wish, by=BY, now=town.clock()).id


def undone(town, merge_id, after=timedelta(minutes=5)):
    town.clock.advance(after)
    with town.database.writing(town.scope) as session:
        undo_merge(session, merge_id=merge_id, by=BY, now=town.clock())


def owed(town):
    return [
        (call.person_id, call.about_person_id)
        for call in town.rows(CallTask)
        if call.kind is CallTaskKind.NOT_ASKED and call.status is CallTaskStatus.OPEN
    ]


def statuses(town, person_id):
    return [slot.status for slot in town.rows(CheckInSlot) if slot.person_id == person_id]


def test_whose_question_the_merge_recalled_is_rung_that_day(town, other_id):
    town.work(timedelta(minutes=10))
    merge_id = merged(town, other_id)
    assert owed(town) == []
    undone(town, merge_id)
    assert statuses(town, other_id) == [SlotStatus.CANCELLED]
    assert owed(town) == [(other_id, other_id)]


def test_a_day_later_nobody_is_rung_for_the_day_before(town, other_id):
    town.work(timedelta(minutes=10))
    merge_id = merged(town, other_id)
    undone(town, merge_id, timedelta(hours=20))
    assert owed(town) == []


def test_what_was_answered_before_the_merge_is_rung_for_by_nobody(town, other_id):
    town.work(timedelta(minutes=10))
    with town.database.writing(town.scope) as session:
        slots = select(CheckInSlot.id).where(CheckInSlot.person_id == other_id)
        slot = slot_by_id(session, session.scalars(slots).one())
        said = {"meaning": ReplyMeaning.FINE, "from_person_id": other_id}
        record_answer(session, slot=slot, **said, by=BY, now=town.clock())
    merge_id = merged(town, other_id)
    undone(town, merge_id)
    assert owed(town) == []
    assert statuses(town, other_id) == [SlotStatus.ANSWERED]


def test_whoever_wants_no_check_ins_is_not_rung_either(town, other_id):
    town.work(timedelta(minutes=10))
    with town.database.writing(town.scope) as session:
        withdraw_consent(
            session,
            session.get_one(Person, other_id),
            purpose=ConsentPurpose.CHECK_INS,
            form=ConsentForm.VOICE,
            by=BY,
            now=town.clock(),
        )
    before = owed(town)
    merge_id = merged(town, other_id)
    undone(town, merge_id)
    assert owed(town) == before
