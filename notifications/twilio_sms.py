"""Texts through Twilio's Messages resource."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException

from hopecare.domain.delivery import MessageStatus
from hopecare.errors import ProviderSilentError
from notifications.port import Heard, Sighting
from notifications.twilio_client import (
    LARGEST_PAGE,
    NEWEST,
    SERVICE,
    client_of,
    first_word,
    is_since,
    looked_up,
)
from notifications.twilio_codes import PASSING_LATER, TEXT_STATUS, charge_of, failure_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from twilio.rest.api.v2010.account.message import MessageInstance

    from notifications.port import Parcel, SendResult
    from notifications.twilio_client import TwilioAccount

STATUS_PATH: Final = "/webhooks/twilio/status"
LONGEST_S: Final = 36_000
SHORTEST_S: Final = 5


class TwilioSms:
    """Sends texts through a Twilio number or messaging service."""

    name = "twilio"

    def __init__(self, account: TwilioAccount) -> None:
        """Keep one client, and so its open lines, for the life of the process."""
        self._account = account
        self._client = client_of(account)

    def send(self, parcel: Parcel) -> SendResult:
        """Hand one text to Twilio."""
        return first_word(lambda: self._create(parcel))

    def seen(self, to: str, *, since: datetime) -> Sequence[Sighting]:
        """List the texts Twilio took for this number since then."""
        try:
            # Not by the day it was sent: a text that still waits at Twilio has none.
            found = self._client.messages.list(to=to, limit=NEWEST)
        except (TwilioException, RequestException) as silence:
            raise ProviderSilentError(provider=self.name) from silence
        return [_sighting(text) for text in found if is_since(text.date_created, since)]

    def became(self, provider_sid: str) -> Sighting | None:
        """Say what became of one text Twilio took; None where it knows none of that name."""
        found = looked_up(self._client.messages(provider_sid).fetch, provider=self.name)
        return None if found is None else _sighting(found)

    def heard(self, *, since: datetime) -> Sequence[Heard]:
        """List the texts people wrote to our number, the oldest first."""
        sender = self._account.sender
        # Texts to a messaging service come to any of its numbers: the account's list has them all.
        number = {} if sender.startswith(SERVICE) else {"to": sender}
        try:
            found = self._client.messages.list(
                date_sent_after=since, page_size=LARGEST_PAGE, **number
            )
        except (TwilioException, RequestException) as silence:
            raise ProviderSilentError(provider=self.name) from silence
        inbound = [_heard(text) for text in found if str(text.direction) == "inbound"]
        return sorted(inbound, key=lambda text: text.sent_at)

    def _create(self, parcel: Parcel) -> str:
        """The request itself; validity is always set, or a morning text may arrive at night."""
        seconds = int(parcel.valid_for.total_seconds())
        text = self._client.messages.create(
            to=parcel.to,
            body=parcel.body,
            status_callback=self._account.callback(STATUS_PATH, parcel),
            validity_period=max(SHORTEST_S, min(LONGEST_S, seconds)),
            **self._sender(),
        )
        return str(text.sid)

    def _sender(self) -> dict[str, str]:
        """A messaging service or a plain number."""
        sender = self._account.sender
        return (
            {"messaging_service_sid": sender} if sender.startswith(SERVICE) else {"from_": sender}
        )


def _heard(text: MessageInstance) -> Heard:
    """One line of Twilio's list that somebody wrote."""
    return Heard(
        provider_sid=str(text.sid),
        from_number=str(text.from_),
        body=text.body or "",
        sent_at=text.date_sent or text.date_created,
    )


def _sighting(text: MessageInstance) -> Sighting:
    """One line of Twilio's list in our words."""
    failure = failure_of(text.error_code)
    return Sighting(
        provider_sid=str(text.sid),
        body=text.body,
        status=TEXT_STATUS.get(str(text.status), MessageStatus.ACCEPTED),
        failure=failure,
        provider_code=str(text.error_code) if text.error_code else None,
        made_at=text.date_created,
        charge=charge_of(segments=text.num_segments, price=text.price, unit=text.price_unit),
        passes=failure in PASSING_LATER,
    )
