"""What a directory knows of a service: hours, languages, areas, free places."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from sqlalchemy.orm import Session

from hopecare.domain.needs import NeedKind
from hopecare.domain.service_facts import CapacityState, HeardBy
from models import (
    Area,
    Service,
    ServiceArea,
    ServiceCapacity,
    ServiceHours,
    ServiceLanguage,
    ServiceNeed,
    ServicePlace,
)
from tests.factories.towns import NOW


def opens(
    session: Session, service: Service, *weekdays: int, at: time = time(9), until: time = time(18)
) -> None:
    """The service is open on these weekdays; 0 is Monday."""
    _add(
        session,
        service,
        *({"weekday": day, "opens": at, "closes": until} for day in weekdays),
        table=ServiceHours,
    )


def speaks(session: Session, service: Service, *languages: str) -> None:
    """One is served in these languages."""
    _add(session, service, *({"language": each} for each in languages), table=ServiceLanguage)


def gives(session: Session, service: Service, *kinds: NeedKind) -> None:
    """The service gives these kinds of help."""
    _add(session, service, *({"kind": each} for each in kinds), table=ServiceNeed)


def serves(session: Session, service: Service, *places: Area | str) -> None:
    """Who lives there is served: areas of the tree, or words."""
    said = (
        {"words": each} if isinstance(each, str) else {"area_id": each.id, "words": each.name}
        for each in places
    )
    _add(session, service, *said, table=ServiceArea)


def stands_at(
    session: Session, service: Service, lat: float, lon: float, address: str = "큰길 1"
) -> None:
    """The service is given at this point."""
    _add(session, service, {"lat": lat, "lon": lon, "address": address}, table=ServicePlace)


def said_capacity(
    session: Session,
    service: Service,
    state: CapacityState,
    *,
    as_of: datetime = NOW,
    free_places: int | None = None,
) -> ServiceCapacity:
    """What the office said about free places, by telephone."""
    word = ServiceCapacity(
        town_id=service.town_id,
        service_id=service.id,
        state=state,
        as_of=as_of,
        heard_by=HeardBy.TELEPHONE,
        free_places=free_places,
    )
    session.add(word)
    session.flush()
    return word


def _add(session: Session, service: Service, *said: Mapping[str, object], table: type) -> None:
    session.add_all(table(town_id=service.town_id, service_id=service.id, **each) for each in said)
    session.flush()
