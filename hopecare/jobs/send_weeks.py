"""Text each of staff who wishes for it the week's numbers; one that fails never stops the rest."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hopecare.database import AllTowns, TownScope
from hopecare.domain.digest import digest_time
from hopecare.language.wordings import Text
from hopecare.queries.seen_wordings import was_ever_seen
from hopecare.queries.week_numbers import week_plan, week_readers
from hopecare.services.tell_week import tell_week
from models import Centre, Town

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Due:
    """One person whose text is due, and until when."""

    town_id: UUID
    person_id: UUID
    ends: datetime


def send_weeks(tools: Tools) -> int:
    """Promise the texts whose hour has come, each once a week; says how many were new."""
    now = tools.clock()
    with tools.database.reading(AllTowns()) as session:
        towns = session.scalars(select(Town).order_by(Town.id)).all()
        due = [each for town in towns for each in _due_in(session, town, now)]
    return sum(_tell(tools, each) for each in due)


def _due_in(session: Session, town: Town, now: datetime) -> Iterator[_Due]:
    """Whoever is to be told in a town now; nobody is looked for where it is no centre's hour.

    Nor is anybody until somebody has looked at the words once; from then on they go on.
    """
    ends = _ends_by_centre(session, town, now)
    if not ends or not was_ever_seen(session, town.id, Text.WEEK):
        return
    on = now.astimezone(ZoneInfo(town.zone)).date()
    for person_id, centre_id in week_readers(session, town.id, on=on).items():
        if centre_id in ends:
            yield _Due(town.id, person_id, ends[centre_id])


def _ends_by_centre(session: Session, town: Town, now: datetime) -> dict[UUID | None, datetime]:
    """Until when it may go, by centre; under no centre, for those of the whole town."""
    on = now.astimezone(ZoneInfo(town.zone)).date()
    own = session.scalars(select(Centre.id).where(Centre.town_id == town.id).order_by(Centre.id))
    found: dict[UUID | None, datetime] = {}
    for centre_id in (None, *own):
        plan = week_plan(session, town, on=on, centre_id=centre_id)
        time = digest_time(plan, day=on, zone=town.zone)
        if time is not None and time.holds(now):
            found[centre_id] = time.ends
    return found


def _tell(tools: Tools, due: _Due) -> int:
    """One person in one transaction."""
    try:
        with tools.database.writing(TownScope(due.town_id)) as session:
            told = tell_week(
                session,
                town_id=due.town_id,
                person_id=due.person_id,
                ends=due.ends,
                now=tools.clock(),
            )
    except Exception:  # whatever is wrong with one, the others hear their numbers
        log.exception("week not promised", extra={"person_id": str(due.person_id)})
        return 0
    return int(told is not None)
