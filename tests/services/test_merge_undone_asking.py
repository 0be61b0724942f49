"""A merge let somebody go who was asked; once it is taken back no need is left with nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, NeedStatus, OfferStatus
from hopecare.domain.delivery import MessageKind
from hopecare.queries.askings import find_live_asking
from hopecare.queries.cases import case_by_id
from hopecare.queries.offers import offer_by_id
from hopecare.queries.search_terms import workplace_index
from hopecare.queries.volunteers import profile_of
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.open_asking import open_asking
from hopecare.services.plan_asking import plan_asking
from hopecare.services.undo_merge import undo_merge
from models import CallTask, Message
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import NO, YES, an_offer
from tests.factories.people import a_resident
from tests.factories.towns import NOW
from tests.factories.two_homes import FAR, LATER, LATEST, NEAR, lives, merge, near
from tests.services.test_merged_homes import place, two

__all__ = ["place", "two"]  # fixtures

MUCH_LATER = NOW + timedelta(days=2)


@pytest.fixture
def asked(session, place, two):
    """A neighbour near the second record is asked for its need; the merge lets them go."""
    need = a_need(session, case=a_case(session, resident=two[1]))
    return need, an_offer(session, need, near(session, place, "공숲"))


def undo(session, done, now=LATEST):
    undo_merge(session, merge_id=done.id, by=BY, now=now)
    session.flush()


def status_of(session, offer):
    return offer_by_id(session, offer.id, fresh=True).status


def calls(session, need):
    owed = select(CallTask).where(
        CallTask.need_id == need.id,
        CallTask.kind == CallTaskKind.UNFILLED,
        CallTask.status == CallTaskStatus.OPEN,
    )
    return session.scalars(owed).all()


def test_whoever_was_let_go_is_asked_again(session, two, asked):
    need, offer = asked
    done = merge(session, two)
    assert status_of(session, offer) is OfferStatus.STOOD_DOWN
    undo(session, done)
    assert (status_of(session, offer), need.status) == (OfferStatus.STANDING, NeedStatus.ASKING)
    put = select(Message).where(Message.offer_id == offer.id, Message.kind == MessageKind.OFFER)
    assert len(session.scalars(put).all()) == 2
    yes = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=LATEST)
    assert yes.result is OfferResult.YOURS


def test_a_helper_whose_own_record_was_merged_is_asked_again(session, place, two):
    volunteer = near(session, place, "김다래")
    resident = a_resident(session, name="한솔", **place)
    lives(session, resident, NEAR)
    offer = an_offer(session, a_need(session, case=a_case(session, resident=resident)), volunteer)
    done = merge(session, (two[0], volunteer))
    assert status_of(session, offer) is OfferStatus.STOOD_DOWN
    undo(session, done)
    assert (status_of(session, offer), offer.helper_id) == (OfferStatus.STANDING, volunteer.id)


def test_whom_a_wish_of_the_other_record_kept_out_is_asked_again(session, place, two):
    first, second = two
    lives(session, first, NEAR)
    neighbour = near(session, place, "공숲")
    for each in (first, neighbour):
        each.workplace, each.workplace_index = "한빛서점", workplace_index("한빛서점")
    offer = an_offer(session, a_need(session, case=a_case(session, resident=first)), neighbour)
    second.nobody_of_workplace = True
    done = merge(session, two)
    assert status_of(session, offer) is OfferStatus.STOOD_DOWN
    undo(session, done)
    assert status_of(session, offer) is OfferStatus.STANDING


def test_whoever_said_no_since_is_not_asked_again_and_staff_are_owed_the_call(session, two, asked):
    need, offer = asked
    done = merge(session, two)
    answer_offer(session, offer_id=offer.id, answer=NO, by=BY, now=LATER)
    undo(session, done)
    assert status_of(session, offer) is OfferStatus.DECLINED
    assert len(calls(session, need)) == 1


@pytest.mark.parametrize("is_finished", [False, True])
def test_where_their_time_is_over_staff_are_owed_the_call(session, two, asked, is_finished):
    need, offer = asked
    done = merge(session, two)
    (call,) = calls(session, need)
    if is_finished:
        spoke = CallOutcome.SPOKE
        finish_call_task(session, task_id=call.id, outcome=spoke, by=BY, now=LATER)
    undo(session, done, MUCH_LATER)
    assert (status_of(session, offer), need.status) == (OfferStatus.STOOD_DOWN, NeedStatus.OPEN)
    assert len(calls(session, need)) == 1


def test_an_asking_that_runs_looks_for_others_at_once(session, place, two, asked):
    need, offer = asked
    case = case_by_id(session, need.case_id)
    asking = open_asking(session, case, need, by=BY, now=NOW)
    done = merge(session, two)
    # The next look, from the home of the merge, found nobody and waits for long.
    plan_asking(session, asking, need, case.urgency, next_wave_at=asking.deadline)
    offer.lapses_at = LATER
    session.flush()
    undo(session, done)
    running = find_live_asking(session, need.id)
    assert running
    assert running.next_wave_at == LATEST


def test_nobody_is_asked_again_for_what_somebody_took_meanwhile(session, place, two, asked):
    need, offer = asked
    done = merge(session, two)
    other = near(session, place, "도란")
    profile = profile_of(session, other.id)
    profile.grid_lat, profile.grid_lon = FAR[1]
    taken = an_offer(session, need, other, now=LATER)
    answer_offer(session, offer_id=taken.id, answer=YES, by=BY, now=LATER)
    undo(session, done)
    assert status_of(session, offer) is OfferStatus.STOOD_DOWN
    assert need.status is NeedStatus.HELPED
