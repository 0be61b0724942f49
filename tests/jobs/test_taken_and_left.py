"""What was taken up and then left lying goes back to be taken by others."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallDirection, CallOutcome, CallTaskKind
from hopecare.domain.care_path import AlertStatus, MessageStatus, SlotStatus
from hopecare.domain.ceiling import GATHER
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.roles import Role
from hopecare.jobs.deliver import deliver
from hopecare.jobs.pass_alerts_on import pass_alerts_on
from hopecare.jobs.watch_calls import watch_calls
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.log_call import CallNote, log_call
from hopecare.services.owe_emergency_call import owe_emergency_call
from hopecare.services.raise_alert import Cause, raise_alert
from hopecare.services.record_reply import record_reply
from models import Account, Alert, Centre, Person, TimelineEntry
from notifications.outbox import promise
from tests.factories.people import a_contact_point, a_staff_account, an_identity
from tests.jobs.conftest import BY

MINUTE = timedelta(minutes=1)
AT_TEN_PAST = timedelta(minutes=10)


def help_is_asked(town):
    town.work(AT_TEN_PAST)
    with town.database.writing(town.scope) as session:
        slot = slot_by_id(session, town.slot.id)
        record_reply(
            session,
            slot=slot,
            meaning=ReplyMeaning.HELP,
            from_person_id=town.resident_id,
            by=BY,
            now=town.clock(),
        )


def taken(town, by=None):
    """The coordinator takes it, or who is named."""
    (alert,) = town.alerts
    taker_id = by or town.coordinator_id
    with town.database.writing(town.scope) as session:
        acknowledge_alert(session, alert_id=alert.id, by=BY, taker_id=taker_id, now=town.clock())


def overdue(town, after=timedelta(0)):
    town.clock.advance(after)
    watch_calls(town.tools)
    return [each for each in town.alerts if each.kind is AlertKind.CALL_OVERDUE]


def alert_after(town, after):
    assert overdue(town, after) == [], "its own alert tells of it"
    (alert,) = town.alerts
    return alert


def told(town, person_id):
    return [
        each.wording.partition("@")[0] for each in town.messages if each.to_person_id == person_id
    ]


def a_colleague(town):
    with town.database.writing(town.scope) as session:
        centre = session.get_one(Person, town.coordinator_id).centre_id
        return a_staff_account(
            session, roles=(Role.COORDINATOR,), centre=session.get_one(Centre, centre)
        ).person_id


def rings(town):
    with town.database.writing(town.scope) as session:
        theirs = select(Account).where(Account.person_id == town.coordinator_id)
        note = CallNote(
            direction=CallDirection.MADE,
            outcome=CallOutcome.NO_ANSWER,
            person_id=town.resident_id,
        )
        staff = an_identity(session, session.scalars(theirs).one(), now=town.clock())
        log_call(session, note=note, by=staff, now=town.clock())


def test_a_call_for_help_somebody_took_and_nobody_rang_for_goes_back(town):
    help_is_asked(town)
    taken(town)
    assert alert_after(town, 29 * MINUTE).status is AlertStatus.ACKNOWLEDGED
    colleague_id = a_colleague(town)
    alert = alert_after(town, 2 * MINUTE)
    assert (alert.status, alert.acknowledged_by_id) == (AlertStatus.RAISED, None)
    assert told(town, colleague_id) == ["alert_help"]
    assert told(town, town.coordinator_id) == ["alert_help", "alert_passed_on"]


def test_whoever_is_alone_is_told_again_themself(town):
    help_is_asked(town)
    taken(town)
    assert alert_after(town, 31 * MINUTE).status is AlertStatus.RAISED
    assert told(town, town.coordinator_id) == ["alert_help", "alert_help"]


def test_one_that_goes_round_again_is_taken_and_left_like_the_first(town):
    help_is_asked(town)
    taken(town)
    alert_after(town, 31 * MINUTE)
    assert alert_after(town, 60 * MINUTE).status is AlertStatus.RAISED
    taken(town)
    assert alert_after(town, 14 * MINUTE).status is AlertStatus.ACKNOWLEDGED
    assert alert_after(town, 2 * MINUTE).status is AlertStatus.RAISED


def test_one_that_goes_round_again_goes_on_to_the_next(town):
    help_is_asked(town)
    taken(town)
    alert_after(town, 31 * MINUTE)
    colleague_id = a_colleague(town)
    town.clock.advance(16 * MINUTE)
    pass_alerts_on(town.tools)
    assert told(town, colleague_id) == ["alert_help"]


def test_whoever_hears_of_it_among_others_keeps_it_from_nobody(town):
    """Its text leaves as one with others, since the reader's hour is full."""
    help_is_asked(town)
    taken(town)
    (alert,) = town.alerts
    town.clock.advance(31 * MINUTE)
    busy_id = a_colleague(town)
    with town.database.writing(town.scope) as session:
        a_contact_point(session, session.get_one(Person, busy_id))
        fill_the_hour_of(session, busy_id, now=town.clock())
    deliver(town.tools)
    with town.database.writing(town.scope) as session:
        worries(session, alert, now=town.clock())
    watch_calls(town.tools)
    deliver(town.tools)
    town.clock.advance(GATHER)
    deliver(town.tools)
    (words,) = [m for m in town.messages if (m.alert_id, m.to_person_id) == (alert.id, busy_id)]
    assert words.status is MessageStatus.STOPPED, "told among others"
    next_id = a_colleague(town)
    for _ in range(4):
        town.clock.advance(16 * MINUTE)
        pass_alerts_on(town.tools)
    assert "alert_help" in told(town, next_id)
    entries = [each.facts for each in town.rows(TimelineEntry) if each.subject_id == alert.id]
    passed_on = [facts["passed_on_to"] for facts in entries if "passed_on_to" in facts]
    assert sorted(passed_on) == sorted([str(town.coordinator_id), str(next_id)])


