"""Note in the timeline what became of a proposal to close a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.timeline import EntryKind
    from models import Case, ClosingProposal


def note_closing(
    session: Session,
    case: Case,
    proposal: ClosingProposal,
    kind: EntryKind,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Write the entry with the outcome that was proposed, never a word of it."""
    note_timeline(
        session,
        town_id=case.town_id,
        kind=kind,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=proposal.id,
        facts={"outcome": proposal.outcome.value},
    )
