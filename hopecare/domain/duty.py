"""Who takes the alerts of a centre when: the rota, cut by who is away, and the hours nobody is on.

A substitute takes over by themself while the one named is away. Where nobody is left, the hours
stand as a gap: nothing is filled in silently.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from uuid import UUID

FURTHEST: Final = timedelta(days=36_525)
"""A hundred years: whoever names a later day, as 9999-12-31, means none."""


class PhoneTrouble(StrEnum):
    """Why the text of an alert does not come to whoever is on duty as the rota says."""

    NO_TEXTS = "no_texts"
    """Texts were asked to stop there."""
    NOT_CHOSEN = "not_chosen"
    """The number chosen for the duty takes none any more, so it is another one."""
    LOST = "lost"
    """The last text to it did not arrive."""


def trouble_of(*, opted_out: bool, is_chosen: bool, was_lost: bool) -> PhoneTrouble | None:
    """Say what is wrong with the number alerts go to; the gravest first."""
    reasons = {
        PhoneTrouble.NO_TEXTS: opted_out,
        PhoneTrouble.LOST: was_lost,
        PhoneTrouble.NOT_CHOSEN: not is_chosen,
    }
    return next((trouble for trouble, holds in reasons.items() if holds), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What the rota says: who, when, and who takes over."""

    person_id: UUID
    from_at: datetime
    until_at: datetime
    substitute_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """When somebody is away."""

    person_id: UUID
    from_at: datetime
    until_at: datetime

    def covers(self, at: datetime) -> bool:
        """Whether they are away at a moment."""
        return self.from_at <= at < self.until_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """Who really takes the alerts, from when until when."""

    person_id: UUID
    from_at: datetime
    until_at: datetime
    instead_of_id: UUID | None = None
    """Who was named and is away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Hours in which nobody is on duty."""

    from_at: datetime
    until_at: datetime

    @property
    def hours(self) -> float:
        """How long it is, to half an hour."""
        return round((self.until_at - self.from_at) / timedelta(minutes=30)) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """Whether somebody is on duty now, and if not, from when on."""

    is_named: bool
    again_at: datetime | None = None
    """None while somebody is on duty, and where nobody is in sight."""


def watches(turns: Iterable[Turn], leaves: Sequence[Leave]) -> list[Watch]:
    """Give who takes the alerts when, in order of the beginning."""
    found = [watch for turn in turns for watch in _watches_of(turn, leaves)]
    return sorted(found, key=lambda watch: (watch.from_at, watch.until_at))


def gaps(on: Iterable[Watch], from_at: datetime, until_at: datetime) -> list[Gap]:
    """Find the hours nobody is on between two moments; the watches come in order."""
    found, covered = [], from_at
    for watch in on:
        if watch.from_at > covered:
            found.append(Gap(from_at=covered, until_at=min(watch.from_at, until_at)))
        covered = max(covered, watch.until_at)
        if covered >= until_at:
            return found
    return [*found, Gap(from_at=covered, until_at=until_at)] if covered < until_at else found


def cover_at(on: Iterable[Watch], now: datetime) -> Cover:
    """Say whether anybody is on now, else when the next one begins."""
    later = []
    for watch in on:
        if watch.from_at <= now < watch.until_at:
            return Cover(is_named=True)
        if watch.from_at > now:
            later.append(watch.from_at)
    return Cover(is_named=False, again_at=min(later, default=None))


def _watches_of(turn: Turn, leaves: Sequence[Leave]) -> Iterator[Watch]:
    """Cut one turn where somebody leaves or returns; pieces of one person grow together again."""
    mine = [each for each in leaves if each.person_id in (turn.person_id, turn.substitute_id)]
    bounds = {moment for each in mine for moment in (each.from_at, each.until_at)}
    inside = {moment for moment in bounds if turn.from_at < moment < turn.until_at}
    grown: Watch | None = None
    for from_at, until_at in pairwise(sorted({turn.from_at, turn.until_at, *inside})):
        piece = _piece(turn, mine, from_at, until_at)
        if grown and piece and grown.person_id == piece.person_id:
            grown = replace(grown, until_at=until_at)
            continue
        if grown:
            yield grown
        grown = piece
    if grown:
        yield grown


def _piece(
    turn: Turn, leaves: Sequence[Leave], from_at: datetime, until_at: datetime
) -> Watch | None:
    """Who takes the alerts in hours in which nobody comes or goes."""
    away = {each.person_id for each in leaves if each.covers(from_at)}
    if turn.person_id not in away:
        return Watch(person_id=turn.person_id, from_at=from_at, until_at=until_at)
    if turn.substitute_id is None or turn.substitute_id in away:
        return None
    return Watch(
        person_id=turn.substitute_id,
        from_at=from_at,
        until_at=until_at,
        instead_of_id=turn.person_id,
    )
