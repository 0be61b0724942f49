"""What became of the words of the last minutes, by town and channel; numbers only."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import case, func, or_, select

from hopecare.domain.channel_health import ChannelCounts
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageStatus
from models import Message, Town
from notifications.port import Failure
from notifications.twilio_codes import failure_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hopecare.domain.channel_health import ChannelLimit

OURS: Final = frozenset(
    {
        Failure.PROVIDER_REFUSED,
        Failure.SENDER_WRONG,
        Failure.REGION_CLOSED,
        Failure.FILTERED,
    }
)
"""Our account, our number, our settings or our words are refused: only an operator can mend it."""
THEIRS: Final = frozenset(
    {Failure.OPTED_OUT, Failure.BAD_NUMBER, Failure.LANDLINE, Failure.BLOCKED}
)
"""One person's number or wish: says nothing about the channel."""
RANG: Final = frozenset({Failure.NO_ANSWER, Failure.LINE_BUSY})
_LOST: Final = (MessageStatus.FAILED, MessageStatus.UNDELIVERED, MessageStatus.UNKNOWN)
_COUNTED: Final = (
    *_LOST,
    MessageStatus.PENDING,
    MessageStatus.ACCEPTED,
    MessageStatus.SENT,
    MessageStatus.DELIVERED,
)
_STILL_SENT: Final = "still_sent"
"""Said to have left, and asked about in vain since."""
LATELY: Final = timedelta(days=7)
Counted = dict[tuple[UUID, Channel], ChannelCounts]


def channel_counts(
    session: Session, limits: Mapping[Channel, ChannelLimit], *, now: datetime
) -> Counted:
    """Count for every town and channel that had something to say lately.

    What stays on this machine says nothing about a network, so it is left out.
    """
    found: dict[tuple[UUID, Channel], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for channel, limit in limits.items():
        rows = session.execute(_of_channel(channel, limit, now=now))
        for town_id, status, code, number, long_ago, tries, is_asked_for in rows:
            kind = _kind(status, code)
            if is_asked_for:
                kind = _WHEN_ASKED.get(kind, kind)
            # What waits for its next try was refused at each: at night one alone may wait.
            refused = int(tries) if status is MessageStatus.PENDING else number
            of_kind = {"unheard_of": int(long_ago), _STILL_SENT: int(long_ago), "refused": refused}
            found[town_id, channel][kind] += of_kind.get(kind, number)
    _judge_still_sent(session, found, limits, now=now)
    return {key: ChannelCounts(**_known(counts)) for key, counts in found.items()}


def _of_channel(
    channel: Channel, limit: ChannelLimit, *, now: datetime
) -> Select[*tuple[Any, ...]]:
    """Count by town how they stand, how many since long, and how often all were tried."""
    was_asked_for = Message.looked_at.is_not(None)
    waited = Message.sent_at <= now - limit.receipt_within
    return (
        select(
            Message.town_id,
            Message.status,
            Message.error_code,
            func.count(),
            func.sum(case((waited, 1), else_=0)),
            func.sum(Message.attempt),
            was_asked_for,
        )
        .join(Town, Town.id == Message.town_id)
        .where(
            Message.status.in_(_COUNTED),
            Message.not_before >= now - limit.window,
            Message.channel == channel,
            Message.attempt > 0,
            Town.is_demonstration.is_(False),
            or_(Message.provider.is_(None), Message.provider != "console"),
        )
        .group_by(Message.town_id, Message.status, Message.error_code, was_asked_for)
    )


def _judge_still_sent(
    session: Session,
    found: Mapping[tuple[UUID, Channel], dict[str, int]],
    limits: Mapping[Channel, ChannelLimit],
    *,
    now: datetime,
) -> None:
    """Count what stays sent as unheard of, where the network used to say more."""
    for (town_id, channel), counts in found.items():
        still_sent = counts.pop(_STILL_SENT, 0)
        since = now - limits[channel].window
        if still_sent and _used_to_arrive(session, town_id, channel, before=since):
            counts["unheard_of"] += still_sent


def _used_to_arrive(session: Session, town_id: UUID, channel: Channel, *, before: datetime) -> bool:
    """Whether the network has lately said by itself that words of this channel arrived."""
    arrived = select(Message.id).where(
        Message.town_id == town_id,
        Message.channel == channel,
        Message.status == MessageStatus.DELIVERED,
        Message.looked_at.is_(None),
        Message.sent_at < before,
        Message.sent_at > before - LATELY,
    )
    return session.scalars(arrived.limit(1)).first() is not None


_BY_STATUS: Final[Mapping[MessageStatus, str]] = MappingProxyType(
    {
        MessageStatus.DELIVERED: "arrived",
        MessageStatus.SENT: "on_the_way",
        MessageStatus.ACCEPTED: "unheard_of",
    }
)
_WHEN_ASKED: Final[Mapping[str, str]] = MappingProxyType(
    {
        # It said so only when asked: that its own words reach us is not known by that.
        "arrived": "unheard_of",
        # Some networks say that a text left and never that it arrived. It is asked about all the
        # same, also where its own word came: so this one counts neither for nor against them,
        # except where texts used to be said to have arrived.
        "on_the_way": _STILL_SENT,
    }
)


def _kind(status: MessageStatus, code: str | None) -> str:
    """What this status and code say about the channel; empty for nothing."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    failure = _failure(code)
    if failure in OURS:
        return "refused"
    if failure in RANG:
        return "arrived"
    is_lost = status in _LOST or failure is not None
    return "lost" if is_lost and failure not in THEIRS else ""


def _failure(code: str | None) -> Failure | None:
    """Read our own word, or the provider's number."""
    return Failure(code) if code in set(Failure) else failure_of(code)


def _known(counts: Mapping[str, int]) -> dict[str, int]:
    return {kind: number for kind, number in counts.items() if kind}
