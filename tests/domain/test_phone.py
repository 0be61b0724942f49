"""Telephone numbers as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.phone import DEMO_PREFIX, PhoneFault, PhoneNumber, invented_number
from hopecare.errors import PhoneRefusedError


@pytest.mark.parametrize(
    "raw",
    [
        "01023456789",
        "010-2345-6789",
        "010 2345 6789",
        "010.2345.6789",
        "０１０－２３４５－６７８９",
        "+82 10-2345-6789",
        "+82 (0)10 2345 6789",
        "0082-10-2345-6789".replace("0082", "+82"),
        " 010–2345–6789\u200b ",
    ],
)
def test_one_number_is_read_however_it_is_written(raw):
    assert PhoneNumber.parse(raw, "KR").e164 == "+821023456789"


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ("", PhoneFault.EMPTY),
        ("   ", PhoneFault.EMPTY),
        ("없음", PhoneFault.NOT_A_NUMBER),
        ("010-2345-67#9", PhoneFault.NOT_A_NUMBER),
        ("1", PhoneFault.NOT_A_NUMBER),
        ("010-1234-567", PhoneFault.TOO_SHORT),
        ("010-2345-67890123", PhoneFault.TOO_LONG),
        ("0" * 41, PhoneFault.TOO_LONG),
        ("02-0123-4567", PhoneFault.NOT_IN_USE),
        ("010-0123-4567", PhoneFault.INVENTED),
    ],
)
def test_what_is_no_number_is_refused_with_its_reason(raw, fault):
    with pytest.raises(PhoneRefusedError) as refused:
        PhoneNumber.parse(raw, "KR")
    assert refused.value.facts["code"] == fault


@pytest.mark.parametrize(
    ("raw", "is_mobile"),
    [("010-2345-6789", True), ("031-590-1234", False), ("02-312-4567", False)],
)
def test_a_landline_is_told_from_a_mobile(raw, is_mobile):
    assert PhoneNumber.parse(raw, "KR").is_mobile is is_mobile


def test_a_number_is_shown_the_way_it_is_written_at_home():
    number = PhoneNumber.parse("+821023456789", "GB")
    assert number.national == "010-2345-6789"
    assert number.written_for("KR") == "010-2345-6789"
    assert number.written_for("GB") == "+82 10-2345-6789"
    assert number.last_four == "6789"


@pytest.mark.parametrize(
    ("raw", "region", "is_mobile"),
    [
        ("010-0123-4567", "KR", True),
        ("031-012-3456", "KR", False),
        ("07700 900123", "GB", True),
        ("01632 960123", "GB", False),
        ("(202) 555-0142", "US", True),
    ],
)
def test_invented_numbers_are_taken_only_where_they_are_allowed(raw, region, is_mobile):
    number = PhoneNumber.parse(raw, region, allow_invented=True)
    assert number.is_invented
    assert number.is_mobile is is_mobile
    with pytest.raises(PhoneRefusedError):
        PhoneNumber.parse(raw, region)


@given(count=st.integers(0, 999_999), is_mobile=st.booleans())
def test_every_number_of_the_demonstration_is_invented_and_its_own(count, is_mobile):
    number = invented_number(count, is_mobile=is_mobile)
    assert number.is_invented
    assert number.is_mobile is is_mobile
    assert number.e164.startswith(DEMO_PREFIX) is is_mobile
    assert number != invented_number((count + 1) % 10**6, is_mobile=is_mobile)


@given(st.text(max_size=60))
def test_any_text_is_either_read_or_refused_with_a_code(text):
    try:
        number = PhoneNumber.parse(text, "KR", allow_invented=True)
    except PhoneRefusedError as refused:
        code = refused.facts["code"]
    else:
        code = None
        assert PhoneNumber.parse(number.e164, "KR", allow_invented=True) == number
    assert code is None or code in set(PhoneFault)
