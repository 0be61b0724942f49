"""Clocks of the law from before offices were asked each month are looked at again."""

from __future__ import annotations

from datetime import timedelta

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import select

from hopecare.domain.clocks import ClockKind
from hopecare.migrations import alembic_config, migrate
from models import LegalClock
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.towns import a_town
from tests.test_migrations import step


def test_whoever_was_asked_once_before_0076_is_looked_at_again_a_month_later(database, town_scope):
    """Until then nobody looked at a clock of the law any more once its office was asked."""
    with database.writing(town_scope) as session:
        a_town(session)
        waiting = its_submission(session, an_application(session))
        decided = its_decision(session, its_submission(session, an_application(session)))
        ended = select(LegalClock.id).where(
            LegalClock.application_id == decided.id, LegalClock.kind == ClockKind.APPLICATION
        )
        over = session.scalars(ended).one()
        clock = session.scalars(
            select(LegalClock).where(LegalClock.application_id == waiting.id)
        ).one()
        clock.look_on = None
    before_it = ScriptDirectory.from_config(alembic_config()).get_revision("0073").down_revision
    step(database, command.downgrade, before_it)
    migrate(database)
    with database.reading(town_scope) as session:
        found = session.get_one(LegalClock, clock.id)
        assert found.look_on == clock.due_on + timedelta(days=31)
        assert session.get_one(LegalClock, over).look_on is None
