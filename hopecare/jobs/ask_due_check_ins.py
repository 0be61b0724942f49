"""Ask everybody whose moment has come, batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.database import AllTowns
from hopecare.domain.identity import SystemActor
from hopecare.services.open_due_slots import open_due_slots

if TYPE_CHECKING:
    from hopecare.jobs.tools import Tools

BY: Final = SystemActor(name="ask_due_check_ins")
BATCH: Final = 500


def ask_due_check_ins(tools: Tools) -> int:
    """Open all due slots; each batch is one transaction."""
    opened = 0
    while True:
        with tools.database.writing(AllTowns()) as session:
            now = tools.clock()
            batch = open_due_slots(session, limit=BATCH, by=BY, now=now)
        opened += batch
        if batch == 0:
            return opened
