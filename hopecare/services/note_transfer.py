"""Note in the timeline what became of a case that was offered to another owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.timeline import EntryKind
    from models import Case, CaseTransfer


def note_transfer(
    session: Session,
    case: Case,
    transfer: CaseTransfer,
    kind: EntryKind,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Write the entry with who offers it to whom, and why it was not taken; never a word."""
    facts = {
        "from_id": str(transfer.from_id) if transfer.from_id else None,
        "to_id": str(transfer.to_id),
        "offer": transfer.status.value,
        "not_taken": transfer.decline_reason.value if transfer.decline_reason else None,
    }
    note_timeline(
        session,
        town_id=case.town_id,
        kind=kind,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=transfer.id,
        facts=facts,
    )
