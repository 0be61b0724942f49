"""Handle what is due row by row, each in a transaction that sees its own town."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns, TownScope

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy import Select
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)
AT_ONCE: Final = 500
"""So many are read at a time."""


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


def all_in_their_towns(
    tools: Tools,
    due: Select[UUID, UUID],
    act: Callable[[Session, UUID], object],
    *,
    key: InstrumentedAttribute[UUID],
    named: str,
    at_once: int = AT_ONCE,
) -> int:
    """Act on every row that is due, page after page by its key, also where acting leaves it due."""
    handled, after = 0, None
    while True:
        page = due.order_by(key).limit(at_once)
        with tools.database.reading(AllTowns()) as session:
            found = session.execute(page if after is None else page.where(key > after)).all()
        handled += sum(_handle(tools, row_id, town_id, act, named) for row_id, town_id in found)
        if len(found) < at_once:
            return handled
        after = found[-1][0]


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
