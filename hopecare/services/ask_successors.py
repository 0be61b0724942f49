"""When a helper has left: ask the next neighbours, or owe a call. Leaving never waits for this."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CaseStatus, MissedWeekStatus, OfferStatus
from hopecare.queries.may_help import has_run_out, may_be_helped
from hopecare.queries.need_times import has_passed
from hopecare.queries.needs import LIVE, taken_places
from hopecare.queries.offers import last_wave, offers_of_need
from hopecare.queries.weekly import missed_of_cover
from hopecare.services.begin_asking import begin_asking
from hopecare.services.owe_case_call import owe_case_call
from hopecare.services.owe_passed import owe_passed
from hopecare.services.wait_for_week import wait_for_week

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, MissedWeek, Need, Offer


def ask_successors(
    session: Session, case: Case, need: Need, *, by: Actor, now: datetime
) -> list[Offer]:
    """Ask those who may be asked; without consent nobody is, and the resident is owed a call.

    The caller holds case and need.
    """
    if case.status is CaseStatus.CLOSED or need.status not in LIVE:
        return []
    wave = last_wave(session, need.id)
    if not may_be_helped(session, case.resident_id, now=now):
        key = f"no_consent:{need.id}:{wave}"
        owe_case_call(session, case, to_id=case.resident_id, key=key, by=by, now=now)
        is_day = missed_of_cover(session, need.id) is not None
        need.waits_for_consent = not is_day and has_run_out(session, case.resident_id, now=now)
        return []
    if len(taken_places(session, need.id)) >= need.people_needed:
        return []
    if has_passed(session, need, now=now):
        owe_passed(session, need_id=need.id, by=by, now=now)
        return []
    missed = missed_of_cover(session, need.id)
    if missed is not None and _is_out_of_time(session, missed, now):
        return []
    # Whoever offered themselves for it comes first, as soon as somebody may be asked.
    begin_asking(session, need_id=need.id, by=by, now=now)
    return list(offers_of_need(session, need.id, OfferStatus.STANDING))


def _is_out_of_time(session: Session, missed: MissedWeek, now: datetime) -> bool:
    """Too late for texts, a person rings the nearest already; too early, it waits."""
    if missed.status is MissedWeekStatus.UNFILLED:
        return True
    return wait_for_week(session, missed, now=now)
