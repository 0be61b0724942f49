"""Reads messages the provider took a while ago, and about which its last word never came."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import and_, case, func, literal, or_, select, update

from hopecare.domain.delivery_order import RANK
from hopecare.domain.receipts import ASKED, NO_MORE_AFTER, SILENT_FOR, UNHEARD_OF
from models import Message, Town

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.care_path import MessageStatus
    from hopecare.domain.channels import Channel

_ENDS: Final = (*(each.after for each in ASKED[1:]), NO_MORE_AFTER)


class Unheard(NamedTuple):
    """One of them, and under which name the provider has it; its words are not read."""

    message_id: UUID
    channel: Channel
    provider_sid: str
    status: MessageStatus


def unheard_messages(
    session: Session, *, providers: Mapping[Channel, str], now: datetime, limit: int
) -> Sequence[Unheard]:
    """Give those whose time to ask has come, of what these providers took; the newest first.

    After an hour in which nothing was heard, the newest can still be mended: whoever was not
    reached is rung today. What stays on this machine is known here, so it is left out.
    """
    took = or_(
        *(
            and_(Message.channel == channel, func.coalesce(Message.provider, "") == name)
            for channel, name in providers.items()
        )
    )
    found = (
        select(Message.id, Message.channel, Message.provider_sid, Message.status)
        .where(
            # Town by town, and in each along the hours: so both databases go by one index.
            Message.town_id.in_(select(Town.id).where(Town.is_demonstration.is_(False))),
            # By its rank, and by no bare provider: along these SQLite would go through all of ever.
            Message.rank.in_([RANK[each] for each in UNHEARD_OF]),
            # Said once more over all ages: one stretch of the index by when they left.
            Message.sent_at <= now - ASKED[0].after,
            Message.sent_at > now - NO_MORE_AFTER,
            _is_to_be_asked(now),
            Message.provider_sid.is_not(None),
            took,
        )
        .order_by(Message.sent_at.desc(), Message.id.desc())
        .limit(limit)
    )
    return [
        Unheard(message_id, channel, sid, status)
        for message_id, channel, sid, status in session.execute(found)
        if sid is not None
    ]


def note_asked(session: Session, message_ids: Sequence[UUID], *, now: datetime) -> None:
    """Keep when these were asked about."""
    mine = update(Message).where(Message.id.in_(message_ids), Message.status.in_(UNHEARD_OF))
    session.execute(mine.values(looked_at=now))


def note_silent(session: Session, message_ids: Sequence[UUID], *, now: datetime) -> None:
    """Let a short while pass before these are asked about again: there was no answer about them.

    When they were looked at is put so far back that the pause of their age then ends by itself.
    """
    then = now + SILENT_FOR
    moment = Message.looked_at.type
    looked_at = case(
        *(
            (Message.sent_at > then - until, literal(then - each.every, moment))
            for each, until in zip(ASKED, _ENDS, strict=True)
        ),
        else_=literal(now, moment),
    )
    mine = update(Message).where(Message.id.in_(message_ids), Message.status.in_(UNHEARD_OF))
    session.execute(mine.values(looked_at=looked_at).execution_options(synchronize_session=False))


def _is_to_be_asked(now: datetime) -> ColumnElement[bool]:
    """Each age has its own pause between two askings."""
    return or_(
        *(
            and_(
                Message.sent_at <= now - each.after,
                Message.sent_at > now - until,
                or_(Message.looked_at.is_(None), Message.looked_at <= now - each.every),
            )
            for each, until in zip(ASKED, _ENDS, strict=True)
        )
    )
