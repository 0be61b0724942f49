"""Erase, town by town, what old reports tell of somebody and who told us, as the page promises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.identity import SystemActor
from hopecare.jobs.by_town import erase_by_town
from hopecare.services.erase_reports import erase_reports

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.jobs.tools import Tools

BY = SystemActor(name="erase_old_reports")


def erase_old_reports(tools: Tools) -> int:
    """Blank them and say how many there were; what is blank already is never counted."""

    def erase(session: Session, town_id: UUID) -> int:
        return erase_reports(session, town_id=town_id, by=BY, now=tools.clock())

    return erase_by_town(tools, erase, what="old reports")
