"""Who takes the alerts when: by the rota, by who is away, and where nobody is left."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.duty import Cover, Gap, Leave, Turn, cover_at, gaps, watches

ANNA, BORA, CHUL = (UUID(int=number) for number in range(1, 4))
START = datetime(2026, 11, 24, tzinfo=UTC)


def at(hour):
    return START + timedelta(hours=hour)


def turn(begins, ends, person=ANNA, substitute=None):
    return Turn(person_id=person, from_at=at(begins), until_at=at(ends), substitute_id=substitute)


def leave(begins, ends, person=ANNA):
    return Leave(person_id=person, from_at=at(begins), until_at=at(ends))


def said(found):
    hours = timedelta(hours=1)
    return [((w.from_at - START) / hours, (w.until_at - START) / hours, w.person_id) for w in found]


@pytest.mark.parametrize(
    ("away", "expected"),
    [
        ([], [(9, 18, ANNA)]),
        ([leave(0, 24)], [(9, 18, BORA)]),
        ([leave(12, 24)], [(9, 12, ANNA), (12, 18, BORA)]),
        ([leave(10, 11)], [(9, 10, ANNA), (10, 11, BORA), (11, 18, ANNA)]),
        ([leave(0, 24), leave(12, 14, BORA)], [(9, 12, BORA), (14, 18, BORA)]),
        ([leave(0, 24, BORA)], [(9, 18, ANNA)]),
        ([leave(18, 24)], [(9, 18, ANNA)]),
    ],
    ids=["there", "away", "leaves at noon", "away for an hour", "both away for a while",
         "the substitute is away", "goes when it ends"],
)  # fmt: skip
def test_the_substitute_takes_over_while_the_one_named_is_away(away, expected):
    assert said(watches([turn(9, 18, substitute=BORA)], away)) == expected


def test_who_stands_in_is_said_with_whom_for():
    (watch,) = watches([turn(9, 18, substitute=BORA)], [leave(0, 24)])
    assert watch.instead_of_id == ANNA


def test_nothing_is_filled_in_silently():
    on = watches([turn(9, 18)], [leave(12, 24)])
    assert gaps(on, at(9), at(20)) == [Gap(from_at=at(12), until_at=at(20))]
    assert gaps(on, at(9), at(20))[0].hours == 8


def test_gaps_stand_between_before_and_after():
    on = watches([turn(18, 20, BORA), turn(9, 12), turn(11, 14, CHUL)], [])
    found = [(gap.from_at, gap.until_at) for gap in gaps(on, at(8), at(24))]
    assert found == [(at(8), at(9)), (at(14), at(18)), (at(20), at(24))]


@pytest.mark.parametrize(
    ("hour", "cover"),
    [
        (9, Cover(is_named=True)),
        (17.9, Cover(is_named=True)),
        (18, Cover(is_named=False, again_at=at(33))),
        (8, Cover(is_named=False, again_at=at(9))),
        (60, Cover(is_named=False)),
    ],
)
def test_it_says_whether_anybody_is_on_and_since_when_again(hour, cover):
    assert cover_at(watches([turn(33, 42), turn(9, 18)], []), at(hour)) == cover


HOURS = st.integers(0, 48)
PEOPLE = st.sampled_from((ANNA, BORA, CHUL))


@st.composite
def some_turns(draw):
    begins, long = draw(HOURS), draw(st.integers(1, 20))
    person, substitute = draw(PEOPLE), draw(st.none() | PEOPLE)
    return turn(begins, begins + long, person, None if substitute == person else substitute)


@st.composite
def some_leaves(draw):
    begins, long = draw(HOURS), draw(st.integers(1, 20))
    return leave(begins, begins + long, draw(PEOPLE))


@given(st.lists(some_turns(), max_size=5), st.lists(some_leaves(), max_size=4))
def test_every_hour_is_either_watched_by_somebody_there_or_a_gap(turns, away):
    on = watches(turns, away)
    bare = gaps(on, at(0), at(70))
    for hour in range(70):
        now = at(hour)
        there = {w.person_id for w in on if w.from_at <= now < w.until_at}
        gone = {each.person_id for each in away if each.covers(now)}
        expected = set()
        for each in turns:
            if each.from_at <= now < each.until_at:
                order = [p for p in (each.person_id, each.substitute_id) if p and p not in gone]
                expected |= set(order[:1])
        assert there == expected
        is_bare = any(gap.from_at <= now < gap.until_at for gap in bare)
        assert is_bare is not bool(there)
        assert cover_at(on, now).is_named is bool(there)
