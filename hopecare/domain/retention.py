"""How long personal rows are kept, counted from the day that starts the count."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from hopecare.domain.attachments import AttachmentPurpose


class KeptFor(StrEnum):
    """Why a row is kept; each reason has its own time."""

    CASE_CLOSED = "case_closed"
    """Counted from the day a case was closed; a new case starts again."""
    REPORT_WITHOUT_CASE = "report_without_case"
    """Nothing was needed, nobody was found, or another centre has it."""
    CONSENT_REFUSED = "consent_refused"
    """A short record, so that the next worried neighbour does not start from nothing."""
    REPORTER = "reporter"
    """Who told us; counted from the day the report was settled."""
    HAS_DIED = "has_died"
    MESSAGE = "message"
    """The words of texts, calls and replies; that they were stays for ever."""
    VOLUNTEER_LEFT = "volunteer_left"


class KeptWords(StrEnum):
    """Words that `KeptFor.MESSAGE` counts for: ours, and those that came in."""

    MESSAGES = "messages"
    REPLIES = "replies"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Months for each reason, and for each purpose of a paper, under a version."""

    version: str
    months: Mapping[KeptFor, int]
    papers: Mapping[AttachmentPurpose, int]


def retain_until(retention: Retention, kept_for: KeptFor, *, since: date) -> date:
    """The last day a row is kept; whatever holds it for a legal reason goes before this."""
    return months_after(since, retention.months[kept_for])


def paper_retain_until(retention: Retention, purpose: AttachmentPurpose, *, since: date) -> date:
    """The last day a paper is kept, unless its person's whole record ends before."""
    return months_after(since, retention.papers[purpose])


def months_after(since: date, months: int) -> date:
    """The same day so many months later (or earlier), or the last of a shorter month."""
    years, month = divmod(since.month - 1 + months, 12)
    year = since.year + years
    day = min(since.day, monthrange(year, month + 1)[1])
    return since.replace(year=year, month=month + 1, day=day)
