"""Whom a channel surely reaches, for very many people in one statement.

It only ever says yes too seldom: whoever it leaves out is looked at by `notifications.gate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from hopecare.domain.channels import Channel
from hopecare.domain.people import TELEPHONES
from models import ContactPoint

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, SQLColumnExpression


def surely_reached(
    person_id: SQLColumnExpression[UUID],
    channel: SQLColumnExpression[Channel],
    *,
    days: tuple[date, date],
) -> ColumnElement[bool]:
    """Whether the channel reaches this person on each of these days, wherever they live."""
    first, last = days
    telephone = and_(
        ContactPoint.person_id == person_id,
        ContactPoint.kind.in_(TELEPHONES),
        ContactPoint.valid_from <= first,
        or_(ContactPoint.valid_until.is_(None), ContactPoint.valid_until > last),
        or_(channel == Channel.VOICE, ContactPoint.can_text),
    )
    is_known = channel.in_((Channel.SMS, Channel.VOICE))
    found = select(func.count(ContactPoint.id)).where(telephone).scalar_subquery()
    return and_(is_known, found > 0)
