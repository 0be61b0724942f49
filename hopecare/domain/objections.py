"""What an objection is against, as the packet that carries it says it. Pure: codes and days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from hopecare.domain.applications import Decision
from hopecare.domain.outcomes import RefusalReason

if TYPE_CHECKING:
    from collections.abc import Mapping

PART: Final = "objection"
"""Its name among the parts of a packet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """A decision of an office: what, on which day, when the person was told, and its reason."""

    decision: Decision
    decided_on: date | None
    told_on: date | None = None
    """None where nobody has said."""
    reason: RefusalReason | None = None
    """By its code alone: their words may have been written down by us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Objected:
    """An objection: against what, on which day, and what is said against it."""

    against: Contested
    on: date | None
    words: str | None = None


def part_of(objected: Objected, *, sending: int) -> dict[str, Any]:
    """Write it as a part of a packet; two objections are two, however alike."""
    against = objected.against
    return {
        "sending": sending,
        "objected_on": _written(objected.on),
        "decision": against.decision.value,
        "decided_on": _written(against.decided_on),
        "told_on": _written(against.told_on),
        "reason": against.reason.value if against.reason else None,
        "words": objected.words,
    }


def objection_in(content: Mapping[str, Any]) -> Objected | None:
    """Read it back from what was shared; None where it was no objection, or did not say so."""
    part = content.get(PART)
    if not part:
        return None
    reason = part.get("reason")
    return Objected(
        against=Contested(
            decision=Decision(part["decision"]),
            decided_on=_read(part.get("decided_on")),
            told_on=_read(part.get("told_on")),
            reason=RefusalReason(reason) if reason else None,
        ),
        on=_read(part.get("objected_on")),
        words=part.get("words"),
    )


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _read(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
