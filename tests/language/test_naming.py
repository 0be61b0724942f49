"""Words found once say to each what they say to one alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hopecare.channel_profiles import profile_named
from hopecare.domain.channels import Channel
from hopecare.language.texts import Words, naming, sentence_of
from hopecare.language.wordings import Text

NAMES = st.one_of(
    st.sampled_from(["김다래", "똠방님", "Zoë O’Neil", "이₩님", "", "님", "100%"]),
    st.text(max_size=9),
)


@pytest.mark.parametrize("channel", [Channel.SMS, Channel.VOICE])
@pytest.mark.parametrize("profile", ["kr-twilio", "two-way"])
@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("text", [Text.CHECK_IN, Text.CHECK_IN_CARER, Text.CHECK_IN_WARMTH])
@given(name=NAMES)
def test_very_many_hear_what_one_alone_hears(text, language, profile, channel, name):
    facts = {
        "language": language,
        "channel": channel,
        "profile": profile_named(profile),
        "zone": "Asia/Seoul",
    }
    alone = sentence_of(Words(text=text, values={"name": name}), **facts)
    assert naming(text, **facts).to(name) == alone
