"""A telephone that several towns know: which of them hears what is written from it.

All towns of one installation write from the same number, so where it was written to says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.replies import DISTRESS, WISHES, ReplyMeaning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
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
    """Whether it is known to whom they wrote: else a person reads what would answer a question."""

    def everywhere(self, provider_sid: str) -> Iterator[HeardInTown]:
        """Say what each town keeps it under: a provider's own name for it is there once.

        The first town comes last: what the provider's name is known by was heard by all.
        """
        for town_id in self.town_ids[1:]:
            yield HeardInTown(town_id, f"{provider_sid}:{town_id}", is_sure=self.is_sure)
        for town_id in self.town_ids[:1]:
            yield HeardInTown(town_id, provider_sid, is_sure=self.is_sure)


def who_hears(
    wrote_at: Mapping[UUID, datetime | None], meaning: ReplyMeaning, *, at: datetime
) -> Hearing:
    """Choose among the towns that know a telephone, by when each last wrote to it.

    A wish about texts is about the telephone: every town hears it. An answer goes to whoever wrote
    last. Where that is long ago, a call for help reaches all, and the rest is read by the last; by
    all, where none has ever written.
    """
    towns = sorted(wrote_at, key=lambda each: _recent_first(each, wrote_at[each]))
    newest = wrote_at[towns[0]]
    if len(towns) == 1:
        return Hearing((towns[0],))
    is_sure = newest is not None and at - newest <= ANSWERED_WITHIN
    is_for_all = meaning in WISHES or (not is_sure and (newest is None or meaning in DISTRESS))
    return Hearing(tuple(towns) if is_for_all else (towns[0],), is_sure=is_sure)


def _recent_first(town_id: UUID, wrote_at: datetime | None) -> tuple[bool, float, UUID]:
    return wrote_at is None, -wrote_at.timestamp() if wrote_at else 0.0, town_id
