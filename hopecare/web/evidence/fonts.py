"""The font packs are printed in: found on the machine, never carried along; its signs decide."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from hopecare.errors import NoFontError

if TYPE_CHECKING:
    from collections.abc import Container

PLACES: Final = (
    Path("/usr/share/fonts/truetype/nanum"),
    Path("/usr/share/fonts/nanum"),
    Path("/usr/local/share/fonts"),
    Path("/Library/Fonts"),
)
"""Where fonts-nanum puts its files on Debian, and others elsewhere."""
REGULAR: Final = "NanumGothic.ttf"
BOLD: Final = "NanumGothicBold.ttf"
MISSING: Final = "□"
"""Stands for every sign the font does not have, so that a gap is seen."""
PLAIN: Final = frozenset(" \n")


@dataclass(frozen=True, slots=True)
class Fonts:
    """The names of the two weights, and which signs both can show."""

    regular: str
    bold: str
    signs: Container[int]

    def fitted(self, text: str) -> str:
        """Give the words with a visible box for each sign that cannot be shown."""
        composed = unicodedata.normalize("NFC", text).replace("\t", " ")
        return "".join(
            each if each in PLAIN or ord(each) in self.signs else MISSING for each in composed
        )


def find_fonts(chosen: Path | None) -> Fonts:
    """Give the font of the setting, or else of the usual places; refuse where there is none."""
    places = [chosen] if chosen else [folder / REGULAR for folder in PLACES]
    for path in places:
        if path.is_file():
            return _read(path)
    raise NoFontError


@lru_cache(maxsize=4)
def _read(path: Path) -> Fonts:
    """Read it once; where it has no bold beside it, headings are plain."""
    beside = path.with_name(BOLD)
    try:
        regular = _register(path)
        bold = _register(beside) if path.name == REGULAR and beside.is_file() else regular
    except (TTFError, OSError) as error:
        raise NoFontError from error
    both = regular.face.charToGlyph.keys() & bold.face.charToGlyph.keys()
    return Fonts(regular.fontName, bold.fontName, frozenset(both))


def _register(path: Path) -> TTFont:
    font = TTFont(f"hopecare-{path.stem}", str(path))
    pdfmetrics.registerFont(font)
    return font
