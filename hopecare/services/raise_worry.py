"""A helper is uneasy about somebody: it is written down, and staff hear of it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import AlertKind
from hopecare.domain.timeline import EntryKind
from hopecare.queries.cases import case_by_id
from hopecare.services.note_timeline import note_timeline
from hopecare.services.raise_alert import Cause, raise_alert
from models import Worry

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Case


def raise_worry(  # noqa: PLR0913  about which case, from which task, how bad, in which words
    session: Session,
    *,
    case_id: UUID,
    task_id: UUID | None,
    is_crisis: bool,
    words: str | None,
    by: Identity,
    now: datetime,
) -> Worry:
    """Write the worry and alert whoever is on duty for the case's centre."""
    case = case_by_id(session, case_id)
    worry = Worry(
        town_id=case.town_id,
        case_id=case.id,
        raised_by_id=by.person_id,
        raised_at=now,
        is_crisis=is_crisis,
        words=words or None,
        task_id=task_id,
    )
    session.add(worry)
    session.flush()
    note_timeline(
        session,
        town_id=case.town_id,
        kind=EntryKind.WORRY_RAISED,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=worry.id,
        facts={"is_crisis": int(is_crisis)},
    )
    _alert(session, case, worry, by, now)
    return worry


def _alert(session: Session, case: Case, worry: Worry, by: Identity, now: datetime) -> None:
    """Let whoever is on duty for the case's centre know at once."""
    raise_alert(
        session,
        town_id=case.town_id,
        kind=AlertKind.WORRY,
        cause=Cause(
            dedup_key=f"worry:{worry.id}",
            centre_id=case.centre_id,
            person_id=case.resident_id,
            case_id=case.id,
            worry_id=worry.id,
        ),
        by=by,
        now=now,
    )
