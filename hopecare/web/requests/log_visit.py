"""Three taps and an optional note: what came of a visit."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from hopecare.domain.aid import NoteMark
from hopecare.domain.offers import VisitResult
from hopecare.services.log_visit import VisitMade
from hopecare.web.fields import Code, Note, Request, WholeNumber

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class WhenVisited(StrEnum):
    """Most visits are written down right after; the others have a day."""

    JUST_NOW = "just_now"
    EARLIER_TODAY = "earlier_today"
    YESTERDAY = "yesterday"


class LogVisitRequest(Request):
    """What came of it, when, how long, and a note with what it is."""

    result = Code(VisitResult, required=True)
    when = Code(WhenVisited, load_default=WhenVisited.JUST_NOW)
    minutes = WholeNumber(least=1, most=1440, load_default=30)
    words = Note(longest=1000)
    words_as = Code(NoteMark)


_BEFORE = {
    WhenVisited.JUST_NOW: timedelta(),
    WhenVisited.EARLIER_TODAY: timedelta(hours=3),
    WhenVisited.YESTERDAY: timedelta(days=1),
}


def visit_from(data: Mapping[str, Any], *, now: datetime) -> VisitMade:
    """Turn what was tapped into a visit."""
    return VisitMade(
        visited_at=now - _BEFORE[data["when"]],
        minutes=data["minutes"],
        result=data["result"],
        words=data["words"],
        words_as=data["words_as"],
    )
