"""Which adapter carries a channel: Twilio when there are credentials, else this machine only.

Words of a demonstration town stay on this machine even with credentials: somebody may have typed a
real number into it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from hopecare.domain.channels import Channel
from hopecare.settings import TWILIO_API
from notifications.console_sms import ConsoleNetwork
from notifications.twilio_client import TwilioAccount
from notifications.twilio_sms import TwilioSms
from notifications.twilio_voice import TwilioVoice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from hopecare.settings import Settings
    from notifications.port import (
        Caller,
        Heard,
        Parcel,
        RangIn,
        SendResult,
        Sighting,
        TextSender,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Networks:
    """The adapters of one process."""

    texts: TextSender
    calls: Caller
    own_rates: Mapping[Channel, int] = field(default_factory=dict)
    """Parts of texts, or calls, a second, as the settings say; 0: as fast as the lines allow."""
    follows_profiles: bool = False
    """Whether what the settings leave open is as the towns' channel profiles say."""
    public_base_url: str = ""
    """What the links in texts begin with."""

    def carrying(self, channel: Channel) -> TextSender | Caller:
        """The adapter of a channel."""
        return self.calls if channel is Channel.VOICE else self.texts


def networks_of(settings: Settings) -> Networks:
    """Build the adapters the settings ask for."""
    sid, token = settings.twilio_account_sid, settings.twilio_auth_token
    number = settings.twilio_from_number
    if sid is None or token is None or number is None:
        return Networks(
            texts=ConsoleNetwork("text"),
            calls=ConsoleNetwork("call"),
            public_base_url=settings.public_base_url,
        )
    account = TwilioAccount(
        account_sid=sid,
        auth_token=token,
        public_base_url=settings.public_base_url,
        sender=number,
        voice_sender=settings.twilio_voice_number or number,
        api_base=settings.twilio_api_base,
    )
    return Networks(
        texts=TextsHomeFirst(TwilioSms(account), ConsoleNetwork("text")),
        calls=CallsHomeFirst(TwilioVoice(account), ConsoleNetwork("call")),
        own_rates=_own_rates(settings),
        follows_profiles=settings.twilio_api_base == TWILIO_API,
        public_base_url=settings.public_base_url,
    )


def _own_rates(settings: Settings) -> Mapping[Channel, int]:
    """What the settings say of our sender; what they leave open is not in it."""
    said = {
        Channel.SMS: settings.twilio_texts_per_second,
        Channel.VOICE: settings.twilio_calls_per_second,
    }
    return {channel: rate for channel, rate in said.items() if rate is not None}


class HomeFirst:
    """A real network that never gets the words of an invented town."""

    def __init__(self, abroad: TextSender | Caller, home: TextSender | Caller) -> None:
        """Send abroad what may leave, and keep the rest at home."""
        self.name = abroad.name
        self._abroad, self._home = abroad, home

    def send(self, parcel: Parcel) -> SendResult:
        """Hand the parcel to the one network it may go to."""
        return (self._home if parcel.stays_here else self._abroad).send(parcel)

    def seen(self, to: str, *, since: datetime) -> Sequence[Sighting]:
        """List what the real network took; what stayed at home is never in doubt."""
        return self._abroad.seen(to, since=since)

    def became(self, provider_sid: str) -> Sighting | None:
        """Ask the real network; nobody waits for a word about what stayed at home."""
        return self._abroad.became(provider_sid)


class TextsHomeFirst(HomeFirst):
    """The same for texts, which also come in."""

    def __init__(self, abroad: TextSender, home: TextSender) -> None:
        """Listen abroad: nobody writes to an invented town."""
        super().__init__(abroad, home)
        self._ear = abroad

    def heard(self, *, since: datetime) -> Sequence[Heard]:
        """List what people wrote to our number on the real network."""
        return self._ear.heard(since=since)


class CallsHomeFirst(HomeFirst):
    """The same for calls, which also come in."""

    def __init__(self, abroad: Caller, home: Caller) -> None:
        """Listen abroad: nobody rings an invented town."""
        super().__init__(abroad, home)
        self._bell = abroad

    def rang(self, *, since: datetime) -> Sequence[RangIn]:
        """List who rang our number on the real network."""
        return self._bell.rang(since=since)
