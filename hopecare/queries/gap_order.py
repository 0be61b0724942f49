"""The order of missed benefits: what was left on the table, then how long, then by name."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING, Any

from hopecare.domain.gap_amounts import counted_to, left_on_the_table
from hopecare.queries.gaps import open_gap_in, sum_columns
from models import Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hopecare.domain.gaps import OpenGap

GapRank = tuple[float, float, "date", str, "UUID"]


def gap_ranks(
    session: Session, asked: Select[Any], today: date, ends: Mapping[str, date]
) -> list[GapRank]:
    """Rank every row of a list, the most left on the table first.

    Amounts and names lie encrypted, so no statement can: all rows are read, and little of each.
    """
    columns = (*sum_columns(today), Person.full_name)
    rows = session.execute(asked.order_by(None).with_only_columns(*columns))
    return sorted(_rank(open_gap_in(row), row.full_name, today, ends) for row in rows)


def _rank(gap: OpenGap, name: str, today: date, ends: Mapping[str, date]) -> GapRank:
    left = left_on_the_table(gap.amount, gap.since, counted_to(ends.get(gap.programme), today))
    value = (0.0, 0.0) if left is None else (left.value.lo or 0.0, _or_more(left.value.hi))
    return (-value[0], -value[1], gap.since, name.casefold(), gap.answer_id)


def _or_more(most: float | None) -> float:
    return inf if most is None else most
