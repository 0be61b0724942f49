"""What a recipient is not told is taken out of free words, however it was written."""

from __future__ import annotations

from datetime import date

import pytest

from hopecare.domain.redaction import (
    MARK,
    without,
    writings_of_address,
    writings_of_day,
    writings_of_name,
)


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


HOME = "경기도 남양주시 진접읍 장현로 123, 101동 502호"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("경기도 남양주시 진접읍 장현로 123 101동 502호", MARK),
        ("장현로 123 101동 502호에 사심", f"{MARK}에 사심"),
        ("101동 502호 문이 열려 있음", f"{MARK} 문이 열려 있음"),
        ("장현로123 앞", f"{MARK} 앞"),
        ("남양주시 사람 123명", "남양주시 사람 123명"),
        ("1502호 옆집", "1502호 옆집"),
    ],
)
def test_each_part_of_an_address_that_leads_to_the_door_is_taken_out(text, left):
    assert without(text, writings_of_address(HOME)) == left


def test_an_address_that_begins_with_its_number_is_known_by_it():
    found = without("She lives at 12 Church Lane.", writings_of_address("12 Church Lane, Hope"))
    assert found == f"She lives at {MARK}."


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("김다래", "다래 씨가 왔음", f"{MARK} 씨가 왔음"),
        ("남궁옥분", "옥분 할머니", f"{MARK} 할머니"),
        ("김솔", "솔밭에 감", "솔밭에 감"),
        ("Ana Silva", "Ana came", "Ana came"),
    ],
)
def test_a_korean_name_is_known_without_its_family_name(name, text, left):
    assert without(text, writings_of_name(name)) == left


def test_a_number_of_the_same_town_is_a_telephone_and_two_years_are_none():
    assert without("전화 555-1234", []) == f"전화 {MARK}"
    assert without("2025-2026 겨울", []) == "2025-2026 겨울"


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
