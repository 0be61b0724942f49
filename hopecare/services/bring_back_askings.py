"""Look for helpers again where a death recorded by mistake has stopped it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.undoing import LeftReason
from hopecare.queries.cases import case_by_id
from hopecare.queries.may_help import has_run_out, may_be_helped
from hopecare.queries.need_times import has_passed
from hopecare.queries.needs import LIVE, need_by_id, taken_places
from hopecare.services.open_asking import open_asking

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Need


def bring_back_askings(
    session: Session, *, need_ids: Iterable[UUID], by: Actor, now: datetime
) -> dict[UUID, LeftReason]:
    """Ask again for each that still lacks somebody, at the next look; say of the others why not.

    What waited for a consent waits again, and what only waits for one now does so too. Where
    everybody is found nothing is left to do.
    """
    left = {}
    for need_id in need_ids:
        case = case_by_id(session, need_by_id(session, need_id).case_id, alone=True)
        need = need_by_id(session, need_id, alone=True)
        reason = _against(session, case, need, now)
        if reason is not None:
            left[need_id] = reason
        elif len(taken_places(session, need_id)) < need.people_needed:
            _look_again(session, case, need, by, now)
    session.flush()
    return left


def _against(session: Session, case: Case, need: Need, now: datetime) -> LeftReason | None:
    if case.status is CaseStatus.CLOSED or need.status not in LIVE:
        return LeftReason.CASE_OVER
    if len(taken_places(session, need.id)) >= need.people_needed:
        return None
    if has_passed(session, need, now=now):
        return LeftReason.TIME_OVER
    agrees = may_be_helped(session, case.resident_id, now=now)
    may_wait = agrees or has_run_out(session, case.resident_id, now=now)
    return None if may_wait else LeftReason.NO_CONSENT


def _look_again(session: Session, case: Case, need: Need, by: Actor, now: datetime) -> None:
    if may_be_helped(session, case.resident_id, now=now):
        open_asking(session, case, need, by=by, now=now)
    else:
        need.waits_for_consent = True
