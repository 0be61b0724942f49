"""No word that hurts, promises too much or means something else in law reaches a reader."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from hopecare.language.gathering import translated

GLOSSARY = tomllib.loads((Path(__file__).parent / "glossary.toml").read_text())
INSTEAD = {word: better for better, words in GLOSSARY["instead"].items() for word in words}
EXCEPTIONS = {
    (each["word"], sentence): each["reason"]
    for each in GLOSSARY.get("exception", [])
    for sentence in each["sentences"]
}
PARTICLES = (
    "은|는|이|가|을|를|의|에|에서|에게|께|께서|로|으로|와|과|랑|이랑|도|만|부터|까지|나|이나|처럼|보다|마다|님|들|들이|들을"
    "|입니다|이에요|예요|이다|하다|하기|하는|한|할|함|합니다|해요|했어요|했습니다|해|됨|된|되는|됩니다|되었습니다|중"
)
ADMINISTRATOR = re.compile(r"(?<!시스템 )관리자")


def pattern_of(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![가-힣]){re.escape(word)}(?:{PARTICLES})?(?![가-힣])")


PATTERNS = {word: pattern_of(word) for word in INSTEAD}


def forbidden_in(korean: str) -> list[str]:
    """Which words of the list stand in a text."""
    found = [word for word, pattern in PATTERNS.items() if pattern.search(korean)]
    return found + (["관리자"] if ADMINISTRATOR.search(korean) else [])


def korean() -> list[tuple[str, str, str]]:
    """File, English sentence and Korean words of everything."""
    return [
        (name, sentence.text, each)
        for sentence, files in translated("ko").items()
        for name, words in files.items()
        for each in words
    ]


def test_no_korean_words_are_on_the_list():
    found = [
        f"{name}: {word!r} in {words!r}; say {INSTEAD.get(word, '시스템 관리자')}"
        for name, sentence, words in korean()
        for word in forbidden_in(words)
        if (word, sentence) not in EXCEPTIONS
    ]
    assert found == []


def test_every_exception_is_still_needed_and_has_a_reason():
    needed = {(word, sentence) for _, sentence, words in korean() for word in forbidden_in(words)}
    assert sorted(set(EXCEPTIONS) - needed) == []
    assert all(EXCEPTIONS.values())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("건강을 챙겨요", []),
        ("로그인해 주세요", []),
        ("로그를 봅니다", ["로그"]),
        ("3 건", ["건"]),
        ("담당 봉사자 배정됨", ["배정"]),
        ("관리자에게", ["관리자"]),
        ("시스템 관리자에게", []),
        ("사건이 끝남", ["사건"]),
        ("사회복지사업법", []),
        ("실패했어요", ["실패"]),
    ],
)
def test_words_are_matched_whole_with_their_particles(text, words):
    assert forbidden_in(text) == words
