"""The shipped emergency numbers are whole, each with its source; a mistake is refused by name."""

from __future__ import annotations

from datetime import date

import pytest

from hopecare.country_facts import (
    emergency_numbers,
    read_emergency_numbers,
    shipped_emergency_numbers,
)
from hopecare.demo.town_files import read_town
from hopecare.domain.emergency import EmergencyUse
from hopecare.errors import SettingsMissingError
from hopecare.town_values import policy_text

SHIPPED = policy_text("emergency")


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
