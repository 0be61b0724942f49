"""Two are to go and one says yes once nobody is asked any more: they are not left to go alone."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import CallTaskStatus, TaskStatus
from hopecare.language.wordings import Text
from hopecare.queries.askings import find_live_asking
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.finish_call_task import finish_call_task
from models import CallTask, Message, Task
from tests.factories.askings import an_asking, deliver_questions, look, offers_of
from tests.factories.cases import BY, a_need
from tests.factories.offers import YES, an_offer
from tests.factories.towns import NOW, TODAY
from tests.factories.volunteers import neighbours

pytestmark = pytest.mark.both_databases


def open_calls(session):
    return session.scalars(select(CallTask).where(CallTask.status == CallTaskStatus.OPEN)).all()


def says_yes(session, offer, *, now):
    return answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=now).result


def told_of_second(session, offer):
    found = select(Message.id).where(
        Message.to_person_id == offer.helper_id,
        Message.dedup_key.contains(Text.WAITS_FOR_SECOND.value),
    )
    return len(session.scalars(found).all())


@pytest.fixture
def over(session):
    """A visit of two whose time is over, and of which the call was made."""
    neighbours(session, 6)
    need = a_need(session, people_needed=2)
    asking = an_asking(session, need)
    deliver_questions(session)
    later = asking.deadline + timedelta(minutes=1)
    look(session, asking, later)
    for call in open_calls(session):
        finish_call_task(session, task_id=call.id, outcome=None, by=BY, now=later)
    assert find_live_asking(session, need.id) is None
    return need, later + timedelta(hours=1)


def test_after_the_time_is_over_a_second_is_looked_for_anew(session, over):
    need, now = over
    first, second, *_ = offers_of(session, need)
    assert says_yes(session, first, now=now) is OfferResult.YOURS
    asking = find_live_asking(session, need.id)
    assert asking is not None
    assert (asking.next_wave_at, asking.due_at) == (now, now)
    assert told_of_second(session, first) == 1
    look(session, asking, now)
    assert says_yes(session, second, now=now) is OfferResult.YOURS
    assert find_live_asking(session, need.id) is None


def test_whoever_waits_in_vain_once_more_is_let_go(session, over):
    need, now = over
    [first, *_] = offers_of(session, need)
    says_yes(session, first, now=now)
    asking = find_live_asking(session, need.id)
    assert asking is not None
    look(session, asking, asking.deadline)
    assert session.scalars(select(Task.status)).all() == [TaskStatus.ENDED]


def test_once_it_has_begun_a_person_asks_whether_they_go_alone(session):
    need = a_need(session, people_needed=2, starts_at=time(14), from_on=TODAY, until_on=TODAY)
    offer = an_offer(session, need, neighbours(session, 1)[0])
    assert says_yes(session, offer, now=NOW + timedelta(hours=4, minutes=10)) is OfferResult.YOURS
    assert find_live_asking(session, need.id) is None
    assert [call.person_id for call in open_calls(session)] == [offer.helper_id]
    assert told_of_second(session, offer) == 0
