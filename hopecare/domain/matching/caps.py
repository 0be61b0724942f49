"""What leaves a volunteer in peace for now, one code each; the same for a wave and its audit."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.wave_facts import DAY, WEEK

if TYPE_CHECKING:
    from hopecare.domain.matching.wave_facts import Nearby, OpenNeed, Person, WaveRules


class Cap(StrEnum):
    """Why somebody who may help is not asked now."""

    SAID_NO = "said_no"
    """To this very need, or they hold it."""
    HAS_ENOUGH = "has_enough"
    """They hold as many tasks as they wish to."""
    ASKED_NOW = "asked_now"
    """They have not answered yet: this need, or another."""
    ASKED_LATELY = "asked_lately"
    """For this very need."""
    ON_LEAVE = "on_leave"
    """They rest until a day they named, also from what begins after it."""
    OWN_HOURS = "own_hours"
    OWN_LIMIT = "own_limit"
    THIS_DAY = "this_day"
    THIS_WEEK = "this_week"
    RESTS = "rests"
    """A heavy task is followed by rest."""
    CLASHES = "clashes"
    """They have promised to be somewhere else at these hours: their yes would be refused."""
    NO_WAY = "no_way"
    """They want no texts, and answer in no other way, or no text comes to their number."""
    HELPS_MUCH = "helps_much"
    """They helped much oftener than is usual, and somebody else may be asked."""


PASSING: Final = frozenset(
    {
        Cap.ASKED_NOW,
        Cap.ASKED_LATELY,
        Cap.ON_LEAVE,
        Cap.OWN_HOURS,
        Cap.OWN_LIMIT,
        Cap.THIS_DAY,
        Cap.THIS_WEEK,
        Cap.RESTS,
    }
)
"""What passes by itself: whoever is proposed waits for that. Anything else is for the rules."""


REST_DAY: Final = "rest_day"
"""Of nobody's own: a public holiday, on which nobody is asked for what can wait."""


def cap_of(need: OpenNeed, near: Nearby, person: Person, now: int, rules: WaveRules) -> Cap | None:
    """Name what leaves this person in peace, or None where they may be asked."""
    return _of_the_need(need, near.volunteer, person, now, rules) or _of_the_person(
        need, near.volunteer, person, now, rules
    )


def cap_of_promise(need: OpenNeed, volunteer: str, person: Person, now: int) -> Cap | None:
    """Name what leaves in peace even whoever promised to step in, or None where they may be asked.

    What they said of themselves, the rest after heavy work, and where a yes would be in vain; what
    else they are asked just now hides none of it.
    """
    if volunteer in need.clashing:
        return Cap.CLASHES
    return Cap.NO_WAY if person.has_no_way else _own_word(person, now)


def _of_the_need(
    need: OpenNeed, volunteer: str, person: Person, now: int, rules: WaveRules
) -> Cap | None:
    if volunteer in need.declined:
        return Cap.SAID_NO
    if person.free <= 0:
        return Cap.HAS_ENOUGH
    if volunteer in need.clashing:
        return Cap.CLASHES
    if person.has_no_way:
        return Cap.NO_WAY
    if person.live_until > now:
        return Cap.ASKED_NOW
    last = None if volunteer in need.offered else need.asked_at.get(volunteer)
    return Cap.ASKED_LATELY if last is not None and now - last <= rules.again_after else None


def _of_the_person(
    need: OpenNeed, volunteer: str, person: Person, now: int, rules: WaveRules
) -> Cap | None:
    said = _own_word(person, now)
    if said is not None or not person.askings:
        return said
    # Where it presses, or half of the time is gone, people are asked twice as often at most.
    times = 2 if need.is_pressing or need.has_passed(0.5, now) else 1
    this_week = person.asked_since(now - WEEK)
    may_be_twice = volunteer in need.offered
    if not may_be_twice and person.asked_since(now - DAY) >= rules.most_a_day * times:
        return Cap.THIS_DAY
    return Cap.THIS_WEEK if this_week >= rules.most_a_week * times else None


def _own_word(person: Person, now: int) -> Cap | None:
    """They rest, or were asked as often this week as they wish to be."""
    resting, limit = _at_rest(person, now), person.own_limit
    if resting is not None or limit is None or not person.askings:
        return resting
    return Cap.OWN_LIMIT if person.asked_since(now - WEEK) >= limit else None


def _at_rest(person: Person, now: int) -> Cap | None:
    if person.away_until > now:
        return Cap.ON_LEAVE
    if person.not_before > now:
        return Cap.OWN_HOURS
    return Cap.RESTS if person.rests_until > now else None
