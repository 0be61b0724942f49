"""What a criterion alone decides is written for one and for many: both say the same of any tree."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.eligibility.facts import Grade
from hopecare.domain.eligibility.figures import Origin
from hopecare.domain.eligibility.judging import deciding, deciding_one, verdict
from hopecare.domain.eligibility.pack import Criterion, Joining, Programme

TRUTHS = (-1, 0, 1)
HOUSEHOLDS = 4


def group(parts):
    return st.builds(
        lambda parts, joining: (joining, parts),
        st.lists(parts, min_size=1, max_size=4),
        st.sampled_from(Joining),
    )


TREES = group(st.recursive(st.none(), group, max_leaves=12))


def criterion(tree, key=""):
    if tree is None:
        return Criterion(id=key, name={})
    joining, parts = tree
    below = tuple(criterion(part, f"c{place}") for place, part in enumerate(parts))
    return Criterion(id=key, name={}, joining=joining, parts=below)


def programme(tree):
    return Programme(
        key="bread",
        name={},
        origin=Origin(source="", place={}, grade=Grade.A),
        since=date(2020, 1, 1),
        until=None,
        require=criterion(tree),
    )


@given(TREES, st.data())
def test_one_household_is_told_what_the_column_says_in_its_place(tree, data):
    bread = programme(tree)
    column = st.lists(st.sampled_from(TRUTHS), min_size=HOUSEHOLDS, max_size=HOUSEHOLDS)
    truths = {
        path: np.array(data.draw(column), dtype=np.int8)
        for path, each in bread.criteria.items()
        if not each.parts
    }
    for path, each in bread.criteria.items():
        if each.parts:
            truths[path] = verdict(each, truths, path=path)
    for place in range(HOUSEHOLDS):
        alone = {path: int(truth[place]) for path, truth in truths.items()}
        found = {path: ends for path, *ends in deciding_one(bread.require, alone)}
        assert found.keys() == bread.criteria.keys()
        for path, ends in found.items():
            many = deciding(bread, truths, path)
            assert ends == [int(np.broadcast_to(end, HOUSEHOLDS)[place]) for end in many], path
