"""Reckon by when an office answers: by its law, by a day that was named, or as the town has set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from hopecare.domain.town_settings import ANSWER_DAYS
from hopecare.errors import InvalidInputError
from hopecare.queries.town_days import town_by_id
from hopecare.reading.legal_clocks import country_clocks
from hopecare.town_values import value_here

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.clocks import ClockKind, ClockRule


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDay:
    """The day, and what says so: a rule of the law, the town's days, or neither where named."""

    on: date
    rule: ClockRule | None = None
    town_days: int | None = None


def reckon_answer_day(
    session: Session,
    *,
    town_id: UUID,
    kind: ClockKind,
    started_on: date,
    programme: str | None,
    named_on: date | None = None,
) -> AnswerDay:
    """A named day goes first; the law of the country holds for programmes, never for a charity."""
    if named_on is not None:
        if named_on < started_on:
            raise InvalidInputError({"due_on": ["due_before_start"]})
        return AnswerDay(on=named_on)
    town = town_by_id(session, town_id)
    clocks = country_clocks(town.country)
    by_law = clocks.due_on(kind, started_on, programme=programme) if programme else None
    if by_law is not None:
        return AnswerDay(on=by_law, rule=clocks.rule(kind, started_on, programme))
    days = int(value_here(session, town, ANSWER_DAYS, on=started_on)["days_to_answer"])
    return AnswerDay(on=started_on + timedelta(days=days), town_days=days)
