"""Calls: which way they went, what came of them, and why somebody owes one."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class CallDirection(StrEnum):
    """Who turned to whom."""

    TAKEN = "taken"
    """They rang us."""
    MADE = "made"
    """We rang them."""
    DOOR = "door"
    """We knocked."""


class CallOutcome(StrEnum):
    """What came of a call or a try at a door. "Could not reach" has a code for its cause."""

    SPOKE = "spoke"
    CALL_LATER = "call_later"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    MOVED = "moved"
    IN_HOSPITAL = "in_hospital"
    DOOR_NOT_OPENED = "door_not_opened"
    CARD_LEFT = "card_left"
    REFUSED = "refused"
    HAS_DIED = "has_died"
    EMERGENCY_RUNG = "emergency_rung"
    """The emergency number of the country was rung: the note says who rang, when, what was said."""


def is_rung_untold(outcome: CallOutcome, words: str | None) -> bool:
    """Say whether the words are missing without which such an outcome says nothing."""
    return outcome is CallOutcome.EMERGENCY_RUNG and not (words or "").strip()


class WhoseEnd(StrEnum):
    """Of whom it is true what a call came to that rang one person about another."""

    ABOUT = "about"
    """Of the one whom it was about: whoever was rung told us of them."""
    RUNG = "rung"


ASKS_WHOSE: Final = frozenset({CallOutcome.HAS_DIED, CallOutcome.IN_HOSPITAL, CallOutcome.MOVED})
"""What may be said of somebody else as well: a carer who is rung says it of the resident."""


REACHED: frozenset[CallOutcome] = frozenset(
    {CallOutcome.SPOKE, CallOutcome.CALL_LATER, CallOutcome.REFUSED}
)
"""Outcomes in which somebody spoke with the person themself."""


TELEPHONE_OUTCOMES: tuple[CallOutcome, ...] = (
    CallOutcome.SPOKE,
    CallOutcome.CALL_LATER,
    CallOutcome.REFUSED,
    CallOutcome.NO_ANSWER,
)
"""What a call can come to that is written down in passing, where no call was owed."""


def direction_of(outcome: CallOutcome) -> CallDirection:
    """Say which way a call in passing went: whoever is on the line has rung us and answers."""
    return CallDirection.MADE if outcome is CallOutcome.NO_ANSWER else CallDirection.TAKEN


class CallerPart(StrEnum):
    """What whoever is on the line is to the report that is written from the call."""

    NEEDS_HELP = "needs_help"
    """It is about the person of the call, and they ring themself."""
    SPOKEN_FOR = "spoken_for"
    """It is about the person of the call, and somebody else rings."""
    TELLS = "tells"
    """The person of the call tells of somebody else."""


class CallTaskKind(StrEnum):
    """Why a member of staff owes somebody a call."""

    NOT_ASKED = "not_asked"
    """A check-in could not be asked: a person asks instead, the same day."""
    CALL_BACK = "call_back"
    EMERGENCY = "emergency"
    """Nobody knows how they are: a person decides about the emergency number."""
    HELP_ASKED = "help_asked"
    KNOCK = "knock"
    """A check-in at the door: somebody looks in by an hour."""
    UNFILLED = "unfilled"
    """Nobody took a need in time: ring the nearest one by one."""
    FIRST_CONTACT = "first_contact"
    ASK_AGAIN = "ask_again"
    FAMILY_AFTER_DEATH = "family_after_death"
    HELPER_AFTER_DEATH = "helper_after_death"
    REFERRAL_SILENT = "referral_silent"
    REVIEW_REPLY = "review_reply"
    TEXTS_STOPPED = "texts_stopped"
    """A resident asked for texts to stop: agree how to keep in touch."""
    TELL_OFFICE = "tell_office"
    """A referral was taken back: the office hears it from a person, at once."""
    OFFICE_ASKS = "office_asks"
    """An office asks about a referral before it answers."""
    ASK_CAPACITY = "ask_capacity"
    """What is known of a service's places is old: ask before anything is sent."""
    RENEW_NUMBER = "renew_number"
    """Their number is somebody else's: find the new one."""
    CONFIRM_MOVE = "confirm_move"
    """They are said to have moved: find out where to, and who looks after them there."""
    AFTER_HOSPITAL = "after_hospital"
    """Check-ins rest while they are in hospital: ask how they are and when they come home."""
    AFTER_REFUSAL = "after_refusal"
    """They did not want to be asked: agree on another way, or on none."""
    RECORD_DEATH = "record_death"
    """They are said to have died: make sure, and record it."""

    DEADLINE_NEAR = "deadline_near"
    """A day the law or a letter sets is near: ring the office, or the person."""
    BRIDGE_SHORT = "bridge_short"
    """The help until a decision does not last until it."""
    CRISIS_HANDED = "crisis_handed"
    """Somebody is asked to take a crisis over: they say yes or no."""
    CHECK_LAPSES = "check_lapses"
    """A helper's check runs out while their help goes on: it is renewed, or the help stopped."""
    CASE_LEFT = "case_left"
    """Whoever steered their case has left: somebody takes it, and tells them."""


RINGS_OFFICES: Final = frozenset(
    {
        CallTaskKind.OFFICE_ASKS,
        CallTaskKind.REFERRAL_SILENT,
        CallTaskKind.TELL_OFFICE,
        CallTaskKind.ASK_CAPACITY,
        CallTaskKind.DEADLINE_NEAR,
    }
)
"""Calls that ring an office, where they name nobody to be rung."""
OFFICE_OUTCOMES: Final = (
    CallOutcome.SPOKE,
    CallOutcome.NO_ANSWER,
    CallOutcome.CALL_LATER,
    CallOutcome.WRONG_NUMBER,
)


def outcomes_of(kind: CallTaskKind, *, rings_person: bool) -> tuple[CallOutcome, ...]:
    """Say what a call can come to: an office neither moves, nor falls ill, nor opens a door."""
    is_office = kind in RINGS_OFFICES and not rings_person
    return OFFICE_OUTCOMES if is_office else tuple(CallOutcome)


class CallBecause(StrEnum):
    """Why a call came to be owed, or is owed no more, where its kind does not say it."""

    WORDS_HELD = "words_held"
    """Nothing left while everything was stopped."""
    WORDS_LEFT = "words_left"
    """They left after all, in time, and nothing else was to be said."""
    NO_TEXT_COMES = "no_text_comes"
    """The network says that no text comes to this number."""


class KnockFound(StrEnum):
    """What somebody found who knocked at a resident's door."""

    WELL = "well"
    NEEDS_HELP = "needs_help"
    DOOR_NOT_OPENED = "door_not_opened"
    CARD_LEFT = "card_left"
    IN_HOSPITAL = "in_hospital"
    MOVED = "moved"
    REFUSED = "refused"
    HAS_DIED = "has_died"


_SEEN: Final = (KnockFound.WELL, KnockFound.NEEDS_HELP)


def outcome_of(found: KnockFound) -> CallOutcome:
    """Say what the try at the door came to, in the words of every other try."""
    return CallOutcome.SPOKE if found in _SEEN else CallOutcome(found.value)
