"""Take some requests out of a caller's minute, for every process that answers together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, case, update
from sqlalchemy.exc import IntegrityError

from models import ApiRate

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import Update
    from sqlalchemy.orm import Session

A_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """How many of a caller's minute are taken, these included, and when it ends."""

    asked: int
    ends_at: datetime


def count_request(
    session: Session, *, town_id: UUID, caller: str, take: int = 1, now: datetime
) -> Counted:
    """Take them in the caller's row; the first ones, or those after its minute, begin one."""
    again = _taken(caller, take, now)
    found = session.execute(again).one_or_none()
    if found is not None:
        return Counted(found.asked, found.ends_at)
    first = ApiRate(town_id=town_id, caller=caller, ends_at=now + A_MINUTE, asked=take)
    try:
        with session.begin_nested():
            session.add(first)
    except IntegrityError:  # another process wrote the caller's first row in between
        found = session.execute(again).one()
        return Counted(found.asked, found.ends_at)
    return Counted(take, first.ends_at)


def _taken(caller: str, take: int, now: datetime) -> Update:
    """One statement, so that two at once wait for each other and both are counted."""
    # A clock that was put back leaves an end far away: no caller waits for it.
    runs = and_(ApiRate.ends_at > now, ApiRate.ends_at <= now + A_MINUTE)
    return (
        update(ApiRate)
        .where(ApiRate.caller == caller)
        .values(
            asked=case((runs, ApiRate.asked + take), else_=take),
            ends_at=case((runs, ApiRate.ends_at), else_=now + A_MINUTE),
        )
        .returning(ApiRate.asked, ApiRate.ends_at)
        .execution_options(synchronize_session=False)
    )