def worries(session, alert, *, now):
    cause = Cause(dedup_key="a worry", centre_id=alert.centre_id)
    raise_alert(session, kind=AlertKind.WORRY, town_id=alert.town_id, cause=cause, by=BY, now=now)


def fill_the_hour_of(session, person_id, *, now):
    person = session.get_one(Person, person_id)
    for number in range(8):
        promise(
            session,
            town_id=person.town_id,
            kind=MessageKind.ALL_CLEAR,
            to_person_id=person_id,
            dedup_key=f"all_clear:{number}",
            words=Words(text=Text.ANSWER_WELL),
            channel=Channel.SMS,
            now=now,
        )


def call_of(town, kind):
    (call,) = [each for each in town.call_tasks if each.kind is kind]
    return call


def made(town, kind):
    with town.database.writing(town.scope) as session:
        finish_call_task(
            session,
            task_id=call_of(town, kind).id,
            outcome=CallOutcome.SPOKE,
            by=BY,
            now=town.clock(),
        )


def test_the_call_that_was_made_leaves_it_where_it_is_for_an_hour(town):
    help_is_asked(town)
    taken(town)
    town.clock.advance(29 * MINUTE)
    made(town, CallTaskKind.HELP_ASKED)
    assert alert_after(town, 31 * MINUTE).status is AlertStatus.ACKNOWLEDGED


def test_a_call_whose_alert_has_ended_is_told_of_and_ends_that_alert(town):
    help_is_asked(town)
    taken(town)
    with town.database.writing(town.scope) as session:
        alert = session.get_one(Alert, town.alerts[0].id)
        alert.status, alert.resolved_at = AlertStatus.RESOLVED, town.clock()
    (alert,) = overdue(town, 31 * MINUTE)
    assert alert.person_id == town.resident_id
    made(town, CallTaskKind.HELP_ASKED)
    (alert,) = overdue(town, MINUTE)
    assert alert.status is AlertStatus.RESOLVED


def emergency_is_owed(town):
    with town.database.writing(town.scope) as session:
        alert = session.get_one(Alert, town.alerts[0].id)
        slot = slot_by_id(session, town.slot.id)
        owe_emergency_call(session, slot=slot, alert=alert, by=BY, now=town.clock())


def test_nobody_decided_about_the_emergency_number(town):
    help_is_asked(town)
    taken(town)
    emergency_is_owed(town)
    assert alert_after(town, 14 * MINUTE).status is AlertStatus.ACKNOWLEDGED
    assert alert_after(town, 2 * MINUTE).status is AlertStatus.RAISED


def silence_is_taken(town):
    town.work(AT_TEN_PAST)
    for _ in range(4):
        town.work(timedelta(hours=1))
    assert town.slot_status == SlotStatus.SILENT
    taken(town)


def emergency_calls(town):
    return [each for each in town.call_tasks if each.kind is CallTaskKind.EMERGENCY]


def test_a_silence_somebody_took_and_never_ended_goes_back_and_owes_a_decision(town):
    silence_is_taken(town)
    assert alert_after(town, 59 * MINUTE).status is AlertStatus.ACKNOWLEDGED
    assert emergency_calls(town) == []
    assert alert_after(town, 2 * MINUTE).status is AlertStatus.RAISED
    (call,) = emergency_calls(town)
    assert (call.person_id, call.owner_id) == (town.resident_id, None)
    assert overdue(town, 20 * MINUTE) == []


def test_whoever_writes_what_they_tried_has_as_long_again(town):
    silence_is_taken(town)
    town.clock.advance(50 * MINUTE)
    rings(town)
    assert alert_after(town, 59 * MINUTE).status is AlertStatus.ACKNOWLEDGED
    assert alert_after(town, 2 * MINUTE).status is AlertStatus.RAISED


def test_a_silence_that_ended_owes_nothing(town):
    silence_is_taken(town)
    with town.database.writing(town.scope) as session:
        slot = slot_by_id(session, town.slot.id)
        record_reply(
            session,
            slot=slot,
            meaning=ReplyMeaning.FINE,
            from_person_id=town.resident_id,
            by=BY,
            now=town.clock(),
        )
    assert overdue(town, 120 * MINUTE) == []
    assert emergency_calls(town) == []
