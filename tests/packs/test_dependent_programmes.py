"""Programmes that hang together, and figures that are only half known, in an invented country."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hopecare.domain.assessment_traces import assessment_from_trace
from hopecare.domain.eligibility.evaluation import assess
from hopecare.domain.eligibility.facts import HouseholdFacts
from hopecare.language.answer_cards import next_asks
from hopecare.language.explanations import explain_programme
from hopecare.reading.packs import check_pack
from tests.packs_read import read_once

FREEDONIA = Path(__file__).parent / "freedonia"
DAY = date(2021, 6, 1)


@pytest.fixture(scope="module")
def pack():
    return read_once(FREEDONIA)


def house(coins=None, size=1, hat="none", **receiving):
    said = {"house.size": size, "house.coins": coins}
    return HouseholdFacts(
        values={key: value for key, value in said.items() if value is not None},
        rows={"guests": ({"hat": hat},) * size},
        receiving=receiving,
    )


def test_the_invented_country_has_no_mistakes():
    assert check_pack(FREEDONIA) == []


def test_money_that_counts_as_income_says_what_becomes_of_the_others(pack):
    # 12 - 6 = 6 of soup; with 5 of parade money 11 coins, 1 of soup.
    answer = assess(pack, house(6), on=DAY)
    (later,) = answer.programme("soup").later
    assert later.amount is not None
    assert (later.programme, later.verdict, later.amount.value.lo) == ("parade", "eligible", 1)
    assert answer.programme("parade").later == ()
    said = explain_programme(answer.programme("soup"), pack, "en")
    assert "Parade money counts as income here. With it, about ZYD 1." in said
    assert assessment_from_trace(answer.trace()).programmes == answer.programmes


@pytest.mark.parametrize(
    ("coins", "receiving", "later"),
    [
        (7, {}, ["eligible"]),
        (8, {}, ["ineligible"]),
        (13, {}, []),
        (8, {"parade": False}, ["ineligible"]),
        (8, {"parade": True}, []),
    ],
    ids=["still", "no more", "never", "not received", "counted already"],
)
def test_it_ends_where_the_money_passes_the_limit(pack, coins, receiving, later):
    answer = assess(pack, house(coins, soup=False, **receiving), on=DAY)
    assert [item.verdict for item in answer.programme("soup").later] == later
    # The spoon follows the soup out.
    assert [item.verdict for item in answer.programme("spoon").later] == [
        verdict for verdict in later if verdict == "ineligible"
    ]


def test_an_open_verdict_leaves_what_follows_from_it_open_and_asks_what_it_hangs_on(pack):
    answer = assess(pack, house(), on=DAY)
    assert answer.programme("spoon").verdict == "unknown"
    assert answer.programme("spoon").missing == ("house.coins", "receiving.soup")


def test_whether_a_benefit_is_received_is_asked_in_words(pack):
    answer = assess(pack, house(13), on=DAY)
    assert answer.programme("spoon").missing == ("receiving.soup",)
    assert [ask.sentence for ask in next_asks(answer, pack, "en")] == ["Do they receive Soup?"]


def test_a_branch_that_is_not_taken_is_not_asked_about(pack):
    bare, tall = (
        assess(pack, house(hat=hat), on=DAY).programme("soup") for hat in ("none", "tall")
    )
    assert bare.missing == ("house.coins",)
    assert tall.missing == ("house.guests_coins",)


@pytest.mark.parametrize(
    ("size", "coins", "verdict"),
    [
        (1, 10, "eligible"),
        (1, 11, "ineligible"),
        (2, 0, "unknown"),
        (3, 20, "eligible"),
        (3, 21, "unknown"),
        (3, 31, "ineligible"),
        (4, 0, "unknown"),
    ],
)
def test_a_figure_known_within_bounds_decides_only_outside_them(pack, size, coins, verdict):
    answer = assess(pack, house(coins, size), on=date(2020, 6, 1))
    assert answer.programme("soup").verdict == verdict


def test_each_year_has_its_own_source_step_and_grade(pack):
    old, new = (assess(pack, house(5), on=day) for day in (date(2020, 12, 31), date(2021, 1, 1)))
    assert old.programme("soup").unconfirmed == ()
    assert new.programme("soup").unconfirmed == ("limit",)
    assert assess(pack, house(32, 4), on=DAY).programme("soup").verdict == "eligible"
    assert assess(pack, house(40, 5), on=DAY).programme("soup").verdict == "ineligible"


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("eligible.soup", "eligible.spoon", "programme_not_before"),
        ("any(guests, guest.hat == hat.tall)", "eligible.soup", "verdict_in_derived"),
        ("{use: poor}", "{use: rich}", "criterion_unknown"),
        ("say: poor", "say: rich", "saying_unknown"),
        ("counts_as: [house.coins]", "counts_as: [house.size]", "fact_unknown"),
        ("{min: 20, max: 30}", "{min: 40, max: 30}", "bounds_reversed"),
        ("{figures: [12, 18, 25], step: 7,", "{figures: [12, 18, 25], stride: 7,", "key_unknown"),
        ("source: later, grade: C}", "grade: C}", "source_missing"),
    ],
)
def test_a_mistake_in_what_hangs_together_is_named(tmp_path, before, after, code):
    text = (FREEDONIA / "pack.yaml").read_text("utf-8")
    assert before in text
    (tmp_path / "pack.yaml").write_text(text.replace(before, after, 1), "utf-8")
    assert code in {problem.code for problem in check_pack(tmp_path)}
