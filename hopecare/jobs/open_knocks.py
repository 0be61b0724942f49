"""Owe the knocks whose moment has come, batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns
from hopecare.domain.identity import SystemActor
from hopecare.services.open_due_knocks import open_due_knocks

if TYPE_CHECKING:
    from hopecare.jobs.tools import Tools

BY: Final = SystemActor(name="open_knocks")
BATCH: Final = 200


def open_knocks(tools: Tools) -> int:
    """Open all due knocks; each batch is one transaction."""
    opened = 0
    while True:
        with tools.database.writing(AllTowns()) as session:
            batch = open_due_knocks(session, limit=BATCH, by=BY, now=tools.clock())
        opened += batch
        if batch == 0:
            return opened
