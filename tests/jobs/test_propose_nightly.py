"""Before each morning a list of proposals is asked for, once a centre, and only where it helps."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.domain.matching.proposals import ListState
from hopecare.domain.town_settings import NIGHTLY_LIST
from hopecare.jobs.make_proposals import make_proposals
from hopecare.jobs.propose_nightly import propose_nightly
from hopecare.jobs.tools import Tools
from hopecare.services.change_proposal import change_proposal
from models import Case, Proposal, ProposalList, SettingEntry, VolunteerProfile
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.cases import BY, a_case, a_need
from tests.factories.towns import TODAY, a_town
from tests.factories.volunteers import neighbours

pytestmark = pytest.mark.both_databases

FOUR = datetime(2026, 11, 23, 19, 0, tzinfo=UTC)
"""Four in the morning of the day after, in the town."""
DAY = timedelta(days=1)


@pytest.fixture
def clock():
    return SetClock(FOUR)


@pytest.fixture
def tools(database, clock):
    networks = Networks(texts=MemoryNetwork(), calls=MemoryNetwork())
    return Tools(database=database, networks=networks, clock=clock)


@pytest.fixture
def needs(database, town_scope):
    """Two centres; three needs of the first, one of the second."""
    with database.writing(town_scope) as session:
        a_town(session)
        case, other = a_case(session), a_case(session)
        neighbours(session, 6)
        for _ in range(3):
            a_need(session, case=case)
        a_need(session, case=other)
        return [case.centre_id, other.centre_id]


def lists(database, scope):
    with database.reading(scope) as session:
        return session.scalars(select(ProposalList).order_by(ProposalList.id)).all()


def test_each_centre_has_one_in_the_morning(database, town_scope, tools, clock, needs):
    assert propose_nightly(tools) == 2
    assert make_proposals(tools) == 2
    assert {each.centre_id for each in lists(database, town_scope)} == set(needs)
    clock.advance(timedelta(hours=2))
    assert propose_nightly(tools) == 0, "once a night"
    for made in lists(database, town_scope):
        assert made.state(FOUR + timedelta(hours=6)) is ListState.DRAFT
        assert made.asked_by_id is None


@pytest.mark.parametrize("hours", [-1, 6, 12])
def test_at_other_hours_nobody_is_surprised_by_one(tools, clock, needs, hours):
    clock.advance(timedelta(hours=hours))
    assert propose_nightly(tools) == 0


def test_the_next_night_changes_only_what_it_must(database, town_scope, tools, clock, needs):
    propose_nightly(tools)
    make_proposals(tools)
    with database.writing(town_scope) as session:
        pair = session.scalars(
            select(Proposal)
            .join(Case, Case.id == Proposal.case_id)
            .where(Case.centre_id == needs[1])
        ).one()
        taken = set(session.scalars(select(Proposal.helper_id)))
        free = set(session.scalars(select(VolunteerProfile.person_id))) - taken
        change_proposal(session, proposal_id=pair.id, helper_id=min(free), by=BY, now=FOUR)
    clock.advance(DAY)
    assert propose_nightly(tools) == 2
    assert make_proposals(tools) == 2
    assert [each.changed for each in lists(database, town_scope)[2:]] == [0, 0]


def test_a_town_may_switch_it_off(database, town_scope, tools, needs):
    with database.writing(town_scope) as session:
        session.add(
            SettingEntry(
                town_id=town_scope.town_id, key=NIGHTLY_LIST, value={"is_made": False},
                from_on=TODAY, reason="an example", centre_id=None,
            )
        )  # fmt: skip
    assert propose_nightly(tools) == 0


def test_where_every_need_has_its_helper_none_is_made(database, town_scope, tools):
    with database.writing(town_scope) as session:
        a_town(session)
    assert propose_nightly(tools) == 0
