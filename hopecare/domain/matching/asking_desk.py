"""The desk of open needs: takes what happens, and says at each look whom to ask.

The same for a town's tables, a file and a simulated town; it knows no clock and no tables.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.chances import BY_OWN_RATE, Chances, Signs
from hopecare.domain.matching.fits import fit
from hopecare.domain.matching.sparing import NEEDS_OF_DAYS, missed_in_all
from hopecare.domain.matching.waves import (
    DAY,
    HOUR,
    RULES,
    WEEK,
    OpenNeed,
    Person,
    WaveRules,
    is_quiet,
    next_look_after,
    next_wave,
    signs_of,
    stands_until,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

NEWEST_ANSWERS: Final = 5_000
"""What a nightly fit looks at: people change."""
SILENT_AFTER: Final = 12 * HOUR
"""Then silence is a no, however short the offer stood: nearly all who answer have done so."""


class Happened(StrEnum):
    """What may become of an asking, or of a task."""

    ACCEPT = "accept"
    DECLINE = "decline"
    LATE = "late"
    """Said yes, and somebody was faster."""
    EXPIRE = "expire"
    """The need's time is over."""
    FREE = "free"
    """A task has ended: its helper has time again."""


@dataclass(slots=True)
class AskingDesk:
    """Open needs and the people who may be asked."""

    people: dict[str, Person]
    rules: WaveRules = RULES
    learns: bool = True
    chances: Chances = BY_OWN_RATE
    open: dict[str, OpenNeed] = field(default_factory=dict)
    _asked_with: dict[tuple[str, str], tuple[int, Signs]] = field(default_factory=dict)
    _answers: list[tuple[Signs, bool]] = field(default_factory=list)
    _month: deque[tuple[int, frozenset[str]]] = field(default_factory=deque)
    """When the needs of a month were taken up, and who fits each."""
    _night: int = 0

    def take_up(self, need: OpenNeed) -> None:
        """Begin to ask for a need."""
        self.open[need.need_id] = need
        self._month.append((need.opened_at, frozenset(each.volunteer for each in need.candidates)))

    def take_in(self, happened: Happened, *, need_id: str | None, volunteer: str, now: int) -> None:
        """Note what became of an asking; what is not known here changes nothing."""
        if happened is Happened.EXPIRE:
            self._end(need_id)
        person = self.people.get(volunteer)
        if person is None:
            return
        if happened is Happened.FREE:
            person.free, person.active = person.free + 1, max(0, person.active - 1)
        elif happened is Happened.LATE:
            self._answered(volunteer, need_id, says_yes=True)
            person.late_yes_at = now
        elif happened is Happened.ACCEPT:
            self._answered(volunteer, need_id, says_yes=True)
            person.free, person.active = person.free - 1, person.active + 1
            self._place_taken(need_id, volunteer)
        elif happened is Happened.DECLINE:
            self._answered(volunteer, need_id, says_yes=False)
            self._said_no(need_id, volunteer, now)

    def ask(self, *, now: int, minute_of_day: int) -> list[tuple[str, str]]:
        """Say whom to ask for what, the most pressing and the oldest first; nobody at night."""
        self._forget(now)
        if now // DAY > self._night:
            self._night = now // DAY
            self._spare(now)
            if self.learns:
                self._fit(now)
        if is_quiet(minute_of_day, self.rules):
            return []
        offers: list[tuple[str, str]] = []
        for need in sorted(self.open.values(), key=_pressing_first):
            chosen = next_wave(need, self.people, now=now, rules=self.rules, chances=self.chances)
            if chosen:
                self._asked(need, chosen, now, minute_of_day)
                offers.extend((need.need_id, volunteer) for volunteer, _ in chosen)
        return offers

    def _asked(
        self, need: OpenNeed, chosen: Iterable[tuple[str, float]], now: int, minute_of_day: int
    ) -> None:
        near = {each.volunteer: each for each in need.candidates}
        is_head_start = need.known is not None and not need.asked_at
        until = stands_until(need, self.rules, now=now, minute_of_day=minute_of_day)
        for volunteer, likely in chosen:
            person = self.people[volunteer]
            self._asked_with[volunteer, need.need_id] = (
                now,
                signs_of(need, near[volunteer], person, now),
            )
            person.asked += 1
            while person.askings and person.askings[0] <= now - WEEK:
                person.askings.popleft()
            person.askings.append(now)
            person.last_asked_at, person.live_until = now, until
            need.asked_at[volunteer] = now
            need.waiting[volunteer] = (until, likely)
        alone = is_head_start and need.known in need.asked_at
        need.next_wave_at = now + next_look_after(need, self.rules, is_head_start=alone)

    def _answered(self, volunteer: str, need_id: str | None, *, says_yes: bool) -> None:
        self.people[volunteer].said_yes += says_yes
        asked = self._asked_with.pop((volunteer, need_id or ""), None)
        if asked is not None:
            self._answers.append((asked[1], says_yes))

    def _said_no(self, need_id: str | None, volunteer: str, now: int) -> None:
        need = self.open.get(need_id or "")
        if need is not None:
            need.declined.add(volunteer)
            if self._stands_no_more(need, volunteer):
                need.next_wave_at = now

    def _stands_no_more(self, need: OpenNeed, volunteer: str) -> bool:
        """Free them for other questions; False where the offer had ended before."""
        if need.waiting.pop(volunteer, None) is None:
            return False
        self.people[volunteer].live_until = -1
        return True

    def _place_taken(self, need_id: str | None, volunteer: str) -> None:
        need = self.open.get(need_id or "")
        if need is None:
            return
        # Whoever has one place is not asked for the other.
        need.declined.add(volunteer)
        self._stands_no_more(need, volunteer)
        need.filled += 1
        if need.filled >= need.people:
            self._end(need_id)

    def _end(self, need_id: str | None) -> None:
        """Nobody is asked for it any more; whoever still waits is free to be asked for another."""
        need = self.open.pop(need_id or "", None)
        for volunteer in need.waiting if need else ():
            self.people[volunteer].live_until = -1

    def _forget(self, now: int) -> None:
        """End the offers whose time is over: the next wave is due."""
        for need in self.open.values():
            silent = [who for who, (until, _) in need.waiting.items() if now >= until]
            for volunteer in silent:
                self._stands_no_more(need, volunteer)
                need.next_wave_at = now

    def _spare(self, now: int) -> None:
        """Each night: reckon anew whom the needs of a month would miss."""
        while self._month and self._month[0][0] <= now - NEEDS_OF_DAYS * DAY:
            self._month.popleft()
        missed = missed_in_all(fitting for _, fitting in self._month)
        for volunteer, person in self.people.items():
            person.missed = missed.get(volunteer, 0.0)

    def _fit(self, now: int) -> None:
        """Each night: silence for long enough counts as a no, then fit to the newest answers."""
        silent = [
            key for key, (asked_at, _) in self._asked_with.items() if now - asked_at >= SILENT_AFTER
        ]
        for key in silent:
            self._answers.append((self._asked_with.pop(key)[1], False))
        self._answers = self._answers[-NEWEST_ANSWERS:]
        signs, yes = [each for each, _ in self._answers], [yes for _, yes in self._answers]
        self.chances = fit(signs, yes, last=BY_OWN_RATE).chances


def _pressing_first(need: OpenNeed) -> tuple[int, int, str]:
    return (-need.priority, need.opened_at, need.need_id)
