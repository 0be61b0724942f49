"""Gather the areas of the town by all the words that may name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.reading.area_words import AreaWords, KnownArea
from models import Area

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def find_town_areas(session: Session) -> AreaWords:
    """Give them as a directory's words are looked up in."""
    return AreaWords.of(
        KnownArea(area_id=area.id, code=area.code, names=(area.name, area.name_en))
        for area in session.scalars(select(Area))
    )
