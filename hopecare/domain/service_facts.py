"""What is known of a service before somebody is referred into it: facts alone, no advice.

Whether a case fits is decided elsewhere. Here stands what the directory says, how old the word on
free places is, and what an office has never told us.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hopecare.domain.opening_hours import END_OF_DAY

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date
    from uuid import UUID

CAPACITY_DAYS: Final = "directory.capacity_days"
"""The setting: from how many days on a word on free places is too old to rely on."""


class CapacityState(StrEnum):
    """What an office says about taking somebody in."""

    OPEN = "open"
    WAITING_LIST = "waiting_list"
    FULL = "full"


class HeardBy(StrEnum):
    """How we know what an office said."""

    TELEPHONE = "telephone"
    IN_PERSON = "in_person"
    LETTER = "letter"
    ONLINE = "online"


class ReachedBy(StrEnum):
    """How an office wants to be told of a referral."""

    LINK = "link"
    TELEPHONE = "telephone"
    SHEET_BY_HAND = "sheet_by_hand"
    SHEET_BY_POST = "sheet_by_post"
    SHEET_BY_FAX = "sheet_by_fax"


USUAL_WAYS: Final = (ReachedBy.TELEPHONE, ReachedBy.SHEET_BY_HAND)
"""How an office is told that never said how: many cannot open outside links."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """The last word on free places, with its age; no state where nobody has asked yet."""

    state: CapacityState | None = None
    free_places: int | None = None
    as_of: datetime | None = None
    heard_by: HeardBy | None = None
    by_id: UUID | None = None

    @property
    def is_known(self) -> bool:
        """Say whether the office ever said anything."""
        return self.state is not None

    def is_old(self, now: datetime, *, after_days: int) -> bool:
        """Say whether one should ring before relying on it; what is not known is old."""
        return self.as_of is None or now - self.as_of >= timedelta(days=after_days)


LOOKED_AHEAD: Final = 15
"""In days, for when an office opens next: its hours hold for a week, a holiday may lie between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenWindow:
    """On one weekday (0 is Monday), from when until when, in the town's local time."""

    weekday: int
    opens: time
    closes: time
    valid_from: date | None = None
    valid_to: date | None = None
    """The last day on which it holds."""

    @property
    def is_round_the_clock(self) -> bool:
        """Say whether somebody is there all day and all night: then on a holiday too."""
        return self.opens == time.min and self.closes == END_OF_DAY

    def holds_on(self, day: date) -> bool:
        """Say whether the window is one of this day."""
        return (
            self.weekday == day.weekday()
            and (self.valid_from is None or self.valid_from <= day)
            and (self.valid_to is None or day <= self.valid_to)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFacts:
    """One service as the directory knows it on this day."""

    service_id: UUID
    organisation_id: UUID
    languages: tuple[str, ...] = ()
    """Codes such as `ko` and `vi`; none where the office never said."""
    interpretation: str | None = None
    hours: tuple[OpenWindow, ...] = ()
    hours_words: str | None = None
    """Hours that are no plain week, as the office wrote them."""
    shut_on: frozenset[date] = frozenset()
    """The holidays of the town: whoever is not there day and night is not there then."""
    capacity: Capacity = Capacity()
    area_ids: tuple[UUID, ...] = ()
    """Areas of the town's tree that are served; what lies in one of them is served too."""
    area_words: tuple[str, ...] = ()
    """Served places that the town's tree does not know."""
    qualifies: str | None = None
    least_age: int | None = None
    most_age: int | None = None
    programme: str | None = None
    reached_by: tuple[ReachedBy, ...] = USUAL_WAYS
    phone: str | None = None
    """The one that rings nearest to the service."""
    checked_on: date | None = None
    vanished_on: date | None = None
    """Since when its source no longer lists it."""
    ended_on: date | None = None
    closed_for_now_since: date | None = None

    @property
    def serves_whole_town(self) -> bool:
        """Say whether nothing narrows where people may live."""
        return not self.area_ids and not self.area_words

    def serves(self, areas: Collection[UUID]) -> bool | None:
        """Say whether a home is served, by its area with all above; None: the words must be read.

        `areas` holds the home's own area and every area that it lies in.
        """
        if self.serves_whole_town or any(each in self.area_ids for each in areas):
            return True
        return None if self.area_words else False

    def takes_age(self, age: int) -> bool:
        """Say whether the age lies within what the office says, if it says anything."""
        return (self.least_age or 0) <= age and (self.most_age is None or age <= self.most_age)

    def is_open_at(self, moment: datetime) -> bool | None:
        """Say whether somebody is there at a local moment; None where the hours are not known."""
        if not self.hours:
            return None
        clock = moment.time()
        return any(each.opens <= clock < each.closes for each in self._windows_of(moment.date()))

    def is_shut_on(self, day: date) -> bool:
        """Say whether they would be there on a day, were it no holiday."""
        return any(each.holds_on(day) for each in self.hours) and not self._windows_of(day)

    def open_from(self, moment: datetime) -> datetime | None:
        """Give the first local moment, this one or later, at which somebody is there.

        None where the hours are not known, or nobody is there within two weeks.
        """
        if self.is_open_at(moment):
            return moment
        begins = (
            datetime.combine(moment.date() + timedelta(days=after), each.opens, moment.tzinfo)
            for after in range(LOOKED_AHEAD)
            for each in self._windows_of(moment.date() + timedelta(days=after))
        )
        return min((each for each in begins if each > moment), default=None)

    def _windows_of(self, day: date) -> list[OpenWindow]:
        is_shut = day in self.shut_on
        return [
            each
            for each in self.hours
            if each.holds_on(day) and (each.is_round_the_clock or not is_shut)
        ]

    def has_ended(self, on: date) -> bool:
        """Say whether nobody can be referred there any more."""
        return self.ended_on is not None and self.ended_on <= on
