"""A day of 200,000 messages, listed by its pages within 200 ms, on both databases.

Outbox and inbox, without a filter, with each filter, and a page far down. The time is the whole
request: the numbers, the rows, their words opened, the page written, and who looked written down.
At the everyday size it holds that the numbers on the pages are right.
"""

from __future__ import annotations

import statistics
import sys
import time

import pytest

from tests.benchmarks.message_day import lay_day
from tests.factories.towns import TODAY

MANY, FEW = 200_000, 2_000
ROUNDS = 5
GOAL_S = 0.200
DAY = f"from_on={TODAY}&until_on={TODAY}"
OUTBOX = (
    "",
    DAY,
    *(
        f"{DAY}&{narrower}"
        for narrower in (
            "status=delivered",
            "status=undelivered",
            "status=pending",
            "kind=check_in",
            "kind=alert",
            "channel=sms",
            "channel=voice",
            "hold=opted_out",
            "failure=landline",
            "failure=other",
            "trouble=yes",
            "waiting=yes",
            "twice=yes",
            "urgent=yes",
            "taken=yes",
            "fate=delivered",
            "fate=no_receipt",
        )
    ),
)
INBOX = (
    "",
    DAY,
    *(
        f"{DAY}&{narrower}"
        for narrower in (
            "which=waits",
            "which=read",
            "which=understood",
            "channel=sms",
            "meaning=fine",
            "meaning=unclear",
            "sender=known",
            "sender=unknown",
        )
    ),
)


@pytest.mark.timeout(3600)
def test_a_day_of_200_000_messages_is_listed(
    benchmark, database, town_scope, visitor, pytestconfig, capsys
):
    is_full = pytestconfig.getoption("benchmark_enable")
    many = MANY if is_full else FEW
    account = lay_day(database, town_scope, messages=many, before=many // 4)
    staff = visitor.sign_in(account)
    pages = [*(f"/messages?{each}" for each in OUTBOX), *(f"/inbox?{each}" for each in INBOX)]
    pages += [following(staff, page, 3) for page in (pages[1], f"/inbox?{DAY}")]
    if not is_full:
        assert "More than 2,000 rows" in staff.get(pages[0]).main
        assert "2000 rows" in staff.get(pages[1]).main
        assert "2 rows" in staff.get(f"/messages?{DAY}&twice=yes").main
    times = {}

    def look():
        for path in pages:
            times[path] = [took(staff, path) for _ in range(ROUNDS if is_full else 1)]

    benchmark.pedantic(look, rounds=1)
    if benchmark.stats is not None:
        kind = "sqlite" if database.is_sqlite else "postgresql"
        with capsys.disabled():
            for path, each in times.items():
                middle, best = statistics.median(each), min(each)
                sys.stdout.write(
                    f"\n{kind} {path[:90]}: {middle * 1000:.0f} ms, the best {best * 1000:.0f} ms,"
                    f" {middle / GOAL_S:.2f} of the goal of {GOAL_S * 1000:.0f} ms"
                )


def took(staff, path):
    began = time.perf_counter()
    answer = staff.client.get(path)
    took = time.perf_counter() - began
    assert answer.status_code == 200
    return took


def following(staff, path, pages):
    """The address of a page further down."""
    for _ in range(pages):
        links = [link for link in staff.get(path).links if "after=" in link]
        path = links[-1]
    return path
