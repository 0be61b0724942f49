"""Which words an automatic wording says today: a fingerprint of its sentences in every language.

It is reckoned from the sentences themselves, so nobody can change words and forget the number.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import TYPE_CHECKING, Final

from hopecare.language import languages, translator
from hopecare.language.wordings import WORDINGS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hopecare.language.wordings import Text

_LENGTH: Final = 8
"""Signs of a fingerprint: enough to tell the versions of one wording apart, few enough to read."""


@cache
def version_of(text: Text) -> str:
    """Give the version of a wording: another one as soon as any of its sentences changes."""
    return fingerprint(sentences(text))


@cache
def stamp_of(text: Text) -> str:
    """Name a wording with its version, as a message keeps it."""
    return f"{text.value}@{version_of(text)}"


def sentences(text: Text) -> Mapping[str, Sequence[str | None]]:
    """Give every sentence of a wording, by language: in a text, to be answered, spoken, linked."""
    wording = WORDINGS[text]
    ways = (wording.text, wording.answerable, wording.spoken, wording.linked)
    return {
        language: [translator(language).gettext(each) if each else None for each in ways]
        for language in languages()
    }


def fingerprint(said: Mapping[str, Sequence[str | None]]) -> str:
    """Make one short word of every sentence, in every language."""
    whole = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(whole.encode()).hexdigest()[:_LENGTH]
