"""However much is promised at once, what can wait never takes a month past its cap."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.delivery import HoldReason, MessageKind
from hopecare.domain.town_settings import COST_CAP, PRICES
from hopecare.jobs.deliver import deliver
from hopecare.jobs.watch_costs import watch_costs
from notifications.outbox import promise
from tests.factories.people import a_resident
from tests.jobs.test_watch_costs import (  # noqa: F401  fixtures
    NOTICE,
    WON,
    administrator,
    holds,
    priced,
)

pytestmark = pytest.mark.both_databases


@pytest.fixture
def crowd(town):
    """Thirty people, so that no hourly ceiling speaks before the cap."""
    with town.database.writing(town.scope) as session:
        return [a_resident(session, name=f"김{n}").id for n in range(30)]


def promise_all(town, people, kind=MessageKind.NOTICE, *, mark="a"):
    with town.database.writing(town.scope) as session:
        for person_id in people:
            promise(
                session,
                town_id=town.scope.town_id,
                kind=kind,
                to_person_id=person_id,
                dedup_key=f"{kind}:{mark}:{person_id}",
                words=NOTICE,
                now=town.clock(),
            )


def left(town, kind=MessageKind.NOTICE):
    return [m for m in town.messages if m.kind is kind and m.status is MessageStatus.ACCEPTED]


def held(town):
    return [m for m in town.messages if m.hold_reason is HoldReason.COST_CAP]


@pytest.mark.usefixtures("priced")
def test_within_one_minute_no_more_leaves_than_the_cap_carries(town, crowd):
    promise_all(town, crowd)
    deliver(town.tools)

    assert (len(left(town)), len(held(town))) == (10, 20)
    assert len(town.texts.sent) == 10


@pytest.mark.usefixtures("priced")
def test_what_never_waits_is_counted_and_goes_out_all_the_same(town, crowd):
    promise_all(town, crowd[:12], MessageKind.THANKS)
    deliver(town.tools)
    promise_all(town, crowd)
    deliver(town.tools)

    assert len(left(town, MessageKind.THANKS)) == 12
    assert left(town) == []


def test_the_last_text_is_held_where_its_own_price_does_not_fit(town, crowd, holds):  # noqa: F811
    holds(PRICES, text_part=10 * WON, call_minute=50 * WON)
    holds(COST_CAP, a_month=35 * WON)
    promise_all(town, crowd[:5])
    deliver(town.tools)

    assert (len(left(town)), len(held(town))) == (3, 2)


@pytest.mark.usefixtures("priced")
def test_two_senders_at_once_spend_one_cap(town, crowd):
    promise_all(town, crowd)
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(deliver, [town.tools] * 2))

    assert len(left(town)) == 10
    assert len(town.texts.sent) == 10


@pytest.mark.usefixtures("priced")
def test_the_same_month_is_counted_once_whether_summed_or_not(town, crowd):
    promise_all(town, crowd[:6])
    deliver(town.tools)
    watch_costs(town.tools)
    promise_all(town, crowd, mark="b")
    deliver(town.tools)

    assert len(left(town)) == 10
