"""Minutes on foot: by routes where a server answers, by the straight line wherever it does not."""

from __future__ import annotations

import logging

import pytest

from hopecare.domain.matching.distance import Point, moved
from hopecare.travel import MOST, RoutingServer, StraightLine, WaysFrom, travel_of
from tests.standin.routing import Mood, RoutingStandIn

HOME = Point(37.65, 127.24)
STARTS = [moved(HOME, north_m=metres, east_m=0) for metres in (10, 676, 3_000)]
BY_LINE = (1, 11, 49)
BY_ROUTE = (1, 2, 3)
PATIENT_S = 30
"""Where the server answers: a busy machine may need longer than a page would wait."""


@pytest.fixture
def server():
    """The stand-in; whatever it was asked must have been right."""
    with RoutingStandIn() as stand_in:
        yield stand_in
    assert not stand_in.wrong


def test_the_straight_line_is_a_third_longer_at_a_walking_pace():
    ways = StraightLine().on_foot(STARTS, HOME)
    assert (ways.minutes, ways.rest_on) == (BY_LINE, WaysFrom.STRAIGHT_LINE)


def test_a_server_says_how_long_the_streets_take(server):
    ways = travel_of(server.base_url, timeout_s=PATIENT_S).on_foot(STARTS, HOME)
    assert (ways.minutes, ways.rest_on) == (BY_ROUTE, WaysFrom.ROUTES)


def test_a_way_the_server_does_not_know_is_reckoned(server):
    server.mood = Mood.SOME_UNKNOWN
    ways = RoutingServer(server.base_url, timeout_s=PATIENT_S).on_foot(STARTS[::-1], HOME)
    assert ways.minutes == (49, 2, 3)


@pytest.mark.parametrize(
    "mood",
    [Mood.ERROR, Mood.NO_JSON, Mood.NO_ROUTES, Mood.TOO_FEW, Mood.NOT_A_NUMBER, Mood.CUT_OFF],
)
def test_a_server_that_errs_costs_nothing_but_says_so(server, caplog, mood):
    server.mood = mood
    with caplog.at_level(logging.DEBUG):
        ways = RoutingServer(server.base_url, timeout_s=PATIENT_S).on_foot(STARTS, HOME)
    assert (ways.minutes, ways.rest_on) == (BY_LINE, WaysFrom.NO_ANSWER)
    assert "did not help" in caplog.text
    assert "37." not in caplog.text
    assert "127.24" not in caplog.text


def test_nobody_waits_for_a_server_that_hangs(server):
    server.mood = Mood.HANG
    ways = RoutingServer(server.base_url, timeout_s=0.1).on_foot(STARTS, HOME)
    assert (ways.minutes, ways.rest_on) == (BY_LINE, WaysFrom.NO_ANSWER)


def test_a_server_that_is_not_there_is_no_harm():
    ways = RoutingServer("http://127.0.0.1:9", timeout_s=0.5).on_foot(STARTS, HOME)
    assert ways.rest_on is WaysFrom.NO_ANSWER


def test_only_the_shown_few_are_asked_for(server):
    ways = RoutingServer(server.base_url, timeout_s=PATIENT_S).on_foot(STARTS * 10, HOME)
    assert server.asked == [MOST]
    assert len(ways.minutes) == len(STARTS) * 10
    assert travel_of(None).on_foot([], HOME).minutes == ()
    assert RoutingServer(server.base_url).on_foot([], HOME).minutes == ()
