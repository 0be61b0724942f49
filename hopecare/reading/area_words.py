"""Which area of the town a cell or an address means: by code or by name in any language."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.reading.faults import FaultCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

# 화도읍 may be written 화도, and Hwado-eup Hwado, where only one area of the town answers to it.
ENDING = re.compile(r"(읍|면|동|eup|myeon|dong)$")


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownArea:
    """An area of the town as far as a spreadsheet can name it."""

    area_id: UUID
    code: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AreaWords:
    """Every way to name an area, each leading to one area or to several."""

    by_word: Mapping[str, frozenset[UUID]]
    by_full_name: Mapping[str, UUID]

    @classmethod
    def of(cls, areas: Iterable[KnownArea]) -> AreaWords:
        """Collect codes, names and names without their ending."""
        by_word: dict[str, set[UUID]] = {}
        full: dict[str, UUID] = {}
        for area in areas:
            keys = [_key(area.code), *(_key(name) for name in area.names)]
            full |= dict.fromkeys(keys[1:], area.area_id)
            for key in (*keys, *(ENDING.sub("", key) for key in keys)):
                by_word.setdefault(key, set()).add(area.area_id)
        return cls({key: frozenset(ids) for key, ids in by_word.items() if key}, full)

    def find(self, text: str) -> UUID | FaultCode:
        """The area a cell names: the whole cell, or its last word (남양주시 화도읍)."""
        words = [text, *text.replace(",", " ").split()[-1:]]
        for word in words:
            found = self.by_word.get(_key(word), frozenset())
            if len(found) == 1:
                return next(iter(found))
            if found:
                return FaultCode.AREA_NOT_UNIQUE
        return FaultCode.AREA_UNKNOWN

    def find_in_address(self, address: str) -> UUID | FaultCode:
        """The area whose full name stands as a word in an address line."""
        words = {_key(word) for word in re.split(r"[\s,()]+", address)}
        found = {self.by_full_name[word] for word in words if word in self.by_full_name}
        if len(found) == 1:
            return found.pop()
        return FaultCode.AREA_NOT_UNIQUE if found else FaultCode.AREA_UNKNOWN


def _key(text: str) -> str:
    """A name without spaces, dots and case; the hyphen goes too."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())
