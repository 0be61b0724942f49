"""A town that has stopped what leaves: nothing goes, is lost, comes late or comes twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.alerts import AlertEnd
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.jobs.deliver import BATCH, deliver
from hopecare.jobs.reconcile import reconcile
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.services.resolve_alert import resolve_alert
from hopecare.services.start_sending import start_sending
from hopecare.services.stop_sending import stop_sending
from models import Alert, Message, Person, SendingStop
from notifications.memory_sms import MemoryNetwork
from notifications.outbox import promise, put_off
from notifications.port import Answer, SendResult
from tests.factories.desk import a_message, a_slot, an_alert
from tests.factories.people import a_contact_point, a_resident, a_staff_account
from tests.factories.towns import NOW, a_town
from tests.jobs.conftest import BY
from tests.jobs.test_one_bad_row import spoil

AT_TEN_PAST, MINUTE, HOUR = timedelta(minutes=10), timedelta(minutes=1), timedelta(hours=1)
SEOUL = ZoneInfo("Asia/Seoul")


def stop(town, channel=None):
    with town.database.writing(town.scope) as session:
        stop_sending(
            session, town_id=town.scope.town_id, channel=channel, reason="a wrong text went out",
            by=BY, now=town.clock(),
        )  # fmt: skip


def start(town):
    (standing,) = [each for each in town.rows(SendingStop) if each.started_at is None]
    with town.database.writing(town.scope) as session:
        start_sending(session, stop_id=standing.id, reason="mended", by=BY, now=town.clock())


def tell(town, key, *, person_id=None, kind=MessageKind.NOTICE, scope=None):
    with town.database.writing(scope or AllTowns()) as session:
        person = session.get_one(Person, person_id or town.resident_id)
        return promise(
            session,
            town_id=person.town_id,
            kind=kind,
            to_person_id=person.id,
            dedup_key=key,
            words=Words(text=Text.HELPER_FOUND, values={"helper": "공○○", "name": "김○○"}),
            channel=Channel.SMS,
            now=town.clock(),
        ).id


def put_off_all(town):
    """Do what another worker does that finds them too early."""
    with town.database.writing(town.scope) as session:
        for message_id in session.scalars(select(Message.id)).all():
            put_off(session, message_id, until=town.clock() + HOUR / 2, now=town.clock())


@pytest.fixture
def neighbour_town(database, town):
    """Somebody of another town, with a telephone."""
    with database.writing(AllTowns()) as session:
        other = a_town(session)
        return a_resident(session, town_id=other.id).id


def statuses(town):
    return [message.status for message in town.messages]


def test_a_stopped_town_sends_nothing_and_another_goes_on(town, neighbour_town):
    stop(town)
    tell(town, "ours")
    tell(town, "theirs", person_id=neighbour_town)
    town.work(MINUTE)
    assert len(town.texts_to(neighbour_town)) == 1
    assert town.texts_to(town.resident_id) == []
    assert sorted(statuses(town)) == [MessageStatus.ACCEPTED, MessageStatus.PENDING]


def test_more_than_a_batch_of_a_stopped_town_holds_up_nobody_else(town, neighbour_town):
    stop(town)
    for count in range(BATCH + 1):
        tell(town, f"ours {count}")
    tell(town, "theirs", person_id=neighbour_town)
    assert deliver(town.tools) == 1
    assert len(town.texts_to(neighbour_town)) == 1


def test_a_message_of_a_stopped_town_is_left_exactly_as_it_was_promised(town):
    stop(town)
    tell(town, "ours")
    town.work(3 * HOUR)
    message = next(each for each in town.messages if each.dedup_key == "ours")
    assert (message.status, message.attempt, message.hold_reason) == (
        MessageStatus.PENDING,
        0,
        None,
    )
    assert message.not_before == NOW


def test_on_start_what_is_still_true_leaves_exactly_once(town):
    stop(town)
    for count in range(3):
        tell(town, f"ours {count}")
    town.work(HOUR / 2)
    start(town)
    for _ in range(3):
        town.work(MINUTE)
    assert len(town.texts_to(town.resident_id)) == 3
    assert {each.status for each in town.messages if "ours" in each.dedup_key} == {
        MessageStatus.ACCEPTED
    }


def test_what_expires_meanwhile_is_never_sent_late_and_owes_a_call_the_same_day(town):
    stop(town)
    town.work(AT_TEN_PAST)
    assert (town.slot_status, town.call_tasks) == (SlotStatus.DUE, [])
    town.work(2 * HOUR)
    assert town.slot_status == SlotStatus.NOT_ASKED
    (call,) = [task for task in town.call_tasks if task.kind is CallTaskKind.NOT_ASKED]
    assert call.due_at.astimezone(SEOUL).date() == town.clock().astimezone(SEOUL).date()
    start(town)
    town.work(MINUTE)
    assert town.calls.sent == []
    assert town.story.count("message_expired") == 1


def test_a_sign_in_code_leaves_all_the_same(town):
    stop(town)
    tell(town, "code", person_id=town.coordinator_id, kind=MessageKind.SIGN_IN_CODE)
    town.work()
    assert len(town.texts_to(town.coordinator_id)) == 1


def test_one_channel_stopped_leaves_the_other_free(town):
    stop(town, Channel.SMS)
    tell(town, "a text")
    town.work(AT_TEN_PAST)
    assert town.texts_to(town.resident_id) == []
    assert len(town.calls.sent) == 1


def test_what_the_network_put_back_waits_as_well(town):
    town.texts = MemoryNetwork(SendResult(answer=Answer.TRY_LATER))
    tell(town, "busy")
    town.work()
    stop(town)
    town.work(AT_TEN_PAST)
    assert town.texts.sent == []


def test_a_send_in_doubt_is_looked_into_and_not_repeated(town):
    """The crash came before the network had it: asked about, then it waits like any other."""
    town.texts = MemoryNetwork(SendResult(answer=Answer.AMBIGUOUS))
    tell(town, "doubt")
    town.work()
    stop(town)
    for _ in range(4):
        town.clock.advance(2 * MINUTE)
        reconcile(town.tools)
    town.work()
    (message,) = [each for each in town.messages if each.dedup_key == "doubt"]
    assert (message.status, message.possible_duplicate) == (MessageStatus.PENDING, True)
    assert town.texts.sent == []


def test_alerts_that_expire_are_not_gathered_into_a_new_text(town):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        alerts = [an_alert(session, resident).id for _ in range(12)]
    stop(town)
    town.work(13 * HOUR)
    start(town)
    town.work(MINUTE)
    assert town.texts_to(town.coordinator_id) == []
    gone = [each.status for each in town.messages if each.alert_id in alerts]
    assert set(gone) == {MessageStatus.EXPIRED}


def test_an_alert_that_ended_meanwhile_is_not_texted_after_it(town):
    with town.database.writing(town.scope) as session:
        an_alert(session, session.get_one(Person, town.resident_id))
    stop(town)
    town.work()
    (alert,) = town.rows(Alert)
    with town.database.writing(town.scope) as session:
        resolve_alert(session, alert_id=alert.id, ended_by=AlertEnd.HELPED, by=BY, now=town.clock())
    start(town)
    town.work(MINUTE)
    assert town.texts_to(town.coordinator_id) == []


@pytest.mark.usefixtures("caplog")
def test_the_stop_holds_as_well_where_messages_are_claimed_one_by_one(town, neighbour_town):
    stop(town)
    tell(town, "ours")
    broken = tell(town, "broken", person_id=neighbour_town)
    spoil(town.database, Message.body, broken)
    whole = tell(town, "whole", person_id=neighbour_town)
    deliver(town.tools)
    assert [parcel.message_id for parcel in town.texts.sent] == [whole]


@pytest.mark.usefixtures("caplog")
@pytest.mark.parametrize("comes", [stop, put_off_all])
def test_what_comes_between_looking_and_claiming_one_by_one_holds(town, comes):
    broken = tell(town, "broken")
    spoil(town.database, Message.body, broken)
    tell(town, "whole")
    looks = iter(range(9))

    def clock():
        # Asked for the batch, for what is due one by one, then for each that is claimed.
        if next(looks) == 2:
            comes(town)
        return town.clock()

    deliver(replace(town.tools, clock=clock))
    assert town.texts.sent == []


def test_a_staff_account_of_another_town_is_told_of_its_alerts(town, neighbour_town):
    with town.database.writing(AllTowns()) as session:
        person = session.get_one(Person, neighbour_town)
        account = a_staff_account(session, town_id=person.town_id)
        a_contact_point(session, session.get_one(Person, account.person_id))
        an_alert(session, person)
        staff_id = account.person_id
    stop(town)
    town.work()
    assert len(town.texts_to(staff_id)) == 1


def test_what_is_over_by_the_time_it_is_too_late_is_rung_for_no_more(town):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        neighbour = a_resident(session, name="박여울")
        slot = a_slot(session, resident, status=SlotStatus.ANSWERED)
        asked = a_message(
            session, neighbour, kind=MessageKind.ALERT, status=MessageStatus.PENDING,
            slot_id=slot.id, valid_until=NOW + HOUR,
        )  # fmt: skip
    town.clock.advance(HOUR)
    deliver(town.tools)

    (message,) = [each for each in town.messages if each.id == asked.id]
    assert message.status is MessageStatus.STOPPED
    assert town.call_tasks == []
