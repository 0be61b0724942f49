"""The same help twice on one day: which days two bodies bring the same kind to one home."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from hopecare.domain.asking import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date
    from uuid import UUID

    from hopecare.domain.needs import NeedKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RegularHelp:
    """Help that comes on the same days of every week, ours or another body's, or once from us."""

    row_id: UUID
    kind: NeedKind
    weekdays: frozenset[str]
    from_on: date
    until_on: date | None = None
    """The last day it still comes."""
    is_ours: bool = False
    is_once: bool = False
    """On one day only, which is its first and its last."""
    case_id: UUID | None = None
    """The case it is written in: people of one home may have one each."""
    body: str = ""
    """What the other body is called; nothing where it is ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """Two helps that somebody looked at, and for which days."""

    one_id: UUID
    other_id: UUID
    weekdays: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleHelp:
    """Two helps of one kind that come on the same days of the week, or on one day."""

    one: RegularHelp
    other: RegularHelp
    weekdays: tuple[str, ...]
    """Monday first."""

    @property
    def day(self) -> date | None:
        """The one day on which they meet, where one of them comes only once."""
        return self.one.from_on if self.one.is_once else None

    def is_of(self, one_id: UUID, other_id: UUID) -> bool:
        """Say whether these two are meant, in whichever order."""
        return {self.one.row_id, self.other.row_id} == {one_id, other_id}


def double_helps(
    helps: Iterable[RegularHelp], today: date, settled: Collection[Settled] = ()
) -> tuple[DoubleHelp, ...]:
    """Give every pair that meets on a day, ours first; settled days are left out.

    What comes once is compared with what comes every week, and is the first of the two. Two that
    come once are no pair: a way there and a way back are two needs of one day.

    Of two people of one home, each with a case, two needs of ours are two people's, and one body
    that is written in both cases comes once: what is left is what two bring to one door.

    Only from today on: what is over bothers nobody, and what begins later is seen beforehand.
    A settlement holds for its days only; a day that is added later is a new question.
    """
    looked_at: dict[frozenset[UUID], frozenset[str]] = {}
    for each in settled:
        pair = frozenset((each.one_id, each.other_id))
        looked_at[pair] = looked_at.get(pair, frozenset()) | each.weekdays
    still = sorted(
        (each for each in helps if not _is_over(each, today)),
        key=lambda each: (not each.is_ours, not each.is_once, each.kind.value, each.row_id),
    )
    found = (_met(one, other, looked_at) for one, other in combinations(still, 2))
    return tuple(each for each in found if each is not None)


def _met(
    one: RegularHelp, other: RegularHelp, looked_at: dict[frozenset[UUID], frozenset[str]]
) -> DoubleHelp | None:
    if one.kind is not other.kind or not _meet_in_time(one, other):
        return None
    if one.is_once and other.is_once:
        return None
    if one.case_id != other.case_id and _name(one) == _name(other):
        return None
    settled = looked_at.get(frozenset((one.row_id, other.row_id)), frozenset())
    days = one.weekdays & other.weekdays - settled
    if not days:
        return None
    return DoubleHelp(one=one, other=other, weekdays=tuple(d for d in WEEKDAYS if d in days))


def _name(help_: RegularHelp) -> str:
    """Who brings it, as it is compared: ourselves are one body."""
    return "" if help_.is_ours else " ".join(help_.body.casefold().split())


def _is_over(help_: RegularHelp, today: date) -> bool:
    return help_.until_on is not None and help_.until_on < today


def _meet_in_time(one: RegularHelp, other: RegularHelp) -> bool:
    """Whether there is a day on which both come, by their first and last days."""
    ends = [each.until_on for each in (one, other) if each.until_on is not None]
    return not ends or max(one.from_on, other.from_on) <= min(ends)
