"""Erase, each night and town by town, the words that are older than the town keeps them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.database import AllTowns, TownScope
from hopecare.domain.retention import KeptWords
from hopecare.queries.old_words import erasing_is_due
from hopecare.services.begin_erasing_words import begin_erasing_words
from hopecare.services.end_erasing_words import end_erasing_words
from hopecare.services.erase_old_words import AT_ONCE, erase_old_words
from models import Town

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from hopecare.jobs.tools import Tools

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Gone:
    """What became of one kind of words in this turn."""

    erased: int = 0
    left: int = 0
    oldest_left: datetime | None = None


def erase_words(tools: Tools) -> int:
    """Go through each town once a night and say of how many rows the words were erased."""
    with tools.database.reading(AllTowns()) as session:
        towns = session.scalars(select(Town.id).order_by(Town.id)).all()
    return sum(_night(tools, town_id) for town_id in towns)


def _night(tools: Tools, town_id: UUID) -> int:
    """One town's night to its end; one that fails never stops the others, and goes on later."""
    scope = TownScope(town_id)
    try:
        with tools.database.reading(scope) as session:
            if not erasing_is_due(session, town_id, now=tools.clock()):
                return 0
        with tools.database.writing(scope) as session:
            begin_erasing_words(session, town_id=town_id, now=tools.clock())
        messages = _go_through(tools, scope, KeptWords.MESSAGES)
        replies = _go_through(tools, scope, KeptWords.REPLIES)
        with tools.database.writing(scope) as session:
            end_erasing_words(
                session,
                town_id=town_id,
                left=messages.left + replies.left,
                oldest_message=messages.oldest_left,
                oldest_reply=replies.oldest_left,
                now=tools.clock(),
            )
        return messages.erased + replies.erased
    except Exception:  # whatever is wrong in one town, the others are gone through
        log.exception("old words not erased", extra={"town_id": str(town_id)})
        return 0


def _go_through(tools: Tools, scope: TownScope, kind: KeptWords) -> _Gone:
    """Everything of one kind, some rows at a time."""
    gone, after = _Gone(), None
    while True:
        with tools.database.writing(scope) as session:
            rows = erase_old_words(
                session, town_id=scope.town_id, kind=kind, after=after, now=tools.clock()
            )
        for row in rows:
            gone.left += row.stays
            gone.erased += not row.stays
            if row.stays and gone.oldest_left is None:
                gone.oldest_left = row.at
        if len(rows) < AT_ONCE:
            return gone
        after = rows[-1]
