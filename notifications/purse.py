"""What a town may still spend this month, known to the text: for words that can wait for money.

The sums of days are up to a minute old, which a large broadcast does not wait for. So the last two
days are summed anew from the messages, with those that are under way at this moment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import case, func, select

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.town_settings import COST_CAP
from hopecare.town_values import value_here
from models import CostDay, Message, SettingEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Case
    from sqlalchemy.orm import Session

    from models import Town

DAY = timedelta(days=1)


@dataclass(slots=True)
class Purse:
    """What each town with a cap may still spend; a town without one is not in it."""

    left: dict[UUID, int] = field(default_factory=dict)

    def is_empty(self, town_id: UUID) -> bool:
        """Whether nothing of the month's money is left."""
        return self.left.get(town_id, 1) <= 0

    def affords(self, town_id: UUID, micros: int) -> bool:
        """Whether one more send at this price stays within the cap."""
        left = self.left.get(town_id)
        return left is None or (left > 0 and micros <= left)

    def takes(self, town_id: UUID, micros: int) -> None:
        """Count what is about to be sent: what got lost before was counted when it left."""
        if town_id in self.left:
            self.left[town_id] -= micros


def purse_of(
    session: Session, towns: Iterable[Town], days: Mapping[UUID, date], *, alone: bool
) -> Purse:
    """Read what these towns may still spend; `alone`, no other sender spends at the same time."""
    left: dict[UUID, int] = {}
    for town in sorted(towns, key=lambda town: town.id):
        cap = value_here(session, town, COST_CAP, on=days[town.id])["a_month"]
        if cap <= 0:
            continue
        if alone:
            _hold(session, town)
        left[town.id] = cap - _spent(session, town, days[town.id])
    return Purse(left)


def left_of_month(session: Session, town: Town, *, on: date) -> int | None:
    """What the town may still spend this month, never less than nothing; None without a cap."""
    left = purse_of(session, [town], {town.id: on}, alone=False).left.get(town.id)
    return None if left is None else max(0, left)


def _hold(session: Session, town: Town) -> None:
    """Two senders who spend from one cap do it one after the other.

    The cap's own rows are held, not the town's: whoever holds a town may wait for a message.
    """
    rows = select(SettingEntry.id).where(
        SettingEntry.town_id == town.id, SettingEntry.key == COST_CAP
    )
    session.execute(rows.order_by(SettingEntry.id).with_for_update())


def _spent(session: Session, town: Town, on: date) -> int:
    """Older days as they were summed; of the last two whichever is more, the sum or the rows."""
    first = on.replace(day=1)
    recent = max(first, on - DAY)
    days = select(CostDay.day, func.sum(CostDay.micros)).where(
        CostDay.town_id == town.id, CostDay.day >= first, CostDay.day <= on
    )
    summed = [
        (day, int(micros or 0)) for day, micros in session.execute(days.group_by(CostDay.day))
    ]
    old = sum(micros for day, micros in summed if day < recent)
    late = sum(micros for day, micros in summed if day >= recent)
    return old + max(late, _sent(session, town, recent)) + _under_way(session, town)


def _sent(session: Session, town: Town, since: date) -> int:
    """What left since a day began, by the messages themselves."""
    starts = datetime.combine(since, time(), ZoneInfo(town.zone))
    sums = select(func.sum(_price(town))).where(
        Message.town_id == town.id, Message.sent_at >= starts
    )
    return int(session.scalar(sums) or 0)


def _under_way(session: Session, town: Town) -> int:
    """What was handed over, or is about to be, and has no word yet."""
    sums = select(func.sum(_price(town))).where(
        Message.town_id == town.id,
        Message.status.in_((MessageStatus.SENDING, MessageStatus.UNKNOWN)),
        Message.sent_at.is_(None),
    )
    return int(session.scalar(sums) or 0)


def _price(town: Town) -> Case[int]:
    """What was charged counts first, as in the sums of days."""
    return case(
        (Message.charged_currency == town.currency, Message.charged_micros),
        (Message.cost_currency == town.currency, Message.cost_micros),
    )
