"""An import whose program was killed: its run ends, and nobody thinks that it still goes on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from hopecare.database import AllTowns, TownScope
from hopecare.domain.runs import SILENT_FOR, RunKind, RunState
from hopecare.jobs.mend_imports import mend_imports
from hopecare.services.advance_run import advance_run
from hopecare.services.finish_run import finish_run
from hopecare.services.start_run import start_run
from models import Run
from tests.factories.towns import NOW, a_town
from tests.jobs.conftest import BY

pytestmark = pytest.mark.both_databases

LONG = SILENT_FOR + timedelta(seconds=1)


@pytest.fixture
def begin(town):
    """Begin a run in a town, this one or another."""

    def begin(kind=RunKind.IMPORT_RESIDENTS, scope=None):
        scope = scope or town.scope
        with town.database.writing(scope) as session:
            run = start_run(session, town_id=scope.town_id, kind=kind, total=9, by=BY, now=NOW)
            return run.id

    return begin


def test_an_import_that_fell_silent_has_stopped(town, begin):
    begin()
    town.clock.advance(LONG)
    assert mend_imports(town.tools) == 1
    (run,) = town.rows(Run)
    assert (run.state, run.result) == (RunState.FAILED, {"stopped_by": "silence"})
    assert run.finished_at == town.clock()
    assert mend_imports(town.tools) == 0


def test_one_that_told_how_far_it_is_goes_on(town, begin):
    run_id = begin()
    town.clock.advance(LONG)
    with town.database.writing(town.scope) as session:
        advance_run(session, run_id=run_id, done=3, now=town.clock() - timedelta(minutes=1))
    assert mend_imports(town.tools) == 0
    assert town.rows(Run)[0].state is RunState.RUNNING


def test_the_end_of_one_that_was_only_slow_is_believed(town, begin):
    run_id = begin()
    town.clock.advance(LONG)
    mend_imports(town.tools)
    with town.database.writing(town.scope) as session:
        finish_run(session, run_id=run_id, result={"added": 9}, now=town.clock())
    assert town.rows(Run)[0].state is RunState.DONE


def test_what_another_worker_goes_on_with_is_left_alone(town, begin):
    begin(RunKind.RESCREEN)
    town.clock.advance(LONG)
    assert mend_imports(town.tools) == 0
    assert town.rows(Run)[0].state is RunState.RUNNING


def test_every_town_is_looked_at(town, begin):
    with town.database.writing(AllTowns()) as session:
        other = a_town(session).id
    for scope in (town.scope, TownScope(other)):
        begin(scope=scope)
    town.clock.advance(LONG)
    assert mend_imports(town.tools) == 2
    with town.database.reading(TownScope(other)) as session:
        assert session.scalars(select(Run.state)).all() == [RunState.FAILED]
