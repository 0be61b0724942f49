"""Every scope of a token says what it lets do, in both languages."""

from __future__ import annotations

import pytest

from hopecare.domain.api_scopes import API_SCOPES
from hopecare.language.reader import Reader
from hopecare.language.scope_words import say_scopes, scope_choices
from tests.factories.towns import NOW


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_scope_has_words_of_its_own(language):
    reader = Reader(language=language, zone="Asia/Seoul", country="KR", currency="KRW", now=NOW)
    choices = scope_choices(reader)
    assert {code for code, _words, _code in choices} == set(API_SCOPES)
    assert len({words for _code, words, _hint in choices}) == len(API_SCOPES)
    said = say_scopes(["api.needs.read", "api.cases.read", "api.gone.read"], reader)
    assert said.split(", ")[-1] == "api.gone.read"
    assert len(said.split(", ")) == 3
