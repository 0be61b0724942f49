"""Open the cases again that a death recorded by mistake has closed, with the needs it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CaseStatus, NeedEvent, NeedStatus
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.timeline import EntryKind
from hopecare.domain.undoing import LeftReason, why_case_stays_closed
from hopecare.queries.cases import case_by_id, find_live_case
from hopecare.queries.needs import need_by_id
from hopecare.queries.town_days import local_day
from hopecare.services.move_need import move_need
from hopecare.services.note_need import note_need
from hopecare.services.reopen_case import reopen_case
from hopecare.standing_consents import agrees_to

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need

Left = dict["UUID", LeftReason]


def bring_back_cases(
    session: Session,
    *,
    case_ids: Iterable[UUID],
    need_ids: Iterable[UUID],
    by: Actor,
    now: datetime,
) -> Left:
    """Reopen what may be reopened; say of each case and need that stays ended why."""
    left: Left = {}
    for case_id in case_ids:
        case = case_by_id(session, case_id, alone=True)
        reason = _against(session, case, now)
        if reason is not None:
            left[case_id] = reason
        elif case.status is CaseStatus.CLOSED:
            reopen_case(session, case_id=case_id, by=by, now=now)
    for need_id in need_ids:
        need = need_by_id(session, need_id, alone=True)
        case = case_by_id(session, need.case_id, alone=True)
        if case.status is CaseStatus.CLOSED:
            left[need_id] = LeftReason.CASE_OVER
        elif need.status is NeedStatus.ENDED:
            _reopen(session, case, need, by, now)
    session.flush()
    return left


def _against(session: Session, case: Case, now: datetime) -> LeftReason | None:
    today = local_day(session, case.town_id, now)
    other = find_live_case(session, case.resident_id)
    return why_case_stays_closed(
        agrees=ConsentPurpose.KEEP_RECORD in agrees_to(session, case.resident_id, today),
        has_other=other is not None and other.id != case.id,
    )


def _reopen(session: Session, case: Case, need: Need, by: Actor, now: datetime) -> None:
    move_need(need, event=NeedEvent.REOPENED, now=now)
    note_need(session, case, need, kind=EntryKind.NEED_REOPENED, by=by, now=now)
