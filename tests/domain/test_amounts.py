"""Amounts as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from hopecare.domain.amounts import is_other_money, read_amount


@pytest.mark.parametrize(
    ("text", "won"),
    [
        ("20000000", 20_000_000),
        ("20,000,000", 20_000_000),
        ("20 000 000", 20_000_000),
        ("2000만", 20_000_000),
        ("2,000만원", 20_000_000),
        ("2천만", 20_000_000),
        ("2천만 원", 20_000_000),
        ("２，０００만원", 20_000_000),
        ("이천만원", 20_000_000),
        ("천만원", 10_000_000),
        ("3천5백만", 35_000_000),
        ("이십오만 원", 250_000),
        ("2.5천만", 25_000_000),
        ("1억 2천만", 120_000_000),
        ("1억 500만원", 105_000_000),
        ("1만 2000", 12_000),
        ("1조", 1_000_000_000_000),
        ("₩1,200", 1_200),
        ("KRW 1,200", 1_200),
        ("2m", 2_000_000),
        ("300k", 300_000),
        ("12.50", Decimal("12.50")),
        ("0", 0),
        ("-5만", -50_000),
    ],
)
def test_an_amount_is_read_however_it_is_written(text, won):
    assert read_amount(text) == won


@pytest.mark.parametrize(
    "text",
    ["", "원", "about a million", "1만2", "3천5", "12 34", "1,5", "12,34,567", "2만3억", "만만",
     "1e9", "nan", "12..5", "5~7", "1" * 61, "💰", "\x00", "2천만이하", "--5"],
)  # fmt: skip
def test_what_could_mean_two_things_or_nothing_is_not_read(text):
    assert read_amount(text) is None


@pytest.mark.parametrize(
    ("text", "currency", "is_other"),
    [
        ("1,000", "KRW", False),
        ("1,000원", "KRW", False),
        ("₩1000", "KRW", False),
        ("12 USD", "KRW", True),
        ("$12", "KRW", True),
        ("12€", "GBP", True),
        ("$12", "USD", False),
        ("$12", "AUD", False),
        ("1000won", "USD", True),
        ("３원", "USD", True),
    ],
)
def test_money_of_another_currency_is_told_apart(text, currency, is_other):
    assert is_other_money(text, currency) is is_other
