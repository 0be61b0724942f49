"""Erase town by town, some rows in one transaction, until a turn finds none."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.database import AllTowns, TownScope
from models import Town

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)


def erase_by_town(tools: Tools, erase: Callable[[Session, UUID], int], *, what: str) -> int:
    """Erase the next rows of a town until `erase` says none, and say how many there were.

    A town that fails never stops the others: it is logged, under `what` was to be erased.
    """
    with tools.database.reading(AllTowns()) as session:
        towns = session.scalars(select(Town.id).order_by(Town.id)).all()
    return sum(_of_town(tools, town_id, erase, what) for town_id in towns)


def _of_town(tools: Tools, town_id: UUID, erase: Callable[[Session, UUID], int], what: str) -> int:
    erased = 0
    try:
        while True:
            with tools.database.writing(TownScope(town_id)) as session:
                gone = erase(session, town_id)
            erased += gone
            if not gone:
                break
    except Exception:  # whatever is wrong in one town, the others are gone through
        log.exception("not erased", extra={"what": what, "town_id": str(town_id)})
    return erased
