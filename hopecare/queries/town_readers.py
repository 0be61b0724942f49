"""Whoever of a town's staff reads what a job writes: in the town's language, by its clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.language.reader import Reader
from hopecare.queries.town_days import town_by_id

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def reader_of_town(
    session: Session, town_id: UUID, *, now: datetime, is_staff: bool = False
) -> Reader:
    """Give how the town reads words, days and money."""
    town = town_by_id(session, town_id)
    return Reader(
        language=town.language,
        zone=town.zone,
        country=town.country,
        currency=town.currency,
        now=now,
        is_staff=is_staff,
    )
