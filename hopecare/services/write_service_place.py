"""Write down where a service is given, beside the places that its directory names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.queries.areas import area_by_id
from hopecare.queries.service_pages import own_place
from models import ServicePlace

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceWhere:
    """An address, and the point by which it is measured: its own, or a district's middle."""

    address: str | None = None
    area_id: UUID | None = None
    point: tuple[float, float] | None = None
    """Latitude and longitude; they count before the district."""

    @property
    def is_known(self) -> bool:
        """Say whether anything was written down."""
        return bool(self.address or self.area_id or self.point)


def write_service_place(
    session: Session, service: Service, where: ServiceWhere
) -> ServicePlace | None:
    """Over the one a hand wrote before; where all was left empty that one goes.

    What an import brought has the id of its directory, and is left to that.
    """
    row = own_place(session, service.id)
    if not where.is_known:
        if row is not None:
            session.delete(row)
        return None
    if row is None:
        row = ServicePlace(town_id=service.town_id, service_id=service.id)
        session.add(row)
    row.address = where.address
    row.lat, row.lon = where.point or _middle(session, where.area_id)
    session.flush()
    return row


def _middle(session: Session, area_id: UUID | None) -> tuple[float | None, float | None]:
    area = area_by_id(session, area_id) if area_id else None
    return (area.lat, area.lon) if area else (None, None)
