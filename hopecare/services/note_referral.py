"""Append to the timeline what happened to a referral."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hopecare.services.note_timeline import note_timeline

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.timeline import EntryKind
    from models import Referral


def note_referral(
    session: Session,
    referral: Referral,
    *,
    kind: EntryKind,
    facts: Mapping[str, Any],
    by: Actor,
    now: datetime,
) -> None:
    """Write it for the person and the case it is about, with the programme it asks for."""
    note_timeline(
        session,
        town_id=referral.town_id,
        kind=kind,
        at=now,
        by=by,
        person_id=referral.person_id,
        case_id=referral.case_id,
        subject_id=referral.id,
        facts={"programme": referral.programme, **facts},
    )
