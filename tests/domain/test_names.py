"""Names compared, searched and said."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.domain.names import (
    called_with_honorific,
    comparable,
    normalised,
    prefixes,
    romanised,
    romanised_key,
)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("김 다래", "김다래"),
        (" 김　다래 ", "김다래"),
        (unicodedata.normalize("NFD", "김다래"), "김다래"),
        ("차누리·봄", "차누리봄"),
        ("Kim  DARAE", "kimdarae"),
        ("Trần-Mai", "trầnmai"),
    ],
)
def test_spacing_dots_and_case_do_not_make_another_name(written, same):
    assert comparable(written) == same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("김다래", "Kim Darae"),
        ("김다래", "DARAE KIM"),
        ("김다래", "Kim Da-rae"),
        ("김 다래", "Gim Dalae"),
        ("박여울", "Park Yeoul"),
        ("오나래", "Oh Narae"),
        ("정현영", "Jeong Hyun Young"),
        ("최별", "Choi Byul"),
        ("이솔", "Lee Sol"),
        ("남궁솔", "Namgung Sol"),
        ("Trần Mai", "TRAN Mai"),
    ],
)
def test_a_name_in_letters_meets_the_name_in_hangul(one, other):
    assert romanised_key(one) == romanised_key(other)


def test_different_names_stay_apart():
    assert romanised_key("김다래") != romanised_key("김나래")
    assert romanised_key("배마루") != romanised_key("Ma Ru")


def test_hangul_is_written_in_letters():
    assert romanised("김다래") == "gimdarae"
    assert romanised("한솔 A") == "hansol A"


def test_a_name_is_found_by_how_it_begins():
    assert prefixes("김 다래") == ("김", "김다", "김다래", "다", "다래")
    assert "kim" in prefixes("Darae Kim")


@pytest.mark.parametrize(
    ("name", "language", "said"),
    [
        ("김다래", "ko", "김다래님"),
        ("김다래", "ko-KR", "김다래님"),
        ("김다래님", "ko", "김다래님"),
        ("Darae Kim", "en", "Darae Kim"),
        ("이웃", "ko_KR", "이웃님"),
    ],
)
def test_a_stranger_says_the_name_politely(name, language, said):
    assert called_with_honorific(name, language) == said


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing_more(name):
    once = normalised(name)
    assert normalised(once) == once
    assert romanised_key(name) == romanised_key(name)
    assert all(comparable(name) or not start for start in prefixes(name))
