"""Write down goods or money that were given, with their worth and where they came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.cases import case_by_id
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.services.note_timeline import note_timeline
from models import AidGiven

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Aid:
    """What was given on one day, from whom, worth how much in minor units."""

    given_on: date
    what: str
    source: str
    value_minor: int
    need_id: UUID | None = None


def record_aid(session: Session, *, case_id: UUID, aid: Aid, by: Actor, now: datetime) -> AidGiven:
    """Write the aid to the case, in the town's own money; never for a day ahead."""
    case = case_by_id(session, case_id)
    if aid.given_on > local_day(session, case.town_id, now):
        raise InvalidInputError({"given_on": ["in_the_future"]})
    given = AidGiven(
        town_id=case.town_id,
        case_id=case.id,
        given_on=aid.given_on,
        what=aid.what,
        source=aid.source,
        value_minor=aid.value_minor,
        currency=town_by_id(session, case.town_id).currency,
        by_id=by.person_id,
        need_id=aid.need_id,
    )
    session.add(given)
    session.flush()
    note_timeline(
        session,
        town_id=case.town_id,
        kind=EntryKind.AID_GIVEN,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=given.id,
        facts={"value_minor": given.value_minor, "currency": given.currency},
    )
    return given
