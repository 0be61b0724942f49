"""Settle the same help twice on one day: both are wanted, or it is not the same, or it moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.queries.cases import case_by_id
from hopecare.queries.other_helps import double_helps_of_case
from hopecare.queries.town_days import local_day
from hopecare.services.note_timeline import note_timeline
from models import DoubleHelpNote

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.aid import DoubleEnd
    from hopecare.domain.identity import Actor, Identity
    from models import Case


def settle_double_help(
    session: Session,
    *,
    case_id: UUID,
    pair: tuple[UUID, UUID],
    settled_as: DoubleEnd,
    by: Identity,
    now: datetime,
) -> DoubleHelpNote | None:
    """Keep what somebody said, for the days on which the two meet now; nothing where they do not.

    A day that is added to one of them later is asked about anew. Of two cases of one home it is
    kept in the one it was said on, and holds in both.
    """
    case = case_by_id(session, case_id, alone=True)
    today = local_day(session, case.town_id, now)
    standing = double_helps_of_case(session, by, case_id, today).doubles
    met = next((each for each in standing if each.is_of(*pair)), None)
    if met is None:
        return None
    note = DoubleHelpNote(
        town_id=case.town_id,
        case_id=case.id,
        kind=met.one.kind,
        one_id=met.one.row_id,
        other_id=met.other.row_id,
        weekdays=list(met.weekdays),
        settled_as=settled_as,
        settled_at=now,
        settled_by_id=by.person_id,
    )
    session.add(note)
    session.flush()
    _note(session, case, note, by=by, now=now)
    return note


def _note(session: Session, case: Case, note: DoubleHelpNote, *, by: Actor, now: datetime) -> None:
    note_timeline(
        session,
        town_id=case.town_id,
        kind=EntryKind.DOUBLE_HELP_SETTLED,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=note.id,
        facts={"need": note.kind.value, "settled_as": note.settled_as.value},
    )
