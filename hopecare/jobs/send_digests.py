"""Tell each on duty what waits this morning; one that fails never stops the rest."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from hopecare.database import AllTowns, TownScope
from hopecare.domain.digest import digest_time
from hopecare.language.wordings import Text
from hopecare.queries.digest import coordinators_of, digest_plan
from hopecare.queries.duty import on_duty
from hopecare.queries.seen_wordings import was_ever_seen
from hopecare.services.tell_digest import tell_digest
from models import Centre, Town

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Due:
    """One person whose digest is due, and until when."""

    town_id: UUID
    person_id: UUID
    ends: datetime


def send_digests(tools: Tools) -> int:
    """Promise the digests whose hour has come, each once a day; says how many were new."""
    now = tools.clock()
    with tools.database.reading(AllTowns()) as session:
        towns = session.scalars(select(Town).order_by(Town.id)).all()
        due = [each for town in towns for each in _begun(session, town, now)]
    return sum(_tell(tools, each) for each in dict.fromkeys(due))


def _begun(session: Session, town: Town, now: datetime) -> Sequence[_Due]:
    """Nobody, until somebody has looked at the words once; from then on they go on."""
    due = list(_due_in(session, town, now))
    return due if due and was_ever_seen(session, town.id, Text.DIGEST) else ()


def _due_in(session: Session, town: Town, now: datetime) -> Iterator[_Due]:
    """Whoever is to be told in a town now, centre by centre."""
    own = select(Centre.id).where(Centre.town_id == town.id).order_by(Centre.id)
    centres: Sequence[UUID | None] = session.scalars(own).all()
    for centre_id in centres or (None,):
        on = now.astimezone(ZoneInfo(town.zone)).date()
        plan = digest_plan(session, town, on=on, centre_id=centre_id)
        time = digest_time(plan, day=on, zone=town.zone)
        if time is None or not time.holds(now):
            continue
        readers = on_duty(session, town_id=town.id, centre_id=centre_id, at=now)
        others: Sequence[UUID] = ()
        if plan.coordinators_too and centre_id is not None:
            others = coordinators_of(session, centre_id, on=on)
        for person_id in (*readers, *others):
            yield _Due(town.id, person_id, time.ends)


def _tell(tools: Tools, due: _Due) -> int:
    """One person in one transaction."""
    try:
        with tools.database.writing(TownScope(due.town_id)) as session:
            told = tell_digest(
                session,
                town_id=due.town_id,
                person_id=due.person_id,
                ends=due.ends,
                now=tools.clock(),
            )
    except Exception:  # whatever is wrong with one, the others hear what waits
        log.exception("digest not promised", extra={"person_id": str(due.person_id)})
        return 0
    return int(told is not None)
