"""Names: one form to compare by, prefixes to search by, one key for Hangul and letters."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

SHORTEST_PREFIX: Final = 1
LONGEST_PREFIX: Final = 6

_MIDDLE_DOTS: Final = dict.fromkeys(map(ord, "·・‧∙•⋅ㆍᆞ"), " ")
_HANGUL_FIRST: Final = 0xAC00
_HANGUL_LAST: Final = 0xD7A3
# Revised Romanisation, letter by letter: the sounds that change between syllables are left out on
# purpose, since people write their own names without them.
# fmt: off
_INITIALS: Final = (
    "g", "kk", "n", "d", "tt", "r", "m", "b", "pp",
    "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h",
)
_VOWELS: Final = (
    "a", "ae", "ya", "yae", "eo", "e", "yeo", "ye", "o", "wa", "wae", "oe", "yo",
    "u", "wo", "we", "wi", "yu", "eu", "ui", "i",
)
_FINALS: Final = (
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l",
    "m", "p", "p", "t", "t", "ng", "t", "t", "k", "t", "p", "t",
)
# fmt: on
# Family names whose usual spelling follows no rule of sound.
_SPELLINGS: Final = {"lee": "i", "yi": "i", "rhee": "i", "ri": "i", "park": "bak", "lim": "im"}
_FAMILIES: Final = (
    "김이박최정강조윤장임한오서신권황안송전홍유류고문양손배백허남심노하곽성차주우구나민진지엄채"
    "원천방공현함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용예경봉사부"
)
_DOUBLE_FAMILIES: Final = frozenset({"남궁", "황보", "제갈", "선우", "독고", "사공"})
# What people hear as one sound and write in several ways, in the order it is folded.
_ONE_SOUND: Final = (
    (r"ch|jj", "j"),
    (r"kk|k", "g"),
    (r"tt|t", "d"),
    (r"pp|p", "b"),
    (r"ss", "s"),
    (r"sh", "s"),
    (r"l+|r+", "r"),
    (r"oo|ou|eo|eu", "u"),
    (r"ee|ih", "i"),
    (r"ae|ai", "e"),
    (r"ah", "a"),
    (r"oh", "o"),
    (r"oe|oi", "oe"),
)


def normalised(name: str) -> str:
    """One form for comparing: composed, one space, lower case, no dots or signs."""
    composed = unicodedata.normalize("NFKC", name).translate(_MIDDLE_DOTS).casefold()
    kept = "".join(each if each.isalnum() or each.isspace() else _sign(each) for each in composed)
    return " ".join(kept.split())


def _sign(character: str) -> str:
    """A mark that belongs to its letter stays; a dash parts words; the rest goes."""
    if unicodedata.category(character) in {"Mn", "Mc"}:
        return character
    return " " if unicodedata.category(character) == "Pd" else ""


def comparable(name: str) -> str:
    """The normalised name without its spaces: "김 다래" is "김다래"."""
    return normalised(name).replace(" ", "")


def prefixes(name: str) -> tuple[str, ...]:
    """The beginnings under which a name is found, of the whole and of each word of it."""
    whole = comparable(name)
    words = normalised(name).split() if " " in normalised(name) else []
    found = {
        start[:length]
        for start in (whole, *words)
        for length in range(SHORTEST_PREFIX, min(len(start), LONGEST_PREFIX) + 1)
    }
    return tuple(sorted(found))


def romanised_key(name: str) -> str:
    """One key for a name in Hangul or in letters, whatever its order or usual spelling.

    "김다래", "Kim Darae" and "DARAE KIM" meet; so do some names that are different. It finds
    candidates for a person to look at and never decides.
    """
    words = _words_of(name) if has_hangul(name) else _plain_letters(normalised(name)).split()
    sounds = [_one_sound(word) for word in words]
    if sounds and sounds[0] not in _FAMILY_SOUNDS and sounds[-1] in _FAMILY_SOUNDS:
        sounds = [sounds[-1], *sounds[:-1]]
    return " ".join((sounds[0], "".join(sounds[1:]))).strip() if sounds else ""


def romanised(name: str) -> str:
    """Hangul written in letters, syllable by syllable; other letters as they are."""
    return "".join(_syllable(each) for each in unicodedata.normalize("NFC", name))


def called_with_honorific(name: str, language: str) -> str:
    """The name as a stranger may say it to the person's face."""
    bare = " ".join(name.split())
    if re.split(r"[-_]", language)[0] != "ko" or bare.endswith("님"):
        return bare
    return f"{bare}님"


def _words_of(name: str) -> list[str]:
    """Family name and given name of a Korean name, in letters."""
    whole = comparable(name)
    length = 2 if whole[:2] in _DOUBLE_FAMILIES else 1
    return [romanised(whole[:length]), romanised(whole[length:])]


def _one_sound(word: str) -> str:
    """A word in letters with every sound written one way."""
    sound = _SPELLINGS.get(word, word)
    for written, heard in _ONE_SOUND:
        sound = re.sub(written, heard, sound)
    return sound


def has_hangul(name: str) -> bool:
    """Whether any syllable is Hangul."""
    return any(_is_hangul(each) for each in unicodedata.normalize("NFC", name))


def _is_hangul(character: str) -> bool:
    return _HANGUL_FIRST <= ord(character) <= _HANGUL_LAST


def _plain_letters(name: str) -> str:
    """Letters without their marks: "Trần" reads as "tran"."""
    apart = unicodedata.normalize("NFD", name).replace("đ", "d")
    bare = "".join(each for each in apart if unicodedata.category(each) != "Mn")
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", bare)).strip()


def _syllable(character: str) -> str:
    """One syllable in letters."""
    if not _is_hangul(character):
        return character
    number = ord(character) - _HANGUL_FIRST
    initial, rest = divmod(number, len(_VOWELS) * len(_FINALS))
    vowel, final = divmod(rest, len(_FINALS))
    return _INITIALS[initial] + _VOWELS[vowel] + _FINALS[final]


_FAMILY_SOUNDS: Final = frozenset(
    _one_sound(romanised(family)) for family in (*_FAMILIES, *_DOUBLE_FAMILIES)
)
