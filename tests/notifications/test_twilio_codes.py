"""What each of Twilio's numbers means, and whether trying again at once is safe."""

from __future__ import annotations

import pytest

from notifications.channel_counts import OURS, THEIRS
from notifications.port import Charge, Failure
from notifications.twilio_codes import PASSING, charge_of, failure_of


@pytest.mark.parametrize("code", ["20429", "21611", "30001", "63018"])
def test_too_much_at_once_is_tried_again(code):
    assert failure_of(code) in PASSING


@pytest.mark.parametrize("code", ["21610", "21211", "21614", "21635", "30004", "30005", "30006"])
def test_one_persons_number_or_wish_is_never_tried_again_and_alarms_nobody(code):
    assert failure_of(code) in THEIRS
    assert failure_of(code) not in PASSING


@pytest.mark.parametrize(
    "code",
    ["21210", "21408", "21606", "21612", "21659", "21660", "21661", "30002", "30007"],
)
def test_what_only_an_operator_can_mend_is_counted_as_ours(code):
    assert failure_of(code) in OURS
    assert failure_of(code) not in PASSING


@pytest.mark.parametrize(
    ("code", "failure"),
    [
        ("30003", Failure.HANDSET_OFF),
        ("30004", Failure.BLOCKED),
        ("30008", Failure.UNREACHABLE),
        ("30036", Failure.TOO_LATE),
        ("99999", Failure.OTHER),
        (None, None),
        ("", None),
        (0, None),
    ],
)
def test_everything_else_has_a_word_of_its_own_or_says_that_it_has_none(code, failure):
    assert failure_of(code) is failure


def test_a_charge_is_read_as_money_lost_and_nothing_is_made_of_nothing():
    assert charge_of(price="-0.0075", unit="usd") == Charge(micros=7_500, currency="USD")
    assert charge_of(seconds="61") == Charge(seconds=61)
    assert charge_of(segments=None, price=None, unit="USD") is None
