"""What another system is told of, in the words of the timeline it is told from."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import SlotStatus
from hopecare.domain.events import EVENTS, EventName

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import StrEnum

    from hopecare.domain.timeline import EntryKind
    from hopecare.language.reader import Reader

_ALSO: Final[Mapping[EventName, tuple[StrEnum, ...]]] = MappingProxyType(
    {EventName.CHECK_IN_CLEARED: (SlotStatus.KNOWN,)}
)
"""What an entry may say as well: not everybody of whom it is known how they are is safe."""


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
    also = _ALSO.get(name, ())
    return " / ".join(dict.fromkeys(reader.label(each) for each in (*kinds, *also)))
