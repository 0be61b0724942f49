"""Keep what goes to an office now, as one more sending of its referral."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from models import ReferralPacket

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.packets import PacketChoice
    from hopecare.services.compose_packet import Packet
    from models import Referral


def share_packet(  # noqa: PLR0913  what goes, chosen how, by which right
    session: Session,
    referral: Referral,
    packet: Packet,
    *,
    choice: PacketChoice,
    override_id: UUID | None = None,
    by: Actor,
    now: datetime,
) -> ReferralPacket:
    """Write the sending down, numbered after those before it."""
    sent = select(func.count(ReferralPacket.id)).where(ReferralPacket.referral_id == referral.id)
    chosen_on = choice.findings_chosen_on if choice.findings else None
    row = ReferralPacket(
        town_id=referral.town_id,
        referral_id=referral.id,
        number=(session.scalar(sent) or 0) + 1,
        made_at=now,
        made_by_id=by.person_id,
        items=[each.value for each in packet.items],
        snapshot=packet.content,
        digest=packet.digest,
        consent_entry_id=packet.consent.id if packet.consent else None,
        override_id=override_id,
        findings=list(choice.findings),
        findings_chosen_on=chosen_on,
        findings_asked_by_id=by.person_id if chosen_on else None,
    )
    session.add(row)
    session.flush()
    return row
