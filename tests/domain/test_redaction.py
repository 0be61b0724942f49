"""What a recipient is not told is taken out of free words, however it was written."""

from __future__ import annotations

from datetime import date

import pytest

from hopecare.domain.redaction import MARK, without, writings_of_day


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("김다래님은 화도읍 마석로 12 에 사세요", "화도읍 마석로 12"),
        ("화도읍마석로12로 오세요", "화도읍 마석로 12"),
        ("KIM DARAE came", "Kim Darae"),
        ("1938-04-02생", "1938-04-02"),
        ("(.*)+ 라고 썼어요", "(.*)+"),
    ],
)
def test_a_secret_is_taken_out_however_it_is_spaced(text, secret):
    left = without(text, [secret])
    assert MARK in left
    assert "".join(secret.split()).casefold() not in "".join(left.split()).casefold()


@pytest.mark.parametrize(
    "number", ["010-1234-5678", "01012345678", "+82 10 1234 5678", "380402-1234567"]
)
def test_what_looks_like_a_telephone_or_an_identity_is_taken_out(number):
    assert without(f"번호 {number} 예요", []) == f"번호 {MARK} 예요"


@pytest.mark.parametrize("text", ["32,000원", "2026-11-23", "밤 10시 30분에 3번", "2천만"])
def test_money_days_and_hours_stay(text):
    assert without(text, []) == text


def test_a_house_number_is_not_found_inside_a_longer_number():
    assert without("방 1204", ["12"]) == "방 1204"


def test_a_single_letter_is_no_secret_that_empties_everything():
    assert without("가나다 가", ["가", ""]) == "가나다 가"


def test_the_longest_secret_goes_first_so_that_nothing_of_it_is_left():
    assert without("김다래 할머니", ["다래", "김다래"]) == f"{MARK} 할머니"


@pytest.mark.parametrize("text", writings_of_day(date(1938, 4, 2)))
def test_a_birth_date_is_known_in_its_writings(text):
    assert MARK in without(f"태어난 날 {text}.", writings_of_day(date(1938, 4, 2)))
