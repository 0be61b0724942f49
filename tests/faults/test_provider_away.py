"""The provider is away for two hours: nothing is lost, nothing leaves stale or in a burst.

It refuses the line, or says that it cannot answer, or takes the line and is silent: then nobody
knows what became of each, and its own list is asked before anything leaves again.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.domain.channels import Channel
from hopecare.jobs.deliver import deliver
from hopecare.jobs.reconcile import reconcile
from models import Message
from tests.faults.paced import RATE, ROUNDING, PacedTown, RunningClock, ahead_of_the_sender
from tests.standin.twilio import Away, TwilioStandIn

MANY, FEW = 1_500, 50
FAST = 100
"""What the sender takes a second at full size."""
NOBODY_LISTENS = "http://127.0.0.1:9"
STEP = timedelta(minutes=20)
BACK_WITHIN = timedelta(minutes=10)
REFUSED = "refused"


@pytest.fixture
def town(database):
    clock = RunningClock()
    with TwilioStandIn(clock=clock, hang_s=0.8) as twilio:
        yield PacedTown(database, twilio, clock, timeout_s=0.5)


def work(town):
    """What the worker does each minute."""
    reconcile(town.tools)
    deliver(town.tools)


def be_away(town, how):
    """Two hours, in which the worker goes on trying."""
    there = town.twilio.base_url
    if how == REFUSED:
        town.twilio.base_url = NOBODY_LISTENS
    else:
        town.twilio.away = how
    for _ in range(6):
        work(town)
        town.clock.advance(STEP)
    town.twilio.base_url, town.twilio.away = there, None


@pytest.mark.timeout(900)
@pytest.mark.parametrize("how", [REFUSED, Away.UNAVAILABLE, Away.SILENT])
def test_after_two_hours_away_what_still_holds_is_sent_without_a_burst(town, how, full_size, say):
    people, rate = (MANY, FAST) if full_size else (FEW, RATE)
    town.rates = {Channel.SMS: rate}
    short = people // 5
    town.owe(people)
    with town.database.writing(AllTowns()) as session:
        for message in session.scalars(select(Message).limit(short)):
            message.valid_until = town.clock() + timedelta(hours=1)
    be_away(town, how)
    assert town.twilio.texts == []

    back_at = town.clock()
    while town.clock() < back_at + BACK_WITHIN - timedelta(minutes=1):
        work(town)
        town.clock.advance(timedelta(seconds=50))
    assert town.statuses() == {"accepted": people - short, "expired": short}
    assert town.count() == (short, 0)
    took = max(text.made_at for text in town.twilio.texts) - back_at
    ahead = ahead_of_the_sender(town.twilio.texts, since=back_at, rate=rate)
    assert took <= BACK_WITHIN
    assert ahead <= ROUNDING
    say(f"{how}: {people - short:,} left within {took}, none before its turn at {rate} a second")
