"""A service ends today: nothing is referred into it any more; what was sent goes its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import NotFoundError
from hopecare.queries.town_days import local_day
from models import Service

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def end_service(session: Session, *, service_id: UUID, now: datetime) -> Service:
    """End the service on the town's own day; one that has ended stays as it was."""
    service = session.get(Service, service_id)
    if service is None:
        raise NotFoundError(kind="service", id=service_id)
    if service.ended_on is None:
        service.ended_on = local_day(session, service.town_id, now)
        session.flush()
    return service
