"""Whom we tell whom to call, and whom never."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from hopecare.domain.strangers import MOST_AN_HOUR, STILL_FRESH, StrangerFacts, is_told

STRANGER = StrangerFacts(
    can_be_texted=True,
    is_own=False,
    is_stopped=False,
    wants_no_texts=False,
    was_told=False,
    told_by_town=0,
    age=timedelta(0),
)


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        pytest.param({}, True, id="a stranger"),
        pytest.param({"can_be_texted": False}, False, id="a short code, or a name"),
        pytest.param({"is_own": True}, False, id="ourselves: a loop"),
        pytest.param({"is_stopped": True}, False, id="nothing leaves the town"),
        pytest.param({"wants_no_texts": True}, False, id="wrote stop"),
        pytest.param({"was_told": True}, False, id="knows it"),
        pytest.param({"told_by_town": MOST_AN_HOUR - 1}, True, id="the last of this hour"),
        pytest.param({"told_by_town": MOST_AN_HOUR}, False, id="a script"),
        pytest.param({"age": STILL_FRESH}, True, id="an hour ago"),
        pytest.param({"age": STILL_FRESH * 2}, False, id="found late"),
    ],
)
def test_a_stranger_is_told_once_and_never_in_a_loop(facts, told):
    assert is_told(replace(STRANGER, **facts)) is told
