"""Every event another system may be told of has words of its own, in both languages."""

from __future__ import annotations

import pytest

from hopecare.domain.events import EventName
from hopecare.language.event_words import event_choices, say_events
from hopecare.language.reader import Reader
from tests.factories.towns import NOW


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_event_has_words_of_its_own(language):
    reader = Reader(language=language, zone="Asia/Seoul", country="KR", currency="KRW", now=NOW)
    choices = event_choices(reader)
    assert [name for name, _words, _hint in choices] == [each.value for each in EventName]
    assert len({words for _name, words, _hint in choices} - {""}) == len(EventName)
    said = {name: words for name, words, _hint in choices}
    wanted = [EventName.CASE_CLOSED.value, EventName.CASE_OPENED.value]
    assert say_events(wanted, reader) == ", ".join(said[each] for each in reversed(wanted))
