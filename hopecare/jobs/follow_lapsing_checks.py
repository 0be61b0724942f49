"""Owe a call for each running help that asks for a check its helper has not, or soon no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, or_, select

from hopecare.domain.care_path import TaskStatus
from hopecare.domain.identity import SystemActor
from hopecare.domain.lapsing_checks import TOLD_AHEAD
from hopecare.domain.needs import CheckLevel
from hopecare.jobs.due_rows import AT_ONCE, all_in_their_towns
from hopecare.services.owe_check_call import owe_check_call
from models import Need, Task, VolunteerProfile

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.jobs.tools import Tools

BY: Final = SystemActor(name="follow_lapsing_checks")


def follow_lapsing_checks(tools: Tools, *, at_once: int = AT_ONCE) -> int:
    """Look at each task by itself, also those of which a call is owed already."""
    expires_on = VolunteerProfile.check_expires_on
    running = (
        select(Task.id, Task.town_id)
        .join(Need, Need.id == Task.need_id)
        .join(VolunteerProfile, VolunteerProfile.person_id == Task.helper_id)
        .where(
            Task.status == TaskStatus.ACTIVE,
            Need.check_level > CheckLevel.NONE,
            or_(
                VolunteerProfile.check_level < Need.check_level,
                and_(
                    expires_on <= tools.clock().date() + TOLD_AHEAD,
                    or_(Need.until_on.is_(None), Need.until_on > expires_on),
                ),
            ),
        )
    )

    def owe(session: Session, task_id: UUID) -> None:
        owe_check_call(session, task_id=task_id, by=BY, now=tools.clock())

    return all_in_their_towns(tools, running, owe, key=Task.id, named="task", at_once=at_once)
