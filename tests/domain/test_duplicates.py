"""Records that may be one person, and records that only look so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.duplicates import (
    LOOK_FROM,
    Likeness,
    PersonTraces,
    Verdict,
    like_pairs,
    score_duplicate,
)
from hopecare.domain.names import comparable, prefixes, romanised_key


def traces(name=None, *, phone=None, born=None, address=None, building=None, area=None):
    """What is left of a person, with plain words in place of their hashes."""
    return PersonTraces(
        phones=frozenset([phone] if phone else []),
        names=frozenset([comparable(name)] if name else []),
        letters=frozenset([romanised_key(name)] if name else []),
        prefixes=frozenset(each for each in prefixes(name or "") if len(each) > 1),
        birth_on=born,
        address=address,
        building=building,
        area=area,
    )


DARAE = traces("김다래", phone="+821001111111", born="1959-03-02", address="a1", area="jinjeop")


@pytest.mark.parametrize(
    ("other", "verdict", "reason"),
    [
        pytest.param(
            traces("김 다래", born="1959-03-02", area="jinjeop"),
            Verdict.SAME,
            Likeness.SAME_NAME,
            id="the name spaced otherwise",
        ),
        pytest.param(
            traces("김다래", phone="+821009999999", born="1959-03-02", area="jinjeop"),
            Verdict.SAME,
            Likeness.SAME_BIRTH_DATE,
            id="a changed telephone",
        ),
        pytest.param(
            traces("Kim Darae", phone="+821001111111"),
            Verdict.SAME,
            Likeness.SAME_NAME_IN_LETTERS,
            id="the name in letters",
        ),
        pytest.param(
            traces("김다래", building="b1", area="jinjeop"),
            Verdict.POSSIBLE,
            Likeness.SAME_NAME,
            id="the same name in one block",
        ),
        pytest.param(
            traces("김다래", born="1984-07-07", area="jinjeop"),
            Verdict.DIFFERENT,
            Likeness.OTHER_BIRTH_DATE,
            id="the same name, another age",
        ),
        pytest.param(
            traces("김한별", phone="+821001111111", born="1985-05-05", address="a1"),
            Verdict.DIFFERENT,
            Likeness.SAME_PHONE,
            id="a son on the family telephone",
        ),
        pytest.param(
            traces(phone="+821001111111"),
            Verdict.POSSIBLE,
            Likeness.SAME_PHONE,
            id="an unnamed caller on a known telephone",
        ),
        pytest.param(
            traces("박여울", area="jinjeop"),
            Verdict.DIFFERENT,
            Likeness.OTHER_NAME,
            id="somebody else of the district",
        ),
        pytest.param(traces(), Verdict.DIFFERENT, None, id="nothing to compare"),
    ],
)
def test_a_record_is_pointed_out_with_its_reasons(other, verdict, reason):
    score = score_duplicate(DARAE, other)
    assert score.verdict is verdict
    assert reason is None or reason in score.reasons


FEW = st.sampled_from([None, "x", "y"])
TRACES = st.builds(
    traces,
    st.sampled_from([None, "김다래", "김 다래", "Kim Darae", "김다솜", "박여울"]),
    phone=FEW,
    born=FEW,
    address=FEW,
    building=FEW,
    area=FEW,
)


@given(a=TRACES, b=TRACES)
def test_it_makes_no_difference_which_record_was_first(a, b):
    assert score_duplicate(a, b) == score_duplicate(b, a)


@given(a=TRACES, b=TRACES)
def test_points_never_come_without_a_reason(a, b):
    score = score_duplicate(a, b)
    assert bool(score.points) <= bool(score.reasons)


@given(a=TRACES)
def test_nobody_differs_from_themself(a):
    assert not {Likeness.OTHER_NAME, Likeness.OTHER_BIRTH_DATE} & set(score_duplicate(a, a).reasons)


def test_a_newcomer_is_compared_with_the_known_and_with_those_before():
    twin = traces("Kim Darae", phone="+821001111111")
    pairs = list(like_pairs([("line 2", twin), ("line 3", twin)], [("known", DARAE)]))
    assert [(pair.new, pair.known) for pair in pairs] == [
        ("line 2", "known"),
        ("line 3", "line 2"),
    ]


@given(newcomers=st.lists(TRACES, max_size=8))
def test_whoever_is_pointed_out_in_a_list_has_reason_enough(newcomers):
    for pair in like_pairs(list(enumerate(newcomers)), []):
        assert pair.known < pair.new
        assert pair.score == score_duplicate(newcomers[pair.new], newcomers[pair.known])
        assert pair.score.points >= LOOK_FROM
