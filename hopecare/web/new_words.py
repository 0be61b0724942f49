"""Whether automatic words wait for somebody who may look at them: said on each of their pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.web.glance import glance

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWords:
    """How many wordings nobody has looked at, and when somebody last looked at any."""

    number: int
    since: datetime | None


def new_words() -> NewWords | None:
    """Give what waits for the reader to look at; None where nothing does, or it is not theirs."""
    seen = glance()
    return NewWords(number=seen.unseen, since=seen.looked_at) if seen.unseen else None
