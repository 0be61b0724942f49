"""Words that no sheet for a resident may have, in either language."""

from __future__ import annotations

import re

from tests.language.test_glossary import forbidden_in

HURTS = (
    *("refus", "reject", "denied", "deny", "ineligib", "not eligible", "fail", "disqualif"),
    *("거절", "거부", "탈락", "부적격", "불가", "미달", "자격이 없", "부정수급"),
)
INTERNAL = re.compile(r"\b[a-z]+(?:[_.][a-z]+)+\b")
"""A key of a pack, such as `basic_pension` or `spending.medical`, where words should stand."""


def hurtful_in(words: str) -> list[str]:
    """Which words hurt, are on the glossary's list, or are names from inside."""
    hurts = [each for each in HURTS if each in words.lower()]
    return [*hurts, *forbidden_in(words), *INTERNAL.findall(words)]
