"""A wording's version changes with any of its words, in any language, and with nothing else."""

from __future__ import annotations

import re

import pytest

from hopecare.channel_profiles import shipped_profiles
from hopecare.domain.channels import Channel
from hopecare.language import languages
from hopecare.language.texts import Words, sentence_of
from hopecare.language.wording_titles import TITLES
from hopecare.language.wording_versions import fingerprint, sentences, stamp_of, version_of
from hopecare.language.wordings import WORDINGS, Text


@pytest.mark.parametrize("text", Text)
@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_word_can_change_without_the_version(text, language):
    said = sentences(text)
    assert set(said) == set(languages())

    for way, sentence in enumerate(said[language]):
        changed = list(said[language])
        changed[way] = f"{sentence} "
        assert fingerprint({**said, language: changed}) != version_of(text)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("profile", shipped_profiles().values(), ids=lambda profile: profile.name)
def test_the_version_is_reckoned_from_what_is_really_said(language, channel, profile):
    for text in (Text.CHECK_IN, Text.ANSWER_WELL, Text.NEUTRAL_CHECK_IN_CARER):
        names = re.findall(r"%\((\w+)\)s", "".join(filter(None, sentences(text)[language])))
        said = sentence_of(
            Words(text=text, values=dict.fromkeys(names, "X")),
            language=language,
            channel=channel,
            profile=profile,
            zone="Asia/Seoul",
        )
        ways = [each % dict.fromkeys(names, "X") for each in sentences(text)[language] if each]
        assert said.removeprefix(profile.prefix_in(language)) in ways


def test_two_wordings_with_other_words_have_other_versions():
    words = {
        text: (each.text, each.answerable, each.spoken, each.linked)
        for text, each in WORDINGS.items()
    }
    assert len({version_of(text) for text in Text}) == len(set(words.values()))
    assert len({stamp_of(text) for text in Text}) == len(Text)


def test_staff_have_a_name_for_every_wording():
    assert set(TITLES) == set(Text)
