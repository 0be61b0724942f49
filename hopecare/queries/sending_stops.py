"""Which towns have stopped everything that leaves, or one channel; asked before every claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, not_, or_, select, true

from hopecare.domain.stopped_sending import STILL_LEAVES
from hopecare.errors import NotFoundError
from models import Message, SendingStop

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.channels import Channel

LAST_STOPS = 5


def moves_now(session: Session, *, now: datetime) -> ColumnElement[bool]:
    """The one place that decides: what no stop holds, what goes all the same, what is too late.

    What a stop holds stays as it was promised: it leaves when the stop has ended, or expires on
    its own day. Where nothing is stopped, nothing is asked of any message.
    """
    stops = session.execute(
        select(SendingStop.town_id, SendingStop.channel).where(SendingStop.started_at.is_(None))
    ).all()
    if not stops:
        return true()
    held = or_(*(_of(town_id, channel) for town_id, channel in stops))
    return or_(not_(held), Message.kind.in_(STILL_LEAVES), Message.valid_until <= now)


def _of(town_id: UUID, channel: Channel | None) -> ColumnElement[bool]:
    mine = Message.town_id == town_id
    return mine if channel is None else and_(mine, Message.channel == channel)


def standing_stops(session: Session) -> Sequence[SendingStop]:
    """The stops that stand in this town, the oldest first."""
    standing = select(SendingStop).where(SendingStop.started_at.is_(None))
    return session.scalars(standing.order_by(SendingStop.stopped_at, SendingStop.id)).all()


def is_stopped(session: Session, *, town_id: UUID, channel: Channel) -> bool:
    """Whether a stop of this channel, or of all, stands in the town."""
    of_it = or_(SendingStop.channel.is_(None), SendingStop.channel == channel)
    standing = select(SendingStop.id).where(
        SendingStop.town_id == town_id, SendingStop.started_at.is_(None), of_it
    )
    return session.scalar(standing.limit(1)) is not None


def find_standing(
    session: Session, *, town_id: UUID, channel: Channel | None
) -> SendingStop | None:
    """The stop that stands for exactly this."""
    same = SendingStop.channel.is_(None) if channel is None else SendingStop.channel == channel
    standing = select(SendingStop).where(
        SendingStop.town_id == town_id, SendingStop.started_at.is_(None), same
    )
    return session.scalars(standing.with_for_update()).one_or_none()


def hold_stop(session: Session, stop_id: UUID) -> SendingStop:
    """Give a stop, held until the transaction ends, or refuse."""
    stop = session.get(SendingStop, stop_id, with_for_update=True, populate_existing=True)
    if stop is None:
        raise NotFoundError(kind="sending_stop", stop_id=stop_id)
    return stop


def past_stops(session: Session) -> Sequence[SendingStop]:
    """The last stops that have ended, the newest first."""
    ended = select(SendingStop).where(SendingStop.started_at.is_not(None))
    newest = ended.order_by(SendingStop.stopped_at.desc(), SendingStop.id.desc())
    return session.scalars(newest.limit(LAST_STOPS)).all()
