"""Handle what is due row by row, each in a transaction that sees its own town."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from hopecare.database import AllTowns, TownScope

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)


def each_in_its_town(
    tools: Tools,
    due: Select[UUID, UUID],
    act: Callable[[Session, UUID], object],
    *,
    named: str,
) -> int:
    """Act on each row, read as its id and its town; says how many went well.

    One that fails never stops the rest: it is logged by its id, under what such a row is `named`.
    """
    with tools.database.reading(AllTowns()) as session:
        found = session.execute(due).all()
    return sum(_handle(tools, row_id, town_id, act, named) for row_id, town_id in found)


def _handle(
    tools: Tools,
    row_id: UUID,
    town_id: UUID,
    act: Callable[[Session, UUID], object],
    named: str,
) -> int:
    try:
        with tools.database.writing(TownScope(town_id)) as session:
            act(session, row_id)
    except Exception:  # whatever is wrong with one, the others are handled in time
        log.exception("row not handled", extra={f"{named}_id": str(row_id)})
        return 0
    return 1
