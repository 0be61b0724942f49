"""What texts do not settle is left to a person: whom to ring, and a second nobody looks for."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.needs import NeedRhythm
from hopecare.queries.candidates import candidates_for
from hopecare.queries.cases import case_by_id
from hopecare.queries.residents import person_by_id
from hopecare.services.allow_helper import allow_helper
from hopecare.services.answer_offer import answer_offer
from hopecare.services.refuse_helper import refuse_helper
from hopecare.services.withdraw_asking import withdraw_asking
from models import CallTask
from tests.factories.askings import an_asking, look, offers_of
from tests.factories.cases import BY, a_need
from tests.factories.offers import YES, a_task
from tests.factories.towns import NOW, TODAY
from tests.factories.volunteers import neighbours

DAY = timedelta(days=1)
TOMORROW = TODAY + DAY
EVENING = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def at_two(session, **wished):
    return a_need(session, from_on=TOMORROW, starts_at=time(14), minutes=60, **wished)


def calls(session, kind=CallTaskKind.CALL_BACK):
    return session.scalars(select(CallTask).where(CallTask.kind == kind)).all()


def test_the_first_of_two_is_rung_where_nobody_looks_for_a_second_any_more(session):
    neighbours(session, 8)
    need = at_two(session, people_needed=2)
    asking = an_asking(session, need)
    first = offers_of(session, need)[0]
    answer_offer(session, offer_id=first.id, answer=YES, by=BY, now=NOW)
    withdraw_asking(session, asking_id=asking.id, by=BY, now=NOW)
    assert [each.person_id for each in calls(session)] == [first.helper_id]


def test_nobody_is_named_to_ring_whose_yes_would_be_refused(session):
    nearest, _ = neighbours(session, 2)
    a_task(session, at_two(session), nearest)
    need = at_two(session)
    look(session, an_asking(session, need), EVENING)
    (call,) = calls(session, CallTaskKind.UNFILLED)
    assert nearest.called not in (call.words or "")


def test_whom_a_resident_lets_come_again_is_asked_for_what_began_before(session):
    (helper,) = neighbours(session, 1)
    need = a_need(session, from_on=TODAY, rhythm=NeedRhythm.WEEKLY, weekdays=("tue",))
    resident = person_by_id(session, case_by_id(session, need.case_id).resident_id)
    later = NOW + 30 * DAY
    refuse_helper(session, resident_id=resident.id, helper_id=helper.id, by=BY, now=later)
    assert not candidates_for(session, need, now=later, must=[helper.id]).candidates
    allow_helper(session, resident, helper_id=helper.id, by=BY, now=later + 30 * DAY)
    found = candidates_for(session, need, now=later + 31 * DAY, must=[helper.id]).candidates
    assert [each.helper_id for each in found] == [helper.id]
