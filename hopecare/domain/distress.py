"""Hears a call for help inside a sentence, in Korean and English.

It would rather ring once too often than not at all: a person reads the words in any case. Only
what plainly is no call, such as an offer to help or thanks for help, is taken out first.
"""

from __future__ import annotations

import re
from typing import Final

from hopecare.domain import distress_words

CALLS: Final = re.compile("|".join(distress_words.CALLS))
NO_CALLS: Final = re.compile("|".join(distress_words.NO_CALLS))
AT_LIMIT: Final = re.compile("|".join(distress_words.AT_LIMIT))


def calls_for_help(plain: str) -> bool:
    """Whether somebody calls for help in these words, given in lower case without punctuation."""
    return CALLS.search(NO_CALLS.sub(" ", plain)) is not None


def is_at_limit(plain: str) -> bool:
    """Whether somebody says in these words that they cannot go on."""
    return AT_LIMIT.search(plain) is not None
