"""Whom a message to many reaches, in whose language, and how far it has come."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from hopecare.domain.broadcasts import (
    BroadcastState,
    LeftOut,
    Recipient,
    can_go,
    language_for,
    left_out,
    state_of,
)
from hopecare.domain.delivery import HoldReason
from hopecare.domain.send_gate import SEND_NOW, SendDecision
from hopecare.language.labels import label
from tests.factories.towns import NOW

OVER = NOW + timedelta(hours=3)


@pytest.mark.parametrize(
    ("decision", "has_landline", "reason"),
    [
        (SEND_NOW, False, None),
        (SendDecision(wait_until=OVER - timedelta(minutes=1)), False, None),
        (SendDecision(wait_until=OVER), False, LeftOut.TOO_LATE),
        (SendDecision(hold=HoldReason.NO_CONTACT_POINT), True, LeftOut.LANDLINE),
        (SendDecision(hold=HoldReason.NO_CONTACT_POINT), False, LeftOut.NO_TELEPHONE),
        (SendDecision(hold=HoldReason.OPTED_OUT), True, LeftOut.OPTED_OUT),
        (SendDecision(hold=HoldReason.UNSAFE), True, LeftOut.UNSAFE),
        (SendDecision(hold=HoldReason.NO_CONSENT), True, LeftOut.NO_CONSENT),
        (SendDecision(hold=HoldReason.HAS_DIED), True, LeftOut.HAS_DIED),
        (SendDecision(hold=HoldReason.COST_CAP), False, HoldReason.COST_CAP),
        (SendDecision(hold=HoldReason.TOO_MANY), False, HoldReason.TOO_MANY),
    ],
)
def test_the_gates_word_becomes_a_reason(decision, has_landline, reason):
    found = left_out(decision, has_landline=has_landline, at=NOW, valid_until=OVER)
    assert found == reason


def test_nobody_gets_what_is_over():
    assert left_out(SEND_NOW, has_landline=False, at=OVER, valid_until=OVER) is LeftOut.TOO_LATE


@pytest.mark.parametrize("hold", HoldReason)
def test_whatever_the_gate_says_is_a_reason_with_words(hold):
    decision = SendDecision(hold=hold)
    reason = left_out(decision, has_landline=False, at=NOW, valid_until=OVER)
    assert reason is not None
    assert label("ko", reason) != label("en", reason)


@pytest.mark.parametrize(
    ("reasons", "goes"),
    [
        ((), False),
        ((None,), True),
        ((None, LeftOut.NO_CONSENT), True),
        ((LeftOut.NO_CONSENT,), False),
        ((None, HoldReason.TOO_MANY), False),
    ],
)
def test_it_goes_to_somebody_and_only_while_sending_runs(reasons, goes):
    people = [
        Recipient(person_id=uuid4(), language="ko", left_out=reason, waits_until=None)
        for reason in reasons
    ]
    assert can_go(people) is goes


@pytest.mark.parametrize(
    ("own", "town", "written", "read"),
    [
        ("en", "ko", ("ko", "en"), "en"),
        ("en", "ko", ("ko",), "ko"),
        ("vi", "ko", ("ko", "en"), "ko"),
        ("ko", "ko", ("en",), "en"),
    ],
)
def test_everybody_reads_their_own_language_else_the_towns(own, town, written, read):
    assert language_for(own, town, dict.fromkeys(written, "words")) == read


@pytest.mark.parametrize(
    ("dates", "state"),
    [
        ((None, None, None), BroadcastState.DRAFT),
        ((NOW, None, None), BroadcastState.UNDER_WAY),
        ((NOW, NOW, None), BroadcastState.WRITTEN),
        ((NOW, None, NOW), BroadcastState.STOPPED),
        ((NOW, NOW, NOW), BroadcastState.STOPPED),
    ],
)
def test_its_dates_say_how_far_it_has_come(dates, state):
    sent, written, stopped = dates
    assert state_of(sent_at=sent, written_at=written, stopped_at=stopped) is state
