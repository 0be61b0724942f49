"""Take away the words of sign-in codes whose time is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.database import AllTowns
from hopecare.queries.messages import lapsed_secrets

if TYPE_CHECKING:
    from hopecare.jobs.tools import Tools


def tidy_secrets(tools: Tools) -> int:
    """Blank them and say how many there were."""
    with tools.database.writing(AllTowns()) as session:
        lapsed = lapsed_secrets(session, now=tools.clock())
        for message in lapsed:
            message.body = None
        return len(lapsed)
