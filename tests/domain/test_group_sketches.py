"""A group in a few kilobytes: who went and who came is found again."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hopecare.domain.group_sketches import differences, packed, sketch_of, unpacked

IDS = st.sets(st.integers(1, 10**30).map(lambda number: UUID(int=number)), max_size=20)


@settings(deadline=None, max_examples=60)
@given(stayed=IDS, gone=IDS, came=IDS)
def test_exactly_who_differs_is_named(stayed, gone, came):
    gone, came = gone - stayed, came - stayed - gone
    seen = unpacked(packed(sketch_of(stayed | gone)))
    assert seen is not None
    found = differences(seen, sketch_of(stayed | came))
    assert found is not None
    assert (found.gone, found.came) == (gone, came)
    assert seen.size == len(stayed | gone)


def test_a_large_group_takes_as_much_room_as_a_small_one():
    people = [UUID(int=number) for number in range(50_000)]
    seen = sketch_of(people)
    assert len(packed(seen)) == len(packed(sketch_of(people[:1]))) < 4000
    found = differences(seen, sketch_of(people[40:]))
    assert found is not None
    assert found.gone == set(people[:40])


def test_some_dozens_are_named_almost_always():
    """Of these 2,000 groups of forty, 20 and more could not be told with fewer places."""
    groups = [[UUID(int=40 * group + member) for member in range(40)] for group in range(2_000)]
    untold = [each for each in groups if differences(sketch_of(each), sketch_of([])) is None]
    assert len(untold) <= 1


def test_too_many_differences_are_said_not_guessed():
    many = [UUID(int=number) for number in range(500)]
    assert differences(sketch_of(many), sketch_of([])) is None


@pytest.mark.parametrize("text", ["", "forged", "한글", packed(sketch_of([]))[:-5]])
def test_what_is_no_sketch_is_refused(text):
    assert unpacked(text) is None
