"""When nobody is left to answer: open the need again, and owe somebody a call to the nearest."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.timeline import EntryKind
from hopecare.domain.urgency import Urgency
from hopecare.queries.candidates import nearest_to_ring
from hopecare.queries.needs import taken_places
from hopecare.services.end_asking import end_asking
from hopecare.services.note_timeline import note_timeline
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.raise_alert import Cause, raise_alert

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, Case, Need

CALL_WITHIN: Final[Mapping[Urgency, timedelta]] = {
    Urgency.CRISIS: timedelta(minutes=15),
    Urgency.SOON: timedelta(hours=2),
    Urgency.ORDINARY: timedelta(hours=24),
}
"""Until when staff ring the nearest, when the texts have come to nothing."""


def follow_unfilled(
    session: Session, case: Case, need: Need, *, wave: int, by: Actor, now: datetime
) -> CallTask | None:
    """Owe a call for a need that nobody took in this wave; None where somebody still may."""
    if not end_asking(session, case, need, now=now):
        return None
    if len(taken_places(session, need.id)) >= need.people_needed:
        return None
    note_timeline(
        session,
        town_id=case.town_id,
        kind=EntryKind.WAVE_UNFILLED,
        at=now,
        by=by,
        person_id=case.resident_id,
        case_id=case.id,
        subject_id=need.id,
        facts={"need": need.kind.value, "wave": wave},
    )
    key = f"unfilled:{need.id}:{wave}"
    _alert_crisis(session, case, key, by, now)
    return _owe_call(session, case, need, key=key, by=by, now=now)


def _owe_call(
    session: Session, case: Case, need: Need, *, key: str, by: Actor, now: datetime
) -> CallTask:
    """Owe the calls; the next five nearest stand in its words, one a line."""
    nearest = nearest_to_ring(session, need, now=now)
    owed = OwedCall(
        kind=CallTaskKind.UNFILLED,
        dedup_key=key,
        due_at=now + CALL_WITHIN[case.urgency],
        about_person_id=case.resident_id,
        case_id=case.id,
        owner_id=case.owner_id,
        centre_id=case.centre_id,
        words="\n".join(f"{each.called} ({each.distance_m} m)" for each in nearest) or None,
    )
    return open_call_task(session, town_id=case.town_id, owed=owed, by=by, now=now)


def _alert_crisis(session: Session, case: Case, key: str, by: Actor, now: datetime) -> None:
    """In a crisis a list of calls is not enough: whoever is on duty hears of it at once."""
    if case.urgency is not Urgency.CRISIS:
        return
    cause = Cause(
        dedup_key=key, centre_id=case.centre_id, person_id=case.resident_id, case_id=case.id
    )
    town_id = case.town_id
    raise_alert(session, town_id=town_id, kind=AlertKind.UNFILLED, cause=cause, by=by, now=now)
