"""Which numbers of a resident a helper may ring, when, and what is said plainly beside them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hopecare.domain.channels import Channel
from hopecare.domain.people import ContactKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import time

    from hopecare.domain.send_gate import Bound

TELEPHONES: Final = frozenset({ContactKind.MOBILE, ContactKind.LANDLINE})


class RingingNote(StrEnum):
    """What a helper must know before they ring, the gravest first."""

    DO_NOT_RING = "do_not_ring"
    """Ringing is unsafe: no number is shown."""
    NO_TELEPHONE = "no_telephone"
    NOT_NOW = "not_now"
    """Only within certain hours, and these are not among them: no button is shown."""
    SAFE_HOURS = "safe_hours"
    NEUTRAL_ONLY = "neutral_only"
    """Somebody else may pick up: neither the centre nor the help is named."""
    DO_NOT_TEXT = "do_not_text"
    LANDLINE_ONLY = "landline_only"
    SHARED = "shared"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reachable:
    """One number as far as it matters here."""

    value: str
    kind: ContactKind
    is_shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ringing:
    """The numbers that may be shown, whether they may be rung now, and what is said beside them."""

    numbers: tuple[str, ...]
    may_ring_now: bool
    notes: tuple[RingingNote, ...]
    hours: tuple[tuple[time, time], ...] = ()

    @property
    def may_name_us(self) -> bool:
        """Whether a caller may say who asked them to ring."""
        return not {RingingNote.NEUTRAL_ONLY, RingingNote.SHARED} & set(self.notes)


def ringing_of(points: Iterable[Reachable], bounds: Iterable[Bound], *, clock: time) -> Ringing:
    """Decide by every standing rule at once; one that forbids ringing hides every number."""
    phones = [point for point in points if point.kind in TELEPHONES]
    rules = list(bounds)
    by_voice = [rule for rule in rules if rule.channel in (None, Channel.VOICE)]
    if any(rule.forbidden for rule in by_voice):
        return Ringing(numbers=(), may_ring_now=False, notes=(RingingNote.DO_NOT_RING,))
    if not phones:
        return Ringing(numbers=(), may_ring_now=False, notes=(RingingNote.NO_TELEPHONE,))
    hours = tuple(
        (rule.safe_from, rule.safe_until)
        for rule in by_voice
        if rule.safe_from is not None and rule.safe_until is not None
    )
    may_now = all(_within(clock, *each) for each in hours)
    return Ringing(
        numbers=tuple(point.value for point in phones),
        may_ring_now=may_now,
        notes=tuple(_notes(phones, rules, has_hours=bool(hours), may_now=may_now)),
        hours=hours,
    )


def _notes(
    phones: list[Reachable], rules: list[Bound], *, has_hours: bool, may_now: bool
) -> list[RingingNote]:
    holds = {
        RingingNote.NOT_NOW: not may_now,
        RingingNote.SAFE_HOURS: has_hours,
        RingingNote.NEUTRAL_ONLY: any(
            rule.neutral_only for rule in rules if rule.channel in (None, Channel.VOICE)
        ),
        RingingNote.DO_NOT_TEXT: any(
            rule.forbidden for rule in rules if rule.channel is Channel.SMS
        ),
        RingingNote.LANDLINE_ONLY: all(point.kind is ContactKind.LANDLINE for point in phones),
        RingingNote.SHARED: any(point.is_shared for point in phones),
    }
    return [note for note, does_hold in holds.items() if does_hold]


def _within(clock: time, start: time, end: time) -> bool:
    """Whether the hours run now, past midnight too."""
    return start <= clock < end if start < end else clock >= start or clock < end
