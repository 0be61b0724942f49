"""The port to phone networks: what we hand to any provider, and what may come back.

Every adapter (Twilio, console, memory) keeps these promises. An adapter never retries: whether and
when to try again is decided in `hopecare.jobs`, after the provider was asked what became of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, timedelta
    from uuid import UUID

    from hopecare.domain.delivery import MessageStatus


class Answer(StrEnum):
    """What we know right after handing something to a provider."""

    TAKEN = "taken"
    """The provider has it and gave it an identifier."""
    REFUSED = "refused"
    """The provider will never send it; trying again cannot help."""
    TRY_LATER = "try_later"
    """The provider surely did not take it; trying again is safe."""
    AMBIGUOUS = "ambiguous"
    """Nobody knows; the provider's own list must be asked before any retry."""


class Failure(StrEnum):
    """Why something did not reach a person, in our words."""

    OPTED_OUT = "opted_out"
    BAD_NUMBER = "bad_number"
    LANDLINE = "landline"
    BLOCKED = "blocked"
    """The network keeps this number from our words, for whatever reason: no wish of the person."""
    REGION_CLOSED = "region_closed"
    SENDER_WRONG = "sender_wrong"
    FILTERED = "filtered"
    BUSY = "busy"
    HANDSET_OFF = "handset_off"
    UNREACHABLE = "unreachable"
    TOO_LATE = "too_late"
    NO_ANSWER = "no_answer"
    LINE_BUSY = "line_busy"
    PROVIDER_REFUSED = "provider_refused"
    PROVIDER_DOWN = "provider_down"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One text or call on its way out, with everything an adapter needs."""

    message_id: UUID
    """Travels in the callback address, and as an idempotency key where there is one."""
    attempt: int
    to: str
    """E.164."""
    body: str
    """The words: a text's body, or what a call says."""
    language: str
    valid_for: timedelta
    """After this the provider must not deliver it any more."""
    stays_here: bool = False
    """Words of an invented town: they never leave this machine, whoever could carry them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What the provider says it counted and charged, as far as it says so."""

    segments: int | None = None
    seconds: int | None = None
    """How long a call was."""
    micros: int | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendResult:
    """A provider's first word about a parcel."""

    answer: Answer
    provider_sid: str | None = None
    failure: Failure | None = None
    provider_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """Something the provider's own list shows it has taken."""

    provider_sid: str
    body: str | None
    status: MessageStatus
    failure: Failure | None
    provider_code: str | None
    made_at: datetime | None
    charge: Charge | None = None
    passes: bool = False
    """Whether what failed may go well a while later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A text somebody wrote to our number, as the provider's own list shows it."""

    provider_sid: str
    from_number: str
    """E.164."""
    body: str
    sent_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RangIn:
    """A call somebody made to our number, as the provider's own list shows it."""

    provider_sid: str
    from_number: str
    """E.164, or whatever stands in its place where the number is withheld."""
    rang_at: datetime


class TextSender(Protocol):
    """Sends texts, and knows which came in."""

    name: str

    def send(self, parcel: Parcel) -> SendResult:
        """Hand one text to the network; never raises for what a network can do."""

    def seen(self, to: str, *, since: datetime) -> Sequence[Sighting]:
        """List what the provider took for this number since then; raises ProviderSilentError."""

    def became(self, provider_sid: str) -> Sighting | None:
        """Say what became of one it took, None of one it does not know; raises as `seen` does."""

    def heard(self, *, since: datetime) -> Sequence[Heard]:
        """List what people wrote to our number since then, whether or not we were told of it."""


class Caller(Protocol):
    """Makes automated calls that say words and listen for one key."""

    name: str

    def send(self, parcel: Parcel) -> SendResult:
        """Start one call; never raises for what a network can do."""

    def seen(self, to: str, *, since: datetime) -> Sequence[Sighting]:
        """List the calls the provider made to this number since then."""

    def became(self, provider_sid: str) -> Sighting | None:
        """Say what became of one it took, None of one it does not know; raises as `seen` does."""

    def rang(self, *, since: datetime) -> Sequence[RangIn]:
        """List who rang our number since then, whether or not we were told of it."""
