"""Refuse to ask where nobody is needed, or the resident does not agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import CaseStatus
from hopecare.errors import DayHasPassedError, MoveNotAllowedError
from hopecare.queries.may_help import FOR_NEIGHBOURS
from hopecare.queries.need_times import has_passed
from hopecare.queries.needs import LIVE, taken_places
from hopecare.services.refuse_without_consent import refuse_without_consent

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from models import Case, Need


def refuse_pointless_asking(session: Session, case: Case, need: Need, *, now: datetime) -> None:
    """Pass where a live need has a free place, a day to come, and the resident agrees."""
    is_live = case.status is not CaseStatus.CLOSED and need.status in LIVE
    if not is_live or len(taken_places(session, need.id)) >= need.people_needed:
        raise MoveNotAllowedError(machine="need", status=need.status, event="offer_made")
    if has_passed(session, need, now=now):
        raise DayHasPassedError(machine="need", status=need.status, event="offer_made")
    for purpose in sorted(FOR_NEIGHBOURS):
        refuse_without_consent(session, person_id=case.resident_id, purpose=purpose, now=now)
