"""A price is said as closely as one text costs, and not at all where nobody knows it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from hopecare.language.prices import price_words
from hopecare.language.reader import Reader


@pytest.mark.parametrize(
    ("language", "micros", "currency", "said"),
    [
        ("ko", 18_500_000, "KRW", "18.5원"),
        ("en", 18_500_000, "KRW", "18.5 KRW"),
        ("en", 7_900, "USD", "0.0079 USD"),
        ("en", 1_234_000_000, "GBP", "1,234 GBP"),
        ("en", None, "GBP", ""),
        ("en", 5, None, ""),
    ],
)
def test_a_price_in_words(language, micros, currency, said):
    reader = Reader(
        language=language,
        zone="Asia/Seoul",
        country="KR",
        currency="KRW",
        now=datetime(2026, 11, 23, tzinfo=UTC),
    )
    assert price_words(micros, currency, reader) == said
