"""Sentences of a pack: words with a few named places, filled in by `hopecare.language`."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hopecare.reading.pack_fields import Fields

PLACES: Final = frozenset({"left", "right", "margin", "pct", "missing"})


def read_sayings(at: Fields) -> dict[str, Mapping[str, str]]:
    """Read what is said when a criterion is met, not met or open; only plain places are filled."""
    at.only("pass", "fail", "unknown")
    found = {key: at.texts(key) for key in at.at.map or {}}
    for key, texts in found.items():
        for text in texts.values():
            if not _is_plain(text):
                at.notes.note(at.entry(key) or at.at, "sentence_not_plain", text[:80])
    return found


def _is_plain(text: str) -> bool:
    """Tell whether every place is one of ours: no attribute, no width, no conversion."""
    try:
        return all(
            name is None or (name in PLACES and not spec and conversion is None)
            for _, name, spec, conversion in Formatter().parse(text)
        )
    except ValueError:
        return False
