"""What a sheet or a receiver's page of a referral shows, and whether it still may."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hopecare.domain.packets import safe_content
from hopecare.queries.cases import case_by_id
from hopecare.queries.referral_packets import (
    as_it_was_sent,
    find_packet,
    right_to_share,
    shared_in,
)
from hopecare.queries.referrals import referral_view
from hopecare.queries.residents import person_by_id, safety_rules_of
from models import Centre

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.queries.referrals import ReferralView
    from models import Person, ReferralPacket


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """A referral with what was sent last, as far as it may be shown today."""

    view: ReferralView
    resident: Person
    centre: Centre | None
    packet: ReferralPacket | None
    content: dict[str, Any] | None
    """None where nothing may be shared today, or nothing was kept."""
    is_unsafe: bool
    """By today: then the content is without a number, also where one was sent."""


def sheet_view(session: Session, referral_id: UUID, *, on: date) -> SheetView:
    """Read what was sent last; nothing of it without a right that stands on this day."""
    view = referral_view(session, referral_id)
    row = view.referral
    packet = find_packet(session, referral_id)
    right = right_to_share(session, row, packet, on=on)
    shared = shared_in(packet) if right.holds else {}
    is_unsafe = bool(safety_rules_of(session, row.person_id, on=on))
    return SheetView(
        view=as_it_was_sent(session, view, packet),
        resident=person_by_id(session, row.person_id),
        centre=session.get(Centre, case_by_id(session, row.case_id).centre_id),
        packet=packet,
        content=safe_content(shared, is_unsafe=is_unsafe) or None,
        is_unsafe=is_unsafe,
    )
