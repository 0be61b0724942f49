"""Emergency numbers and holidays are whole, each with its source; a mistake is refused by name."""

from __future__ import annotations

from datetime import date

import pytest

from hopecare.country_facts import (
    emergency_numbers,
    public_holidays,
    read_emergency_numbers,
    read_public_holidays,
    shipped_emergency_numbers,
)
from hopecare.demo.town_files import read_town
from hopecare.domain.emergency import EmergencyUse
from hopecare.errors import SettingsMissingError
from hopecare.town_values import policy_text

SHIPPED = policy_text("emergency")
HOLIDAYS = policy_text("holidays")


@pytest.mark.parametrize(("country", "number"), [("KR", "119"), ("GB", "999"), ("US", "911")])
def test_texts_name_the_number_for_danger_to_life(country, number):
    assert emergency_numbers(country).life == number
    assert not emergency_numbers(country).is_general


def test_a_country_without_its_own_numbers_is_told_so():
    numbers = emergency_numbers("AT")
    assert numbers.is_general
    assert numbers.life == "112"
    assert "your own country" in numbers.numbers[0].label("en")


def test_every_number_has_a_source_a_day_and_words_in_each_language():
    for numbers in shipped_emergency_numbers().values():
        for each in numbers.numbers:
            assert each.address.startswith("https://")
            assert each.checked <= date(2026, 11, 27)
            assert each.label("ko") != each.label("en")
            assert each.label("fr") == each.label("en")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (SHIPPED.replace("version =", "edition ="), {"missing": ["version"]}),
        (SHIPPED.replace("[[anywhere]]", "[[ZZ]]"), {"missing": ["anywhere"]}),
        (SHIPPED.replace('use = "life"', 'use = "police"', 1), {"country": "KR"}),
        (SHIPPED.replace('number = "999"', 'number = "nine"'), {"country": "GB"}),
        (SHIPPED.replace('source = "NHS: when to call 999"', 'source = ""'), {"country": "GB"}),
        (SHIPPED.replace("checked = 2026-11-27", 'checked = "today"', 1), {"country": "KR"}),
        (SHIPPED.replace('number = "988"', 'number = "988"\nfax = "1"'), {"country": "US"}),
    ],
    ids=["no version", "nothing general", "life not first", "no digits", "no source", "no day",
         "a field too many"],
)  # fmt: skip
def test_a_mistake_is_refused_by_name(text, facts):
    with pytest.raises(SettingsMissingError) as refused:
        read_emergency_numbers(text)
    assert facts.items() <= refused.value.facts.items()


def test_the_demonstrations_countries_have_their_own_numbers():
    for slug in ("namyangju", "riverbend"):
        numbers = emergency_numbers(read_town(slug).town["country"])
        assert {EmergencyUse.LIFE, EmergencyUse.DESPAIR} <= {each.use for each in numbers.numbers}


# Public holidays


@pytest.mark.parametrize(
    ("on", "name"),
    [
        (date(2026, 12, 25), "Christmas Day"),
        (date(2027, 2, 7), "Seollal"),
        (date(2027, 7, 19), "Substitute for Constitution Day"),
    ],
)
def test_korean_holidays_are_named(on, name):
    korea = public_holidays("KR")
    assert korea.days[on].label("en") == name
    assert korea.days[on].label("ko") != name


def test_what_is_not_written_down_is_not_known():
    assert date(2027, 6, 7) not in public_holidays("KR").days
    assert public_holidays("KR").knows(date(2027, 6, 7))
    assert not public_holidays("KR").knows(date(2028, 1, 1))
    assert not public_holidays("GB").knows(date(2026, 12, 25))


@pytest.mark.parametrize(
    "text",
    [
        HOLIDAYS.replace("version =", "edition ="),
        HOLIDAYS.replace("on = 2027-02-07", "on = 2028-02-07"),
        HOLIDAYS.replace("on = 2027-02-07", "on = 2027-02-06"),
        HOLIDAYS.replace('ko = "설날", en = "Seollal"', 'ko = "설날"'),
        HOLIDAYS.replace("checked = 2026-11-27", 'checked = "soon"', 1),
        HOLIDAYS.replace("address =", "adress =", 1),
    ],
    ids=["no version", "another year", "twice", "one language", "no day", "no address"],
)
def test_holidays_with_a_mistake_are_refused(text):
    with pytest.raises(SettingsMissingError):
        read_public_holidays(text)
