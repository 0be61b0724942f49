"""Until when a row is kept, by the months that hold in its town."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.retention import months_after
from hopecare.queries.town_days import town_by_id
from hopecare.town_values import value_here

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.retention import KeptFor


def kept_until(session: Session, town_id: UUID, kept_for: KeptFor, *, since: date) -> date:
    """Give the last day: counted from `since`, by what holds on that day."""
    town = town_by_id(session, town_id)
    value = value_here(session, town, f"retention.{kept_for.value}", on=since)
    return months_after(since, value["months"])
