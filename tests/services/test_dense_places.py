"""In a dense place those whom a cap leaves in peace hide nobody who may be asked farther away."""

from __future__ import annotations

from datetime import time

from sqlalchemy import update

from hopecare.domain.matching.caps import Cap
from hopecare.queries.asking_policies import wave_policy
from hopecare.queries.wave_facts import LOOKED_FOR, AskedFor, wave_facts
from models import Case, VolunteerProfile
from tests.factories.askings import an_asking, look
from tests.factories.cases import a_need
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours
from tests.plugins.pages import count_queries

CLOSE = 5
"""Metres between those who live near."""
CROWD = 110
"""More than are judged at first: whoever lives behind them is found only by looking farther."""


def close_by(session, how_many, **when):
    """So many near who want no askings at this hour."""
    people = neighbours(session, how_many, first_m=50, step_m=CLOSE)
    ids = [each.id for each in people]
    session.execute(
        update(VolunteerProfile).where(VolunteerProfile.person_id.in_(ids)).values(**when)
    )
    session.expire_all()


def test_whoever_is_free_farther_away_is_asked(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        need = a_need(session)
        free = neighbours(session, 2, first_m=1_200)
        asking = an_asking(session, need, now=NOW.replace(hour=14))
        case = session.get_one(Case, need.case_id)
        wanted = AskedFor(asking=asking, case=case, need=need, policy=wave_policy(case.urgency))
        with count_queries(database) as alone:
            wave_facts(session, wanted, now=NOW)
        close_by(session, CROWD, asked_from=time(20), asked_until=time(21))
        with count_queries(database) as crowded:
            wave_facts(session, wanted, now=NOW)
        assert crowded.total <= alone.total * len(LOOKED_FOR)
        offers = look(session, asking, asking.next_wave_at)
    assert {each.helper_id for each in offers} == {each.id for each in free}
    assert asking.skipped == {Cap.OWN_HOURS.value: CROWD}
