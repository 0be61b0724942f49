"""A town whose morning's texts leave already goes on sending them when the schema moves."""

from __future__ import annotations

from alembic import command
from sqlalchemy import delete

from hopecare.domain.delivery import MessageKind
from hopecare.language.wordings import Text
from hopecare.migrations import migrate
from hopecare.queries.seen_wordings import unseen_wordings, was_ever_seen
from models import WordingRehearsal
from tests.factories.desk import a_message
from tests.factories.people import a_resident
from tests.factories.towns import a_town
from tests.test_migrations import step


def test_what_leaves_already_goes_on_and_its_words_are_still_new(database, town_scope):
    with database.writing(town_scope) as session:
        town_id = a_town(session).id
        session.execute(delete(WordingRehearsal))
        reader = a_resident(session)
        a_message(session, reader, kind=MessageKind.DIGEST, wording="digest@1a2b3c4d")
    step(database, command.downgrade, "0091")
    migrate(database)
    with database.reading(town_scope) as session:
        assert was_ever_seen(session, town_id, Text.DIGEST)
        assert not was_ever_seen(session, town_id, Text.WEEK)
        assert Text.DIGEST in unseen_wordings(session, town_id)
