"""Somebody is rung anyhow: who goes on the day that they miss stands in the words of that call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.language import N_
from hopecare.queries.residents import person_by_id
from hopecare.queries.town_readers import reader_of_town

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import CallTask, MissedWeek, Task


def say_day_in_call(
    session: Session, call: CallTask, missed: MissedWeek, *, instead: Task | None, now: datetime
) -> CallTask:
    """Put the day in a line of its own; once somebody goes, staff look for nobody any more."""
    reader = reader_of_town(session, call.town_id, now=now, is_staff=True)
    day = reader.day(missed.on_date)
    by_staff = reader.say(
        N_("Tell them too: on %(day)s, when they cannot come, we look after it."), day=day
    )
    line = by_staff
    if instead is not None:
        other = person_by_id(session, instead.helper_id).called
        line = reader.say(
            N_("Tell them too: on %(day)s, when they cannot come, %(other)s goes."),
            day=day,
            other=other,
        )
    before = [each for each in (call.words or "").split("\n") if each and each != by_staff]
    call.words = "\n".join([*before, line] if line not in before else before)
    session.flush()
    return call
