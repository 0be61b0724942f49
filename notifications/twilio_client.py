"""What texts and calls through Twilio share: account, client, the meaning of its refusals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import urlencode

from requests.exceptions import (
    ConnectionError as NoConnectionError,
)
from requests.exceptions import ConnectTimeout, RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client
from urllib3.exceptions import MaxRetryError, NewConnectionError

from hopecare.errors import ProviderSilentError
from notifications.port import Answer, Failure, SendResult
from notifications.twilio_codes import PASSING, failure_of
from notifications.twilio_http import http_to

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from notifications.port import Parcel

Thing = TypeVar("Thing")
TIMEOUT_S: Final = 10.0
"""Twilio's client has no timeout of its own; without one a dead line holds a thread for ever."""
NOT_KNOWN: Final = 404
TOO_MANY: Final = 429
SERVER_ERROR: Final = 500
NOT_SIGNED_IN: Final = frozenset({401, 403})

SERVICE: Final = "MG"
"""How the identifier of a messaging service begins."""
LARGEST_PAGE: Final = 1_000
NEWEST: Final = 100
"""So many of one number are looked at to find a send of the last minutes or hours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwilioAccount:
    """Where and as whom we speak to Twilio."""

    account_sid: str
    auth_token: str
    public_base_url: str
    sender: str
    """A number in E.164, or a messaging service (`MG...`)."""
    voice_sender: str
    api_base: str = "https://api.twilio.com"
    timeout_s: float = TIMEOUT_S

    def callback(self, path: str, parcel: Parcel) -> str:
        """The public address Twilio calls about this attempt; our identifier travels in it."""
        query = urlencode({"mid": str(parcel.message_id), "a": parcel.attempt})
        return f"{self.public_base_url.rstrip('/')}{path}?{query}"


def client_of(account: TwilioAccount) -> Client:
    """A client with a timeout, enough open lines, no retries, and the configured base address."""
    base_url = account.api_base.rstrip("/")
    http = http_to(base_url, timeout_s=account.timeout_s)
    client = Client(account.account_sid, account.auth_token, http_client=http)
    client.api.base_url = base_url
    return client


def first_word(ask: Callable[[], str]) -> SendResult:
    """Run one request that returns the provider's identifier, and say what we know afterwards."""
    try:
        sid = ask()
    except TwilioRestException as refusal:
        return _refusal(refusal)
    except RequestException as broken:
        return _broken(broken)
    except (TwilioException, ValueError):
        # It answered with something unreadable: it may have taken the parcel.
        return SendResult(answer=Answer.AMBIGUOUS, failure=Failure.PROVIDER_DOWN)
    return SendResult(answer=Answer.TAKEN, provider_sid=sid)


def _refusal(refusal: TwilioRestException) -> SendResult:
    """Read an HTTP refusal: only 429 and a wrong sign-in are surely harmless to repeat."""
    code = str(refusal.code) if refusal.code else None
    failure = failure_of(refusal.code) or Failure.OTHER
    if refusal.status == TOO_MANY or failure in PASSING:
        return SendResult(answer=Answer.TRY_LATER, failure=Failure.BUSY, provider_code=code)
    if refusal.status in NOT_SIGNED_IN and failure in (Failure.OTHER, Failure.PROVIDER_REFUSED):
        refused = Failure.PROVIDER_REFUSED
        return SendResult(answer=Answer.TRY_LATER, failure=refused, provider_code=code)
    if refusal.status >= SERVER_ERROR:
        down = Failure.PROVIDER_DOWN
        return SendResult(answer=Answer.AMBIGUOUS, failure=down, provider_code=code)
    return SendResult(answer=Answer.REFUSED, failure=failure, provider_code=code)


def _broken(broken: RequestException) -> SendResult:
    """Read a broken line: a line that never opened sent nothing; anything later is unknown."""
    answer = Answer.TRY_LATER if _never_connected(broken) else Answer.AMBIGUOUS
    return SendResult(answer=answer, failure=Failure.PROVIDER_DOWN)


def _never_connected(broken: RequestException) -> bool:
    """Whether the line never opened."""
    if isinstance(broken, ConnectTimeout):
        return True
    if not isinstance(broken, NoConnectionError) or not broken.args:
        return False
    cause = broken.args[0]
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


def looked_up(fetch: Callable[[], Thing], *, provider: str) -> Thing | None:
    """Fetch one thing by its name; None where Twilio knows none, raises where it is silent."""
    try:
        return fetch()
    except TwilioException as silence:
        if isinstance(silence, TwilioRestException) and silence.status == NOT_KNOWN:
            return None
        raise ProviderSilentError(provider=provider) from silence
    except RequestException as silence:
        raise ProviderSilentError(provider=provider) from silence


def is_since(made_at: datetime | None, since: datetime) -> bool:
    """Say whether Twilio took it since then; one without a day is looked at."""
    return made_at is None or made_at >= since
