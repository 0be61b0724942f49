"""As many as a town sends in a morning, through a network on a bad day, as its own list counts."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from sqlalchemy import func, select

from hopecare.database import AllTowns
from hopecare.domain.care_path import MessageStatus
from hopecare.jobs.deliver import deliver
from models import Message, MessageEvent
from tests.faults.conftest import PUBLIC
from tests.standin.twilio import Mood

MANY, FEW = 1_500, 90
OFTEN = {Mood.TOO_MANY: 50, Mood.ERROR_AFTER_ACCEPT: 20, Mood.HANG_AFTER_ACCEPT: 10}
"""Of a thousand requests."""
NEVER_TAKEN = {Mood.ERROR_BEFORE_ACCEPT: 20}
"""The same, and nothing of it is in the list: these must be sent again."""


def a_bad_day(people, often):
    """How each request of a day is treated, resends too; none of the kinds is missing."""
    chance = random.Random(4)  # noqa: S311  an order of an example
    weights = {**often, Mood.WELL: 1_000 - sum(often.values())}
    moods = chance.choices(list(weights), list(weights.values()), k=people * 2)
    moods[: len(often)] = often
    return moods


def sent_again(town):
    """How many we say were sent again after a doubt: by their rows, and by their history."""
    with town.database.reading(AllTowns()) as session:
        marked = session.scalars(
            select(Message.id).where(Message.possible_duplicate.is_(True))
        ).all()
        written = session.scalar(
            select(func.count(func.distinct(MessageEvent.message_id))).where(
                MessageEvent.code == "sent_again"
            )
        )
    return len(marked), written


@pytest.mark.timeout(600)
def test_refusals_errors_and_silence_among_many(town, full_size):
    people = MANY if full_size else FEW
    town.owe(people)
    town.twilio.moods = a_bad_day(people, OFTEN)
    deliver(town.tools)
    town.settle(rounds=12)

    assert town.count() == (0, 0)
    assert town.statuses() == {"accepted": people}
    assert sent_again(town) == (0, 0), "the list said of each that it was taken"


@pytest.mark.timeout(600)
def test_what_the_list_does_not_have_is_sent_again_and_counted(town, full_size, say):
    people = MANY if full_size else FEW
    town.owe(people)
    town.twilio.moods = a_bad_day(people, OFTEN | NEVER_TAKEN)
    refused = Counter(town.twilio.moods[:people])[Mood.ERROR_BEFORE_ACCEPT]
    deliver(town.tools)
    town.settle(rounds=16)

    assert town.count() == (0, 0)
    assert town.statuses() == {"accepted": people}
    marked, written = sent_again(town)
    assert marked == written
    assert refused <= marked <= refused * 2
    say(f"{people:,} texts, {refused} never taken: {marked} sent again after a doubt, 0 doubled")


@pytest.mark.timeout(600)
def test_callbacks_that_are_all_faster_than_the_answer(town, make_app, full_size):
    people = MANY if full_size else FEW
    town.owe(people)
    answers = told_over_the_web(town, make_app)
    town.twilio.moods = [Mood.CALL_BACK_FIRST] * people
    deliver(town.tools)

    assert answers == {204: people}
    assert town.count() == (0, 0)
    with town.database.reading(AllTowns()) as session:
        rows = session.scalars(select(Message)).all()
    assert {row.status for row in rows} == {MessageStatus.SENT}
    assert {row.provider_sid for row in rows} == {text.sid for text in town.twilio.texts}


def told_over_the_web(town, make_app):
    """Let what the network tells us come to our door; counts what it is answered."""
    twilio = town.twilio
    answers: Counter[int] = Counter()
    app = make_app(
        town.database,
        public_base_url=PUBLIC,
        twilio_account_sid=twilio.account_sid,
        twilio_auth_token=twilio.auth_token,
        twilio_from_number=twilio.number,
        twilio_api_base=twilio.base_url,
    )

    def post(url, fields, headers):
        path = url.removeprefix(PUBLIC)
        answer = app.test_client().post(path, data=fields, headers=headers)
        answers[answer.status_code] += 1
        return answer.status_code, answer.text

    twilio._post = post
    return answers
