"""Whatever happened to a message is said in words, in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hopecare.domain.delivery import HoldReason
from hopecare.language.message_words import CODE_WORDS
from hopecare.queries.merged_questions import MERGED
from notifications.folding import FOLDED, GATHERS
from notifications.outbox import PUT_OFF
from notifications.port import Failure

ROOT = Path(__file__).parents[2]
WRITERS = ("hopecare/jobs", "hopecare/services", "notifications")
STOPPED = re.compile(
    r"\b(?:stop|stop_held|put|note|cancel_check_in)\([^()]*\bcode=\"(\w+)\"", re.DOTALL
)


def written() -> set[str]:
    """The codes that stand as literals where a message is stopped, put on or noted."""
    files = [each for folder in WRITERS for each in (ROOT / folder).rglob("*.py")]
    return {code for each in files for code in STOPPED.findall(each.read_text())}


def test_the_writers_are_found():
    assert {"answered", "over", "not_seen"} <= written()


@pytest.mark.parametrize(
    "code",
    sorted({*Failure, *HoldReason, FOLDED, GATHERS, MERGED, PUT_OFF, "quiet_hours", "unreadable"}),
)
def test_a_reason_has_words(code):
    assert str(code) in CODE_WORDS


def test_what_our_own_acts_write_has_words():
    assert written() - set(CODE_WORDS) == set()
