"""Timeline entries as the timeline component shows them: a sentence, a name, the words, a tone."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from hopecare.domain.timeline import EntryKind
from hopecare.language import N_, translator
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


ROUTINE: Final = frozenset({EntryKind.SLOT_ASKED, EntryKind.SLOT_ANSWERED})
"""What happens every day while all is well: told in one line, so that the rest is seen."""
FEWEST_FOLDED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """One line of a timeline on a page; a folded one holds the lines it stands for."""

    at: datetime
    kind: EntryKind
    text: str
    by: str | None = None
    note: str | None = None
    tone: str | None = None
    href: str | None = None
    folded: tuple[ShownLine, ...] = ()


def shown_lines(lines: Iterable[TimelineLine], reader: Reader) -> list[ShownLine]:
    """Say each entry to this reader; days on which all was well are folded into one line."""
    return folded_routine(told_lines(lines, reader), reader)


def told_lines(lines: Iterable[TimelineLine], reader: Reader) -> list[ShownLine]:
    """Say each entry to this reader, one line each."""
    return [
        ShownLine(
            at=line.entry.at,
            kind=line.entry.kind,
            text=timeline_sentence(line.entry.kind, line.entry.facts, reader),
            by=line.by.full_name if line.by else None,
            note=line.words,
            tone="crisis" if line.entry.kind in URGENT else None,
        )
        for line in lines
    ]


def folded_routine(lines: Iterable[ShownLine], reader: Reader) -> list[ShownLine]:
    """Fold what happens every day; nothing else is ever folded, and nothing is left out."""
    shown: list[ShownLine] = []
    for is_routine, group in groupby(lines, key=lambda line: line.kind in ROUTINE):
        together = tuple(group)
        if is_routine and len(together) >= FEWEST_FOLDED:
            shown.append(_fold(together, reader))
        else:
            shown.extend(together)
    return shown


def _fold(lines: tuple[ShownLine, ...], reader: Reader) -> ShownLine:
    kinds = [line.kind for line in lines]
    say = translator(reader.language, for_staff=reader.is_staff)
    asked, well = (kinds.count(each) for each in (EntryKind.SLOT_ASKED, EntryKind.SLOT_ANSWERED))
    text = reader.say(
        N_("Check-ins: %(asked)s, %(answered)s"),
        asked=say.ngettext("asked %(num)d time", "asked %(num)d times", asked) % {"num": asked},
        answered=say.ngettext("answered well %(num)d time", "answered well %(num)d times", well)
        % {"num": well},
    )
    return ShownLine(at=lines[0].at, kind=lines[0].kind, text=text, tone="good", folded=lines)
