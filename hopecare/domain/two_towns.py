"""A telephone that several towns know: which of them hears what is written from it.

All towns of one installation write from the same number, so where it was written to says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.replies import DISTRESS, WISHES, ReplyMeaning

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

ANSWERED_WITHIN: Final = timedelta(days=3)
"""A word of ours so recent is what was answered; after longer, nobody knows what was meant."""


@dataclass(frozen=True, slots=True)
class HeardInTown:
    """A text or a call in one of the towns that hear it."""

    town_id: UUID
    provider_sid: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who hears a text or a call."""

    town_ids: tuple[UUID, ...]
    """The first answers the network; nobody only where there is no town."""
    is_sure: bool = True
    """Whether the first is known to be meant: else a person reads what would answer a question."""

    def everywhere(self, provider_sid: str) -> Iterator[HeardInTown]:
        """Say what each town keeps it under: a provider's own name for it is there once.

        The first town comes last: what the provider's name is known by was heard by all. In the
        others a person reads it: "3" says that somebody is well there, and calls for help here.
        """
        for town_id in self.town_ids[1:]:
            yield HeardInTown(town_id, f"{provider_sid}:{town_id}", is_sure=False)
        for town_id in self.town_ids[:1]:
            yield HeardInTown(town_id, provider_sid, is_sure=self.is_sure)


def who_hears(
    wrote_at: Mapping[UUID, datetime | None],
    meaning: ReplyMeaning,
    *,
    at: datetime,
    asking: Collection[UUID] = (),
    is_named: bool = False,
    is_of_others: bool = False,
) -> Hearing:
    """Choose among the towns that know a telephone, by what each asks and when each last wrote.

    A wish about texts and a call for help reach every town. The rest goes to the one with a
    question open that it answers or names, then to whoever wrote last; to all, where none has ever
    written. Written long after our words, it is read by a person, unless it names its question.

    `is_of_others`: a number alone, where every question that is open and that it answers is about
    somebody else: it is no call for help of their own, and only the towns that asked hear it.
    """
    towns = sorted(
        wrote_at, key=lambda each: (each not in asking, *_recent_first(each, wrote_at[each]))
    )
    first, newest = towns[0], wrote_at[towns[0]]
    if len(towns) == 1:
        return Hearing((first,))
    is_asking, is_lately = first in asking, newest is not None and at - newest <= ANSWERED_WITHIN
    is_sure = is_lately or (is_named and is_asking)
    if is_of_others and is_asking and is_lately:
        return Hearing(tuple(each for each in towns if each in asking))
    is_for_all = meaning in (*WISHES, *DISTRESS) or (newest is None and not is_asking)
    return Hearing(tuple(towns) if is_for_all else (first,), is_sure=is_sure)


def _recent_first(town_id: UUID, wrote_at: datetime | None) -> tuple[bool, float, UUID]:
    return wrote_at is None, -wrote_at.timestamp() if wrote_at else 0.0, town_id
