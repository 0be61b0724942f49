"""Within how many days of its beginning an application is to be with its office, here and today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.applications import HAND_IN_DAYS
from hopecare.queries.town_days import town_by_id
from hopecare.town_values import value_here

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session


def hand_in_days(session: Session, town_id: UUID, *, on: date) -> int:
    """Give the town's own figure where it has one, else what ships; read once a session.

    A desk counts each of its tiles by the list's own query, which asks this anew.
    """
    read: dict[object, int] = session.info.setdefault(HAND_IN_DAYS, {})
    if (town_id, on) not in read:
        said = value_here(session, town_by_id(session, town_id), HAND_IN_DAYS, on=on)
        read[town_id, on] = int(said["days_to_hand_in"])
    return read[town_id, on]
