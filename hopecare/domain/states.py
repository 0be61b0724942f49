"""The states and events of the care path; the moves between them stand in `moves.py`."""

from __future__ import annotations

from enum import StrEnum


class ReportStatus(StrEnum):
    """Where a report stands."""

    RECEIVED = "received"
    LOOKING = "looking"
    """Someone is trying to reach them."""
    JOINED = "joined"
    """It belongs to a resident who was known already."""
    OPENED = "opened"
    """A resident was opened from it."""
    CONSENT_REFUSED = "consent_refused"
    NOT_FOUND = "not_found"
    NO_CAPACITY = "no_capacity"
    """Cannot decide for themself, and no proxy holds a paper."""
    MOVED = "moved"
    """Another centre has taken it."""
    DIED = "died"
    CLOSED = "closed"
    """Nothing was needed."""


class ReportEvent(StrEnum):
    """What may happen to a report."""

    TAKEN_UP = "taken_up"
    JOINED_TO_RESIDENT = "joined_to_resident"
    JOIN_UNDONE = "join_undone"
    RESIDENT_OPENED = "resident_opened"
    CONSENT_REFUSED = "consent_refused"
    NOT_FOUND = "not_found"
    NO_CAPACITY = "no_capacity"
    MOVED_AWAY = "moved_away"
    DEATH_RECORDED = "death_recorded"
    CLOSED_WITHOUT_NEED = "closed_without_need"
    REOPENED = "reopened"


class CaseStatus(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    ASKING = "asking"
    """Neighbours are being asked."""
    HELPED = "helped"
    """At least one helper stands."""
    CLOSED = "closed"


class CaseEvent(StrEnum):
    """What may happen to a case."""

    CASE_OPENED = "case_opened"
    OFFER_MADE = "offer_made"
    OFFERS_ENDED = "offers_ended"
    OFFER_ACCEPTED = "offer_accepted"
    HELPER_LEFT = "helper_left"
    """The last helper left: none stands any more."""
    REFERRED = "referred"
    CENTRE_CHANGED = "centre_changed"
    CLOSED = "closed"
    DEATH_RECORDED = "death_recorded"
    REOPENED = "reopened"


class NeedStatus(StrEnum):
    """Where one need of a case stands."""

    OPEN = "open"
    ASKING = "asking"
    HELPED = "helped"
    MET = "met"
    ENDED = "ended"


class NeedEvent(StrEnum):
    """What may happen to a need."""

    OFFER_MADE = "offer_made"
    OFFERS_ENDED = "offers_ended"
    OFFER_ACCEPTED = "offer_accepted"
    HELPER_LEFT = "helper_left"
    MET = "met"
    ENDED = "ended"
    REOPENED = "reopened"


class OfferStatus(StrEnum):
    """Where an offer to one volunteer stands."""

    STANDING = "standing"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    STOOD_DOWN = "stood_down"
    LATE = "late"
    """Said yes after it was taken: thanked, and kept as backup."""


class OfferEvent(StrEnum):
    """What may happen to an offer."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    STOOD_DOWN = "stood_down"
    SAID_YES_LATE = "said_yes_late"
    REOPENED = "reopened"
    """It was ended by a mistake and stands again."""


class AskingStatus(StrEnum):
    """Where the asking for one need stands."""

    OPEN = "open"
    """Nobody is asked yet."""
    OFFERING = "offering"
    ESCALATED = "escalated"
    """Most of its time is gone: a person rings, and neighbours are still asked."""
    FILLED = "filled"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class AskingEvent(StrEnum):
    """What may happen to the asking for a need."""

    WAVE_ASKED = "wave_asked"
    ESCALATED = "escalated"
    FILLED = "filled"
    TIME_OVER = "time_over"
    WITHDRAWN = "withdrawn"


class TaskStatus(StrEnum):
    """Whether a helper still holds a task."""

    ACTIVE = "active"
    ENDED = "ended"


class TaskEvent(StrEnum):
    """How a task ends."""

    HANDED_BACK = "handed_back"
    FINISHED = "finished"
    STOPPED = "stopped"
    REOPENED = "reopened"
    """It was ended by a mistake and runs again."""


class SlotStatus(StrEnum):
    """Where one check-in stands."""

    DUE = "due"
    WAITING = "waiting"
    """They were asked."""
    ANSWERED = "answered"
    HELP_ASKED = "help_asked"
    SILENT = "silent"
    NOT_ASKED = "not_asked"
    """They could not be asked: a person calls instead."""
    CLEARED = "cleared"
    """A person knows that they are safe."""
    KNOWN = "known"
    """A person knows what became of them, and did not say that they are safe: in hospital, dead."""
    CANCELLED = "cancelled"


class SlotEvent(StrEnum):
    """What may happen to a check-in."""

    ASKED = "asked"
    ANSWERED_WELL = "answered_well"
    HELP_ASKED = "help_asked"
    DEADLINE_PASSED = "deadline_passed"
    COULD_NOT_ASK = "could_not_ask"
    ALL_CLEAR = "all_clear"
    FOUND_OUT = "found_out"
    """It is known what became of them."""
    CANCELLED = "cancelled"
    REOPENED = "reopened"
    """It was ended by a mistake, and its question was taken back: a person asks."""


class ReferralStatus(StrEnum):
    """Where a referral to a formal service stands."""

    SENT = "sent"
    SEEN = "seen"
    """Somebody at the office has read it."""
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DONE = "done"
    NO_ANSWER = "no_answer"
    """The day of the answer is over: a person asks; what comes late still counts."""


class ReferralEvent(StrEnum):
    """What may happen to a referral."""

    SEEN = "seen"
    ANSWER_MISSED = "answer_missed"
    IN_HAND = "in_hand"
    """Late already, the office names a day by which it answers: it is waited for anew."""
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OUTCOME_RECORDED = "outcome_recorded"
    OBJECTED = "objected"
    """The decision is contested: it is with the office again."""
    REOPENED = "reopened"
    """It was withdrawn by a mistake."""
    CORRECTED = "corrected"
    BACK_IN_HAND = "back_in_hand"
    """The answer was a mistake: as before it, nothing is said, or the office has taken it on."""


class AlertStatus(StrEnum):
    """Whether anybody has taken up an alert."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    RESOLVED = "resolved"


class AlertEvent(StrEnum):
    """What may happen to an alert."""

    ACKNOWLEDGED = "acknowledged"
    LEFT_LYING = "left_lying"
    """Whoever took it up has left, or has not said for too long how it ended."""
    RESOLVED = "resolved"


class CallTaskStatus(StrEnum):
    """Whether somebody still has to ring."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class CallTaskEvent(StrEnum):
    """How a call task ends."""

    DONE = "done"
    CANCELLED = "cancelled"
    REOPENED = "reopened"
    """It was cancelled by a mistake."""


class MessageStatus(StrEnum):
    """Where an outgoing message stands."""

    PENDING = "pending"
    SENDING = "sending"
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """The provider may or may not have taken it: ask before any retry."""
    EXPIRED = "expired"
    """Too late to be true: never sent."""
    STOPPED = "stopped"
    """Recalled before sending."""
    HELD = "held"
    """Contact safety or consent forbids it."""


class RunState(StrEnum):
    """Where a run stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
