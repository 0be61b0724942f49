"""Two needs are asked for at the same moment, from pages: one volunteer is asked once."""

from __future__ import annotations

import contextlib
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from sqlalchemy import event, select

from hopecare.domain.care_path import TaskEvent
from hopecare.services.answer_offer import answer_offer
from hopecare.services.ask_next_wave import ask_next_wave
from hopecare.services.begin_asking import begin_asking
from hopecare.services.end_task import end_task
from hopecare.services.open_asking import open_asking
from models import Case, Offer
from tests.factories.caps import given
from tests.factories.cases import BY, a_case, a_need
from tests.factories.offers import YES, an_offer
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
    _both_ask(
        database, town_scope, need_ids,
        lambda session, key: begin_asking(session, need_id=key, by=BY, now=NOW),
    )  # fmt: skip
    with database.reading(town_scope) as session:
        assert session.scalars(select(Offer.helper_id)).all() == [helper_id]


def _both_ask(database, town_scope, keys, ask):
    """Two ask at once; the first offer is written once the other could have chosen, too."""
    both = Barrier(2)

    def one(key):
        with database.writing(town_scope) as session:

            def before_it_is_written(_connection, _cursor, statement, *_):
                if statement.startswith("INSERT INTO offers"):
                    with contextlib.suppress(BrokenBarrierError):
                        both.wait(SOON)

            event.listen(session.connection(), "before_cursor_execute", before_it_is_written)
            ask(session, key)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, keys))


def test_whoever_said_yes_late_to_two_is_asked_again_for_one_of_them(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        late, *first = neighbours(session, 3)
        asking_ids = [_freed_again(session, late, each) for each in first]
        helper_id = late.id
    after = NOW + timedelta(days=2)
    _both_ask(
        database, town_scope, asking_ids,
        lambda session, key: ask_next_wave(session, asking_id=key, by=BY, now=after),
    )  # fmt: skip
    with database.reading(town_scope) as session:
        again = select(Offer).where(Offer.helper_id == helper_id, Offer.made_at == after)
        assert len(session.scalars(again).all()) == 1


def _freed_again(session, late, first):
    """Somebody was faster, and is gone: the next wave is due, and the late one comes first."""
    need = a_need(session, case=a_case(session))
    offers = [an_offer(session, need, each) for each in (first, late)]
    answers = [answer_offer(session, offer_id=e.id, answer=YES, by=BY, now=NOW) for e in offers]
    given(session, first, away_until=date(2027, 1, 1))
    case, left = session.get_one(Case, need.case_id), TaskEvent.HANDED_BACK
    task = answers[0].task
    assert task is not None
    end_task(session, case, need, task, event=left, by=BY, now=NOW)
    return open_asking(session, case, need, by=BY, now=NOW + timedelta(days=2)).id
