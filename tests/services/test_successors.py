"""Who comes next when a helper has left: first whoever offered themselves, in peace with caps."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.matching.caps import Cap
from hopecare.queries.askings import find_live_asking
from hopecare.services.answer_offer import OfferResult, answer_offer
from hopecare.services.ask_neighbours import Wave, ask_neighbours
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.lapse_offer import lapse_offer
from hopecare.services.start_sending import start_sending
from hopecare.services.stop_sending import stop_sending
from hopecare.town_values import shipped_policy
from models import Need, Offer, TownHoliday
from tests.factories.askings import deliver_questions, look, offers_of
from tests.factories.caps import HOUR, LEFT_IN_PEACE, given
from tests.factories.cases import BY, a_need
from tests.factories.offers import NO, YES
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours
from tests.factories.weekly import a_backup, a_weekly_task

SOON = NOW + HOUR
DAYS_LATER = NOW + timedelta(days=2)
CROWD = 120
"""More than are looked at first: whoever lives behind them is found only by their name."""
BESIDE = shipped_policy("offers")["waves"]["late_yes_beside"]


def taken(session, need, first, *late, now=NOW):
    """The first has the task; the others said yes after them."""
    helper_ids = [each.id for each in (first, *late)]
    wave = Wave(helper_ids=helper_ids)
    offers = ask_neighbours(session, need_id=need.id, wave=wave, by=BY, now=now)
    by_helper = {each.helper_id: each for each in offers}
    said = [
        answer_offer(session, offer_id=by_helper[each].id, answer=YES, by=BY, now=now + HOUR)
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


LEAVE_THEM = [cap for cap in LEFT_IN_PEACE if cap is not Cap.THIS_DAY]


@pytest.mark.parametrize("cap", LEAVE_THEM, ids=lambda cap: cap.value)
def test_nobody_is_asked_past_a_cap_since_no_person_chose_them(database, town_scope, cap):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session, starts_at=time(15), minutes=60)
        first, late, *others = neighbours(session, 4)
        task = taken(session, need, first, late, now=NOW - 4 * HOUR)
        LEFT_IN_PEACE[cap](session, late)
        hand_back(session, task, now=NOW)
        asked = standing(session, need)
    assert asked == {each.id for each in others}


def test_whoever_offered_themselves_today_is_asked_again_today(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        first, *_others, late = neighbours(session, 4)
        task = taken(session, need, first, late)
        hand_back(session, task, now=SOON + HOUR)
        asked = standing(session, need)
    assert asked == {late.id}


def test_a_backup_is_left_in_peace_as_well(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        helper, backup, *others = neighbours(session, 4)
        task = a_weekly_task(session, helper)
        a_backup(session, task.need_id, backup)
        given(session, backup, asked_from=time(18), asked_until=time(20))
        hand_back(session, task, now=DAYS_LATER)
        asked = standing(session, session.get_one(Need, task.need_id))
    assert asked == {each.id for each in others}


@pytest.mark.parametrize("is_stopped", [False, True], ids=["holiday", "stopped"])
@pytest.mark.parametrize("kept", ["late", "backup"])
def test_whoever_offered_themselves_is_asked_first_as_soon_as_words_may_leave(
    database, town_scope, kept, is_stopped
):
    with database.writing(town_scope) as session:
        a_town(session)
        first, offered, *_others = neighbours(session, 5)
        if kept == "late":
            need = a_need(session)
            task = taken(session, need, first, offered)
        else:
            task = a_weekly_task(session, first)
            need = session.get_one(Need, task.need_id)
            a_backup(session, need.id, offered)
        town_id = town_scope.town_id
        stop = None
        if is_stopped:
            stop = stop_sending(
                session, town_id=town_id, channel=None, reason="x", by=BY, now=DAYS_LATER
            )
        else:
            rest = TownHoliday(
                town_id=town_id, day=DAYS_LATER.date(), label="시민의 날", entered_at=NOW
            )
            session.add(rest)
        session.flush()
        hand_back(session, task)
        at_once = standing(session, need)
        asking = find_live_asking(session, need.id)
        assert asking is not None
        again = asking.next_wave_at
        if stop is not None:
            start_sending(session, stop_id=stop.id, reason="x", by=BY, now=again)
        look(session, asking, again)
        then = standing(session, need)
        look(session, asking, again + HOUR)
        beside = standing(session, need)
    assert at_once == set(), "nobody is disturbed, and nobody is asked before them"
    assert then == {offered.id}
    assert offered.id in beside


def test_a_backup_who_stays_silent_is_not_asked_again_by_the_next_wave(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        helper, backup, *others = neighbours(session, 4)
        task = a_weekly_task(session, helper)
        need = session.get_one(Need, task.need_id)
        a_backup(session, need.id, backup)
        hand_back(session, task)
        [offer] = [each for each in offers_of(session, need) if each.helper_id == backup.id]
        deliver_questions(session)
        lapse_offer(session, offer_id=offer.id, by=BY, now=offer.lapses_at)
        asking = find_live_asking(session, need.id)
        assert asking is not None
        look(session, asking, offer.lapses_at)
        asked = standing(session, need)
    assert asked
    assert asked <= {each.id for each in others}


def test_of_many_late_yeses_a_few_are_asked_and_the_others_with_the_next_wave(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        first, *late = neighbours(session, 9)
        task = taken(session, need, first, *late)
        hand_back(session, task, now=SOON + HOUR)
        asked = standing(session, need)
        for offer in offers_of(session, need):
            if offer.status is OfferStatus.STANDING:
                answer_offer(session, offer_id=offer.id, answer=NO, by=BY, now=SOON + HOUR)
        asking = find_live_asking(session, need.id)
        assert asking is not None
        look(session, asking, asking.next_wave_at)
        then = standing(session, need)
    assert asked == {each.id for each in late[: 1 + BESIDE]}
    assert then
    assert then <= {each.id for each in late[1 + BESIDE :]}
