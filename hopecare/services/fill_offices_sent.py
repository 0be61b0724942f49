"""Let older referrals name the office that was sent them, as what was sent says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from hopecare.queries.referral_packets import find_packet, office_in
from models import Organisation, Referral, Service

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

AT_A_TIME = 500


def fill_offices_sent(session: Session, *, limit: int = AT_A_TIME) -> int:
    """Complete some; gives how many. Where nothing of it is left it is whoever has the service.

    The row's version stays: what anybody may edit is as it was, and a form that is open holds.
    """
    lacking = session.scalars(
        select(Referral).where(Referral.sent_to_id.is_(None)).order_by(Referral.id).limit(limit)
    ).all()
    for referral in lacking:
        session.execute(
            update(Referral)
            .where(Referral.id == referral.id, Referral.sent_to_id.is_(None))
            .values(sent_to_id=_office_of(session, referral))
        )
    return len(lacking)


def _office_of(session: Session, referral: Referral) -> UUID:
    sent = office_in(find_packet(session, referral.id))
    if sent is not None and session.get(Organisation, sent) is not None:
        return sent
    return session.get_one(Service, referral.service_id).organisation_id
