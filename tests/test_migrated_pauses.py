"""Pauses from before: the one that was taken for a told death's until then is known as one."""

from __future__ import annotations

from datetime import date

from alembic import command
from alembic.script import ScriptDirectory

from hopecare.domain.alerts import AlertEnd
from hopecare.migrations import alembic_config, migrate
from hopecare.services.follow_alarm_end import follow_alarm_end
from models import CheckInPlan
from tests.factories.cases import BY
from tests.factories.desk import a_plan
from tests.factories.people import a_resident
from tests.factories.towns import NOW, a_town
from tests.test_migrations import step


def test_a_pause_that_rested_for_a_told_death_before_0079_still_does(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        died, away = (a_plan(session, a_resident(session)) for _ in range(2))
        follow_alarm_end(session, died.person_id, ended_by=AlertEnd.HAS_DIED, by=BY, now=NOW)
        follow_alarm_end(session, away.person_id, ended_by=AlertEnd.HAS_DIED, by=BY, now=NOW)
        away.paused_from = date(2026, 11, 22)
    before_it = ScriptDirectory.from_config(alembic_config()).get_revision("0079").down_revision
    step(database, command.downgrade, before_it)
    migrate(database)
    with database.reading(town_scope) as session:
        assert session.get_one(CheckInPlan, died.id).rests_for_death
        assert not session.get_one(CheckInPlan, away.id).rests_for_death
