"""Close the links of one referral: they say whom to call, and nothing of anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.errors import NotFoundError
from hopecare.queries.receiver_links import links_of
from hopecare.queries.referrals import referral_by_id
from hopecare.services.note_timeline import note_timeline
from models import ReceiverLink

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


def revoke_receiver_link(
    session: Session, *, referral_id: UUID, link_id: UUID, by: Actor, now: datetime
) -> None:
    """Close a link of this referral; one that is closed already stays as it was."""
    referral = referral_by_id(session, referral_id, alone=True)
    known = {each.id for each in links_of(session, referral)}
    if link_id not in known:
        raise NotFoundError(kind="receiver_link", id=link_id)
    row = session.get_one(ReceiverLink, link_id, with_for_update=True, populate_existing=True)
    if row.revoked_at is not None:
        return
    row.revoked_at, row.revoked_by_id = now, by.person_id
    note_timeline(
        session,
        town_id=referral.town_id,
        kind=EntryKind.RECEIVER_LINK_REVOKED,
        at=now,
        by=by,
        person_id=referral.person_id,
        case_id=referral.case_id,
        subject_id=row.id,
        facts={},
    )
    session.flush()
