"""What texts and calls of one day cost, counted from the messages themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select

from models import CostDay, Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import Case
    from sqlalchemy.orm import Session

    from hopecare.domain.channels import Channel
    from models import Town


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySum:
    """One channel's messages of one day, and what they cost in the town's own money."""

    messages: int
    without_price: int
    segments: int
    micros: int


def sums_of_day(session: Session, town: Town, day: date) -> Mapping[Channel, DaySum]:
    """Sum what left on a day of the town's own time; what was charged counts first."""
    zone = ZoneInfo(town.zone)
    starts = datetime.combine(day, time(), zone)
    ends = datetime.combine(day + timedelta(days=1), time(), zone)
    price = price_in(town.currency)
    rows = session.execute(
        select(
            Message.channel,
            func.count(),
            func.count() - func.count(price),
            func.coalesce(func.sum(Message.segments), 0),
            func.coalesce(func.sum(price), 0),
        )
        .where(Message.town_id == town.id, Message.sent_at >= starts, Message.sent_at < ends)
        .group_by(Message.channel)
    )
    return {
        channel: DaySum(
            messages=number, without_price=unpriced, segments=int(parts), micros=int(micros)
        )
        for channel, number, unpriced, parts, micros in rows
    }


def price_in(currency: str) -> Case[Any]:
    """What a message cost in this money: what was charged counts first; nothing in any other."""
    return case(
        (Message.charged_currency == currency, Message.charged_micros),
        (Message.cost_currency == currency, Message.cost_micros),
    )


def cost_days_of(session: Session, town: Town, days: Sequence[date]) -> Sequence[CostDay]:
    """Give the sums of these days as they were written last."""
    wanted = select(CostDay).where(CostDay.town_id == town.id, CostDay.day.in_(days))
    return session.scalars(wanted).all()
