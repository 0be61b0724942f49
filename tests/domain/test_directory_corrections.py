"""Whether a hand wrote something else than a source, or the same in another way."""

from __future__ import annotations

import pytest

from hopecare.domain.directory_corrections import is_alike


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("02-123-4567", "+82 2 123 4567", True),
        ("(02) 123 4567", "021234567", True),
        ("+82-10-0000-1234", "010-0000-1234", True),
        ("1577-1234", "15771234", True),
        ("02-1234-5678", "070-1234-5678", False),
        ("031-234-5678", "032-234-5678", False),
        ("", "02-123-4567", False),
        ("평일 전화 02-123-4567", "02-123-4567", True),
        ("82-2-123-4567", "02-123-4567", True),
        ("82 2 123 4567", "+82-2-123-4567", True),
        ("82-31-590-1234", "031-590-1234", True),
        ("02-123-4567 ext 3", "02-123-4567 내선 3", True),
        ("02-123-4567 ext. 3", "02-123-4567(내선번호 3)", True),
        ("82-2-123-4567 x3", "+82 2 123 4567 #3", True),
        ("02-123-4567 내선 3", "02-123-4567", False),
        ("02-123-4567 내선 3", "02-123-4567 내선 4", False),
        ("02-123-4567 내선 3", "02-1234-5673", False),
        ("45 12 34 56", "45123456", True),
        ("02-123-45673", "02-123-4567 ext 3", False),
    ],
)
def test_a_number_is_the_same_however_it_is_written_and_another_by_its_prefix(one, other, alike):
    assert is_alike("phone", one, other) is alike


def test_spaces_say_nothing():
    assert is_alike("name", "별빛  부엌 ", "별빛 부엌")
    assert not is_alike("name", "별빛 부엌", "달빛 부엌")
