"""Two needs are asked for at the same moment, from pages: one volunteer is asked once."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import event, select

from hopecare.services.begin_asking import begin_asking
from models import Offer
from tests.factories.cases import BY, a_case, a_need
from tests.factories.towns import NOW, a_town
from tests.factories.volunteers import neighbours

pytestmark = pytest.mark.both_databases

SOON = 2.0
"""Seconds in which the other may choose the same one; where it must wait, it waits in vain."""


def test_nobody_is_asked_for_two_needs_at_one_moment(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        (only,) = neighbours(session, 1)
        need_ids = [a_need(session, case=a_case(session)).id for _ in range(2)]
        helper_id = only.id
    both = Barrier(2)

    def ask(need_id):
        with database.writing(town_scope) as session:

            def before_it_is_written(_connection, _cursor, statement, *_):
                if statement.startswith("INSERT INTO offers"):
                    with contextlib.suppress(BrokenBarrierError):
                        both.wait(SOON)

            event.listen(session.connection(), "before_cursor_execute", before_it_is_written)
            begin_asking(session, need_id=need_id, by=BY, now=NOW)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(ask, need_ids))
    with database.reading(town_scope) as session:
        assert session.scalars(select(Offer.helper_id)).all() == [helper_id]
