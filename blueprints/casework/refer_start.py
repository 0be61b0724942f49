"""What a referral begins with: the fitting service, the usual parts, what stays out by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.eligibility.own_reasons import is_received
from hopecare.domain.packets import USUAL, PacketItem
from hopecare.domain.referral_checks import TAKES_NOBODY
from hopecare.queries.assessments import answer_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from hopecare.domain.referral_checks import Doubt
    from hopecare.services.compose_packet import Packet
    from models import Assessment, Organisation, Service

    Services = list[tuple[Service, Organisation]]


def fitting_service(
    services: Services, rooms: Mapping[UUID, Doubt], wanted: Mapping[str, object]
) -> Service | None:
    """Choose the service that was named, or one for the programme, before others one with room."""
    for service, _ in services:
        if wanted.get("service_id") == service.id:
            return service
    programme = wanted.get("programme")
    fitting = (service for service, _ in services if programme == service.programme)
    first = sorted(fitting, key=lambda each: rooms.get(each.id) in TAKES_NOBODY)
    return next(iter(first), None) if programme else None


def parts_at_first(assessment: Assessment | None, service: Service | None) -> list[PacketItem]:
    """Tick what an office needs, and what the rules say unless it tells of something received."""
    if assessment is None or _tells_of_receipt(assessment, service):
        return [*USUAL]
    return [*USUAL, PacketItem.REASONS]


def reasons_stay_out(
    items: object,
    assessment: Assessment | None,
    chosen: tuple[Service, Organisation] | None,
    packet: Packet | None,
) -> bool:
    """Say whether what the rules say was ticked and does not go: it is received already."""
    ticked = isinstance(items, list) and PacketItem.REASONS in items
    if not ticked or assessment is None or packet is None:
        return False
    service = chosen[0] if chosen else None
    return PacketItem.REASONS not in packet.items and _tells_of_receipt(assessment, service)


def _tells_of_receipt(assessment: Assessment, service: Service | None) -> bool:
    programme = service.programme if service else None
    return programme is not None and is_received(answer_of(assessment), programme)
