"""Owe somebody a call for a need that nobody took, with the next five nearest in its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.matching.constraints import BY_TELEPHONE
from hopecare.domain.timeline import EntryKind
from hopecare.domain.urgency import Urgency
from hopecare.language.term_words import term_reasons
from hopecare.queries.cover_times import is_before_evening
from hopecare.queries.need_times import ring_until
from hopecare.queries.town_readers import reader_of_town
from hopecare.queries.whom_to_ring import whom_to_ring
from hopecare.services.note_timeline import note_timeline
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.owe_case_call import CALL_WITHIN
from hopecare.services.raise_alert import Cause, raise_alert

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import CallTask, Case, Need


def owe_unfilled(  # noqa: PLR0913  once for each key, at the end of a wave, in a case and a need
    session: Session,
    case: Case,
    need: Need,
    *,
    key: str,
    wave: int,
    by: Actor,
    now: datetime,
    recurs: bool = False,
) -> CallTask:
    """Owe the call once for each key; in a crisis whoever is on duty hears of it at once.

    Where it recurs it is owed anew once the call before has ended.
    """
    _note(session, case, need, wave, by, now)
    if case.urgency is Urgency.CRISIS and not is_before_evening(session, need, now=now):
        cause = _cause(case, need, key, recurs=recurs)
        kind = AlertKind.UNFILLED
        raise_alert(session, town_id=case.town_id, kind=kind, cause=cause, by=by, now=now)
    owed = OwedCall(
        kind=CallTaskKind.UNFILLED,
        dedup_key=key,
        due_at=_due_at(session, case, need, now),
        about_person_id=case.resident_id,
        case_id=case.id,
        need_id=need.id,
        owner_id=case.owner_id,
        centre_id=case.centre_id,
        words="\n".join(_nearest(session, case, need, now)) or None,
        recurs=recurs,
    )
    return open_call_task(session, town_id=case.town_id, owed=owed, by=by, now=now)


def _note(session: Session, case: Case, need: Need, wave: int, by: Actor, now: datetime) -> None:
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


def _cause(case: Case, need: Need, key: str, *, recurs: bool) -> Cause:
    """What whoever is on duty hears of."""
    return Cause(
        dedup_key=key,
        centre_id=case.centre_id,
        person_id=case.resident_id,
        case_id=case.id,
        need_id=need.id,
        recurs=recurs,
    )


def _due_at(session: Session, case: Case, need: Need, now: datetime) -> datetime:
    """As the urgency of the case asks, and while a call still helps for the day that presses."""
    due_at, until = now + CALL_WITHIN[case.urgency], ring_until(session, need, now=now)
    if until is None or until <= now:
        return due_at
    # Halfway there: whoever is rung still has to get there.
    return min(due_at, now + (until - now) / 2)


def _nearest(session: Session, case: Case, need: Need, now: datetime) -> list[str]:
    """Name the next five, each with the reasons, in the town's language."""
    reader = reader_of_town(session, need.town_id, now=now, is_staff=True)
    nearest, is_centroid = whom_to_ring(session, case, need, now=now)
    return [
        f"{each.called}: {' · '.join(reasons)}"
        for each in nearest
        if (
            reasons := term_reasons(
                each.terms,
                need.language,
                reader,
                is_centroid=is_centroid,
                is_rough=each.is_rough,
                by_telephone=need.kind in BY_TELEPHONE,
            )
        )
    ]
