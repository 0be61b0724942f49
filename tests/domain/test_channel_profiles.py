"""What a town's network can carry."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.channel_profiles import profile_named, shipped_profiles
from hopecare.domain.channel_profiles import GSM7, segments_of
from hopecare.domain.channels import ReplyWay
from hopecare.errors import SettingsMissingError

KOREA, TWO_WAY = shipped_profiles()["kr-twilio"], shipped_profiles()["two-way"]


@pytest.mark.parametrize(
    ("profile", "body", "segments"),
    [
        pytest.param(KOREA, "가" * 62, 1, id="62 Hangul beside the network's own words"),
        pytest.param(KOREA, "가" * 63, 2, id="63 Hangul"),
        pytest.param(KOREA, "a" * 62, 1, id="letters count like Hangul in Korea"),
        pytest.param(TWO_WAY, "가" * 70, 1, id="70 Hangul elsewhere"),
        pytest.param(TWO_WAY, "가" * 71, 2, id="71 Hangul"),
        pytest.param(TWO_WAY, "가" * 134, 2, id="134 Hangul"),
        pytest.param(TWO_WAY, "가" * 135, 3, id="135 Hangul"),
        pytest.param(TWO_WAY, "a" * 160, 1, id="160 letters"),
        pytest.param(TWO_WAY, "a" * 161, 2, id="161 letters"),
        pytest.param(TWO_WAY, "€" * 80, 1, id="the euro sign takes two places"),
        pytest.param(TWO_WAY, "€" * 81, 2, id="81 euro signs"),
        pytest.param(TWO_WAY, "😀" * 35, 1, id="35 faces"),
        pytest.param(TWO_WAY, "😀" * 36, 2, id="36 faces"),
    ],
)
def test_a_text_is_counted_as_the_network_counts_it(profile, body, segments):
    assert segments_of(body, profile) == segments


def test_nobody_in_korea_is_asked_to_answer_by_text():
    assert KOREA.resident_reply_way is ReplyWay.KEYPRESS
    assert KOREA.volunteer_reply_way is ReplyWay.PAGE
    assert not KOREA.links_allowed


def test_links_are_allowed_in_one_network_only():
    allowed = [name for name, each in shipped_profiles().items() if each.links_allowed]
    assert allowed == ["one-way-links"]


def test_a_profile_is_found_by_its_name_or_refused_by_it():
    assert all(profile_named(name).name == name for name in shipped_profiles())
    with pytest.raises(SettingsMissingError) as refused:
        profile_named("carrier-pigeon")
    assert refused.value.facts == {"channel_profile": "carrier-pigeon"}


@given(body=st.text(max_size=400), more=st.text(max_size=20))
def test_more_words_never_make_fewer_texts(body, more):
    for profile in shipped_profiles().values():
        assert segments_of(body, profile) >= 1
        assert segments_of(body + more, profile) >= segments_of(body, profile)


@given(body=st.text(alphabet=sorted(GSM7), max_size=160))
def test_the_short_alphabet_fits_once_into_160_places(body):
    assert segments_of(body, TWO_WAY) == 1
