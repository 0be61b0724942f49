"""Append one entry to the timeline: ids, codes, numbers and times, never words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.timeline import EntryKind


def note_timeline(  # noqa: PLR0913  an entry names everything it hangs from
    session: Session,
    *,
    town_id: UUID,
    kind: EntryKind,
    at: datetime,
    by: Actor,
    person_id: UUID | None = None,
    case_id: UUID | None = None,
    report_id: UUID | None = None,
    subject_id: UUID | None = None,
    facts: Mapping[str, str | int | None] | None = None,
) -> TimelineEntry:
    """Write that `kind` happened at `at`, by whom, on whose timeline."""
    entry = TimelineEntry(
        town_id=town_id,
        kind=kind,
        at=at,
        by=by.code,
        by_person_id=by.person_id,
        person_id=person_id,
        case_id=case_id,
        report_id=report_id,
        subject_id=subject_id,
        facts=dict(facts or {}),
    )
    session.add(entry)
    return entry
