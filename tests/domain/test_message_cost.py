"""What words would cost, before they are sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.channel_profiles import shipped_profiles
from hopecare.domain.channel_profiles import Price
from hopecare.domain.euc_kr import all_fit_euc_kr, bytes_in_euc_kr, fits_euc_kr
from hopecare.domain.message_cost import cost_of, cost_of_call

PRICE = Price(micros=9_900_000, currency="KRW", source="a contract", as_of=date(2026, 3, 1))
KOREA = replace(shipped_profiles()["kr-twilio"], text_price=PRICE, call_price=PRICE)
TWO_WAY = shipped_profiles()["two-way"]


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        pytest.param("가" * 62, 1, id="one part beside the network's own words"),
        pytest.param("가" * 63, 2, id="one more makes two"),
        pytest.param("가" * 126, 2, id="126 fill two"),
        pytest.param("가" * 127, 3, id="127 make three"),
    ],
)
def test_each_part_of_a_text_is_paid_for(body, parts):
    cost = cost_of(body, KOREA)
    assert cost.units == parts
    assert (cost.micros, cost.currency) == (parts * 9_900_000, "KRW")


def test_without_a_price_the_parts_are_known_and_the_cost_is_not():
    cost = cost_of("a" * 161, TWO_WAY)
    assert (cost.units, cost.micros, cost.currency) == (2, None, None)


@pytest.mark.parametrize(
    ("body", "length"),
    [
        pytest.param("안녕하세요", 10, id="Hangul takes two"),
        pytest.param("ok 네", 5, id="letters take one"),
        pytest.param("똠", None, id="a syllable Python would spell out in eight"),
        pytest.param("가—나", None, id="a long dash"),
        pytest.param("₩1000", None, id="the sign of the won"),
        pytest.param("😀", None, id="a face"),
    ],
)
def test_bytes_in_korea_are_counted_character_by_character(body, length):
    assert bytes_in_euc_kr(body) == length
    assert cost_of(body, KOREA).euc_kr_bytes == length
    assert cost_of(body, TWO_WAY).euc_kr_bytes is None


@given(body=st.text(max_size=60))
def test_words_fit_as_a_whole_where_each_character_fits(body):
    assert all_fit_euc_kr(body) == all(fits_euc_kr(character) for character in body)


@pytest.mark.parametrize(
    ("seconds", "minutes"), [(0, 1), (1, 1), (60, 1), (61, 2), (120, 2), (3599, 60)]
)
def test_each_begun_minute_of_a_call_is_paid_for(seconds, minutes):
    cost = cost_of_call(seconds, KOREA)
    assert (cost.units, cost.micros) == (minutes, minutes * 9_900_000)
    assert cost_of_call(seconds, TWO_WAY).micros is None
