"""Which language an entry means: by its code, or by its name in English, Korean or itself."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from babel import Locale

if TYPE_CHECKING:
    from collections.abc import Mapping

# Three letters of ISO 639-2 for what people in Korean and English speaking towns mostly speak.
_THREE_LETTERS: Final[Mapping[str, str]] = {
    "kor": "ko",
    "eng": "en",
    "zho": "zh",
    "chi": "zh",
    "vie": "vi",
    "tha": "th",
    "rus": "ru",
    "jpn": "ja",
    "uzb": "uz",
    "mon": "mn",
    "khm": "km",
    "nep": "ne",
    "ind": "id",
    "tgl": "tl",
    "spa": "es",
    "fra": "fr",
    "ara": "ar",
    "urd": "ur",
    "ben": "bn",
    "mya": "my",
    "lao": "lo",
    "kaz": "kk",
}


def language_code(code: str | None, name: str | None) -> str | None:
    """Give a code such as `vi`; None where neither code nor name is known."""
    first = (code or "").replace("_", "-").partition("-")[0].strip().lower()
    if first:
        code = _THREE_LETTERS.get(first, first)
        return code if code in Locale("en").languages else None
    return _names().get((name or "").strip().casefold())


@cache
def _names() -> dict[str, str]:
    """Every name of a language in English and Korean, and in itself where we know it."""
    found: dict[str, str] = {}
    for reader in ("en", "ko"):
        for code, name in Locale(reader).languages.items():
            found.setdefault(name.casefold(), code.partition("_")[0])
    return found
