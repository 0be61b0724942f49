"""When an office can be reached, by its hours in the town's local time."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hopecare.queries.service_facts import service_facts
from hopecare.queries.town_days import town_by_id
from models import Service

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def reached_from(session: Session, service_id: UUID, moment: datetime) -> datetime:
    """Give the moment itself, or when the office opens next; unknown hours change nothing."""
    town = town_by_id(session, session.get_one(Service, service_id).town_id)
    there = service_facts(session, service_id).open_from(moment.astimezone(ZoneInfo(town.zone)))
    return moment if there is None else there.astimezone(UTC)
