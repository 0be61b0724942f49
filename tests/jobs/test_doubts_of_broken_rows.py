"""One send in doubt that cannot be read leaves the others settled, and ends in a call itself."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from hopecare.database import AllTowns
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import MessageStatus, SlotStatus
from hopecare.jobs.reconcile import reconcile
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from models import CheckInSlot, ContactPoint, Message
from notifications.memory_sms import MemoryNetwork
from notifications.port import Answer, SendResult
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
