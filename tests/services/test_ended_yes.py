"""Whoever held a need may hold it again: by a wave where others ended it, always by hand."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import true

from hopecare.domain.offers import StopReason
from hopecare.errors import InvalidInputError
from hopecare.queries.askings import find_live_asking
from hopecare.queries.batch_facts import open_needs
from hopecare.queries.candidates import candidates_for
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.ask_neighbours import Wave, ask_neighbours
from hopecare.services.begin_asking import begin_asking
from hopecare.services.finish_task import finish_task
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.stop_task import stop_task
from hopecare.services.suspend_volunteer import suspend_volunteer
from tests.factories.askings import look, offers_of
from tests.factories.cases import BY, a_need
from tests.factories.offers import NO, YES, a_task
from tests.factories.towns import NOW
from tests.factories.volunteers import neighbours
from tests.factories.weekly import a_weekly_need

NEXT = NOW + timedelta(days=1)
LATER = NOW + timedelta(days=40)


def by_mistake(session, task):
    for is_suspended, after in ((True, 1), (False, 2)):
        suspend_volunteer(
            session, person_id=task.helper_id, is_suspended=is_suspended, by=BY,
            now=NOW + timedelta(days=after),
        )  # fmt: skip


def stopped(reason):
    def act(session, task):
        stop_task(session, task_id=task.id, reason=reason, by=BY, now=NEXT)

    return act


def handed_back(session, task):
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=NEXT)


def done_with(session, task):
    finish_task(session, task_id=task.id, by=BY, now=NEXT)


NOT_BY_THEM = {
    "suspended by mistake": by_mistake,
    "consent withdrawn": stopped(StopReason.CONSENT_WITHDRAWN),
    "the wrong task stopped": stopped(StopReason.OTHER),
}
BY_THEM = {
    "handed back": handed_back,
    "their part done": done_with,
    "their wish": stopped(StopReason.HELPERS_WISH),
    "the resident's wish": stopped(StopReason.RESIDENTS_WISH),
    "no good match": stopped(StopReason.NO_GOOD_MATCH),
}


@pytest.fixture
def held(session):
    """Weekly help, and the only neighbour there is, who holds it."""
    (helper,) = neighbours(session, 1)
    need = a_weekly_need(session)
    return need, helper, a_task(session, need, helper)


def time_over(session, need):
    """The asking that followed their end has run out, where one did."""
    asking = find_live_asking(session, need.id)
    if asking is not None:
        look(session, asking, asking.deadline)


def not_proposed(session, town_scope):
    (found,) = open_needs(session, town_id=town_scope.town_id, now=LATER, only=true()).needs
    return found.facts.asked_ids


def ask_by_hand(session, need, helper):
    return ask_neighbours(
        session, need_id=need.id, wave=Wave(helper_ids=[helper.id]), by=BY, now=LATER
    )


@pytest.mark.parametrize("end", NOT_BY_THEM.values(), ids=NOT_BY_THEM)
def test_a_wave_asks_again_whose_help_others_ended(session, town_scope, held, end):
    need, _, task = held
    end(session, task)
    time_over(session, need)
    assert not_proposed(session, town_scope) == set()
    begin_asking(session, need_id=need.id, by=BY, now=LATER)
    [_, again] = offers_of(session, need)
    said = answer_offer(session, offer_id=again.id, answer=YES, by=BY, now=LATER)
    assert said.result is OfferResult.YOURS


@pytest.mark.parametrize("end", BY_THEM.values(), ids=BY_THEM)
def test_no_machine_asks_again_whoever_left_or_was_wished_away(session, town_scope, held, end):
    need, helper, task = held
    end(session, task)
    time_over(session, need)
    assert not_proposed(session, town_scope) == {helper.id}
    begin_asking(session, need_id=need.id, by=BY, now=LATER)
    assert len(offers_of(session, need)) == 1
    ask_neighbours(session, need_id=need.id, by=BY, now=LATER)
    assert len(offers_of(session, need)) == 1


@pytest.mark.parametrize("end", (NOT_BY_THEM | BY_THEM).values(), ids=NOT_BY_THEM | BY_THEM)
def test_a_person_may_ask_them_again_however_it_ended(session, held, end):
    need, helper, task = held
    end(session, task)
    [candidate] = candidates_for(session, need, now=LATER, must=[helper.id]).candidates
    assert candidate.may_be_chosen
    [again] = ask_by_hand(session, need, helper)
    said = answer_offer(session, offer_id=again.id, answer=YES, by=BY, now=LATER)
    assert said.result is OfferResult.YOURS


def test_the_asking_for_a_successor_leaves_in_peace_whom_staff_just_stopped(session, held):
    need, _, task = held
    at = NOW + timedelta(days=3)
    stop_task(session, task_id=task.id, reason=StopReason.OTHER, by=BY, now=at)
    asking = find_live_asking(session, need.id)
    assert asking is not None
    look(session, asking, at + timedelta(hours=2))
    assert len(offers_of(session, need)) == 1


def test_who_is_reinstated_while_others_are_asked_is_asked_with_them(session, held):
    need, _, task = held
    by_mistake(session, task)
    asking = find_live_asking(session, need.id)
    assert asking is not None
    look(session, asking, NOW + timedelta(days=3))
    assert len(offers_of(session, need)) == 2


def test_whoever_holds_one_of_two_places_is_asked_by_nobody(session):
    helper, _ = neighbours(session, 2)
    need = a_need(session, people_needed=2)
    a_task(session, need, helper)
    with pytest.raises(InvalidInputError):
        ask_by_hand(session, need, helper)


def test_a_no_to_a_person_who_asks_again_stands(session, held):
    need, helper, task = held
    handed_back(session, task)
    [again] = ask_by_hand(session, need, helper)
    with pytest.raises(InvalidInputError):
        ask_by_hand(session, need, helper)
    answer_offer(session, offer_id=again.id, answer=NO, by=BY, now=LATER)
    with pytest.raises(InvalidInputError):
        ask_by_hand(session, need, helper)


def test_the_last_end_decides_for_who_held_it_twice(session, held):
    need, helper, task = held
    handed_back(session, task)
    [again] = ask_by_hand(session, need, helper)
    second = answer_offer(session, offer_id=again.id, answer=YES, by=BY, now=LATER).task
    assert second is not None
    stop_task(session, task_id=second.id, reason=StopReason.OTHER, by=BY, now=LATER)
    time_over(session, need)
    begin_asking(session, need_id=need.id, by=BY, now=LATER + timedelta(days=9))
    assert len(offers_of(session, need)) == 3
