"""Change who a resident is; whoever read an older version learns what was changed meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.ages import age_band
from hopecare.domain.names import called_with_honorific
from hopecare.domain.timeline import EntryKind
from hopecare.errors import StaleVersionError
from hopecare.queries.residents import person_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.note_person_terms import note_person_terms
from hopecare.services.note_timeline import note_timeline
from models import TimelineEntry

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.people import Sex
    from models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentWords:
    """Who a resident is, as a form holds it."""

    full_name: str
    called: str | None
    language: str
    romanised: str | None
    birth_on: date | None
    sex: Sex | None
    note: str | None


def change_resident(
    session: Session,
    *,
    person_id: UUID,
    version: int,
    words: ResidentWords,
    by: Actor,
    now: datetime,
) -> Person:
    """Set what differs; refuse a stale version with who changed what since, and when."""
    person = person_by_id(session, person_id)
    if person.version != version:
        raise _stale(session, person)
    wanted = _columns(session, person, words, now)
    changed = [name for name, value in wanted.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, wanted[name])
    if not changed:
        return person
    session.flush()
    note_person_terms(session, person)
    note_timeline(
        session,
        town_id=person.town_id,
        kind=EntryKind.RESIDENT_CHANGED,
        at=now,
        by=by,
        person_id=person.id,
        subject_id=person.id,
        facts={"fields": ",".join(changed), "version": person.version},
    )
    session.flush()
    return person


def _columns(
    session: Session, person: Person, words: ResidentWords, now: datetime
) -> dict[str, object]:
    today = local_day(session, person.town_id, now)
    born = words.birth_on
    return {
        "full_name": words.full_name,
        "called": words.called or called_with_honorific(words.full_name, words.language),
        "language": words.language,
        "romanised": words.romanised,
        "birth_on": born.isoformat() if born else None,
        "age_band": age_band(born, day=today).value if born else None,
        "sex": words.sex,
        "note": words.note,
    }


def _stale(session: Session, person: Person) -> StaleVersionError:
    last = session.scalars(
        select(TimelineEntry)
        .where(
            TimelineEntry.person_id == person.id,
            TimelineEntry.kind == EntryKind.RESIDENT_CHANGED,
        )
        .order_by(TimelineEntry.at.desc(), TimelineEntry.id.desc())
        .limit(1)
    ).one_or_none()
    return StaleVersionError(
        kind="person",
        person_id=person.id,
        version=person.version,
        by_person_id=last.by_person_id if last else None,
        at=last.at if last else None,
        fields=str(last.facts.get("fields", "")).split(",") if last else [],
    )
