"""Addresses compared as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.addresses import building_of, comparable_address


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("남양주시 경춘로 1037", "남양주시  경춘로 1037 "),
        ("남양주시 경춘로 1037 (금곡동)", "남양주시 경춘로 1037"),
        ("12 High Street", "12 HIGH STREET,"),
        ("경춘로 １０３７", "경춘로 1037"),
    ],
)
def test_spacing_brackets_and_case_make_no_other_address(one, other):
    assert comparable_address(one) == comparable_address(other)


@pytest.mark.parametrize(
    ("line", "building"),
    [
        ("경춘로 1037, 301호", "경춘로 1037"),
        ("경춘로 1037 지하 1층 101호", "경춘로 1037"),
        ("경춘로 1037 3층", "경춘로 1037"),
        ("12 High Street, Flat 3", "12 High Street"),
        ("경춘로 1037", "경춘로 1037"),
    ],
)
def test_neighbours_of_one_building_share_it(line, building):
    assert building_of(line) == comparable_address(building)


def test_two_houses_of_one_street_stay_apart():
    assert building_of("경춘로 1037") != building_of("경춘로 1038")
    assert building_of("경춘로 10-37") != building_of("경춘로 1037")


@given(st.text(max_size=60))
def test_any_line_is_compared_in_one_form(line):
    once = comparable_address(line)
    assert comparable_address(once) == once
