"""Whether a telephone was off each time we tried of late, so that its number is in doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.delivery import FATE_KNOWN, MessageKind, MessageStatus
from hopecare.domain.recurring import cause_of
from hopecare.queries.dead_numbers import dead_number_key
from models import CallTask, ContactPoint, Message

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

TIMES: Final = 3
"""Once it may be charged, twice they may be away; questions lie a day apart or more."""


def is_always_off(session: Session, point_id: UUID, *, codes: Collection[str]) -> bool:
    """Whether the last questions there all failed with these codes, since somebody looked."""
    point = session.get_one(ContactPoint, point_id)
    last = (
        select(Message.status, Message.error_code)
        .where(
            Message.to_person_id == point.person_id,  # by the index of the person
            Message.contact_point_id == point_id,
            Message.kind == MessageKind.OFFER,
            Message.status.in_(FATE_KNOWN),
        )
        .order_by(Message.created_at.desc(), Message.id.desc())
        .limit(TIMES)
    )
    looked = _looked_at(session, point)
    if looked is not None:
        last = last.where(Message.created_at > looked)
    found = session.execute(last).all()
    return len(found) == TIMES and all(
        status is not MessageStatus.DELIVERED and code in codes for status, code in found
    )


def _looked_at(session: Session, point: ContactPoint) -> datetime | None:
    """When somebody ended the work on this number last."""
    key = dead_number_key(point.id)
    works = select(CallTask.dedup_key, CallTask.done_at).where(
        CallTask.person_id == point.person_id,
        CallTask.kind == CallTaskKind.RENEW_NUMBER,
        CallTask.done_at.is_not(None),
    )
    ended = [at for held, at in session.execute(works) if at and cause_of(held) == key]
    return max(ended, default=None)
