"""Write down that another body's help does not come any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.errors import StaleVersionError
from hopecare.queries.cases import case_by_id
from hopecare.queries.other_helps import other_help_by_id
from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import OtherHelp


def end_other_help(
    session: Session, *, help_id: UUID, version: int, by: Actor, now: datetime
) -> OtherHelp:
    """End it from now on; whoever comes second learns that it has ended."""
    noted = other_help_by_id(session, help_id)
    if noted.version != version or noted.ended_at is not None:
        raise StaleVersionError(kind="OtherHelp", version=noted.version, expected=version)
    noted.ended_at = now
    case = case_by_id(session, noted.case_id)
    note_timeline(
        session,
        town_id=noted.town_id,
        kind=EntryKind.OTHER_HELP_ENDED,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=noted.id,
        facts={"need": noted.kind.value},
    )
    return noted
