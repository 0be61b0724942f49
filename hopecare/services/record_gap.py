"""Write down why somebody who may qualify does not receive, and since when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MoveNotAllowedError, StaleVersionError
from hopecare.queries.gaps import find_gap
from hopecare.queries.residents import person_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.hold_people import hold_people
from hopecare.services.note_timeline import note_timeline
from hopecare.services.refuse_without_consent import refuse_without_consent
from models import GapNote

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.gaps import GapReason
    from hopecare.domain.identity import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class GapSaid:
    """What a social worker writes about one gap; `over` is in the smallest unit of money."""

    programme: str
    reason: GapReason
    since_on: date | None = None
    over: int | None = None
    words: str | None = None


def record_gap(
    session: Session, *, person_id: UUID, said: GapSaid, version: int, by: Actor, now: datetime
) -> GapNote:
    """Keep the one note about this programme; `version` is 0 where none was read.

    The timeline says that something was written down: why is theirs, and stands in the note alone.
    """
    hold_people(session, person_id)
    refuse_without_consent(
        session, person_id=person_id, purpose=ConsentPurpose.KEEP_RECORD, now=now
    )
    today = local_day(session, person_by_id(session, person_id).town_id, now)
    gap = find_gap(session, person_id, said.programme, today)
    if gap is None:
        raise MoveNotAllowedError(kind="gap", person_id=person_id)
    standing = gap.note.version if gap.note else 0
    if standing != version:
        raise StaleVersionError(kind="gap", version=standing, expected=version)
    note = gap.note or _new(session, person_id, said, by, now)
    note.reason, note.since_on, note.words = said.reason, said.since_on, said.words
    note.told = None if said.over is None else {"over": said.over}
    note.recorded_at, note.recorded_by_id = now, by.person_id
    session.add(note)
    session.flush()
    note_timeline(
        session,
        town_id=note.town_id,
        kind=EntryKind.GAP_NOTED,
        at=now,
        by=by,
        person_id=person_id,
        subject_id=note.id,
    )
    session.flush()
    return note


def _new(session: Session, person_id: UUID, said: GapSaid, by: Actor, now: datetime) -> GapNote:
    return GapNote(
        town_id=person_by_id(session, person_id).town_id,
        person_id=person_id,
        programme=said.programme,
        reason=said.reason,
        recorded_at=now,
        recorded_by_id=by.person_id,
    )
