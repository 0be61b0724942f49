"""The named stories: each a list of acts on its days, done through the real verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.demo.stories import (
    alone,
    at_the_door,
    before_sending,
    changing_hands,
    debts,
    families,
    offices,
    older,
    proxy,
    receiving,
    tour,
    town_hall,
    uncertain,
    worn_out,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hopecare.demo.stage import Story
    from hopecare.demo.telling import Teller

STORIES = (
    older.kim_darae,
    families.park_yeoul,
    older.nam_onsae,
    families.han_sol,
    alone.oh_narae,
    uncertain.bae_marru,
    alone.yun_byeot,
    uncertain.tran_mai,
    worn_out.jo_haneul,
    worn_out.jo_haneul_turns,
    receiving.moon_isul,
    receiving.others_of_ma_ru,
    at_the_door.ha_dol,
    debts.baek_nuri,
    tour.seo_dodam,
    tour.soon_to_ring,
    before_sending.rings_first,
    changing_hands.offered_both_ways,
    tour.waiting_reports,
    proxy.min_haru,
    proxy.min_sol,
    offices.yu_nabi,
    offices.kang_noeul,
    offices.song_gaeul,
    offices.bridge_of_yun_byeot,
    town_hall.own_values,
    town_hall.invented_prices,
    town_hall.texts_fail_for_an_hour,
)
"""In the order of the situations, then what a newcomer needs."""


def named_stories(teller: Teller) -> Iterator[Story]:
    """Begin every story of the cast."""
    return (story(teller) for story in STORIES)
