"""Whom no offer reaches: they asked for no texts, and answer neither on a page nor by telephone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from hopecare.domain.channels import ReplyWay
from hopecare.domain.people import TELEPHONES
from models import Account, ContactPoint, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session


def unreachable_of(session: Session, helper_ids: Sequence[UUID], *, on: date) -> frozenset[UUID]:
    """Give those whose only way is a text that would be held; of the telephone it would go to."""
    has_page = (
        select(Account.id)
        .where(Account.person_id == VolunteerProfile.person_id, Account.disabled_at.is_(None))
        .exists()
    )
    by_text_alone = or_(
        VolunteerProfile.answers_by == ReplyWay.SMS,
        and_(VolunteerProfile.answers_by == ReplyWay.PAGE, ~has_page),
    )
    points = session.execute(
        select(ContactPoint.person_id, ContactPoint.opted_out_at)
        .join(VolunteerProfile, VolunteerProfile.person_id == ContactPoint.person_id)
        .where(
            ContactPoint.person_id.in_(helper_ids),
            ContactPoint.kind.in_(TELEPHONES),
            ContactPoint.can_text,
            ContactPoint.valid_from <= on,
            or_(ContactPoint.valid_until.is_(None), ContactPoint.valid_until > on),
            by_text_alone,
        )
        .order_by(ContactPoint.is_preferred, ContactPoint.valid_from, ContactPoint.id.desc())
    )
    # The last is the one that is texted: the preferred, then the newest.
    stopped_at = {row.person_id: row.opted_out_at for row in points}
    return frozenset(person_id for person_id, at in stopped_at.items() if at is not None)
