"""Duty, replies a person reads, calls, the all-clear and who rings: the verbs of the desk."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd
from hopecare.domain.calls import CallDirection, CallOutcome, CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus, OfferStatus, SlotStatus
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError, NotFoundError
from hopecare.services.clear_check_in import clear_check_in
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.log_call import CALL_BACK_WITHIN, CallNote, log_call
from hopecare.services.set_duty import DutyWish, set_duty
from hopecare.services.settle_reply import Reading, settle_reply
from hopecare.services.take_call_task import take_call_task
from models import CallTask, DutyPeriod, TimelineEntry
from tests.factories.cases import a_case, a_need
from tests.factories.desk import a_call_task, a_reply, a_slot, an_alert
from tests.factories.offers import an_offer
from tests.factories.people import a_phone, a_resident, a_staff_account, a_volunteer, an_identity
from tests.factories.towns import NOW, a_centre, a_town

AN_HOUR = timedelta(hours=1)


class Desk:
    """A coordinator of a centre, with a resident who is reached by telephone."""

    def __init__(self, session):
        self.session = session
        self.town = a_town(session)
        self.centre = a_centre(session)
        account = a_staff_account(session, centre=self.centre)
        self.me = an_identity(session, account)
        colleague = a_staff_account(session, centre=self.centre, roles=(Role.SOCIAL_WORKER,))
        self.colleague = an_identity(session, colleague)
        self.number = a_phone()
        self.resident = a_resident(session, phone=self.number, centre=self.centre)

    def put_on_duty(self, person_id, **wished):
        hours = {"from_at": NOW, "until_at": NOW + AN_HOUR} | wished
        wish = DutyWish(centre_id=self.centre.id, person_id=person_id, **hours)
        return set_duty(self.session, wish=wish, now=NOW)

    def reply(self, **said):
        return a_reply(self.session, from_number=self.number, person=self.resident, **said)

    def settle(self, reply, meaning, at=NOW, **reading):
        asked = Reading(meaning=meaning, **reading)
        return settle_reply(self.session, reply_id=reply.id, reading=asked, by=self.me, now=at)

    def log(self, outcome, **note):
        written = CallNote(direction=CallDirection.TAKEN, outcome=outcome, **note)
        return log_call(self.session, note=written, by=self.me, now=NOW)

    def owed(self):
        open_ones = select(CallTask).where(CallTask.status == CallTaskStatus.OPEN)
        return self.session.scalars(open_ones).all()

    def story(self, kind):
        entries = select(TimelineEntry).where(TimelineEntry.kind == kind)
        return self.session.scalars(entries).all()


@pytest.fixture
def desk(database, town_scope):
    with database.writing(town_scope) as session:
        yield Desk(session)


# Duty


def test_a_period_of_duty_is_written_with_its_substitute(desk):
    period = desk.put_on_duty(desk.me.person_id, substitute_id=desk.colleague.person_id)
    assert desk.session.scalars(select(DutyPeriod)).all() == [period]
    assert period.substitute_id == desk.colleague.person_id


@pytest.mark.parametrize(
    ("hours", "code"),
    [
        ({"until_at": NOW}, "ends_before_it_begins"),
        ({"from_at": NOW - 2 * AN_HOUR, "until_at": NOW - AN_HOUR}, "date_in_past"),
    ],
    ids=["ends as it begins", "is over"],
)
def test_hours_that_cannot_be_are_refused(desk, hours, code):
    with pytest.raises(InvalidInputError) as refused:
        desk.put_on_duty(desk.me.person_id, **hours)
    assert refused.value.fields == {"until_on": [code]}


def test_only_staff_take_alerts(desk):
    with pytest.raises(InvalidInputError):
        desk.put_on_duty(desk.resident.id)
    with pytest.raises(InvalidInputError):
        desk.put_on_duty(desk.me.person_id, substitute_id=a_volunteer(desk.session).id)


def test_nobody_stands_in_for_themself(desk):
    with pytest.raises(InvalidInputError) as refused:
        desk.put_on_duty(desk.me.person_id, substitute_id=desk.me.person_id)
    assert "substitute_id" in refused.value.fields


def test_nobody_is_on_twice_at_one_time_but_may_follow_themself(desk):
    desk.put_on_duty(desk.me.person_id)
    with pytest.raises(InvalidInputError):
        desk.put_on_duty(desk.me.person_id, from_at=NOW + AN_HOUR / 2, until_at=NOW + 2 * AN_HOUR)
    desk.put_on_duty(desk.me.person_id, from_at=NOW + AN_HOUR, until_at=NOW + 2 * AN_HOUR)
    desk.put_on_duty(desk.colleague.person_id)
    assert len(desk.session.scalars(select(DutyPeriod)).all()) == 3


# Replies


def test_a_reply_answers_the_check_in_it_is_about(desk):
    slot = a_slot(desk.session, desk.resident)
    reply = desk.reply()
    desk.settle(reply, ReplyMeaning.FINE, slot_id=slot.id)
    assert slot.status is SlotStatus.ANSWERED
    assert (reply.reviewed_at, reply.reviewed_by_id) == (NOW, desk.me.person_id)
    (entry,) = desk.story(EntryKind.REPLY_RECEIVED)
    assert entry.facts == {"meaning": "fine", "read_by_person": 1}


def test_a_reply_that_was_read_keeps_its_first_reading(desk):
    reply = desk.reply()
    desk.settle(reply, ReplyMeaning.FINE)
    desk.settle(reply, ReplyMeaning.HELP, at=NOW + AN_HOUR)
    assert (reply.meaning, reply.reviewed_at) == (ReplyMeaning.FINE, NOW)
    assert desk.owed() == []


def test_a_yes_accepts_the_offer_it_is_about(desk):
    helper = a_volunteer(desk.session, centre=desk.centre)
    case = a_case(desk.session, resident=desk.resident, centre=desk.centre)
    offer = an_offer(desk.session, a_need(desk.session, case=case), helper)
    desk.settle(desk.reply(), ReplyMeaning.YES, person_id=helper.id, offer_id=offer.id)
    assert offer.status is OfferStatus.ACCEPTED


def test_words_that_answer_no_such_question_are_refused_and_the_reply_waits(desk):
    slot = a_slot(desk.session, desk.resident)
    reply = desk.reply()
    for reading in ({"slot_id": slot.id}, {"offer_id": uuid4()}):
        meaning = ReplyMeaning.YES if "slot_id" in reading else ReplyMeaning.FINE
        with pytest.raises(InvalidInputError):
            desk.settle(reply, meaning, **reading)
    assert reply.reviewed_at is None
    assert slot.status is SlotStatus.WAITING


@pytest.mark.parametrize(
    ("meaning", "kind"),
    [
        (ReplyMeaning.HELP, CallTaskKind.HELP_ASKED),
        (ReplyMeaning.CANNOT_ANY_MORE, CallTaskKind.HELP_ASKED),
        (ReplyMeaning.LATER, CallTaskKind.CALL_BACK),
    ],
)
def test_a_reply_that_asks_for_somebody_owes_a_call_of_their_centre(desk, meaning, kind):
    desk.settle(desk.reply(), meaning)
    (task,) = desk.owed()
    assert (task.kind, task.person_id) == (kind, desk.resident.id)
    assert task.due_at == NOW + timedelta(minutes=30)
    assert task.centre_id == desk.centre.id


def test_a_reply_that_is_not_there_is_refused(desk):
    missing = Reading(meaning=ReplyMeaning.FINE)
    with pytest.raises(NotFoundError):
        settle_reply(desk.session, reply_id=uuid4(), reading=missing, by=desk.me, now=NOW)


# Calls


def test_a_call_is_written_with_its_words_apart_from_the_timeline(desk):
    call = desk.log(CallOutcome.SPOKE, person_id=desk.resident.id, words="잘 지내신다고 합니다.")
    (entry,) = desk.story(EntryKind.CALL_LOGGED)
    assert (entry.subject_id, entry.person_id) == (call.id, desk.resident.id)
    assert entry.facts == {"direction": "taken", "outcome": "spoke"}
    assert desk.owed() == []


def test_call_me_later_owes_a_call_within_two_hours(desk):
    desk.log(CallOutcome.CALL_LATER, person_id=desk.resident.id)
    (task,) = desk.owed()
    assert (task.kind, task.person_id) == (CallTaskKind.CALL_BACK, desk.resident.id)
    assert task.due_at == NOW + CALL_BACK_WITHIN
    assert (task.owner_id, task.centre_id) == (desk.me.person_id, desk.centre.id)


def test_a_number_we_do_not_know_is_owed_its_call_too(desk):
    number = a_phone()
    call = desk.log(CallOutcome.CALL_LATER, number=number)
    (task,) = desk.owed()
    assert (task.person_id, task.words) == (None, number)
    assert call.number == number


def test_nobody_to_ring_owes_no_call(desk):
    desk.log(CallOutcome.CALL_LATER)
    assert desk.owed() == []


def test_whoever_owes_the_next_call_elsewhere_owes_it_once(desk):
    desk.log(CallOutcome.CALL_LATER, person_id=desk.resident.id, owes_call_back=False)
    assert desk.owed() == []


# The all-clear


def cleared(desk, slot, ended_by=AlertEnd.ALL_CLEAR, at=NOW):
    return clear_check_in(desk.session, slot=slot, ended_by=ended_by, by=desk.me, now=at)


@pytest.mark.parametrize("ended_by", [AlertEnd.ALL_CLEAR, AlertEnd.IN_HOSPITAL])
def test_the_all_clear_ends_the_alert_and_the_owed_call(desk, ended_by):
    slot = a_slot(desk.session, desk.resident, status=SlotStatus.SILENT)
    alert = an_alert(desk.session, slot=slot)
    task = a_call_task(desk.session, desk.resident, slot=slot)
    cleared(desk, slot, ended_by)
    is_safe = ended_by is AlertEnd.ALL_CLEAR
    stands = SlotStatus.CLEARED if is_safe else SlotStatus.KNOWN
    assert (slot.status, slot.cleared_at) == (stands, NOW)
    assert (alert.status, alert.ended_by) == (AlertStatus.RESOLVED, ended_by)
    assert task.status is CallTaskStatus.CANCELLED
    (entry,) = desk.story(EntryKind.SLOT_CLEARED)
    assert entry.facts == {"ended_by": ended_by.value}


def test_a_second_all_clear_changes_nothing(desk):
    slot = a_slot(desk.session, desk.resident, status=SlotStatus.SILENT)
    cleared(desk, slot)
    cleared(desk, slot, AlertEnd.IN_HOSPITAL, at=NOW + AN_HOUR)
    assert slot.cleared_at == NOW
    assert len(desk.story(EntryKind.SLOT_CLEARED)) == 1


def test_another_residents_alarm_goes_on(desk):
    other = a_resident(desk.session, name="박달", centre=desk.centre)
    theirs = a_slot(desk.session, other, status=SlotStatus.SILENT)
    alert = an_alert(desk.session, slot=theirs)
    cleared(desk, a_slot(desk.session, desk.resident, status=SlotStatus.SILENT))
    assert alert.status is AlertStatus.RAISED
    assert theirs.status is SlotStatus.SILENT


# Who rings


def test_whoever_says_i_ring_rings_and_another_may_take_it_over(desk):
    task = a_call_task(desk.session, desk.resident)
    for who in (desk.me, desk.colleague):
        take_call_task(desk.session, task_id=task.id, by=who)
        assert task.owner_id == who.person_id
    assert task.status is CallTaskStatus.OPEN


def test_a_call_that_is_done_is_taken_by_nobody(desk):
    task = a_call_task(desk.session, desk.resident)
    take_call_task(desk.session, task_id=task.id, by=desk.me)
    finish_call_task(desk.session, task_id=task.id, outcome=CallOutcome.SPOKE, by=desk.me, now=NOW)
    take_call_task(desk.session, task_id=task.id, by=desk.colleague)
    assert task.owner_id == desk.me.person_id


def test_a_call_that_is_not_there_is_refused(desk):
    with pytest.raises(NotFoundError):
        take_call_task(desk.session, task_id=uuid4(), by=desk.me)
