"""A list that was asked for is made with nothing open, once, however often or where it is tried."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from hopecare.clock import SetClock
from hopecare.domain.runs import STOPPED_BY, RunState, RunStop
from hopecare.jobs.make_proposals import make_proposals
from hopecare.jobs.tools import Tools
from hopecare.services.ask_for_proposals import ask_for_proposals
from models import Need, Proposal, ProposalList, Run
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.cases import BY, a_need
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours

pytestmark = pytest.mark.both_databases


@pytest.fixture
def tools(database):
    networks = Networks(texts=MemoryNetwork(), calls=MemoryNetwork())
    return Tools(database=database, networks=networks, clock=SetClock(NOW))


@pytest.fixture
def asked(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        a_need(session)
        neighbours(session, 2)
        return _ask(session, town_scope)


def _ask(session, town_scope):
    asked = ask_for_proposals(session, town_id=town_scope.town_id, centre_id=None, by=BY, now=NOW)
    return asked.id


def test_it_is_made_once_and_its_run_says_so(database, town_scope, tools, asked):
    with database.writing(town_scope) as session:
        assert _ask(session, town_scope) == asked, "begun already"
    assert make_proposals(tools) == 1
    assert make_proposals(tools) == 0
    with database.reading(town_scope) as session:
        made = session.get_one(ProposalList, asked)
        run = session.get_one(Run, made.run_id)
        assert made.made_at == NOW
        assert made.expires_at == NOW + timedelta(days=1)
        assert (run.state, run.done, run.total) == (RunState.DONE, 1, 1)
        assert session.scalar(select(func.count(Proposal.id))) == 1


def test_a_town_without_needs_or_volunteers_has_an_empty_list(database, town_scope, tools):
    with database.writing(town_scope) as session:
        a_town(session)
        asked = _ask(session, town_scope)
    assert make_proposals(tools) == 1
    with database.reading(town_scope) as session:
        made = session.get_one(ProposalList, asked)
        assert (made.needs, made.filled, made.cost, made.lower_bound) == (0, 0, 0, 0)


def test_a_list_that_cannot_be_made_fails_once_and_says_so(database, town_scope, tools, asked):
    """A priority nobody knows stands for whatever may be wrong with a row."""
    with database.writing(town_scope) as session:
        session.scalars(select(Need)).one().flags = [["broken"]]
    assert make_proposals(tools) == 0
    with database.reading(town_scope) as session:
        made = session.get_one(ProposalList, asked)
        assert made.withdrawn_at == NOW
        assert session.get_one(Run, made.run_id).state is RunState.FAILED
    assert make_proposals(tools) == 0


def test_a_list_whose_worker_is_killed_each_time_is_given_up_and_says_so(
    database, town_scope, tools, asked
):
    """The process ends while it reads, as a kill does: nothing after it runs."""
    begun = []

    def end_the_process(_connection, _cursor, statement, *_):
        if "volunteer_profiles" in statement:
            begun.append(tools.clock())
            raise SystemExit

    event.listen(database.engine, "before_cursor_execute", end_the_process)
    try:
        for _ in range(3):
            with pytest.raises(SystemExit):
                make_proposals(tools)
            tools.clock.advance(timedelta(seconds=15))
        assert make_proposals(tools) == 0
        assert _state(database, town_scope, asked) is RunState.RUNNING, "one may be at it still"
        tools.clock.advance(timedelta(minutes=15))
        assert make_proposals(tools) == make_proposals(tools) == 0
    finally:
        event.remove(database.engine, "before_cursor_execute", end_the_process)
    assert len(begun) == 3
    with database.reading(town_scope) as session:
        made = session.get_one(ProposalList, asked)
        assert made.withdrawn_at is not None
        assert session.get_one(Run, made.run_id).result == {STOPPED_BY: RunStop.SILENCE}
    assert _state(database, town_scope, asked) is RunState.FAILED


def _state(database, town_scope, asked):
    with database.reading(town_scope) as session:
        return session.get_one(Run, session.get_one(ProposalList, asked).run_id).state
