"""Whoever of staff cannot be told, for a row of theirs is broken, keeps nobody else from it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.cost_cap import CapMark
from hopecare.domain.delivery import MessageKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.roles import Role
from hopecare.jobs.pass_alerts_on import pass_alerts_on
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.clear_channel_alert import clear_channel_alert
from hopecare.services.raise_again import raise_again
from hopecare.services.raise_channel_alert import raise_channel_alert
from hopecare.services.raise_cost_alert import raise_cost_alert
from hopecare.services.record_reply import record_reply
from models import Alert, Centre, ContactPoint, Person
from tests.factories.desk import a_duty, an_alert
from tests.factories.people import a_contact_point, a_staff_account
from tests.jobs.conftest import BY
from tests.jobs.test_one_bad_row import spoil

pytestmark = [pytest.mark.usefixtures("caplog"), pytest.mark.both_databases]


@pytest.fixture
def staff_ids(town):
    """Three who take alerts; no rota says who is on duty."""
    ids = [town.coordinator_id]
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        centre = session.get_one(Centre, resident.centre_id)
        for _ in range(2):
            account = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
            a_contact_point(session, session.get_one(Person, account.person_id))
            ids.append(account.person_id)
    return ids


def break_row(town, column, person_id):
    if column is Person.called:
        spoil(town.database, column, person_id)
        return
    with town.database.reading(town.scope) as session:
        point_id = (
            session.query(ContactPoint.id).where(ContactPoint.person_id == person_id).one().id
        )
    spoil(town.database, column, point_id)


broken_by = pytest.mark.parametrize(
    "column", [Person.called, ContactPoint.value], ids=["name", "number"]
)


def raised(town, kind=AlertKind.HELP_ASKED):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        return an_alert(session, resident, kind=kind, now=town.clock()).id


def told(town, alert_id):
    return {each.to_person_id for each in town.messages if each.alert_id == alert_id}


@broken_by
@pytest.mark.parametrize("which", [0, 1, 2])
def test_the_others_are_told_and_rung(town, staff_ids, column, which):
    break_row(town, column, staff_ids[which])
    alert_id = raised(town)
    for _ in range(8):
        town.work(timedelta(minutes=20))
        pass_alerts_on(town.tools)
    assert told(town, alert_id) >= {*staff_ids} - {staff_ids[which]}


@broken_by
def test_whoever_comes_next_is_passed_over(town, staff_ids, column):
    with town.database.writing(town.scope) as session:
        on_duty = session.get_one(Person, staff_ids[0])
        a_duty(session, session.get_one(Centre, on_duty.centre_id), on_duty)
    alert_id = raised(town)
    assert told(town, alert_id) == {staff_ids[0]}
    break_row(town, column, staff_ids[1])
    for _ in range(4):
        town.work(timedelta(minutes=20))
        pass_alerts_on(town.tools)
    assert told(town, alert_id) == {staff_ids[0], staff_ids[2]}


@broken_by
def test_it_is_taken_up_and_ended_all_the_same(town, staff_ids, column):
    alert_id = raised(town)
    town.work()
    break_row(town, column, staff_ids[1])
    taken = {"alert_id": alert_id, "by": BY, "taker_id": staff_ids[0]}
    with town.database.writing(town.scope) as session:
        acknowledge_alert(session, **taken, now=town.clock())
    with town.database.reading(town.scope) as session:
        assert session.get_one(Alert, alert_id).acknowledged_by_id == staff_ids[0]
    news = {each.to_person_id for each in town.messages if each.kind is MessageKind.ALERT_NEWS}
    assert staff_ids[2] in news


@broken_by
def test_an_answer_ends_the_alarm_for_the_others(town, staff_ids, column):
    for minutes in (10, 31, 90, 65):
        town.work(timedelta(minutes=minutes))
    (alert,) = town.alerts
    assert told(town, alert.id) == set(staff_ids)
    break_row(town, column, staff_ids[1])
    with town.database.writing(town.scope) as session:
        slot, sender = slot_by_id(session, town.slot.id), town.resident_id
        meaning = ReplyMeaning.FINE
        record_reply(
            session, slot=slot, meaning=meaning, from_person_id=sender, by=BY, now=town.clock()
        )
    assert town.slot_status is SlotStatus.ANSWERED
    over = {each.to_person_id for each in town.messages if each.kind is MessageKind.ALL_CLEAR}
    assert {staff_ids[0], staff_ids[2]} <= over
    assert staff_ids[1] not in over
    (owed,) = [each for each in town.call_tasks if each.person_id == staff_ids[1]]
    assert owed.kind is CallTaskKind.CALL_BACK
    assert owed.status is CallTaskStatus.OPEN
    assert (owed.about_person_id, owed.due_at) == (town.resident_id, town.clock())
    assert "더 가 보거나 전화하지" in owed.words


@broken_by
@pytest.mark.parametrize("which", [1, 2])
def test_what_was_left_lying_is_told_to_the_others(town, staff_ids, column, which):
    alert_id = raised(town)
    with town.database.writing(town.scope) as session:
        acknowledge_alert(
            session, alert_id=alert_id, by=BY, now=town.clock(), taker_id=staff_ids[0]
        )
    break_row(town, column, staff_ids[which])
    town.clock.advance(timedelta(hours=1))
    with town.database.writing(town.scope) as session:
        raise_again(session, alert_id=alert_id, by=BY, now=town.clock())
    with town.database.reading(town.scope) as session:
        assert session.get_one(Alert, alert_id).status is AlertStatus.RAISED
    (other,) = {*staff_ids[1:]} - {staff_ids[which]}
    at = town.clock()
    assert other in {each.to_person_id for each in town.messages if each.created_at == at}


@broken_by
def test_the_other_administrators_hear_that_money_runs_out(town, column):
    with town.database.writing(town.scope) as session:
        town_id = session.get_one(Person, town.resident_id).town_id
        accounts = [a_staff_account(session, roles=(Role.ADMINISTRATOR,)) for _ in range(3)]
        ids = [each.person_id for each in accounts]
        for person_id in ids:
            a_contact_point(session, session.get_one(Person, person_id))
    break_row(town, column, ids[1])
    facts = {"town_id": town_id, "cap_micros": 1_000_000, "mark": CapMark.REACHED}
    with town.database.writing(town.scope) as session:
        alert = raise_cost_alert(session, **facts, by=BY, now=town.clock())
    assert alert is not None
    assert {ids[0], ids[2]} <= told(town, alert.id)


@broken_by
def test_the_others_hear_that_texts_get_through_again(town, staff_ids, column):
    facts = {"town_id": town.scope.town_id, "channel": Channel.SMS, "by": BY}
    with town.database.writing(town.scope) as session:
        for person_id in staff_ids:
            on_duty = session.get_one(Person, person_id)
            a_duty(session, session.get_one(Centre, on_duty.centre_id), on_duty)
        alert = raise_channel_alert(session, **facts, now=town.clock())
    town.work()
    assert alert is not None
    assert told(town, alert.id) == {*staff_ids}
    break_row(town, column, staff_ids[1])
    with town.database.writing(town.scope) as session:
        ended = clear_channel_alert(session, **facts, now=town.clock())
    assert ended is not None
    assert ended.status is AlertStatus.RESOLVED
    over = {each.to_person_id for each in town.messages if each.kind is MessageKind.ALL_CLEAR}
    assert over == {staff_ids[0], staff_ids[2]}
