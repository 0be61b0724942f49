"""Clocks of the law from before are looked at again; an objection has a help of its own."""

from __future__ import annotations

from datetime import timedelta

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import select

from hopecare.domain.clocks import ClockKind
from hopecare.domain.needs import NeedKind
from hopecare.migrations import alembic_config, migrate
from hopecare.services.end_need import end_need
from hopecare.services.settle_bridge import BridgeWish, settle_bridge
from models import Application, Case, LegalClock
from tests.factories.applications import (
    an_application,
    an_objected_application,
    its_decision,
    its_submission,
)
from tests.factories.cases import BY, a_case
from tests.factories.towns import NOW, a_town
from tests.test_migrations import step


def test_whoever_was_asked_once_before_0073_is_looked_at_again_a_month_later(database, town_scope):
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


def test_help_that_was_over_before_0077_is_not_that_of_the_objection(database, town_scope):
    """Until then an application kept the help that ended with the decision it objects to."""
    with database.writing(town_scope) as session:
        a_town(session)
        over, anew = a_case(session), a_case(session)
        kept, gone = (
            an_objected_application(session, each)["application_id"] for each in (anew, over)
        )
        wish = BridgeWish(kind=NeedKind.KNOCK, weekdays=("mon",))
        for each in (kept, gone):
            settle_bridge(session, session.get_one(Case, each.case_id), each, wish, by=BY, now=NOW)
        end_need(session, need_id=gone.bridge_need_id, is_met=False, by=BY, now=NOW)
        its = kept.bridge_need_id
    before_it = ScriptDirectory.from_config(alembic_config()).get_revision("0077").down_revision
    step(database, command.downgrade, before_it)
    migrate(database)
    with database.reading(town_scope) as session:
        assert session.get_one(Application, kept.id).bridge_need_id == its
        assert session.get_one(Application, gone.id).bridge_need_id is None
