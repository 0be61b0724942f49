"""A visit for two that both helpers miss: who holds, or is asked for, the other place that day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select

from hopecare.domain.care_path import MissedWeekStatus, OfferStatus, TaskStatus
from hopecare.queries.needs import LIVE
from models import MissedWeek, Need, Offer, Task

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session


def taken_up_beside(session: Session, missed: MissedWeek) -> frozenset[UUID]:
    """Name who goes, or is asked to, in the place of another helper of this visit."""
    covers = _covers_beside(missed)
    going = select(Task.helper_id).where(Task.need_id.in_(covers), Task.status == TaskStatus.ACTIVE)
    asked = select(Offer.helper_id).where(
        Offer.need_id.in_(covers), Offer.status == OfferStatus.STANDING
    )
    return frozenset(session.scalars(going.union(asked)))


def comes_anyway(session: Session, need: Need, helper_id: UUID) -> bool:
    """Say whether they come to the visit of this missed day already: one person fills one place.

    Every week, or in the place of another helper; of whoever says off that very day it is untrue.
    """
    missed = select(MissedWeek).where(MissedWeek.cover_need_id == need.id)
    day = session.scalars(missed).one_or_none()
    if day is None:
        return False
    is_off = exists().where(
        MissedWeek.need_id == day.need_id,
        MissedWeek.on_date == day.on_date,
        MissedWeek.helper_id == helper_id,
        MissedWeek.status != MissedWeekStatus.CALLED_OFF,
    )
    held = select(Task.id).where(
        Task.helper_id == helper_id,
        Task.status == TaskStatus.ACTIVE,
        or_(Task.need_id.in_(_covers_beside(day)), (Task.need_id == day.need_id) & ~is_off),
    )
    return session.scalars(held.limit(1)).first() is not None


def _covers_beside(missed: MissedWeek) -> Select[UUID]:
    """Select the needs that stand in for other helpers of the visit, as long as somebody goes."""
    return (
        select(Need.id)
        .join(MissedWeek, MissedWeek.cover_need_id == Need.id)
        .where(
            MissedWeek.need_id == missed.need_id,
            MissedWeek.on_date == missed.on_date,
            MissedWeek.id != missed.id,
            Need.status.in_(LIVE),
        )
    )
