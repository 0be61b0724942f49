"""Whoever was let go for want of a second may help with that visit after all."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.queries.candidates import candidates_for
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.begin_asking import begin_asking
from hopecare.services.hand_back_task import hand_back_task
from models import Offer
from tests.factories.askings import an_asking, look, offers_of
from tests.factories.cases import BY, a_need
from tests.factories.offers import YES
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours

LATER = timedelta(days=2)


@pytest.fixture
def let_go(database, town_scope):
    """One of two said yes, nobody else did, and the time of the asking is over."""
    with database.writing(town_scope) as session:
        a_town(session)
        neighbours(session, 1)
        need = a_need(session, people_needed=2)
        asking = an_asking(session, need)
        [offer] = offers_of(session, need)
        said = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=NOW)
        assert said.result is OfferResult.YOURS
        yield session, need, asking, offer


def test_they_may_be_chosen_again_and_a_new_wave_asks_them(let_go):
    session, need, asking, offer = let_go
    look(session, asking, asking.deadline)
    later = asking.deadline + LATER
    [candidate] = candidates_for(session, need, now=later).candidates
    assert candidate.may_be_asked
    begin_asking(session, need_id=need.id, by=BY, now=later)
    [_, again] = offers_of(session, need)
    assert again.helper_id == offer.helper_id
    said = answer_offer(session, offer_id=again.id, answer=YES, by=BY, now=later)
    assert said.result is OfferResult.YOURS


def test_whoever_handed_it_back_is_not_asked_for_it_again(let_go):
    session, need, asking, offer = let_go
    task = answer_offer(session, offer_id=offer.id, answer=YES, by=BY, now=NOW).task
    assert task is not None
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=NOW)
    [candidate] = candidates_for(session, need, now=NOW).candidates
    assert not candidate.may_be_asked
    look(session, asking, asking.deadline)
    begin_asking(session, need_id=need.id, by=BY, now=asking.deadline + LATER)
    assert len(session.scalars(select(Offer)).all()) == 1
