"""The stage of a demonstration town: its places, its people by key, and the story's own clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from hopecare.domain.identity import Identity, SystemActor
from hopecare.domain.outcomes import AnswerDoor
from hopecare.domain.phone import PhoneNumber, invented_number
from hopecare.queries.referral_moments import earliest_answer_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.replies import ReplyMeaning
    from models import Area, Centre, CheckInSlot, Person, Referral, Service, Town

    Habit = Callable[[CheckInSlot], "Reply | None"]
    Story = Iterator[datetime]

BY: Final = SystemActor(name="demonstration")
DAYS: Final = 90
"""How far back the demonstration remembers."""
LETTER_TAKES: Final = timedelta(days=3)
"""So long a letter of an office is on its way."""
FIRST_RULES: Final = date(2026, 1, 1)
"""The stories are told by the figures of this year, or later ones; past the last that are known,
whoever assesses goes by those by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What somebody answers to a check-in, and how long they take."""

    meaning: ReplyMeaning
    after: timedelta = timedelta(minutes=1)


@dataclass(slots=True, kw_only=True)
class Stage:
    """One town while its stories are told; `now` is moved on by the clockwork alone."""

    session: Session
    town: Town
    ends_at: datetime
    random: Random
    now: datetime
    areas: dict[str, Area] = field(default_factory=dict)
    centres: dict[str, Centre] = field(default_factory=dict)
    covered_by: dict[UUID, UUID] = field(default_factory=dict)
    """The centre of each district."""
    services: dict[str, Service] = field(default_factory=dict)
    staff: dict[str, Identity] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    habits: dict[UUID, Habit] = field(default_factory=dict)
    """How each resident answers check-ins; who is not named here answers that all is well."""

    @property
    def zone(self) -> ZoneInfo:
        """The town's own time."""
        return ZoneInfo(self.town.zone)

    @property
    def day(self) -> date:
        """The day the demonstration is loaded, here."""
        return self.ends_at.astimezone(self.zone).date()

    @property
    def today(self) -> date:
        """The day of the story."""
        return self.now.astimezone(self.zone).date()

    @property
    def rules_on(self) -> date:
        """The day whose rules are asked: today, unless that is before the stories' first year."""
        return max(self.today, FIRST_RULES)

    def date_of(self, days: int) -> date:
        """The day so many days from the loading day; -62 lies in the past."""
        return self.day + timedelta(days=days)

    def letter_from(self, earliest: date) -> date:
        """The day on a letter that comes today: some days ago, never before its cause."""
        return max(self.today - LETTER_TAKES, earliest)

    def answer_day(self, referral: Referral, door: AnswerDoor) -> date:
        """The day of an office's answer that comes today by this door."""
        if door is not AnswerDoor.LETTER:
            return self.today
        return self.letter_from(earliest_answer_day(self.session, referral))

    def at(self, days: int, clock: str) -> datetime:
        """A local time of day, so many days from the loading day."""
        moment = time.fromisoformat(clock)
        return datetime.combine(self.date_of(days), moment, tzinfo=self.zone)

    def ago(self, minutes: float) -> datetime:
        """So many minutes before the loading."""
        return self.ends_at - timedelta(minutes=minutes)

    def number(self, count: int, *, is_mobile: bool = True) -> PhoneNumber:
        """A telephone number of this town that rings nowhere."""
        return number_that_rings_nowhere(self.town.country, count, is_mobile=is_mobile)

    def worker(self, centre: str) -> Identity:
        """The social worker of a centre."""
        return self.staff[f"{centre}:social_worker"]

    def coordinator(self, centre: str) -> Identity:
        """The coordinator of a centre."""
        return self.staff[f"{centre}:coordinator"]


def number_that_rings_nowhere(country: str, count: int, *, is_mobile: bool = True) -> PhoneNumber:
    """Give the invented telephone number with this count in a country."""
    if country == "GB":
        kind = "7700900" if is_mobile else "1632960"
        return PhoneNumber.parse(f"+44{kind}{count % 1000:03d}", "GB", allow_invented=True)
    return invented_number(count, is_mobile=is_mobile)
