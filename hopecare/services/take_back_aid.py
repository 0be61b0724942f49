"""Take back what was written down as given by mistake: it counts nowhere, and stays to be seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.queries.aid import aid_by_id
from hopecare.queries.cases import case_by_id
from hopecare.services.note_timeline import note_timeline
from hopecare.services.owe_aid_back import owe_aid_back

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.aid import AidMistake
    from hopecare.domain.identity import Actor
    from models import AidGiven


def take_back_aid(
    session: Session, *, aid_id: UUID, mistake: AidMistake, by: Actor, now: datetime
) -> AidGiven:
    """Take it back, once: who says it again changes nothing.

    A need it had met stays met; where the help had not come, somebody owes the resident a call.
    """
    given = aid_by_id(session, aid_id, alone=True)
    if given.taken_back_at is not None:
        return given
    given.taken_back_at = now
    given.taken_back_for = mistake
    given.taken_back_by_id = by.person_id
    case = case_by_id(session, given.case_id)
    note_timeline(
        session,
        town_id=given.town_id,
        kind=EntryKind.AID_TAKEN_BACK,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=given.id,
        facts={
            "mistake": mistake.value,
            "given": given.kind.value,
            "given_on": given.given_on.isoformat(),
        },
    )
    owe_aid_back(session, case, given, mistake=mistake, by=by, now=now)
    return given
