"""Links by which one question is answered once: what they look like, and whether they still open.

The address holds nothing but thirteen signs. Twelve are the first sixty bits of a signature that
only our keys can make; the last is a weighted sum of the others, so that a slip of the finger is
noticed without a look into the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import AlertStatus, OfferStatus, SlotStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.link_tokens import meant_token, token_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

LINK_PATH: Final = "/r/"
TOKEN_LENGTH: Final = 13
LINK_PLACE: Final = f"{LINK_PATH}{'*' * TOKEN_LENGTH}"
"""Stands in promised words where the link will: no row and no page ever holds the link itself."""
TRIES_AN_HOUR: Final = 30
"""How many wrong addresses one network may try: many people may stand behind one."""
OPENINGS_AN_HOUR: Final = 60
"""How often one link is opened: enough for a family and its previews, not for a machine."""
A_WHILE: Final = timedelta(hours=1)
STANDS_FOR: Final[Mapping[MessageKind, timedelta]] = MappingProxyType(
    {
        MessageKind.CHECK_IN: timedelta(hours=24),
        MessageKind.CHECK_IN_REPEAT: timedelta(hours=24),
        MessageKind.ALERT: timedelta(hours=24),
    }
)
"""How long a link opens; that of an offer as long as the offer itself stands."""


class LinkAnswer(StrEnum):
    """What a button of such a page says."""

    FINE = "fine"
    HELP = "help"
    CANNOT_ANY_MORE = "cannot_any_more"
    YES = "yes"
    NO = "no"
    TAKE = "take"
    PASS_ON = "pass_on"  # noqa: S105  no password
    GOING = "going"
    CANNOT = "cannot"
    FOUND_WELL = "found_well"
    NEEDS_HELP = "needs_help"


class LinkState(StrEnum):
    """What somebody finds who opens a link."""

    OPEN = "open"
    ANSWERED = "answered"
    """By this very link."""
    SETTLED = "settled"
    """By another way, or by somebody else; or it is not needed any more."""
    EXPIRED = "expired"
    REVOKED = "revoked"
    """The telephone is not of whom it was sent to any more, or they have died."""


CALLS_FOR_HELP: Final = (LinkAnswer.HELP, LinkAnswer.CANNOT_ANY_MORE, LinkAnswer.NEEDS_HELP)
"""What is heard whatever became of the question, the louder one last."""
STANDS: Final = frozenset(
    {
        SlotStatus.DUE,
        SlotStatus.WAITING,
        SlotStatus.NOT_ASKED,
        SlotStatus.SILENT,
        OfferStatus.STANDING,
        AlertStatus.RAISED,
    }
)
"""How a check-in, an offer or an alert stands while an answer to it is awaited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkFacts:
    """What decides whether a link opens."""

    status: SlotStatus | OfferStatus | AlertStatus
    """Of what is asked."""
    expires_at: datetime
    used_at: datetime | None
    has_died: bool
    telephone_holds: bool
    """Whether the telephone it went to is still theirs; but for a check-in, may still be texted."""
    may_answer: bool = True
    """Whether they still have the part by which they were asked."""


def state_of(facts: LinkFacts, *, now: datetime) -> LinkState:
    """Say what a link does when it is opened at this moment."""
    is_theirs = facts.telephone_holds and facts.may_answer
    if facts.has_died or not is_theirs:
        return LinkState.REVOKED
    if facts.used_at is not None:
        return LinkState.ANSWERED
    if facts.status not in STANDS:
        return LinkState.SETTLED
    return LinkState.OPEN if now < facts.expires_at else LinkState.EXPIRED


def hears_help(facts: LinkFacts, answer: LinkAnswer, *, now: datetime) -> bool:
    """Say whether a call for help on a check-in's page is heard though nothing is awaited there.

    Whoever opened the page in time has no other way at hand: an answer that came otherwise, a wish
    for no more texts, a new number or a second record of theirs are no reason to leave them alone.
    """
    return answer in CALLS_FOR_HELP and not facts.has_died and now < facts.expires_at


def is_said(before: LinkAnswer | None, answer: LinkAnswer) -> bool:
    """Say whether what was answered by this link before calls for help as loudly already."""
    if before not in CALLS_FOR_HELP or answer not in CALLS_FOR_HELP:
        return False
    return CALLS_FOR_HELP.index(before) >= CALLS_FOR_HELP.index(answer)


def expiry_of(kind: MessageKind, *, made_at: datetime, stands_until: datetime | None) -> datetime:
    """Say until when a link opens."""
    return stands_until or made_at + STANDS_FOR[kind]


def make_token(signature: bytes) -> str:
    """Make the signs of an address from at least eight bytes of a signature."""
    return token_of(signature, signs=TOKEN_LENGTH - 1)


def read_token(typed: str) -> str | None:
    """Give the signs that were meant, or None where they cannot be an address of ours."""
    return meant_token(typed, signs=TOKEN_LENGTH - 1)
