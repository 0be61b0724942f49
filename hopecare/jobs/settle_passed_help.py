"""End help whose day is over and that somebody still holds, or owe a call about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import exists, or_, select

from hopecare.domain.care_path import CaseStatus, NeedStatus
from hopecare.domain.identity import SystemActor
from hopecare.domain.needs import NeedRhythm
from hopecare.domain.passed_help import ANY_DAY_WITHIN
from hopecare.jobs.due_rows import AT_ONCE, all_in_their_towns
from hopecare.queries.applications import UNDECIDED
from hopecare.queries.need_times import ends_on, has_last_day
from hopecare.queries.weekly import is_cover
from hopecare.services.settle_passed_help import settle_passed_help as settle_one
from models import Application, Case, Need

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.jobs.tools import Tools

BY: Final = SystemActor(name="settle_passed_help")


def settle_passed_help(tools: Tools, *, at_once: int = AT_ONCE) -> int:
    """Look at each by itself; of some a call is owed, and they stay until a week is over.

    A missed day has its own end, and what bridges an application ends with its decision.
    """
    today = tools.clock().date()
    any_day = ~has_last_day() & (Need.rhythm != NeedRhythm.WEEKLY)
    passed = (
        select(Need.id, Need.town_id)
        .join(Case, Case.id == Need.case_id)
        .where(
            Need.status == NeedStatus.HELPED,
            Case.status != CaseStatus.CLOSED,
            Need.bridges_referral_id.is_(None),
            ~exists().where(
                Application.bridge_need_id == Need.id, Application.status.in_(UNDECIDED)
            ),
            or_(
                has_last_day() & (ends_on() <= today),
                any_day & (Need.from_on <= today - ANY_DAY_WITHIN),
            ),
            ~is_cover(),
        )
    )

    def settle(session: Session, need_id: UUID) -> None:
        settle_one(session, need_id=need_id, by=BY, now=tools.clock())

    return all_in_their_towns(tools, passed, settle, key=Need.id, named="need", at_once=at_once)
