"""Backups about whom somebody was rung before 0076 are not rung about a second time for it."""

from __future__ import annotations

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import select

from hopecare.domain.calls import CallOutcome
from hopecare.migrations import alembic_config, migrate
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.owe_backup_call import owe_backup_call
from hopecare.services.set_away import set_away
from models import Backup, CallTask
from tests.factories.cases import BY
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours
from tests.factories.weekly import a_backup, a_weekly_task
from tests.test_migrations import step


def test_what_was_talked_about_is_kept_with_the_backup(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        usual, paused, other = neighbours(session, 3)
        backup = a_backup(session, a_weekly_task(session, usual).need_id, paused)
        fit = a_backup(session, a_weekly_task(session, usual).need_id, other)
        set_away(session, person_id=paused.id, is_on_duty=False, away_until=None, by=BY, now=NOW)
        call = owe_backup_call(session, backup_id=backup.id, by=BY, now=NOW)
        assert call is not None
        outcome = CallOutcome.SPOKE
        finish_call_task(session, task_id=call.id, outcome=outcome, by=BY, now=NOW)
    before_it = ScriptDirectory.from_config(alembic_config()).get_revision("0076").down_revision
    step(database, command.downgrade, before_it)
    migrate(database)
    with database.writing(town_scope) as session:
        found = {each.id: each for each in session.scalars(select(Backup))}
        kept = found[backup.id].cannot_as, found[backup.id].cannot_since
        assert kept == ("not_active", NOW)
        assert found[fit.id].cannot_since is None
        assert owe_backup_call(session, backup_id=backup.id, by=BY, now=NOW) is None
        assert len(session.scalars(select(CallTask)).all()) == 1
