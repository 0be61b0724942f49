"""Reckon by when an office answers: by a day that was named, as the town has set, or by a law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from hopecare.domain.clocks import ClockKind
from hopecare.domain.town_settings import ANSWER_DAYS, EMERGENCY_HOURS
from hopecare.errors import InvalidInputError
from hopecare.queries.office_hours import reached_from
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.reading.legal_clocks import country_clocks
from hopecare.town_values import value_here

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.clocks import ClockRule
    from models import Town


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerDay:
    """The day, and what says so: a rule of the law, the town's days, or neither where named."""

    on: date
    rule: ClockRule | None = None
    town_days: int | None = None
    law_runs_later: bool = False
    """A yes or no is asked for: the law's days run once an application is handed in."""
    hours: int | None = None
    """Of an emergency: the office is rung by then."""
    rung_by: datetime | None = None


def reckon_answer_day(  # noqa: PLR0913  from when, for what, and what goes before it
    session: Session,
    *,
    town_id: UUID,
    kind: ClockKind,
    started_on: date,
    programme: str | None,
    named_on: date | None = None,
    urgent_at: datetime | None = None,
    service_id: UUID | None = None,
) -> AnswerDay:
    """A named day goes first, then the hours of an emergency that is sent at `urgent_at`.

    By night nobody could be rung: then it is as soon as the office of the service opens.

    The law of the country holds for programmes, never for a charity, and for what the person has
    handed in: a referral alone is answered yes or no within the town's days.
    """
    if named_on is not None:
        if named_on < started_on:
            raise InvalidInputError({"due_on": ["due_before_start"]})
        return AnswerDay(on=named_on)
    town = town_by_id(session, town_id)
    if urgent_at is not None:
        return _in_hours(session, town, urgent_at, service_id)
    clocks = country_clocks(town.country)
    by_law = clocks.due_on(kind, started_on, programme=programme) if programme else None
    runs_later = kind is ClockKind.APPLICATION and by_law is not None
    if not runs_later and by_law is not None:
        return AnswerDay(on=by_law, rule=clocks.rule(kind, started_on, programme))
    days = int(value_here(session, town, ANSWER_DAYS, on=started_on)["days_to_answer"])
    return AnswerDay(
        on=started_on + timedelta(days=days), town_days=days, law_runs_later=runs_later
    )


def _in_hours(
    session: Session, town: Town, sent_at: datetime, service_id: UUID | None
) -> AnswerDay:
    sent_on = local_day(session, town.id, sent_at)
    hours = int(value_here(session, town, EMERGENCY_HOURS, on=sent_on)["hours_to_answer"])
    rung_by = sent_at + timedelta(hours=hours)
    if service_id is not None:
        rung_by = reached_from(session, service_id, rung_by)
    return AnswerDay(on=local_day(session, town.id, rung_by), hours=hours, rung_by=rung_by)
