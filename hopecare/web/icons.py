"""The few icons we use, read out of the wheel's sheet of two thousand and put into the page."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import Final

from markupsafe import Markup

NAMES: Final = (
    "arrow-down", "arrow-left", "arrow-repeat", "arrow-right", "box-arrow-right", "box-seam",
    "calendar-check", "calendar-event", "car-front", "chat-dots", "chat-heart", "check-circle",
    "check-lg", "chevron-right", "clipboard-check", "clock", "clock-history", "cup-hot",
    "diagram-3", "download", "exclamation-triangle", "eye", "file-earmark-text", "folder2-open",
    "funnel", "gear", "geo-alt", "globe", "hand-thumbs-up", "heart", "heart-fill",
    "hourglass-split", "house", "house-door", "house-heart", "inbox", "info-circle", "key",
    "lightbulb", "list", "list-check", "lock", "moon-stars", "pencil", "people", "person",
    "person-check", "person-heart", "person-plus", "phone", "plus-lg", "printer", "question-circle",
    "search", "send", "shield-check", "shield-exclamation", "signpost-split", "slash-circle", "sun",
    "telephone", "telephone-fill", "telephone-inbound", "telephone-outbound", "x-circle", "x-lg",
)  # fmt: skip
_SHEET: Final = ("flask_bootstrap", "static/bootstrap5/icons/bootstrap-icons.svg")


@cache
def drawings() -> dict[str, str]:
    """Read the drawing of every icon we use."""
    sheet = _read_sheet()
    return {name: _drawing(sheet, name) for name in NAMES}


def icon(name: str, size: str = "") -> Markup:
    """Draw an icon beside words that say the same; it is silent for screen readers."""
    drawing = drawings()[name]
    kind = f"icon icon-{size}" if size else "icon"
    return Markup(  # noqa: S704  drawings of the pinned wheel, names of our own list
        f'<svg class="{kind}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        f"{drawing}</svg>"
    )


def _read_sheet() -> str:
    package, path = _SHEET
    return files(package).joinpath(path).read_text()


def _drawing(sheet: str, name: str) -> str:
    found = re.search(
        rf'<symbol[^>]*\sid="{re.escape(name)}"[^>]*>(.*?)</symbol>', sheet, re.DOTALL
    )
    if found is None:
        raise KeyError(name)
    return " ".join(found[1].split())
