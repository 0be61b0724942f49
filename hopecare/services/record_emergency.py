"""Record that an emergency service was rung: by whom, which number, when, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.crises import crisis_by_id
from hopecare.services.note_timeline import note_timeline
from hopecare.services.refuse_ended_crisis import refuse_ended_crisis
from models import EmergencyCall

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.crises import EmergencyOutcome, RungBy
    from hopecare.domain.identity import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """What there is to write about it."""

    number: str
    rung_at: datetime
    rung_by: RungBy
    outcome: EmergencyOutcome
    words: str | None = None


def record_emergency(
    session: Session, *, crisis_id: UUID, rang: Emergency, by: Actor, now: datetime
) -> EmergencyCall:
    """Write it into a crisis that stands; it may have been rung before that."""
    crisis = crisis_by_id(session, crisis_id, alone=True)
    refuse_ended_crisis(crisis, "emergency_recorded")
    if rang.rung_at > now:
        raise InvalidInputError({"rung_on": ["moment_in_future"]})
    call = EmergencyCall(
        town_id=crisis.town_id,
        crisis_id=crisis.id,
        case_id=crisis.case_id,
        number=rang.number,
        rung_at=rang.rung_at,
        rung_by=rang.rung_by,
        outcome=rang.outcome,
        written_at=now,
        written_by_id=by.person_id,
        words=rang.words,
    )
    session.add(call)
    session.flush()
    note_timeline(
        session,
        town_id=crisis.town_id,
        kind=EntryKind.EMERGENCY_CALLED,
        at=rang.rung_at,
        by=by,
        person_id=crisis.person_id,
        case_id=crisis.case_id,
        subject_id=call.id,
        facts={"number": rang.number, "outcome": rang.outcome.value},
    )
    return call
