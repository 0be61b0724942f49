"""Words that were promised before there were priorities get theirs when the schema moves."""

from __future__ import annotations

from alembic import command
from sqlalchemy import select

from hopecare.domain.delivery import MessageKind
from hopecare.domain.priorities import Priority
from hopecare.migrations import migrate
from models import Message
from tests.factories.desk import a_message
from tests.factories.people import a_resident
from tests.factories.towns import a_town
from tests.test_migrations import step

WAITING = {
    "one": (MessageKind.ALERT, None, Priority.AT_ONCE),
    "two": (MessageKind.CHECK_IN, None, Priority.ORDINARY),
    "three": (MessageKind.THANKS, "answer_well@12345678", Priority.AFTERWARDS),
    "four": (MessageKind.THANKS, "answer_help_later@12345678", Priority.AT_ONCE),
    "five": (MessageKind.BROADCAST, None, Priority.TO_MANY),
}


def test_words_that_wait_get_their_place_in_the_line(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        reader = a_resident(session)
        for key, (kind, wording, _) in WAITING.items():
            a_message(session, reader, kind=kind, wording=wording).dedup_key = key
    step(database, command.downgrade, "0018-1")
    migrate(database)
    with database.reading(town_scope) as session:
        found = {each.dedup_key: each.priority for each in session.scalars(select(Message))}
    assert found == {key: place for key, (_, _, place) in WAITING.items()}
