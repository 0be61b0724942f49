"""What matters leaves first, however much of the rest has waited longer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hopecare.clock import SetClock
from hopecare.database import AllTowns
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.priorities import Priority
from hopecare.language.texts import Words
from hopecare.language.wording_versions import stamp_of
from hopecare.language.wordings import Text
from hopecare.queries.messages import due_message_ids, due_messages, due_within
from models import Message
from notifications.outbox import ANSWERS_TO_HELP, promise
from tests.factories.people import a_resident
from tests.factories.towns import NOW, a_town
from tests.plugins.pages import count_queries

BACKWARDS = (
    MessageKind.DIGEST,
    MessageKind.BROADCAST,
    MessageKind.THANKS,
    MessageKind.ALERT_NEWS,
    MessageKind.NOTICE,
    MessageKind.CHECK_IN,
    MessageKind.SIGN_IN_CODE,
    MessageKind.ALERT,
)
VALUES = {"emergency": "119", "until": "09:00"}
SECOND = timedelta(seconds=1)


class Line:
    """Words that wait at our sender, promised a second after each other."""

    def __init__(self, database, scope):
        self.database, self.scope, self.clock = database, scope, SetClock(NOW)
        with database.writing(scope) as session:
            a_town(session, channel_profile="two-way")
            self.reader_id = a_resident(session).id

    def wait(self, kind, text=Text.ANSWER_WELL, channel=Channel.SMS):
        with self.database.writing(self.scope) as session:
            promise(
                session,
                town_id=self.scope.town_id,
                kind=kind,
                to_person_id=self.reader_id,
                dedup_key=f"{kind}:{self.clock()}",
                words=Words(text=text, values=VALUES),
                channel=channel,
                now=self.clock(),
            )
        self.clock.advance(SECOND)

    def backwards(self):
        for kind in BACKWARDS:
            self.wait(kind)

    def in_order(self, find, **asked):
        with self.database.writing(AllTowns()) as session:
            found = find(session, now=self.clock(), **asked)
            return [
                one.kind if isinstance(one, Message) else session.get_one(Message, one).kind
                for one in found
            ]


@pytest.fixture
def line(database, town_scope):
    return Line(database, town_scope)


FORWARDS = [
    MessageKind.SIGN_IN_CODE,
    MessageKind.ALERT,
    MessageKind.NOTICE,
    MessageKind.CHECK_IN,
    MessageKind.THANKS,
    MessageKind.ALERT_NEWS,
    MessageKind.DIGEST,
    MessageKind.BROADCAST,
]


@pytest.mark.parametrize(
    ("find", "asked"),
    [
        pytest.param(due_messages, {"limit": 50}, id="unpaced"),
        pytest.param(due_within, {"room": {Channel.SMS: 50, Channel.VOICE: 50}}, id="paced"),
        pytest.param(due_message_ids, {"limit": 50}, id="one by one"),
    ],
)
def test_what_matters_goes_first_and_what_waited_longest_within_that(line, find, asked):
    line.backwards()
    assert line.in_order(find, **asked) == FORWARDS


def test_what_is_left_of_the_room_goes_to_what_matters(line):
    line.backwards()
    room = {Channel.SMS: 3, Channel.VOICE: 3}
    assert line.in_order(due_within, room=room) == FORWARDS[:3]


@pytest.mark.parametrize("answer", sorted(ANSWERS_TO_HELP))
def test_an_answer_to_a_call_for_help_does_not_stand_behind_other_thanks(line, answer):
    line.wait(MessageKind.THANKS)
    line.wait(MessageKind.CHECK_IN)
    line.wait(MessageKind.THANKS, text=answer)
    with line.database.writing(AllTowns()) as session:
        found = due_messages(session, now=line.clock(), limit=3)
        assert found[0].wording == stamp_of(answer)
        assert [one.priority for one in found] == [
            Priority.AT_ONCE,
            Priority.ORDINARY,
            Priority.AFTERWARDS,
        ]


@pytest.mark.parametrize(("waiting", "asked"), [((), 2), (BACKWARDS[:1], 3), (BACKWARDS, 6)])
def test_only_where_something_is_due_the_words_are_asked_for(line, waiting, asked):
    for kind in waiting:
        line.wait(kind)
    with count_queries(line.database) as counted:
        line.in_order(due_messages, limit=50)
    tables = ("FROM messages", "FROM sending_stops")
    assert sum(any(name in each for name in tables) for each in counted.statements) == asked
