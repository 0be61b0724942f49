"""A town whose sender takes so much a second, by a clock that goes on."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.database import AllTowns
from hopecare.domain.channels import Channel
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from models import Town
from notifications.outbox import promise
from tests.factories.people import a_resident
from tests.factories.towns import NOW
from tests.faults.conftest import SendingTown

if TYPE_CHECKING:
    from collections.abc import Mapping

RATE = 20
ROUNDING = 0.1
"""Instants are kept to the microsecond, seconds are not: so much of one text."""


class RunningClock(SetClock):
    """Begins in the morning and goes on by itself."""

    def __init__(self):
        super().__init__(NOW)
        self._began = time.monotonic()

    def __call__(self):
        return self.at + timedelta(seconds=time.monotonic() - self._began)


class PacedTown(SendingTown):
    """A real town whose sender takes RATE parts of texts a second."""

    rates: Mapping[Channel, int] = MappingProxyType({Channel.SMS: RATE})

    @property
    def tools(self):
        tools = super().tools
        return replace(tools, networks=replace(tools.networks, own_rates=self.rates))

    def owe(self, count):
        super().owe(count)
        with self.database.writing(AllTowns()) as session:
            for town in session.scalars(select(Town)):
                town.is_demonstration = False

    def owe_more(self, kind, channel=Channel.SMS, text=Text.ANSWER_WELL):
        with self.database.writing(AllTowns()) as session:
            town = session.scalars(select(Town)).one()
            person = a_resident(session, town_id=town.id, address=None)
            promise(
                session,
                town_id=town.id,
                kind=kind,
                to_person_id=person.id,
                dedup_key=f"{kind}:{person.id}",
                words=Words(text=text, values={"code": "123456", "minutes": 5}),
                channel=channel,
                now=self.clock(),
            )


def ahead_of_the_sender(taken, *, since, rate):
    """How many more than the sender takes had been taken by any instant since it began.

    A busy machine only delays: it can heap up what waited, it can put nothing before its turn.
    """
    waited_s = [(one.made_at - since).total_seconds() for one in taken]
    return max(before - rate * waited for before, waited in enumerate(sorted(waited_s)))
