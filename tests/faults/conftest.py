"""A town that sends through the stand-in; figures are counted at the provider's side."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.database import AllTowns, Database
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.jobs.deliver import deliver
from hopecare.jobs.reconcile import reconcile
from hopecare.jobs.tools import Tools
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from models import Message
from notifications.outbox import promise
from notifications.routing import Networks
from notifications.twilio_client import TwilioAccount
from notifications.twilio_sms import TwilioSms
from notifications.twilio_voice import TwilioVoice
from tests.factories.people import a_resident
from tests.factories.towns import NOW, a_town
from tests.standin.twilio import TwilioStandIn

PUBLIC = "https://care.example.org"


@dataclass
class SendingTown:
    """Some people who are owed one text each."""

    database: Database
    twilio: TwilioStandIn
    clock: SetClock
    timeout_s: float = 1.5
    _networks: dict[str, Networks] = field(default_factory=dict)

    @property
    def tools(self) -> Tools:
        networks = self._networks.get(self.twilio.base_url)
        if networks is None:
            networks = self._networks[self.twilio.base_url] = self._reach()
        return Tools(database=self.database, networks=networks, clock=self.clock)

    def _reach(self) -> Networks:
        """The lines to the stand-in, opened once and kept, as in a process of ours."""
        account = TwilioAccount(
            account_sid=self.twilio.account_sid,
            auth_token=self.twilio.auth_token,
            public_base_url=PUBLIC,
            sender=self.twilio.number,
            voice_sender=self.twilio.number,
            api_base=self.twilio.base_url,
            timeout_s=self.timeout_s,
        )
        return Networks(texts=TwilioSms(account), calls=TwilioVoice(account))

    def owe(self, count: int) -> None:
        """Promise one text to each of so many people."""
        with self.database.writing(AllTowns()) as session:
            town = a_town(session, channel_profile="two-way")
            for number in range(count):
                person = a_resident(session, town_id=town.id, address=None)
                promise(
                    session,
                    town_id=town.id,
                    kind=MessageKind.NOTICE,
                    to_person_id=person.id,
                    dedup_key=f"notice:{number}",
                    words=Words(text=Text.ANSWER_WELL),
                    channel=Channel.SMS,
                    now=self.clock(),
                )

    def settle(self, rounds: int = 8) -> None:
        """Let the worker run while time passes."""
        for _ in range(rounds):
            self.clock.advance(timedelta(seconds=70))
            reconcile(self.tools)
            deliver(self.tools)

    def statuses(self) -> Counter[str]:
        with self.database.reading(AllTowns()) as session:
            return Counter(status.value for status in session.scalars(select(Message.status)))

    def count(self) -> tuple[int, int]:
        """How many were lost and how many doubled, as the provider counts."""
        taken = Counter(text.fields["To"] for text in self.twilio.texts)
        with self.database.reading(AllTowns()) as session:
            owed = len(session.scalars(select(Message.id)).all())
        return owed - len(taken), sum(taken.values()) - len(taken)


@pytest.fixture
def say(capsys, full_size):
    """Print a figure of a run at full size."""

    def words(said: str) -> None:
        if full_size:
            with capsys.disabled():
                sys.stdout.write(f"\n{said}\n")

    return words


@pytest.fixture
def town(database):
    """The sending town; the same on both databases."""
    clock = SetClock(NOW)
    with TwilioStandIn(hang_s=2.0, clock=clock) as twilio:
        yield SendingTown(database, twilio, clock)
