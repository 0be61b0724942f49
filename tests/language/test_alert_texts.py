"""An alert with the sentence that says how to answer it: short, and never asking in vain."""

from __future__ import annotations

import pytest

from hopecare.domain.channel_profiles import segments_of
from hopecare.domain.channels import Channel
from hopecare.language.texts import Words, sentence_of
from hopecare.language.wordings import Text
from hopecare.queries.alert_words import TEXT_OF
from tests.language.test_texts import KOREA, TWO_WAY, VALUES

ALERTS = [
    *TEXT_OF.values(),
    Text.ALERT_HELP_SOMEBODY,
    Text.ALERT_HELP_WROTE,
    Text.ALERT_CALLS_OVERDUE_SOMEBODY,
    Text.ALERT_CALLS_FAIL,
]
NEWS = [
    Text.ALERT_YOURS,
    Text.ALERT_TAKEN,
    Text.ALERT_TAKEN_BY_SOMEBODY,
    Text.ALERT_ENDED,
    Text.ALERT_PASSED_ON,
    Text.ALERT_NOBODY_LEFT,
]
LONGEST = VALUES | {"what": "황보○○님(진접오남행정복지센터)", "district": "진접오남행정복지센터"}


def say(text, *, language="ko", channel=Channel.SMS, profile=KOREA, then=None):
    words = Words(text=text, values=LONGEST, then=then)
    return sentence_of(
        words, language=language, channel=channel, profile=profile, zone="Asia/Seoul"
    )


@pytest.mark.parametrize("text", ALERTS)
@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("profile", [KOREA, TWO_WAY], ids=lambda profile: profile.name)
def test_an_alert_and_how_to_answer_fit_two_parts(text, language, profile):
    said = say(text, language=language, profile=profile, then=Text.ALERT_HOW)

    assert segments_of(said, profile) <= 2
    assert said.count(profile.prefix_in(language).strip()) == 1
    assert ("7KM4QRX2" in said) is (profile is TWO_WAY)


@pytest.mark.parametrize("text", ALERTS)
def test_a_call_asks_for_the_keys_it_takes(text):
    said = say(text, channel=Channel.VOICE, then=Text.ALERT_HOW)

    assert "1번" in said
    assert "2번" in said


@pytest.mark.parametrize("text", NEWS)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_became_of_it_fits_two_parts_and_the_networks_letters(text, language):
    said = say(text, language=language)

    assert segments_of(said, KOREA) <= 2
    assert all(len(sign.encode("euc_kr")) <= 2 for sign in said)
