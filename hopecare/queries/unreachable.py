"""Whom no offer reaches: no text comes to their number, or they asked for none.

Who asked for none is reached where they answer on a page or by telephone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from hopecare.domain.channels import ReplyWay
from hopecare.domain.people import TELEPHONES
from hopecare.queries.dead_numbers import works_on_numbers
from models import Account, ContactPoint, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def unreachable_of(session: Session, helper_ids: Sequence[UUID], *, on: date) -> frozenset[UUID]:
    """Give those whose only way is a text that would be held; of the telephone it would go to.

    And those whose number is in doubt, until somebody has looked.
    """
    is_rung = VolunteerProfile.answers_by == ReplyWay.KEYPRESS
    points = session.execute(
        select(
            ContactPoint.id,
            ContactPoint.person_id,
            and_(ContactPoint.opted_out_at.is_not(None), _by_text_alone()).label("is_held"),
        )
        .join(VolunteerProfile, VolunteerProfile.person_id == ContactPoint.person_id)
        .where(
            ContactPoint.person_id.in_(helper_ids),
            ContactPoint.kind.in_(TELEPHONES),
            or_(ContactPoint.can_text, is_rung),
            ContactPoint.valid_from <= on,
            or_(ContactPoint.valid_until.is_(None), ContactPoint.valid_until > on),
        )
        .order_by(ContactPoint.is_preferred, ContactPoint.valid_from, ContactPoint.id.desc())
    )
    # The last is the one that is texted: the preferred, then the newest.
    used = {row.person_id: row for row in points}
    dead = works_on_numbers(session, helper_ids)
    return frozenset(key for key, point in used.items() if point.is_held or point.id in dead)


def _by_text_alone() -> ColumnElement[bool]:
    """Make the condition that they answer by text, or by a page that they do not have."""
    has_page = (
        select(Account.id)
        .where(Account.person_id == VolunteerProfile.person_id, Account.disabled_at.is_(None))
        .exists()
    )
    return or_(
        VolunteerProfile.answers_by == ReplyWay.SMS,
        and_(VolunteerProfile.answers_by == ReplyWay.PAGE, ~has_page),
    )
