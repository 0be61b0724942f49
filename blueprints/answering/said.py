"""The shape of what a link's page says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hopecare.domain.answer_links import LinkAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A heading, a sentence, and the buttons; all still to be said in the reader's language."""

    title: str
    words: str = ""
    buttons: tuple[tuple[LinkAnswer, str], ...] = ()
    is_good: bool = True
    """Whether it went well, or somebody should ring."""
