"""Links by which an office answers a referral: how they look, how long they open, what they say.

The address holds twenty-five signs: a hundred and twenty bits of a signature that only our keys can
make, and a check. It opens a person's papers, so that it is longer than that of a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import ReferralStatus
from hopecare.domain.link_tokens import meant_token, token_of
from hopecare.domain.referral_moves import UNANSWERED

if TYPE_CHECKING:
    from datetime import datetime

RECEIVER_PATH: Final = "/o/"
LINK_DAYS: Final = "referrals.link"
"""The setting: how many days after the day of the answer a link still opens."""
SIGNS: Final = 24
TOKEN_LENGTH: Final = SIGNS + 1
OPENINGS_AN_HOUR: Final = 120
"""How often one link is opened or pressed: enough for an office, not for a machine."""
A_WHILE: Final = timedelta(hours=1)
GRANTED_FOR: Final = timedelta(minutes=10)
"""How long the page that a press led to is shown again: to its way back, and to loading it anew."""
CORRECTED_WITHIN: Final = timedelta(minutes=30)
"""How long whoever pressed a wrong button puts it right alone; later we may have acted on it."""


class ReceiverAct(StrEnum):
    """What was done by a link."""

    OPENED = "opened"
    """Somebody, or a preview, opened its page; nothing of anybody was shown."""
    READ = "read"
    """A page was shown that says whom it is about."""
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ASKED = "asked"
    OUTCOME = "outcome"
    DAY_NAMED = "day_named"
    """They have it in hand and said by when they decide, or see the person."""
    IN_VAIN = "in_vain"
    """It was pressed too late, or a second time: nothing changed."""


class ReceiverState(StrEnum):
    """What somebody finds who opens a link."""

    OPEN = "open"
    EXPIRED = "expired"
    REVOKED = "revoked"
    STOPPED = "stopped"
    """The referral was taken back, nothing may be shared any more, or another office has the
    service now."""


class Stood(StrEnum):
    """How a referral stood when the page was shown: an answer to another page changes nothing."""

    UNANSWERED = "unanswered"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    DONE = "done"
    OVER = "over"
    """Taken back: nothing is pressed any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverFacts:
    """What decides whether a link shows a referral."""

    status: ReferralStatus
    expires_at: datetime
    is_revoked: bool
    may_share: bool
    """Whether a consent or an override carries it today, and it was sent to this office."""


def state_of(facts: ReceiverFacts, *, now: datetime) -> ReceiverState:
    """Say what a link does when it is opened at this moment."""
    if facts.is_revoked:
        return ReceiverState.REVOKED
    if facts.status is ReferralStatus.WITHDRAWN or not facts.may_share:
        return ReceiverState.STOPPED
    return ReceiverState.OPEN if now < facts.expires_at else ReceiverState.EXPIRED


def stood_of(status: ReferralStatus) -> Stood:
    """Say in one word how a referral stands for its office."""
    if status in UNANSWERED:
        return Stood.UNANSWERED
    return _STOOD.get(status, Stood.OVER)


_STOOD: Final = {
    ReferralStatus.ACCEPTED: Stood.ACCEPTED,
    ReferralStatus.REFUSED: Stood.REFUSED,
    ReferralStatus.DONE: Stood.DONE,
}
WORKED_ON: Final = frozenset({Stood.UNANSWERED, Stood.ACCEPTED})
"""The office still has it in hand: it sees whom it is about."""
LISTED_AFTER: Final = timedelta(days=30)
"""How long an office finds in its list what it answered by a link: to look again, to put right."""
ANSWERS: Final = frozenset({ReceiverAct.ACCEPTED, ReceiverAct.REFUSED, ReceiverAct.OUTCOME})
"""What changes how a referral stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastAnswer:
    """What a correction is measured by: the newest answer by a link, and what followed from it."""

    by_this_link: bool
    at: datetime
    has_consequences: bool
    """An application was decided by it, or the same case was referred there anew."""


def correctable_until(
    status: ReferralStatus, last: LastAnswer | None, *, now: datetime
) -> datetime | None:
    """Say until when the office itself corrects its answer; None where it calls instead."""
    if stood_of(status) not in (Stood.REFUSED, Stood.DONE) or last is None:
        return None
    until = last.at + CORRECTED_WITHIN
    return until if last.by_this_link and not last.has_consequences and now < until else None


def make_token(signature: bytes) -> str:
    """Make the signs of an address from at least fifteen bytes of a signature."""
    return token_of(signature, signs=SIGNS)


def read_token(typed: str) -> str | None:
    """Give the signs that were meant, or None where they cannot be an address of ours."""
    return meant_token(typed, signs=SIGNS)
