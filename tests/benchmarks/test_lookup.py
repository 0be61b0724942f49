"""The best ten of 100,000 volunteers for one need, all hard rules, on both databases.

The goal is a 95th percentile of 20 ms, asserted of processor time, ours and the server's together,
so that others on the machine do not decide it; the time on the clock is printed. Other needs come
first: each kind of statement is built once a process, which takes as long as a few answers. Beside
it, in the same run: a full scan of the same town by the same rules, and whether both name the same
people.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import func, select

from hopecare.domain.matching.candidates import rank_helpers
from hopecare.domain.matching.constraints import WHOLE_WEEK, NeedFacts
from hopecare.domain.needs import NeedKind
from hopecare.domain.people import GenderWish
from hopecare.queries.candidate_facts import facts_of_people
from hopecare.queries.nearest_helpers import nearest_helpers
from models import VolunteerProfile
from tests.benchmarks.goals import p50_and_p95, tell
from tests.factories.many_volunteers import a_spot, a_spread, many_volunteers
from tests.factories.towns import NOW, TODAY, a_town

MANY, FEW = 100_000, 300
NEEDS, FEW_NEEDS, SCANNED = 150, 5, 20
BEFORE, FEW_BEFORE = 100, 2
TEN = 10
GOAL_S = 0.020
SEED = 7


def a_wanted(chance, spread):
    """An ordinary need: a third asks for a check, a fifth for a language, most for an hour."""
    language = chance.choice((None, None, None, None, "vi"))
    return NeedFacts(
        point=a_spot(chance, spread),
        kinds=frozenset({chance.choice([k for k in NeedKind if k != NeedKind.PHONE_COMPANION])}),
        check_level=chance.choice((0, 0, 1)),
        language=language,
        language_required=language is not None,
        gender_wish=chance.choice((*(GenderWish.NONE,) * 4, GenderWish.FEMALE_REQUIRED)),
        slots=chance.choice((WHOLE_WEEK, 0b110 << 4, 1 << 9)),
    )


@pytest.fixture
def town(database, town_scope, pytestconfig):
    """What is asked first, and what is measured; one seed lays the town on both databases."""
    is_full = pytestconfig.getoption("benchmark_enable")
    chance = random.Random(SEED)  # noqa: S311  an invented town is no secret
    with database.writing(town_scope) as session:
        own = a_town(session)
        many_volunteers(session, own.id, MANY if is_full else FEW, chance=chance)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    spread = a_spread(random.Random(SEED))  # noqa: S311  the same
    measured = [a_wanted(chance, spread) for _ in range(NEEDS if is_full else FEW_NEEDS)]
    before = [a_wanted(chance, spread) for _ in range(BEFORE if is_full else FEW_BEFORE)]
    return before, measured


def ids_of(ranked):
    return [each.helper_id for each in ranked][:TEN]


def server_of(session):
    """The process of the server that answers this session; None where there is none."""
    if session.get_bind().dialect.name == "sqlite":
        return None
    return Path(f"/proc/{session.scalar(select(func.pg_backend_pid()))}/schedstat")


def spent_s(server):
    """Processor time so far, ours and that of the server."""
    of_server = int(server.read_text().split()[0]) / 1e9 if server else 0.0
    return time.process_time() + of_server


@pytest.mark.timeout(3600)
def test_the_best_ten(benchmark, database, town_scope, town, capsys):
    with database.reading(town_scope) as session:

        def look(need):
            found = nearest_helpers(
                session, need, town_id=town_scope.town_id, on=TODAY, now=NOW, enough=TEN
            )
            return ids_of(found.ranked)

        before, measured = town
        for need in before:
            look(need)
        waiting, server = iter(measured), server_of(session)
        found, spent = [], []

        def next_one():
            began = spent_s(server)
            found.append(look(next(waiting)))
            spent.append(spent_s(server) - began)

        benchmark.pedantic(next_one, rounds=len(measured))
        if benchmark.stats is None:
            found = [look(need) for need in measured]
        ids = list(session.scalars(select(VolunteerProfile.person_id)))
        everybody = [
            facts
            for start in range(0, len(ids), TEN * 1000)
            for facts in facts_of_people(
                session, ids[start : start + TEN * 1000], town_id=town_scope.town_id, now=NOW
            )
        ]
    times = []
    for need, named in list(zip(measured, found, strict=True))[:SCANNED]:
        began = time.perf_counter()
        scanned = rank_helpers(need, everybody, TODAY).ranked
        times.append(time.perf_counter() - began)
        assert ids_of(scanned) == named
    tell(benchmark, capsys, GOAL_S)
    if benchmark.stats is not None:
        with capsys.disabled():
            sys.stdout.write(f"of processors: {p50_and_p95(spent, GOAL_S)}\n")
            middle, late = np.percentile(times, (50, 95))
            sys.stdout.write(
                f"full scan of {len(ids):,}, facts already read: p50 {middle * 1000:.0f} ms,"
                f" p95 {late * 1000:.0f} ms; the same ten in {len(times)} of {len(times)}\n"
            )
        assert np.percentile(spent, 95) <= GOAL_S
