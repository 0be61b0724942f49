"""A consent that had run out is renewed: neighbours are asked again for what waited for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.timeline import EntryKind
from hopecare.queries.cases import case_by_id
from hopecare.queries.may_help import may_be_helped
from hopecare.queries.need_times import has_passed
from hopecare.queries.needs import live_needs_of_case, need_by_id, taken_places
from hopecare.queries.stoppable import live_cases_of
from hopecare.services.note_need import note_need
from hopecare.services.open_asking import open_asking

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need


def resume_askings(session: Session, *, resident_id: UUID, by: Actor, now: datetime) -> None:
    """Begin each asking that stopped only for that; the next look asks, and staff read it.

    Nobody is asked for a day that has passed, or where everybody was found meanwhile.
    """
    if not may_be_helped(session, resident_id, now=now):
        return
    for case_id in sorted(case.id for case in live_cases_of(session, resident_id)):
        case = case_by_id(session, case_id, alone=True)
        for live in live_needs_of_case(session, case_id):
            need = need_by_id(session, live.id, alone=True)
            if need.waits_for_consent:
                need.waits_for_consent = False
                _take_up(session, case, need, by, now)
    session.flush()


def _take_up(session: Session, case: Case, need: Need, by: Actor, now: datetime) -> None:
    is_found = len(taken_places(session, need.id)) >= need.people_needed
    if is_found or has_passed(session, need, now=now):
        return
    open_asking(session, case, need, by=by, now=now)
    note_need(session, case, need, kind=EntryKind.ASKING_RESUMED, by=by, now=now)
