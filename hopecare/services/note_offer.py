"""Append to the timeline what happened to an offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.timeline import EntryKind
    from models import Case, Offer


def note_offer(
    session: Session,
    case: Case,
    offer: Offer,
    kind: EntryKind,
    *,
    by: Actor,
    now: datetime,
    **facts: str | int,
) -> None:
    """Write it for the resident and the case, with who was asked."""
    note_timeline(
        session,
        town_id=offer.town_id,
        kind=kind,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=offer.id,
        facts={"helper_id": str(offer.helper_id), **facts},
    )
