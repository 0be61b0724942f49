"""What a town's texts and calls of this month cost so far, from the sums of its days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.cost_cap import MonthCost, may_be_held
from hopecare.domain.town_settings import COST_CAP
from hopecare.town_values import value_here
from models import CostDay

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from models import Message, Town


def waits_for_money(message: Message) -> bool:
    """Whether these words may be held for their cost."""
    return may_be_held(message.kind, is_about_check_in=message.slot_id is not None)


def month_cost(session: Session, town: Town, *, on: date) -> MonthCost:
    """Add up the days of the month that `on` lies in; the job sums each day once a minute."""
    spent, without_price = session.execute(
        select(func.sum(CostDay.micros), func.sum(CostDay.without_price)).where(
            CostDay.town_id == town.id, CostDay.day >= on.replace(day=1), CostDay.day <= on
        )
    ).one()
    return MonthCost(
        spent_micros=int(spent or 0),
        cap_micros=value_here(session, town, COST_CAP, on=on)["a_month"],
        without_price=int(without_price or 0),
    )
