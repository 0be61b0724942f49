"""Owe a call for each need whose day has passed with too few, also where nobody was asked."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.care_path import CaseStatus
from hopecare.domain.identity import SystemActor
from hopecare.jobs.due_rows import AT_ONCE, all_in_their_towns
from hopecare.queries.batch_needs import count_taken
from hopecare.queries.need_times import ends_on, has_last_day
from hopecare.queries.needs import LIVE
from hopecare.queries.weekly import is_cover
from hopecare.services.owe_passed import owe_passed
from models import Case, Need

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.jobs.tools import Tools

BY: Final = SystemActor(name="follow_passed_needs")
LOOKED_BACK: Final = timedelta(days=3)
"""A job that stood still for a day misses none; what is older stood on the case all the while."""
AHEAD: Final = timedelta(days=1)
"""Somewhere it is tomorrow already."""


def follow_passed_needs(tools: Tools, *, at_once: int = AT_ONCE) -> int:
    """Look at each that may have passed, by itself, in its own town; owed once, it stays owed."""
    today = tools.clock().date()
    passed = (
        select(Need.id, Need.town_id)
        .join(Case, Case.id == Need.case_id)
        .where(
            Need.status.in_(LIVE),
            count_taken() < Need.people_needed,
            Case.status != CaseStatus.CLOSED,
            has_last_day(),
            ends_on().between(today - LOOKED_BACK, today + AHEAD),
            ~is_cover(),
        )
    )

    def owe(session: Session, need_id: UUID) -> None:
        owe_passed(session, need_id=need_id, by=BY, now=tools.clock())

    return all_in_their_towns(tools, passed, owe, key=Need.id, named="need", at_once=at_once)
