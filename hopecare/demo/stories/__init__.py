"""The named stories: each a list of acts on its days, done through the real verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.demo.stories import older, tour

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hopecare.demo.stage import Story
    from hopecare.demo.telling import Teller

STORIES = (
    older.kim_darae,
    older.nam_onsae,
    older.jo_haneul,
    older.jo_haneul_turns,
    older.ha_dol,
    tour.seo_dodam,
    tour.soon_to_ring,
    tour.waiting_reports,
)
"""In the order of the situations, then what a newcomer needs."""


def named_stories(teller: Teller) -> Iterator[Story]:
    """Begin every story of the cast."""
    return (story(teller) for story in STORIES)
