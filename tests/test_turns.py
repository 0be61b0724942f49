"""Whoever has to write alone waits for all others, and holds up nobody but while it writes."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from hopecare.database import AllTowns, TownScope
from models import Town

HERE, ELSEWHERE = TownScope(uuid4()), TownScope(uuid4())
A_MOMENT = 0.6


class Writers:
    """Transactions that stay open until they are let go, each in a thread of its own."""

    def __init__(self, database, pool):
        self.database, self.pool, self.let_go = database, pool, []

    def begin(self, scope, *, alone=False):
        """Begin to write; says when it could, and ends once `end` lets it."""
        began, may_end = Event(), Event()
        self.let_go.append(may_end)

        def write():
            with self.database.writing(scope, alone=alone) as session:
                session.scalar(select(func.count(Town.id)))
                began.set()
                may_end.wait()

        return began, may_end, self.pool.submit(write)

    def end(self):
        for each in self.let_go:
            each.set()


@pytest.fixture
def writers(postgresql):
    with ThreadPoolExecutor(4) as pool:
        made = Writers(postgresql, pool)
        yield made
        made.end()


@pytest.mark.parametrize("other", [HERE, AllTowns()], ids=["here", "in all towns"])
@pytest.mark.parametrize("first_alone", [True, False])
def test_one_who_stands_alone_and_any_other_follow_each_other(writers, other, first_alone):
    scopes = (HERE, other) if first_alone else (other, HERE)
    began, may_end, _ = writers.begin(scopes[0], alone=first_alone)
    assert began.wait(5)
    following, _, _ = writers.begin(scopes[1], alone=not first_alone)
    assert not following.wait(A_MOMENT)
    may_end.set()
    assert following.wait(5)


def test_two_who_stand_alone_follow_each_other(writers):
    first, may_end, _ = writers.begin(HERE, alone=True)
    assert first.wait(5)
    second, _, _ = writers.begin(HERE, alone=True)
    assert not second.wait(A_MOMENT)
    may_end.set()
    assert second.wait(5)


def test_another_town_is_not_held_up(writers):
    first, _, _ = writers.begin(HERE, alone=True)
    assert first.wait(5)
    other, _, _ = writers.begin(ELSEWHERE)
    assert other.wait(5)


def test_one_who_writes_for_long_holds_up_nobody_through_one_who_waits(writers):
    long, may_end, _ = writers.begin(HERE)
    assert long.wait(5)
    alone, _, waiting = writers.begin(HERE, alone=True)
    # Time for it to stand in line.
    time.sleep(A_MOMENT)
    other, other_may_end, done = writers.begin(HERE)
    assert other.wait(2)
    other_may_end.set()
    done.result(5)
    assert not alone.is_set()
    may_end.set()
    assert alone.wait(5)
    writers.end()
    assert wait([waiting], 5).not_done == set()
