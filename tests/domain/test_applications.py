"""Applying: papers that run out, help that does not last, and the shipped lists."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hopecare.domain.applications import (
    BRIDGES,
    FOLLOW_UPS,
    BridgeTrouble,
    Decision,
    FollowUp,
    PaperTrouble,
    bridge_trouble,
    paper_trouble,
    usual_bridge,
)
from hopecare.domain.needs import NeedKind
from hopecare.errors import SettingsMissingError
from hopecare.reading.country_packs import country_pack
from hopecare.reading.legal_clocks import country_clocks
from hopecare.reading.paper_lists import find_paper, papers_of, read_papers, shipped_papers

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("valid_until", "appointment_on", "trouble"),
    [
        (None, TODAY, None),
        (TODAY - DAY, None, PaperTrouble.HAS_RUN_OUT),
        (TODAY, None, None),
        (TODAY, TODAY, None),
        (TODAY + DAY, TODAY + 2 * DAY, PaperTrouble.RUNS_OUT_FIRST),
        (TODAY + 2 * DAY, TODAY + 2 * DAY, None),
    ],
)
def test_a_paper_is_good_on_its_last_day(valid_until, appointment_on, trouble):
    assert paper_trouble(valid_until, appointment_on=appointment_on, today=TODAY) is trouble


@pytest.mark.parametrize(
    ("given", "trouble"),
    [
        ({}, None),
        ({"is_live": False}, BridgeTrouble.ENDED),
        ({"is_helped": False}, BridgeTrouble.UNFILLED),
        ({"until_on": TODAY - DAY}, BridgeTrouble.ENDS_FIRST),
        ({"until_on": TODAY - DAY, "is_helped": False}, BridgeTrouble.ENDS_FIRST),
        ({"until_on": None}, None),
        ({"due_on": None, "until_on": TODAY}, None),
    ],
)
def test_help_lasts_until_the_day_the_answer_is_due(given, trouble):
    facts = {"is_live": True, "is_helped": True, "until_on": TODAY, "due_on": TODAY} | given
    assert bridge_trouble(**facts) is trouble


def test_a_refusal_starts_four_steps_and_a_grant_none():
    assert FOLLOW_UPS[Decision.REFUSED] == tuple(FollowUp)
    assert FOLLOW_UPS[Decision.GRANTED] == ()
    assert FollowUp.OBJECT in FOLLOW_UPS[Decision.PARTLY_GRANTED]


def test_every_programme_that_is_named_stands_in_the_pack():
    programmes = set(country_pack("KR").programmes)
    assert set(BRIDGES) <= programmes
    listed = shipped_papers()["KR"]
    assert {each for paper in listed for each in paper.programmes} <= programmes
    left_out = {each for rule in country_clocks("KR").rules for each in rule.not_for}
    assert left_out <= programmes


def test_a_programme_without_a_proposal_gets_side_dishes():
    assert usual_bridge("livelihood") is NeedKind.SIDE_DISHES
    assert usual_bridge(None) is NeedKind.SIDE_DISHES
    assert usual_bridge("medical") is NeedKind.ESCORT


def test_what_no_source_says_of_a_paper_is_not_there():
    lease = find_paper("KR", "lease")
    assert lease is not None
    assert (lease.issued_by, lease.where, lease.cost_minor, lease.valid_days) == (None,) * 4
    assert lease.valid_until(TODAY) is None
    assert lease.said(lease.where, "ko") is None
    assert papers_of("KR", "emergency") == ()
    assert papers_of("GB", "livelihood") == ()
    assert find_paper("KR", "gone") is None


WHOLE = """
version = "x"
[[KR]]
code = "lease"
for = ["livelihood"]
ko = "가"
en = "a"
why_ko = "가"
why_en = "a"
grade = "A"
source = "x"
address = "x"
checked = 2026-06-30
issued_by_ko = "읍사무소"
issued_by_en = "Town office"
valid_days = 90
"""


def test_what_is_known_of_a_paper_is_said():
    (paper,) = read_papers(WHOLE)["KR"]
    assert paper.said(paper.issued_by, "ko") == "읍사무소"
    assert paper.label("vi") == "a"
    assert paper.valid_until(TODAY) == TODAY + 90 * DAY


@pytest.mark.parametrize(
    "broken",
    [
        WHOLE.replace('grade = "A"', 'grade = "D"'),
        WHOLE.replace('source = "x"\n', ""),
        WHOLE.replace('version = "x"\n', ""),
        WHOLE + WHOLE.replace('version = "x"\n', ""),
    ],
)
def test_a_paper_that_is_not_whole_is_refused(broken):
    with pytest.raises(SettingsMissingError):
        read_papers(broken)
