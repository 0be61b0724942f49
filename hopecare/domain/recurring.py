"""Keys of what may come again: the first bears the key of its cause, each later one its number."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def keys_of(dedup_key: str) -> Iterator[str]:
    """Give the keys a cause takes, one for each time it comes again after the last has ended."""
    return (dedup_key if number == 1 else f"{dedup_key}:{number}" for number in count(1))
