"""Which network carries what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from uuid_utils.compat import uuid7

from hopecare.domain.channels import Channel
from hopecare.settings import Settings
from notifications.memory_sms import MemoryNetwork
from notifications.port import Answer, Parcel
from notifications.routing import HomeFirst, networks_of

PARCEL = Parcel(
    message_id=uuid7(),
    attempt=1,
    to="+821023456789",
    body="안녕하세요",
    language="ko",
    valid_for=timedelta(hours=1),
)


def test_words_of_an_invented_town_never_reach_the_real_network():
    abroad, home = MemoryNetwork(), MemoryNetwork()

    result = HomeFirst(abroad, home).send(replace(PARCEL, stays_here=True))

    assert result.answer is Answer.TAKEN
    assert (len(abroad.sent), len(home.sent)) == (0, 1)


def test_words_of_a_real_town_go_out():
    abroad, home = MemoryNetwork(), MemoryNetwork()

    HomeFirst(abroad, home).send(PARCEL)

    assert (len(abroad.sent), len(home.sent)) == (1, 0)


TWILIO = {
    "HOPECARE_ENVIRONMENT": "test",
    "HOPECARE_TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "HOPECARE_TWILIO_AUTH_TOKEN": "an invented token",
    "HOPECARE_TWILIO_FROM_NUMBER": "+15005550006",
}


def networks(**more: str):
    said = {f"HOPECARE_TWILIO_{name}": value for name, value in more.items()}
    return networks_of(Settings.from_env(TWILIO | said))


def test_twilios_own_address_is_paced_by_the_towns_profiles():
    assert networks().follows_profiles
    assert networks().own_rates == {}


def test_another_address_is_paced_only_by_what_the_settings_say():
    standin = networks(API_BASE="http://127.0.0.1:9", TEXTS_PER_SECOND="7")
    assert not standin.follows_profiles
    assert standin.own_rates == {Channel.SMS: 7}


def test_a_machine_without_twilio_is_not_paced():
    here = networks_of(Settings.from_env({"HOPECARE_ENVIRONMENT": "test"}))
    assert not here.follows_profiles
    assert here.own_rates == {}
