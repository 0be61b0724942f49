"""Who comes next when a helper has left: first whoever offered themselves, in peace with caps."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.ask_neighbours import Wave, ask_neighbours
from hopecare.services.hand_back_task import hand_back_task
from models import Offer
from tests.factories.cases import BY, a_need
from tests.factories.offers import YES
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours

SOON = NOW + timedelta(hours=1)
DAYS_LATER = NOW + timedelta(days=2)
CROWD = 120
"""More than are looked at first: whoever lives behind them is found only by their name."""


def taken(session, need, first, *late):
    """The first has the task; the others said yes after them."""
    helper_ids = [each.id for each in (first, *late)]
    wave = Wave(helper_ids=helper_ids)
    offers = ask_neighbours(session, need_id=need.id, wave=wave, by=BY, now=NOW)
    by_helper = {each.helper_id: each for each in offers}
    said = [
        answer_offer(session, offer_id=by_helper[each].id, answer=YES, by=BY, now=SOON)
        for each in helper_ids
    ]
    assert [each.result for each in said[1:]] == [OfferResult.LATE] * len(late)
    return said[0].task


def hand_back(session, task, *, now=DAYS_LATER):
    hand_back_task(session, task_id=task.id, reason=None, by=BY, now=now)


def standing(session, need):
    """Who is asked now."""
    asked = select(Offer.helper_id).where(
        Offer.need_id == need.id, Offer.status == OfferStatus.STANDING
    )
    return set(session.scalars(asked))


def test_in_a_dense_place_a_late_yes_from_far_down_is_not_lost(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        first, *_crowd = neighbours(session, CROWD, first_m=50, step_m=5)
        [late] = neighbours(session, 1, first_m=1_500)
        task = taken(session, need, first, late)
        hand_back(session, task)
        asked = standing(session, need)
    assert asked == {late.id}
