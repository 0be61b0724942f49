"""Alerts to staff: what for, and how each one ends."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from hopecare.domain.outcomes import CaseOutcome


class AlertKind(StrEnum):
    """What cannot wait."""

    SILENCE = "silence"
    """No answer yet to a check-in, and the ladder has come to the coordinator."""
    HELP_ASKED = "help_asked"
    CARER_AT_LIMIT = "carer_at_limit"
    WORRY = "worry"
    CRISIS_REPORT = "crisis_report"
    UNFILLED = "unfilled"
    CHANNEL_FAILING = "channel_failing"
    CALL_OVERDUE = "call_overdue"
    """Somebody could not be asked or told by machine, and nobody has rung them in time."""
    COST_CAP = "cost_cap"
    """Texts and calls come near what the town wants to spend in a month, or have reached it."""


class AlertEnd(StrEnum):
    """How an alert ended. Every alert ends in one of these."""

    ALL_CLEAR = "all_clear"
    HELPED = "helped"
    EMERGENCY_SERVICES = "emergency_services"
    IN_HOSPITAL = "in_hospital"
    HAS_DIED = "has_died"
    NOT_NEEDED = "not_needed"
    ANSWERED = "answered"
    """They answered, and asked for help: that has an alert of its own."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """What became of somebody, and the call by which it was learnt."""

    ended_by: AlertEnd
    call_task_id: UUID | None = None

    def as_facts(self) -> dict[str, str | int | None]:
        """Write it for a timeline: a code, and an id where there was a call."""
        facts: dict[str, str | int | None] = {"ended_by": self.ended_by.value}
        if self.call_task_id is not None:
            facts["call_task_id"] = str(self.call_task_id)
        return facts


def is_well(ended_by: AlertEnd) -> bool:
    """Say whether it says that they are safe; every other end says what became of them."""
    return ended_by is AlertEnd.ALL_CLEAR


TOLD_IN_WORDS: Final = frozenset({AlertEnd.EMERGENCY_SERVICES})
"""Such an end says nothing by itself: who rang, when, and what they said is written with it."""


def is_untold(ended_by: AlertEnd, note: str | None) -> bool:
    """Say whether an end lacks the words it needs."""
    return ended_by in TOLD_IN_WORDS and not (note or "").strip()


_HELPED: Final = frozenset({CaseOutcome.NEED_MET, CaseOutcome.SERVICE_TOOK_OVER})


def alert_end_of(outcome: CaseOutcome) -> AlertEnd:
    """Say how an alert ends that ends with its case."""
    if outcome is CaseOutcome.DIED:
        return AlertEnd.HAS_DIED
    return AlertEnd.HELPED if outcome in _HELPED else AlertEnd.NOT_NEEDED


IN_DANGER: Final = frozenset({AlertKind.SILENCE, AlertKind.HELP_ASKED, AlertKind.CRISIS_REPORT})
"""Somebody may lie on the floor: it stands before whatever is late, until a person takes it up."""
_OF_NOBODY: Final = frozenset({AlertKind.COST_CAP, AlertKind.CHANNEL_FAILING})
ABOUT_PEOPLE: Final = frozenset(AlertKind) - _OF_NOBODY
"""Where no centre looks after whom it is about, every rota of the town is read for it."""
_BY_ITSELF: Final = frozenset({AlertEnd.ANSWERED})
BY_STAFF: Final = tuple(end for end in AlertEnd if end not in _BY_ITSELF)
"""How somebody of staff may say that an alarm about a person ended."""
_WITHOUT_ANYBODY: Final = (AlertEnd.HELPED, AlertEnd.NOT_NEEDED)


def ends_of(kind: AlertKind) -> tuple[AlertEnd, ...]:
    """Give how staff may end an alert of this kind: what is about no person ends with none."""
    return _WITHOUT_ANYBODY if kind in _OF_NOBODY else BY_STAFF


ASKED_AFTER: Final = IN_DANGER | {AlertKind.CARER_AT_LIMIT, AlertKind.WORRY}
"""Somebody asks how they are: whoever ends it has heard."""
FOUND: Final = frozenset({AlertEnd.ALL_CLEAR, AlertEnd.HELPED})
"""Ends that say they were met, spoken with, or seen."""


OF_REPLY: Final = "inbound:"
REVIEW: Final = "review:"
"""Begins the key of the call that is owed for reading a text; what follows names the text too."""


ABOUT_WHOM: Final = "about_whom"
"""Begins the key of the call that finds out of whom the end of a text's alert is true; the alert's
own id follows."""


def key_of_report(report_id: UUID) -> str:
    """Name the alert that one report raises by itself, and not with many others."""
    return f"report:{report_id}"


def key_of_reply(reply_id: UUID) -> str:
    """Name the alert that one text or call raises by itself."""
    return f"{OF_REPLY}{reply_id}"


def reply_of_key(dedup_key: str) -> UUID | None:
    """Say which text or call raised an alert by itself; None where something else did."""
    named = dedup_key.removeprefix(OF_REPLY)
    return UUID(named) if named != dedup_key else None
