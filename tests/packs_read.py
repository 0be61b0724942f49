"""The shipped rule packs, read once for all the tests of a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from hopecare.domain.eligibility.pack import Pack
from hopecare.reading.packs import SHIPPED, load_pack


@cache
def read_once(folder: Path = SHIPPED / "kr") -> Pack:
    """The pack in this folder; Korea's when none is named. A pack never changes."""
    return load_pack(folder)
