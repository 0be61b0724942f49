"""Delivery in numbers: every one of them leads to exactly the rows it counts."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from hopecare.domain.care_path import MessageStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import HoldReason
from tests.factories.desk import a_message
from tests.factories.people import a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town
from tests.plugins.pages import Visitor, count_queries, said_by

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
S = MessageStatus
SVG = "{http://www.w3.org/2000/svg}"


def numbers_on(page):
    links = [each for each in page.find_all("a") if each.attrib["href"].startswith("/messages?")]
    return {
        each.attrib["href"]: int(said_by(each).replace(",", ""))
        for each in links
        if re.fullmatch(r"[\d,]+", said_by(each))
    }


def rows_behind(visitor, link):
    return len(visitor.fetch(f"{link}&format=csv").text.splitlines()) - 1


def some_of_everything(session, centre):
    """Messages of each fate and cause, some of them days ago, and some of another centre."""
    resident = a_resident(session, centre=centre)
    told: dict[str, Any] = {"sent_at": NOW - HOUR / 2}
    for status, more in (
        (S.DELIVERED, told),
        (S.DELIVERED, told | {"possible_duplicate": True, "segments": 3}),
        (S.ACCEPTED, {"sent_at": NOW}),
        (S.SENT, told),
        (S.UNDELIVERED, told | {"error_code": "30003"}),
        (S.FAILED, {"error_code": "handset_off"}),
        (S.FAILED, {"error_code": "99999"}),
        (S.FAILED, {}),
        (S.UNKNOWN, {}),
        (S.EXPIRED, {"error_code": "too_late"}),
        (S.HELD, {"hold_reason": HoldReason.UNSAFE}),
        (S.STOPPED, {}),
        (S.PENDING, {}),
    ):
        for ago in (HOUR, 3 * DAY, 20 * DAY, 40 * DAY):
            a_message(session, resident, status=status, now=NOW - ago, **more)
    a_message(session, resident, channel=Channel.VOICE, status=S.DELIVERED, **told)
    elsewhere = a_resident(session, name="박여울", centre=a_centre(session))
    a_message(session, elsewhere, status=S.DELIVERED)


@pytest.fixture
def centre(database, town_scope):
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        some_of_everything(session, centre)
    return centre


@pytest.fixture
def staff(database, town_scope, app, centre):
    with database.writing(town_scope) as session:
        account = a_staff_account(session, centre=centre)
    return Visitor(app).sign_in(account)


@pytest.mark.parametrize(("window", "times"), [("day", 1), ("week", 2), ("month", 3)])
def test_every_number_leads_to_exactly_its_rows(staff, window, times):
    page = staff.get(f"/messages/health?window={window}")
    numbers = numbers_on(page)
    assert {link: rows_behind(staff, link) for link in numbers} == numbers
    assert 13 * times in numbers.values()
    assert "The telephone was off or had no signal." in page.main
    for said in ("No word from the network", "On its way", "Sent again, may have arrived twice"):
        assert said in page.main


def test_the_reasons_gather_what_the_network_and_we_call_the_same(staff):
    numbers = numbers_on(staff.get("/messages/health"))
    of_failures = {link: n for link, n in numbers.items() if "failure=" in link}
    assert sorted(of_failures.values()) == [2, 2]


def test_waits_are_said_in_words(staff):
    main = staff.get("/messages/health").main
    assert "Half of them left within 30 minutes of when they might leave, " in main
    assert "95 of 100 within 60 minutes." in main


def test_a_further_try_counts_from_when_it_might_leave_and_is_said(
    database, town_scope, app, visitor
):
    """One was promised three hours before its second try, and the first of another got lost."""
    with database.writing(town_scope) as session:
        a_town(session)
        centre = a_centre(session)
        account = a_staff_account(session, centre=centre)
        resident = a_resident(session, centre=centre)
        again: dict[str, Any] = {"now": NOW - 3 * HOUR, "attempt": 2, "valid_until": NOW + HOUR}
        a_message(session, resident, now=NOW - HOUR, sent_at=NOW - HOUR + SECOND, attempt=1)
        a_message(session, resident, not_before=NOW - HOUR, sent_at=NOW - HOUR + SECOND, **again)
        a_message(session, resident, not_before=NOW, sent_at=NOW - 2 * HOUR, **again)
    said = "Half of them left within 1 second of when they might leave, 95 of 100 within 1 second."
    main = visitor.sign_in(account).get("/messages/health").main
    assert said in main
    assert "2 of them were tried more than once" in main


def test_what_it_cost_is_said_with_what_has_no_price_and_drawn(database, town_scope, staff, centre):
    """What was charged counts before what was reckoned; what never left costs nothing."""
    won: dict[str, Any] = {"cost_micros": 10_000_000, "cost_currency": "KRW", "sent_at": NOW}
    assert "They cost" not in staff.get("/messages/health").main
    with database.writing(town_scope) as session:
        resident = a_resident(session, name="이나루", centre=centre)
        a_message(session, resident, now=NOW - HOUR, **won)
        charged: dict[str, Any] = {"charged_micros": 12_500_000, "charged_currency": "KRW"}
        a_message(session, resident, now=NOW - HOUR, **won, **charged)
        a_message(session, resident, now=NOW - 3 * DAY, **won)
        never: dict[str, Any] = won | {"sent_at": None, "status": S.FAILED}
        a_message(session, resident, now=NOW - HOUR, **never)
    page = staff.get("/messages/health")
    assert "They cost ₩22.50. 5 of them have no price in this town's money" in page.main
    assert "Top of the chart: ₩22.50" in page.main
    drawings = page.find_all(f"{SVG}svg", role="img")
    assert [each.attrib["aria-label"].partition(": ")[2] for each in drawings] == [
        "the height is how many were promised.",
        "the height is what they cost.",
        "the height is how many were promised.",
    ]
    assert "They cost ₩32.50. 10 of them" in staff.get("/messages/health?window=week").main


def test_a_town_in_which_nothing_was_said_has_an_empty_page(database, town_scope, app):
    with database.writing(town_scope) as session:
        a_town(session)
        account = a_staff_account(session)
    assert (
        "Nothing was promised in this time."
        in Visitor(app).sign_in(account).get("/messages/health?window=nonsense").main
    )


def test_the_page_asks_no_more_for_a_month_than_for_a_day(database, staff):
    counts = []
    for window in ("day", "week", "month"):
        with count_queries(database) as counted:
            staff.get(f"/messages/health?window={window}")
        counts.append(counted.total)
    assert len(set(counts)) == 1, counts


def test_the_chart_is_drawn_with_words_for_who_cannot_see_it(staff):
    page = staff.get("/messages/health")
    drawings = page.find_all(f"{SVG}svg", role="img")
    assert [each.attrib["aria-label"][:12] for each in drawings] == ["Text message", "Telephone ca"]
    assert drawings[0].findall(f"{SVG}rect")


@pytest.mark.parametrize(
    ("window", "said"),
    [("day", "Top of the chart: 13 promised in an hour"), ("week", "13 promised on a day")],
)
def test_the_chart_says_what_its_height_and_its_ends_are(staff, window, said):
    page = staff.get(f"/messages/health?window={window}")
    axes = [said_by(each) for each in page.find_all("p") if each.get("class") == "chart-axis"]
    assert said in axes[0]
    assert "23 Nov" in axes[1]
