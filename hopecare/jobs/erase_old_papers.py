"""Erase, town by town, the papers whose last day is over; what the law holds is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.identity import SystemActor
from hopecare.jobs.by_town import erase_by_town
from hopecare.services.erase_papers import erase_papers

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.jobs.tools import Tools

BY = SystemActor(name="erase_old_papers")


def erase_old_papers(tools: Tools) -> int:
    """Blank them and say how many there were; one that is blank already is never counted."""

    def erase(session: Session, town_id: UUID) -> int:
        return erase_papers(session, town_id=town_id, by=BY, now=tools.clock())

    return erase_by_town(tools, erase, what="old papers")
