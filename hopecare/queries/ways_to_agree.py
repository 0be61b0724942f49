"""Whose check-ins would go out as texts they want no more: a person agrees on another way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased

from hopecare.domain.channels import Channel
from hopecare.domain.check_ins import AskedBy
from hopecare.domain.people import TELEPHONES
from hopecare.queries.visibility import visible
from models import CheckInPlan, ContactPoint

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

ASKED = func.coalesce(CheckInPlan.asked_person_id, CheckInPlan.person_id)
"""Who gets the question."""
_Other = aliased(ContactPoint, name="other_point")


def waits_for_a_way(today: date) -> ColumnElement[bool]:
    """The condition on a plan: by text, to a telephone whose owner wants none."""
    return and_(
        CheckInPlan.ended_at.is_(None),
        CheckInPlan.asked_by == AskedBy.MACHINE,
        CheckInPlan.channel == Channel.SMS,
        stopped_point(today).exists(),
    )


def stopped_point(today: date) -> Select[datetime | None]:
    """The telephone the next question would go to, where texts to it were stopped.

    The same order as in `notifications.gate`: the preferred one first, then the newest.
    """
    before = or_(
        _Other.is_preferred & ~ContactPoint.is_preferred,
        and_(
            _Other.is_preferred == ContactPoint.is_preferred,
            or_(
                _Other.valid_from > ContactPoint.valid_from,
                and_(_Other.valid_from == ContactPoint.valid_from, _Other.id < ContactPoint.id),
            ),
        ),
    )
    another = select(_Other.id).where(
        _Other.person_id == ContactPoint.person_id, _takes_texts(_Other, today), before
    )
    return (
        select(ContactPoint.opted_out_at)
        .where(
            ContactPoint.person_id == ASKED,
            ContactPoint.opted_out_at.is_not(None),
            _takes_texts(ContactPoint, today),
            ~another.correlate(ContactPoint).exists(),
        )
        .correlate(CheckInPlan)
    )


def count_ways_to_agree(session: Session, *, identity: Identity, on: date) -> int:
    """Count the check-ins this reader sees for which another way has to be agreed on."""
    counted = select(func.count(CheckInPlan.id)).where(
        visible("check_in.read", identity, CheckInPlan), waits_for_a_way(on)
    )
    return session.scalar(counted) or 0


def is_waiting_for_a_way(session: Session, plan: CheckInPlan | None, *, on: date) -> bool:
    """Whether another way has to be agreed on with the resident of this plan."""
    if plan is None:
        return False
    waits = select(CheckInPlan.id).where(CheckInPlan.id == plan.id, waits_for_a_way(on))
    return session.scalar(waits) is not None


def _takes_texts(point: type[ContactPoint], today: date) -> ColumnElement[bool]:
    """A telephone of today to which texts can go."""
    return and_(
        point.kind.in_(TELEPHONES),
        point.can_text,
        point.valid_from <= today,
        or_(point.valid_until.is_(None), point.valid_until > today),
    )
