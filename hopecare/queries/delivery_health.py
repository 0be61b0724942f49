"""Delivery in numbers: two statements, however many messages, parts and channels there are."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Integer, and_, case, cast, extract, func, literal, select, union_all

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import LOST_ON_ITS_WAY
from hopecare.domain.message_fates import Fate
from hopecare.queries.costs import price_in
from hopecare.queries.message_fates import fate_at, was_taken
from hopecare.queries.visibility import visible
from models import Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import CompoundSelect, Subquery
    from sqlalchemy.orm import Session

    from hopecare.domain.channel_health import ChannelLimit
    from hopecare.domain.identity import Identity

LATEST: Final = 10_000
"""Of so many of each channel waits are reckoned: enough for a share, and never a slow page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many messages of one part, channel, fate and cause there are."""

    part: int
    channel: Channel
    fate: Fate
    code: str | None
    """Why it failed or was held, as it was written down."""
    number: int
    taken: int
    twice: int
    segments: int
    micros: int
    """What those the network took cost in the reader's money."""
    priced: int
    """How many of them have a price in it."""


def tallies(
    session: Session,
    parts: Sequence[tuple[datetime, datetime]],
    limits: Mapping[Channel, ChannelLimit],
    *,
    identity: Identity,
    currency: str,
    now: datetime,
) -> Sequence[Tally]:
    """Count what was promised in each part, of what this reader may see, and what it cost."""
    price = case((was_taken(), price_in(currency)))
    times = _times(parts)
    fate = fate_at(now, limits).label("fate")
    code = _cause().label("code")
    groups = (times.c.part, Message.channel, fate, code)
    counted = session.execute(
        select(
            *groups,
            func.count(),
            func.sum(case((was_taken(), 1), else_=0)),
            func.sum(case((Message.possible_duplicate.is_(True), 1), else_=0)),
            func.sum(func.coalesce(Message.segments, 0)),
            func.coalesce(func.sum(price), 0),
            func.count(price),
        )
        .select_from(times)
        .join(Message, _within(times))
        .where(visible("message.read", identity, Message))
        .group_by(*groups)
    )
    return [
        Tally(
            part=part, channel=channel, fate=Fate(came_to), code=cause, number=number,
            taken=int(taken), twice=int(twice), segments=int(segments),
            micros=int(micros), priced=int(priced),
        )
        for part, channel, came_to, cause, number, taken, twice, segments, micros, priced in counted
    ]  # fmt: skip


@dataclass(slots=True)
class Waits:
    """How long the latest words of one channel waited for us."""

    after: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    """How many left so many seconds after they might."""
    tried_again: int = 0
    """How many of all that left were tried more than once."""


def lags(
    session: Session, begins: datetime, ends: datetime, *, identity: Identity
) -> Mapping[Channel, Waits]:
    """Count, by channel, after how many seconds the latest words left that might leave.

    A wait for the morning, or for a further try, does not count: there that moment itself was
    moved. Of words whose first send got lost it is not known any more when that might leave: they
    are counted among those tried again, and nowhere else.
    """
    left: list[Any] = [
        select(Message.channel, Message.sent_at, Message.not_before, Message.attempt)
        .where(
            visible("message.read", identity, Message),
            Message.created_at >= begins,
            Message.created_at < ends,
            Message.sent_at.is_not(None),
            Message.channel == channel,
        )
        .order_by(Message.created_at.desc())
        .limit(LATEST)
        .subquery()
        for channel in Channel
    ]
    latest = union_all(*(select(each) for each in left)).subquery("latest")
    epochs = extract("epoch", latest.c.sent_at) - extract("epoch", latest.c.not_before)
    groups = (latest.c.channel, cast(epochs, Integer), latest.c.attempt > 1)
    found: dict[Channel, Waits] = defaultdict(Waits)
    counted = select(*groups, func.count()).group_by(*groups)
    for channel, after, is_again, number in session.execute(counted):
        found[channel].tried_again += number if is_again else 0
        if after >= 0 or not is_again:
            found[channel].after[max(after, 0)] += number
    return found


def _cause() -> Any:  # noqa: ANN401  an expression
    """Why it was held, or failed."""
    return case(
        (Message.status == MessageStatus.HELD, cast(Message.hold_reason, Message.error_code.type)),
        (
            Message.status.in_(LOST_ON_ITS_WAY),
            Message.error_code,
        ),
    )


def _times(parts: Sequence[tuple[datetime, datetime]]) -> Subquery:
    moment = Message.created_at.type
    rows: list[Any] = [
        select(
            literal(count).label("part"),
            literal(begins, moment).label("begins"),
            literal(ends, moment).label("ends"),
        )
        for count, (begins, ends) in enumerate(parts)
    ]
    together: CompoundSelect[Any] = union_all(*rows)
    return together.subquery("times")


def _within(times: Subquery) -> Any:  # noqa: ANN401  a condition
    return and_(Message.created_at >= times.c.begins, Message.created_at < times.c.ends)
