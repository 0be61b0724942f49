"""A helper rings only where, when and how it is safe for the resident."""

from __future__ import annotations

from datetime import time

import pytest

from hopecare.domain.channels import Channel
from hopecare.domain.people import ContactKind
from hopecare.domain.ringing import Reachable, RingingNote, ringing_of
from hopecare.domain.send_gate import Bound

MOBILE = Reachable(value="+821099990001", kind=ContactKind.MOBILE)
HOME = Reachable(value="+823155550001", kind=ContactKind.LANDLINE)
NOON = time(12, 0)


@pytest.mark.parametrize("channel", [None, Channel.VOICE], ids=["every_way", "voice"])
def test_a_number_that_may_not_be_rung_is_not_shown(channel):
    decided = ringing_of([MOBILE, HOME], [Bound(channel=channel, forbidden=True)], clock=NOON)
    assert decided.numbers == ()
    assert decided.notes == (RingingNote.DO_NOT_RING,)
    assert not decided.may_ring_now


def test_texts_that_are_unsafe_leave_the_call_and_are_said():
    decided = ringing_of([MOBILE], [Bound(channel=Channel.SMS, forbidden=True)], clock=NOON)
    assert decided.may_ring_now
    assert decided.notes == (RingingNote.DO_NOT_TEXT,)


@pytest.mark.parametrize(
    ("start", "end", "may"),
    [
        pytest.param(time(10), time(14), True, id="inside"),
        pytest.param(time(14), time(16), False, id="too_early"),
        pytest.param(time(22), time(13), True, id="past_midnight"),
    ],
)
def test_safe_hours_hold_for_helpers_too(start, end, may):
    rule = Bound(channel=None, safe_from=start, safe_until=end)
    decided = ringing_of([MOBILE], [rule], clock=NOON)
    assert decided.may_ring_now is may
    assert (RingingNote.NOT_NOW in decided.notes) is not may
    assert decided.hours == ((start, end),)


@pytest.mark.parametrize(
    ("points", "bounds", "notes"),
    [
        pytest.param([], [], (RingingNote.NO_TELEPHONE,), id="no_telephone"),
        pytest.param([HOME], [], (RingingNote.LANDLINE_ONLY,), id="landline_only"),
        pytest.param(
            [MOBILE], [Bound(channel=None, neutral_only=True)], (RingingNote.NEUTRAL_ONLY,),
            id="neutral_only",
        ),
        pytest.param(
            [Reachable(value="+821099990002", kind=ContactKind.MOBILE, is_shared=True)],
            [],
            (RingingNote.SHARED,),
            id="shared",
        ),
        pytest.param([MOBILE, HOME], [], (), id="nothing_to_mind"),
    ],
)  # fmt: skip
def test_what_must_be_minded_is_said(points, bounds, notes):
    assert ringing_of(points, bounds, clock=NOON).notes == notes
