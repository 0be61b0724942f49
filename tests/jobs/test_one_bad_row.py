"""One broken row never silences a town: whatever is wrong with it, the others are served."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select, update

from hopecare.database import AllTowns
from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, MessageStatus, OfferStatus, SlotStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.roles import Role
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.climb_ladders import climb_ladders
from hopecare.jobs.lapse_offers import lapse_offers
from hopecare.jobs.pass_alerts_on import pass_alerts_on
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.raise_alert import Cause, raise_alert
from hopecare.services.record_reply import record_reply
from models import CallTask, Centre, CheckInPlan, CheckInSlot, Message, Need, Offer, Person
from models.types import Sealed
from tests.factories.cases import a_case, a_need
from tests.factories.desk import a_duty, a_slot, an_alert
from tests.factories.offers import an_offer
from tests.factories.people import (
    a_contact_point,
    a_phone,
    a_resident,
    a_staff_account,
    a_volunteer,
)
from tests.factories.towns import NOW
from tests.jobs.conftest import BY

pytestmark = pytest.mark.usefixtures("caplog")


def spoil(database, column, row_id):
    """Write sealed bytes nobody can open."""
    table = column.class_
    with database.writing(AllTowns()) as session:
        session.execute(update(table).where(table.id == row_id).values({column: Sealed(b"broken")}))


@pytest.fixture
def broken_neighbour(town):
    """A second resident with a plan at the same time, whose name cannot be read."""
    with town.database.writing(town.scope) as session:
        other = a_resident(session, name="박여울")
        wish = CheckInWish(local_time=time(10, 5))
        plan_check_ins(session, person_id=other.id, wish=wish, by=BY, now=NOW)
        # The broken one is due first.
        session.execute(
            update(CheckInPlan)
            .where(CheckInPlan.person_id == other.id)
            .values(next_due_at=NOW + timedelta(minutes=1), version=CheckInPlan.version + 1)
        )
    spoil(town.database, Person.called, other.id)
    return other.id


def test_a_plan_that_cannot_be_opened_leaves_the_others_asked(town, broken_neighbour):
    town.work(timedelta(minutes=10))
    slots = {slot.person_id: slot.status for slot in town.rows(CheckInSlot)}
    assert slots[town.resident_id] is SlotStatus.WAITING


def test_somebody_calls_where_the_question_could_not_be_made(town, broken_neighbour):
    town.work(timedelta(minutes=10))
    with town.database.reading(AllTowns()) as session:
        plan = session.query(CheckInPlan).where(CheckInPlan.person_id == broken_neighbour).one()
    assert plan.next_due_at > town.clock(), "it is not tried again at every tick"
    about = {task.about_person_id or task.person_id for task in town.rows(CallTask)}
    asked = {slot.person_id: slot.status for slot in town.rows(CheckInSlot)}
    assert broken_neighbour in about or broken_neighbour not in asked


def test_a_message_that_cannot_be_read_leaves_the_others_sent(town):
    with town.database.writing(town.scope) as session:
        wish = CheckInWish(local_time=time(10, 5))
        other = a_resident(session, name="박여울")
        plan_check_ins(session, person_id=other.id, wish=wish, by=BY, now=NOW)
    town.clock.advance(timedelta(minutes=10))
    ask_due_check_ins(town.tools)
    with town.database.reading(AllTowns()) as session:
        broken = session.query(Message).where(Message.to_person_id == other.id).one().id
    spoil(town.database, Message.body, broken)
    town.work()
    with town.database.reading(AllTowns()) as session:
        sent = session.query(Message.to_person_id).where(Message.status == MessageStatus.ACCEPTED)
        assert [row.to_person_id for row in sent] == [town.resident_id]


def test_an_alert_about_somebody_unreadable_is_passed_on_like_the_others(town):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        centre = session.get_one(Centre, resident.centre_id)
        staff = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
        on_duty = session.get_one(Person, staff.person_id)
        a_contact_point(session, on_duty)
        a_duty(session, centre, on_duty)
        broken = a_resident(session, name="박여울", centre=centre)
        for count, person in enumerate((broken, resident)):
            an_alert(session, person, centre=centre, now=NOW + timedelta(seconds=count))
    spoil(town.database, Person.called, broken.id)
    town.clock.advance(timedelta(minutes=20))
    assert pass_alerts_on(town.tools) == 4, "of each one is rung, and the next is told"
    told = {message.to_person_id for message in town.messages}
    assert told >= {town.coordinator_id, staff.person_id}


@pytest.mark.parametrize("has_case", [True, False], ids=["by the case", "no case"])
def test_an_alert_about_somebody_whose_name_cannot_be_opened_is_told_without_it(town, has_case):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        case = a_case(session, resident=resident) if has_case else None
        code, case_id = (case.code, case.id) if case else ("", None)
    spoil(town.database, Person.called, town.resident_id)
    with town.database.writing(town.scope) as session:
        cause = Cause(dedup_key="help:1", person_id=town.resident_id, case_id=case_id)
        kind = AlertKind.HELP_ASKED
        raise_alert(
            session, town_id=town.scope.town_id, kind=kind, cause=cause, by=BY, now=town.clock()
        )
    town.work()
    (text,) = town.texts_to(town.coordinator_id)
    assert f"사례 {code} 주민님" in text if has_case else "이름을 열 수 없는 주민님" in text


def test_a_ladder_that_cannot_be_climbed_leaves_the_others_climbed_and_alerts_staff(town):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        centre = session.get_one(Centre, resident.centre_id)
        broken = a_resident(session, name="박여울", centre=centre)
        slots = [
            a_slot(session, person, due_at=NOW - timedelta(minutes=count))
            for person, count in ((broken, 1), (resident, 0))
        ]
        for slot in slots:
            slot.next_rung_at = NOW
    spoil(town.database, Person.called, broken.id)
    town.clock.advance(timedelta(hours=1))
    assert climb_ladders(town.tools) == 2
    found = {slot.person_id: slot for slot in town.rows(CheckInSlot)}
    assert found[town.resident_id].status is SlotStatus.WAITING
    assert found[town.resident_id].next_rung_at > NOW
    assert found[broken.id].status is SlotStatus.SILENT
    assert [(alert.kind, alert.person_id) for alert in town.alerts] == [
        (AlertKind.SILENCE, broken.id)
    ]
    assert [(call.kind, call.person_id) for call in town.call_tasks] == [
        (CallTaskKind.NOT_ASKED, broken.id)
    ]
    town.clock.advance(timedelta(minutes=1))
    assert climb_ladders(town.tools) == 0, "it is not tried again at every tick"


def test_a_ladder_nobody_can_read_ends_with_the_alert(town):
    with town.database.writing(town.scope) as session:
        resident = session.get_one(Person, town.resident_id)
        slot = a_slot(session, resident, due_at=NOW)
        slot.next_rung_at = NOW
        slot.steps = [{"step": "no such rung", "minutes": 30}]
    assert climb_ladders(town.tools) == 1
    assert town.slot.status == SlotStatus.SILENT
    assert town.slot.next_rung_at is None
    assert [alert.kind for alert in town.alerts] == [AlertKind.SILENCE]
    assert [call.kind for call in town.call_tasks] == [CallTaskKind.NOT_ASKED]


def test_an_offer_that_cannot_lapse_leaves_the_others_lapsed(town):
    with town.database.writing(town.scope) as session:
        helper, other = (a_volunteer(session, phone=a_phone()) for _ in range(2))
        needs = [a_need(session, case=a_case(session)) for _ in range(2)]
        offers = [
            an_offer(session, need, who, stands_for=timedelta(hours=hours))
            for need, who, hours in zip(needs, (helper, other), (1, 2), strict=True)
        ]
        standing = an_offer(session, needs[1], helper, stands_for=timedelta(days=1))
    spoil(town.database, Need.words, needs[0].id)
    town.clock.advance(timedelta(hours=3))
    assert lapse_offers(town.tools) == 1
    fates = {offer.id: offer.status for offer in town.rows(Offer)}
    assert [fates[each.id] for each in (*offers, standing)] == [
        OfferStatus.STANDING,
        OfferStatus.LAPSED,
        OfferStatus.STANDING,
    ]
    assert lapse_offers(town.tools) == 0


def test_help_asked_by_somebody_unreadable_is_an_alert_and_an_owed_call(town):
    town.work(timedelta(minutes=10))
    spoil(town.database, Person.called, town.resident_id)
    with town.database.writing(town.scope) as session:
        record_reply(
            session,
            slot=slot_by_id(session, town.slot.id),
            meaning=ReplyMeaning.HELP,
            from_person_id=town.resident_id,
            by=BY,
            now=town.clock(),
        )

    assert [alert.kind for alert in town.alerts] == [AlertKind.HELP_ASKED]
    owed = [task for task in town.call_tasks if task.kind is CallTaskKind.HELP_ASKED]
    assert [(task.status, task.about_person_id) for task in owed] == [
        (CallTaskStatus.OPEN, town.resident_id)
    ]
    with town.database.reading(AllTowns()) as session:
        (centre_id,) = session.scalars(select(Centre.id))
    assert {town.alerts[0].centre_id, owed[0].centre_id} == {centre_id}
    (alert_text,) = [each for each in town.messages if each.kind is MessageKind.ALERT]
    assert alert_text.to_person_id == town.coordinator_id
