"""Help is called for by a check-in that nobody asks any further: its alarm ends like any other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.care_path import CallTaskStatus, SlotStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.roles import Role
from hopecare.jobs.watch_calls import watch_calls
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.cancel_check_in import cancel_check_in
from hopecare.services.end_alert import end_alert
from hopecare.services.pause_check_ins import pause_check_ins
from hopecare.services.record_reply import record_reply
from models import Account, Centre, Person
from tests.factories.people import (
    a_contact_point,
    a_phone,
    a_staff_account,
    a_volunteer,
    an_identity,
)
from tests.factories.towns import TODAY
from tests.jobs.conftest import BY
from tests.jobs.test_ways_of_reaching import a_keyholder

MINUTE = timedelta(minutes=1)


@pytest.fixture
def channel_profile():
    return "two-way"


@pytest.fixture
def staff(town, visitor):
    with town.database.reading(town.scope) as session:
        theirs = select(Account).where(Account.person_id == town.coordinator_id)
        account = session.scalars(theirs).one()
    return visitor.sign_in(account)


@pytest.fixture
def other(town):
    """A second coordinator, who is alarmed as well."""
    with town.database.writing(town.scope) as session:
        centre = session.scalars(select(Centre)).one()
        account = a_staff_account(
            session, roles=(Role.COORDINATOR,), centre=centre, name="다른 조정자"
        )
        a_contact_point(session, session.get_one(Person, account.person_id))
        return account.person_id


def calls_for_help_while_paused(town):
    town.work(10 * MINUTE)
    until = TODAY + timedelta(days=3)
    with town.database.writing(town.scope) as session:
        pause_check_ins(
            session, plan_id=town.plan_id, paused_from=TODAY, paused_until=until,
            by=BY, now=town.clock(),
        )  # fmt: skip
    assert town.slot_status == SlotStatus.CANCELLED
    calls_again(town)


def calls_again(town):
    with town.database.writing(town.scope) as session:
        slot, resident_id = slot_by_id(session, town.slot.id), town.resident_id
        record_reply(
            session, slot=slot, meaning=ReplyMeaning.HELP, from_person_id=resident_id,
            by=BY, now=town.clock(),
        )  # fmt: skip
    town.work(5 * MINUTE)


def staff_end(town, person_id, how=AlertEnd.ALL_CLEAR, alert=None):
    if alert is None:
        (alert,) = town.alerts
    with town.database.writing(town.scope) as session:
        account = select(Account).where(Account.person_id == person_id)
        by = an_identity(session, session.scalars(account).one(), now=town.clock())
        end_alert(session, alert_id=alert.id, ended_by=how, note="x", by=by, now=town.clock())
    town.work(MINUTE)


def told(town):
    return [each.to_person_id for each in town.messages if each.kind is MessageKind.ALL_CLEAR]


@pytest.mark.parametrize("how", [AlertEnd.ALL_CLEAR, AlertEnd.IN_HOSPITAL])
def test_its_calls_end_and_whoever_else_was_alarmed_hears_it_once(town, other, how):
    calls_for_help_while_paused(town)
    assert len(town.texts_to(other)) == 1
    staff_end(town, town.coordinator_id, how)
    assert told(town) == [other]
    assert len(town.texts_to(other)) == 2
    owed = [each for each in town.call_tasks if each.slot_id]
    assert {each.status for each in owed} == {CallTaskStatus.CANCELLED}
    for _ in range(4):
        town.clock.advance(20 * MINUTE)
        watch_calls(town.tools)
        town.work()
    assert [each.kind for each in town.alerts] == [AlertKind.HELP_ASKED]


def test_who_ended_the_first_call_for_help_hears_how_the_second_ended(town, other):
    calls_for_help_while_paused(town)
    staff_end(town, town.coordinator_id)
    calls_again(town)
    newest = max(town.alerts, key=lambda alert: alert.raised_at)
    staff_end(town, other, alert=newest)
    assert told(town) == [other, town.coordinator_id]


def test_who_ended_it_is_not_told_by_whoever_ends_it_once_more(town, other):
    calls_for_help_while_paused(town)
    staff_end(town, town.coordinator_id)
    staff_end(town, other)
    assert told(town) == [other]


def test_it_stands_on_the_board_among_those_nobody_knows_to_be_safe(town, staff):
    calls_for_help_while_paused(town)
    assert town.slot_status == SlotStatus.HELP_ASKED
    board = staff.get("/check-ins?not_clear=yes")
    assert f"/check-ins/{town.slot.id}" in board.answer.text
    assert "They ask for help" in staff.get(f"/check-ins/{town.slot.id}").main
    staff_end(town, town.coordinator_id)
    assert town.slot_status == SlotStatus.CLEARED
    assert f"/check-ins/{town.slot.id}" not in staff.get("/check-ins?not_clear=yes").answer.text


def test_whoever_was_told_not_to_go_is_told_nothing_more_at_its_end(town, staff):
    with town.database.writing(town.scope) as session:
        keyholder = a_volunteer(session, name="공숲", phone=a_phone())
        a_keyholder(town, session, keyholder)
    for minutes in (10, 31, 90):
        town.work(timedelta(minutes=minutes))
    assert len(town.texts_to(keyholder.id)) == 1
    with town.database.writing(town.scope) as session:
        slot = slot_by_id(session, town.slot.id)
        cancel_check_in(session, slot, code="check_ins_stopped", by=BY, now=town.clock())
    town.work(MINUTE)
    assert len(town.texts_to(keyholder.id)) == 2
    calls_again(town)
    staff_end(town, town.coordinator_id, alert=max(town.alerts, key=lambda each: each.raised_at))
    assert len(town.texts_to(keyholder.id)) == 2
