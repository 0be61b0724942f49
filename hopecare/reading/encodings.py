"""From bytes to text: which encoding a file of an office has, decided strictly.

A file is decoded whole or refused: a name with a replacement mark in it is a wrong name.
"""

from __future__ import annotations

import codecs
import unicodedata

from hopecare.errors import FileNotAcceptedError

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 4096
# One byte in five being NUL on one side of each pair is UTF-16; a stray NUL in other text is not.
NUL_SHARE = 0.2


def decode(content: bytes) -> tuple[str, str]:
    """Give the text and the encoding it was read with, or refuse with the first bad line."""
    for encoding in _likely(content):
        try:
            return unicodedata.normalize("NFC", content.decode(encoding)), encoding
        except UnicodeDecodeError:
            continue
    raise FileNotAcceptedError(problem="encoding_unknown", line=_first_bad_line(content))


def _likely(content: bytes) -> tuple[str, ...]:
    """The encodings to try, in order; a mark at the start leaves only one."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return (encoding,)
    wide = _wide_without_mark(content[:SAMPLE])
    return (wide,) if wide else ("utf-8", "cp949")


def _wide_without_mark(sample: bytes) -> str | None:
    """Tell UTF-16 without a mark by the NUL bytes of its commas, digits and line ends."""
    enough = len(sample) // 2 * NUL_SHARE
    if enough and sample[1::2].count(0) >= enough:
        return "utf-16-le"
    if enough and sample[0::2].count(0) >= enough:
        return "utf-16-be"
    return None


def _first_bad_line(content: bytes) -> int:
    """The line on which the encoding that came furthest gave up."""
    furthest = 0
    for encoding in _likely(content):
        try:
            content.decode(encoding)
        except UnicodeDecodeError as refusal:
            furthest = max(furthest, refusal.start)
    return content.count(b"\n", 0, furthest) + 1
