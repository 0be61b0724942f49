"""What another system is told of, in the words of the timeline it is told from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.events import EVENTS, EventName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hopecare.domain.timeline import EntryKind
    from hopecare.language.reader import Reader


def event_choices(reader: Reader) -> list[tuple[str, str, str]]:
    """Give every event: its name, what happened then, and the name again to be read beside it."""
    return [(name.value, _words(name, reader), name.value) for name in EventName]


def say_events(names: Iterable[str], reader: Reader) -> str:
    """Say of which events somebody is told, in the order of the form."""
    told = set(names)
    return ", ".join(_words(name, reader) for name in EventName if name.value in told)


def say_kind(kind: EntryKind, reader: Reader) -> str:
    """Say what happened, and its name as the other system knows it."""
    return f"{reader.label(kind)} ({EVENTS[kind].value})"


def _words(name: EventName, reader: Reader) -> str:
    kinds = [kind for kind, told in EVENTS.items() if told is name]
    return " / ".join(dict.fromkeys(reader.label(kind) for kind in kinds))
