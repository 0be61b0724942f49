"""Staff read 합니다체, everybody else 해요체: in the catalogue, by the layout of each page."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, partial

import pytest

from hopecare.language import STAFF, translator
from hopecare.language.gathering import ROOT, Sentence, gathered, translated

ENDINGS = {
    "people": re.compile(r"(?<![필주중수소개])(?:요|죠)$"),
    "staff": re.compile(r"(?:니다|니까|십시오)$"),
}
"""How a sentence ends when it is said to them; the nouns 필요 and 중요 are no endings."""
OTHER = {"people": "staff", "staff": "people"}
EXTENDS = re.compile(r'extends\s+(?:"([\w./]+)"|(own_layout)\(\))')
LAYOUTS = {
    "layout.html": {"staff"},
    "listing.html": {"staff"},
    "layout_phone.html": {"people"},
    "layout_public.html": {"people"},
    "layout_bare.html": {"people"},
    "own_layout": {"staff", "people"},
}
FOLDERS = (
    ("hopecare/language/older_rules.py", {"staff", "people"}),
    ("blueprints/casework/templates/casework/_resident_sheet.html", {"people"}),
    ("hopecare/language/resident_sheets.py", {"people"}),
    ("blueprints/casework/", {"staff"}),
    ("blueprints/coordination/", {"staff"}),
    ("blueprints/volunteering/", {"people"}),
    ("blueprints/answering/alert_words.py", {"staff"}),
    ("blueprints/answering/", {"people"}),
    ("blueprints/reporting/", {"people"}),
    ("blueprints/handset/", {"people"}),
    ("blueprints/accounts/routes_staff.py", {"staff"}),
    ("hopecare/web/listings/", {"staff"}),
    ("hopecare/web/evidence/", {"staff"}),
    ("hopecare/web/requests/need.py", {"staff"}),
    ("hopecare/web/requests/plan_check_ins.py", {"staff"}),
    ("hopecare/web/seen_words.py", {"staff"}),
    ("hopecare/web/templates/layout.html", {"staff"}),
    ("hopecare/web/templates/layout_p", {"people"}),
    ("hopecare/web/", {"staff", "people"}),
)
"""Elsewhere stand texts and calls, which are said to one person whoever writes them, the names of
codes, which the glossary gives word by word, and what commands print."""
EXCEPTIONS = {
    ("staff", "No"): "아니요 is the word for no, not an ending",
    ("staff", "A worry from %(name)s"): "걱정돼요 is what a worry is called",
    ("people", "Thank you. We have it."): "고맙습니다 is the set phrase of thanks",
}


korean = cache(partial(translated, "ko"))


def readers_of(place: str) -> set[str]:
    """Who reads what a file says: by its layout, else by its folder."""
    return readers_of_file(place.rsplit(":", 1)[0])


@cache
def readers_of_file(path: str) -> set[str]:
    found = EXTENDS.search((ROOT / path).read_text()) if path.endswith(".html") else None
    if found:
        return LAYOUTS.get(found[1] or found[2], set())
    return next((readers for start, readers in FOLDERS if path.startswith(start)), set())


def words_for(reader: str, sentence: Sentence) -> tuple[str, ...]:
    """The Korean that one kind of reader reads."""
    known = korean()
    own = Sentence(sentence.text, sentence.many, STAFF)
    files = (known.get(own) if reader == "staff" else None) or known.get(sentence, {})
    return next(iter(files.values()), ())


def ends_as_said_to(reader: str, words: str) -> bool:
    parts = (part.strip(' "”’)').strip() for part in re.split(r"[.!?…:\n]", words))
    return any(ENDINGS[reader].search(part) for part in parts)


@pytest.fixture(scope="module")
def said_wrongly():
    """Every sentence that is said to somebody as to others: by reader and sentence."""
    return {
        (reader, sentence.text): (words, places[0])
        for sentence, places in gathered().items()
        for reader in set().union(*(readers_of(place) for place in places))
        for words in words_for(reader, sentence)
        if ends_as_said_to(OTHER[reader], words)
    }


def test_nobody_is_spoken_to_as_others_are(said_wrongly):
    assert {key: said for key, said in said_wrongly.items() if key not in EXCEPTIONS} == {}


def test_every_exception_is_still_needed(said_wrongly):
    assert set(EXCEPTIONS) - set(said_wrongly) == set()


def test_staff_words_stand_only_where_they_differ():
    same = [
        sentence.text
        for sentence, files in korean().items()
        if sentence.context == STAFF
        if set(files.values()) & set(korean().get(replace(sentence, context=None), {}).values())
    ]
    assert same == []


def test_every_page_of_our_own_is_somebodys():
    pages = [*ROOT.glob("blueprints/*/templates/**/*.html")]
    unknown = [
        page.name
        for page in pages
        if not readers_of(f"{page.relative_to(ROOT)}:1") and not page.name.startswith("_")
    ]
    assert unknown == []


def test_one_sentence_is_said_to_each_in_their_way():
    sentence = "Please fill this in."
    said = [translator("ko", for_staff=is_staff).gettext(sentence) for is_staff in (False, True)]
    assert said == ["이 칸을 채워 주세요.", "이 칸을 채워 주십시오."]
    assert translator("en", for_staff=True).gettext(sentence) == sentence


@pytest.mark.parametrize(
    ("words", "reader"),
    [
        ("적어 주세요.", "people"),
        ("그렇죠?", "people"),
        ("적어 주십시오.", "staff"),
        ("받고 있습니까?", "staff"),
        ("봅니다", "staff"),
    ],
)
def test_endings_are_told_apart(words, reader):
    assert ends_as_said_to(reader, words)
    assert not ends_as_said_to(OTHER[reader], words)


@pytest.mark.parametrize("words", ["도움이 필요", "중요", "전화번호", "아직 모름"])
def test_nouns_are_no_endings(words):
    assert not ends_as_said_to("people", words)
    assert not ends_as_said_to("staff", words)
