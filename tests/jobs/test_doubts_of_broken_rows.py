"""One send in doubt that cannot be read leaves the others settled, and ends in a call itself."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from hopecare.database import AllTowns
from hopecare.domain.broadcasts import Audience
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.jobs.reconcile import BATCH, reconcile
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from models import Broadcast, CheckInSlot, ContactPoint, Message, Person
from notifications.memory_sms import MemoryNetwork
from notifications.port import Answer, SendResult
from tests.factories.desk import a_message
from tests.factories.people import a_resident
from tests.factories.towns import NOW
from tests.jobs.conftest import BY
from tests.jobs.test_one_bad_row import spoil

pytestmark = [pytest.mark.usefixtures("caplog"), pytest.mark.both_databases]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def other_id(town):
    """A second resident, asked at the same time."""
    with town.database.writing(town.scope) as session:
        other = a_resident(session, name="박여울")
        wish = CheckInWish(local_time=time(10, 5))
        plan_check_ins(session, person_id=other.id, wish=wish, by=BY, now=NOW)
        return other.id


def statuses(town):
    with town.database.reading(AllTowns()) as session:
        return dict(session.query(Message.to_person_id, Message.status).all())


def stands(town, person_id):
    return next(each for each in town.rows(CheckInSlot) if each.person_id == person_id).status


@pytest.mark.parametrize("column", [Message.body, ContactPoint.value], ids=["words", "number"])
def test_one_that_cannot_be_read_leaves_the_others_settled(town, other_id, column):
    town.calls = MemoryNetwork(*[SendResult(answer=Answer.AMBIGUOUS)] * 2)
    town.work(10 * MINUTE)
    with town.database.reading(AllTowns()) as session:
        owner = Message.to_person_id if column is Message.body else ContactPoint.person_id
        spoiled = session.query(column.class_.id).where(owner == other_id).one().id
    spoil(town.database, column, spoiled)
    for _ in range(3):
        town.clock.advance(2 * MINUTE)
        reconcile(town.tools)
    assert statuses(town) == {
        town.resident_id: MessageStatus.PENDING,
        other_id: MessageStatus.UNKNOWN,
    }

    for _ in range(20):
        town.clock.advance(10 * MINUTE)
        reconcile(town.tools)
    assert stands(town, other_id) is SlotStatus.NOT_ASKED
    assert statuses(town)[other_id] is MessageStatus.EXPIRED
    owed = {each.person_id for each in town.call_tasks if each.kind is CallTaskKind.NOT_ASKED}
    assert other_id in owed


def doubts_of(session, person_id, count, **told):
    """So many sends of a resident in doubt; gives whose telephone, and which they are."""
    person = session.get_one(Person, person_id)
    phone = session.query(ContactPoint).where(ContactPoint.person_id == person_id).one()
    told = {"claimed_at": NOW, "contact_point_id": phone.id, **told}
    made = [a_message(session, person, status=MessageStatus.UNKNOWN, **told) for _ in range(count)]
    return phone.id, [each.id for each in made]


def looked_at(town, message_id):
    with town.database.reading(AllTowns()) as session:
        return session.get_one(Message, message_id).looks > 0


def test_one_that_cannot_be_ended_leaves_the_others_settled(town, other_id):
    with town.database.writing(town.scope) as session:
        broadcast = Broadcast(
            town_id=town.scope.town_id,
            audience=Audience.RESIDENTS,
            reason="김장 나눔",
            words={"ko": "김장 나눔이 있습니다."},
            not_before=NOW,
            valid_until=NOW + MINUTE,
            created_at=NOW,
            made_by_id=town.coordinator_id,
        )
        session.add(broadcast)
        session.flush()
        late = {"valid_until": NOW + MINUTE, "broadcast_id": broadcast.id}
        phone_id, (broken_id,) = doubts_of(session, other_id, 1, **late)
        _, (whole_id,) = doubts_of(session, town.resident_id, 1)
    spoil(town.database, Broadcast.reason, broadcast.id)
    spoil(town.database, ContactPoint.value, phone_id)
    spoil(town.database, Message.body, broken_id)
    town.clock.advance(2 * MINUTE)
    reconcile(town.tools)
    assert looked_at(town, whole_id)
    assert statuses(town)[other_id] is MessageStatus.UNKNOWN


def test_as_many_as_are_taken_at_once_keep_nobody_waiting(town, other_id):
    with town.database.writing(town.scope) as session:
        phone_id, _ = doubts_of(session, other_id, BATCH)
        later = {"claimed_at": NOW + timedelta(seconds=1)}
        _, (whole_id,) = doubts_of(session, town.resident_id, 1, **later)
    spoil(town.database, ContactPoint.value, phone_id)
    town.clock.advance(MINUTE)
    reconcile(town.tools)
    assert looked_at(town, whole_id)
