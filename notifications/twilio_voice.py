"""Automated calls through Twilio: start one, and the words it says when somebody picks up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException
from twilio.twiml.voice_response import Gather, VoiceResponse

from hopecare.domain.delivery import MessageStatus
from hopecare.errors import ProviderSilentError
from notifications.port import RangIn, Sighting
from notifications.twilio_client import (
    LARGEST_PAGE,
    NEWEST,
    SERVICE,
    client_of,
    first_word,
    is_since,
    looked_up,
)
from notifications.twilio_codes import CALL_FAILURE, CALL_STATUS, charge_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from twilio.rest.api.v2010.account.call import CallInstance

    from notifications.port import Parcel, SendResult
    from notifications.twilio_client import TwilioAccount

WORDS_PATH: Final = "/webhooks/twilio/voice"
KEY_PATH: Final = "/webhooks/twilio/key"
CALL_STATUS_PATH: Final = "/webhooks/twilio/call-status"
RING_S: Final = 40
LISTEN_S: Final = 8
VOICE_OF: Final = {"ko": "ko-KR", "en": "en-US"}


class TwilioVoice:
    """Makes automated calls from a Twilio number."""

    name = "twilio"

    def __init__(self, account: TwilioAccount) -> None:
        """Keep one client for the life of the process."""
        self._account = account
        self._client = client_of(account)

    def send(self, parcel: Parcel) -> SendResult:
        """Start one call; Twilio fetches the words from us when somebody picks up."""
        return first_word(lambda: self._create(parcel))

    def seen(self, to: str, *, since: datetime) -> Sequence[Sighting]:
        """List the calls Twilio made to this number since then."""
        try:
            # Not by when it began: a call that still waits at Twilio has not.
            found = self._client.calls.list(to=to, limit=NEWEST)
        except (TwilioException, RequestException) as silence:
            raise ProviderSilentError(provider=self.name) from silence
        return [_sighting(call) for call in found if is_since(call.date_created, since)]

    def became(self, provider_sid: str) -> Sighting | None:
        """Say what became of one call Twilio took; None where it knows none of that name."""
        found = looked_up(self._client.calls(provider_sid).fetch, provider=self.name)
        return None if found is None else _sighting(found)

    def rang(self, *, since: datetime) -> Sequence[RangIn]:
        """List the calls people made to our number, the oldest first."""
        sender = self._account.voice_sender
        # A messaging service is no number that can be rung: the account's list has them all.
        number = {} if sender.startswith(SERVICE) else {"to": sender}
        try:
            found = self._client.calls.list(
                start_time_after=since, page_size=LARGEST_PAGE, **number
            )
        except (TwilioException, RequestException) as silence:
            raise ProviderSilentError(provider=self.name) from silence
        inbound = [_rang(call) for call in found if str(call.direction) == "inbound"]
        return sorted(inbound, key=lambda call: call.rang_at)

    def _create(self, parcel: Parcel) -> str:
        """The request itself."""
        call = self._client.calls.create(
            to=parcel.to,
            from_=self._account.voice_sender,
            url=self._account.callback(WORDS_PATH, parcel),
            method="POST",
            status_callback=self._account.callback(CALL_STATUS_PATH, parcel),
            status_callback_event=["answered", "completed"],
            timeout=RING_S,
        )
        return str(call.sid)


def _rang(call: CallInstance) -> RangIn:
    """One line of Twilio's list that somebody rang."""
    return RangIn(
        provider_sid=str(call.sid),
        # The client keeps the number itself under this name alone; the other one is formatted.
        from_number=str(call._from),  # noqa: SLF001  see above
        rang_at=call.start_time or call.date_created,
    )


def _sighting(call: CallInstance) -> Sighting:
    """One line of Twilio's list in our words; a call shows no body."""
    status = str(call.status)
    return Sighting(
        provider_sid=str(call.sid),
        body=None,
        status=CALL_STATUS.get(status, MessageStatus.ACCEPTED),
        failure=CALL_FAILURE.get(status),
        provider_code=None,
        made_at=call.date_created,
        charge=charge_of(seconds=call.duration, price=call.price, unit=call.price_unit),
    )


def spoken(words: str, *, language: str, listen_at: str | None, goodbye: str) -> str:
    """What a call says: the words, once more after a pause, one key listened for, a goodbye."""
    answer = VoiceResponse()
    voice = VOICE_OF.get(language, "en-US")
    for _turn in range(2):
        if listen_at is None:
            answer.say(words, language=voice)
        else:
            answer.append(_listening(words, voice=voice, listen_at=listen_at))
        answer.pause(length=1)
    answer.say(goodbye, language=voice)
    answer.hangup()
    return str(answer)


def said_again(words: str, *, language: str, listen_at: str) -> str:
    """The words once more, with one key listened for; that none was pressed is told as well."""
    answer = VoiceResponse()
    voice = VOICE_OF.get(language, "en-US")
    answer.append(_listening(words, voice=voice, listen_at=listen_at, tells_of_none=True))
    answer.hangup()
    return str(answer)


def _listening(words: str, *, voice: str, listen_at: str, tells_of_none: bool = False) -> Gather:
    """Say the words while listening for one key."""
    gather = Gather(
        input="dtmf",
        num_digits=1,
        timeout=LISTEN_S,
        action=listen_at,
        method="POST",
        action_on_empty_result=tells_of_none or None,
    )
    gather.say(words, language=voice)
    return gather


def said(words: str, *, language: str) -> str:
    """A last sentence, then the line is closed."""
    answer = VoiceResponse()
    answer.say(words, language=VOICE_OF.get(language, "en-US"))
    answer.hangup()
    return str(answer)
