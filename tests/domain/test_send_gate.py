"""Who is disturbed when, and who never."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hopecare.channel_profiles import shipped_profiles
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import HoldReason
from hopecare.domain.send_gate import SEND_NOW, Bound, SendFacts, may_send

SEOUL = ZoneInfo("Asia/Seoul")
KOREA = shipped_profiles()["kr-twilio"]


def facts(hour: int = 10, **changes: object) -> SendFacts:
    usual: dict[str, Any] = {
        "channel": Channel.SMS,
        "local_now": datetime(2026, 11, 23, hour, 0, tzinfo=SEOUL),
        "is_urgent": False,
        "is_neutral": False,
        "can_be_neutral": False,
        "is_overheard": False,
        "has_died": False,
        "has_contact_point": True,
        "opted_out": False,
        "consents": True,
    }
    return SendFacts(**(usual | changes))


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        pytest.param({"has_died": True, "opted_out": True}, HoldReason.HAS_DIED, id="has died"),
        pytest.param({"has_contact_point": False}, HoldReason.NO_CONTACT_POINT, id="no number"),
        pytest.param({"opted_out": True}, HoldReason.OPTED_OUT, id="wants no texts"),
        pytest.param({"consents": False}, HoldReason.NO_CONSENT, id="took consent back"),
        pytest.param(
            {"bounds": (Bound(channel=Channel.SMS, forbidden=True),)},
            HoldReason.UNSAFE,
            id="unsafe",
        ),
        pytest.param(
            {"bounds": (Bound(channel=None, neutral_only=True),)},
            HoldReason.UNSAFE,
            id="only neutral words are safe, and there are none",
        ),
        pytest.param({"is_over_cap": True}, HoldReason.COST_CAP, id="the month's money is spent"),
        pytest.param({"is_over_cap": True, "opted_out": True}, HoldReason.OPTED_OUT, id="graver"),
        pytest.param({"is_overheard": True}, HoldReason.UNSAFE, id="others use it, no such words"),
        pytest.param({"bounds": (Bound(channel=Channel.VOICE, forbidden=True),)}, None, id="calls"),
        pytest.param(
            {"bounds": (Bound(channel=None, neutral_only=True),), "is_neutral": True},
            None,
            id="neutral words",
        ),
    ],
)
def test_the_gravest_reason_holds_words_back(changes, reason):
    assert may_send(facts(**changes), KOREA).hold is reason


@pytest.mark.parametrize(
    ("hour", "urgent", "waits_until"),
    [
        pytest.param(10, False, None, id="in the morning"),
        pytest.param(22, False, (24, 8), id="late evening waits for the morning"),
        pytest.param(3, False, (23, 8), id="night waits for the same morning"),
        pytest.param(3, True, None, id="an alert does not wait"),
    ],
)
def test_nobody_is_disturbed_at_night_without_need(hour, urgent, waits_until):
    decision = may_send(facts(hour, is_urgent=urgent), KOREA)

    day_and_hour = decision.wait_until and (decision.wait_until.day, decision.wait_until.hour)
    assert day_and_hour == waits_until


def test_safe_hours_are_waited_for_even_by_urgent_words():
    bound = Bound(channel=None, safe_from=time(13), safe_until=time(15))

    assert may_send(facts(14, is_urgent=True, bounds=(bound,)), KOREA) == SEND_NOW
    waits = may_send(facts(16, is_urgent=True, bounds=(bound,)), KOREA).wait_until
    assert waits == datetime(2026, 11, 24, 13, 0, tzinfo=SEOUL)


@pytest.mark.parametrize(
    ("changes", "is_neutral"),
    [
        pytest.param({}, False, id="a telephone of one's own"),
        pytest.param({"is_overheard": True}, True, id="others use it too"),
        pytest.param({"bounds": (Bound(channel=None, neutral_only=True),)}, True, id="a rule"),
        pytest.param(
            {"bounds": (Bound(channel=Channel.VOICE, neutral_only=True),)}, False, id="another way"
        ),
        pytest.param({"is_overheard": True, "is_neutral": True}, False, id="neutral as it stands"),
    ],
)
def test_neutral_words_go_out_instead_of_none(changes, is_neutral):
    decision = may_send(facts(can_be_neutral=True, **changes), KOREA)

    assert (decision.hold, decision.in_neutral_words) == (None, is_neutral)
