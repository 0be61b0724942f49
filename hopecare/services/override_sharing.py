"""Share without a yes: by a written reason, listed for everybody who answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.errors import InvalidInputError
from hopecare.queries.town_days import local_day
from hopecare.services.note_timeline import note_timeline
from hopecare.services.refuse_answered import refuse_answered
from models import SharingOverride

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.packets import OverrideReason
    from models import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """By which right it is shared all the same, in a code and in words."""

    reason: OverrideReason
    words: str | None


def override_sharing(
    session: Session, case: Case, said: Override, *, service_id: UUID, by: Actor, now: datetime
) -> SharingOverride:
    """Write down who shares without a yes, and why; refused without words."""
    if not said.words:
        raise InvalidInputError({"override_words": ["reason_needed"]})
    refuse_answered(
        session, case.resident_id, said.reason, on=local_day(session, case.town_id, now)
    )
    row = SharingOverride(
        town_id=case.town_id,
        case_id=case.id,
        person_id=case.resident_id,
        service_id=service_id,
        reason=said.reason,
        words=said.words,
        made_at=now,
        made_by_id=by.person_id,
    )
    session.add(row)
    session.flush()
    note_timeline(
        session,
        town_id=case.town_id,
        kind=EntryKind.SHARING_OVERRIDDEN,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=row.id,
        facts={"reason": said.reason.value},
    )
    return row
