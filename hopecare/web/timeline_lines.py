"""Timeline entries as the timeline component shows them: a sentence, a name, the words, a tone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.timeline import EntryKind
from hopecare.language.timeline_words import timeline_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from hopecare.language.reader import Reader
    from hopecare.queries.timelines import TimelineLine

URGENT: Final = frozenset(
    {
        EntryKind.SLOT_HELP_ASKED,
        EntryKind.SLOT_SILENT,
        EntryKind.ALERT_RAISED,
        EntryKind.EMERGENCY_CALLED,
        EntryKind.WORRY_RAISED,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """One line of a timeline on a page."""

    at: datetime
    text: str
    by: str | None
    note: str | None
    tone: str | None
    href: str | None = None


def shown_lines(lines: Iterable[TimelineLine], reader: Reader) -> list[ShownLine]:
    """Say each entry to this reader."""
    return [
        ShownLine(
            at=line.entry.at,
            text=timeline_sentence(line.entry.kind, line.entry.facts, reader),
            by=line.by.full_name if line.by else None,
            note=line.words,
            tone="crisis" if line.entry.kind in URGENT else None,
        )
        for line in lines
    ]
