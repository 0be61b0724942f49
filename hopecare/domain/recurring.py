"""Keys of what may come again: the first bears the key of its cause, each later one its number."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING, Final
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBERED: Final = re.compile(r":(?:[2-9]|[1-9]\d{1,3})$")
"""The number of a second time or a later one; no id, day or hash of a cause looks like it."""


def keys_of(dedup_key: str) -> Iterator[str]:
    """Give the keys a cause takes, one for each time it comes again after the last has ended."""
    return (dedup_key if number == 1 else f"{dedup_key}:{number}" for number in count(1))


def row_of(dedup_key: str) -> UUID | None:
    """Give the row a key names behind its cause; None where it names none, or not as a key does."""
    _, _, rest = dedup_key.partition(":")
    try:
        return UUID(rest.partition(":")[0])
    except ValueError:
        return None


def row_caused_by(cause: str, dedup_key: str) -> UUID | None:
    """Give the row a key of this cause names; None for the key of every other cause."""
    return row_of(dedup_key) if dedup_key.startswith(f"{cause}:") else None


def cause_of(dedup_key: str) -> str:
    """Give the key of the cause, however often it has come."""
    return _NUMBERED.sub("", dedup_key)
