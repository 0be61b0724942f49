"""Takes single fields out of a pack's YAML, noting each mistake with its place and going on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeGuard, TypeVar

from hopecare.domain.eligibility.facts import Grade
from hopecare.domain.eligibility.figures import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import StrEnum

    from hopecare.reading.yaml_marks import Marked, Problem

Coded = TypeVar("Coded", bound="StrEnum")
BEGINNING: Final = dt.date(1, 1, 1)
# Beyond this a float no longer holds every whole unit of money.
LARGEST_NUMBER: Final = 10**15


@dataclass(slots=True)
class Notes:
    """The mistakes found so far, and the languages every text must have."""

    languages: tuple[str, ...] = ()
    problems: list[Problem] = field(default_factory=list)

    def note(self, at: Marked, code: str, about: str = "") -> None:
        """Write a mistake down."""
        self.problems.append(at.problem(code, about))


@dataclass(frozen=True, slots=True)
class Fields:
    """One map of the pack; what is wrong in it is noted, and a harmless value given instead."""

    at: Marked
    notes: Notes

    def entry(self, key: str) -> Marked | None:
        """Give an entry with its place, or None."""
        entries = self.at.map
        return None if entries is None else entries.get(key)

    def sub(self, key: str) -> Fields | None:
        """Give a map inside this one, or None."""
        found = self.entry(key)
        if found is not None and found.map is None:
            self.notes.note(found, "map_expected", key)
            return None
        return None if found is None else Fields(found, self.notes)

    def maps(self, key: str) -> Iterable[tuple[str, Fields]]:
        """Give the named maps inside an entry."""
        inner = self.sub(key)
        for name in () if inner is None else (inner.at.map or {}):
            named = inner.sub(name) if inner is not None else None
            if named is not None:
                yield name, named

    def items(self, key: str) -> list[Marked]:
        """Give the items of a list, or nothing."""
        found = self.entry(key)
        if found is not None and found.list is None:
            self.notes.note(found, "list_expected", key)
        return [] if found is None else found.list or []

    def text(self, key: str, default: str | None = None) -> str:
        """Give a text; without a default it must be there."""
        found = self.entry(key)
        if found is None:
            self._missing(key, needed=default is None)
            return default or ""
        if isinstance(found.value, str | int | float) and not isinstance(found.value, bool):
            return str(found.value).strip()
        self.notes.note(found, "text_expected", key)
        return default or ""

    def number(self, key: str, default: float | None = None) -> float:
        """Give a number; without a default it must be there."""
        found = self.entry(key)
        if found is None:
            self._missing(key, needed=default is None)
            return default or 0.0
        return number_at(found, self.notes)

    def yes(self, key: str) -> bool:
        """Give a yes or no; what is not there is no."""
        found = self.entry(key)
        if found is None or isinstance(found.value, bool):
            return found is not None and found.value is True
        self.notes.note(found, "yes_or_no_expected", key)
        return False

    def day(self, key: str, default: dt.date | None = None) -> dt.date | None:
        """Give a date, or the default."""
        found = self.entry(key)
        if found is None:
            return default
        if _is_day(found.value):
            return found.value
        self.notes.note(found, "date_expected", key)
        return default

    def days(self, key: str) -> list[dt.date]:
        """Give one date or a list of them; there must be at least one."""
        found = self.entry(key)
        items = [] if found is None else found.list if found.list is not None else [found]
        days = [item.value for item in items if _is_day(item.value)]
        for item in items:
            if not _is_day(item.value):
                self.notes.note(item, "date_expected", key)
        if not items:
            self.notes.note(found or self.at, "entry_missing", key)
        return days

    def texts(self, key: str, *, needed: bool = True) -> Mapping[str, str]:
        """Give a text in every language of the pack."""
        inner = self.sub(key)
        if inner is None:
            self._missing(key, needed=needed)
            return {}
        given = {name: inner.text(name) for name in inner.at.map or {}}
        for language in self.notes.languages:
            if not given.get(language):
                self.notes.note(inner.at, "text_missing_in_language", f"{key} {language}")
        return given

    def code(self, key: str, kind: type[Coded], default: Coded | None = None) -> Coded | None:
        """Give one of the declared codes."""
        if default is not None and self.entry(key) is None:
            return default
        said = self.text(key)
        try:
            return kind(said)
        except ValueError:
            self.notes.note(self.entry(key) or self.at, "code_unknown", f"{key} {said}")
            return default

    def origin(self, sources: Mapping[str, object]) -> Origin | None:
        """Give the source of a figure or rule; one without a known source is a mistake."""
        source = self.text("source", "")
        if not source:
            self.notes.note(self.at, "source_missing")
            return None
        if source not in sources:
            self.notes.note(self.entry("source") or self.at, "source_unknown", source)
        grade = self.code("grade", Grade)
        place = self.texts("place", needed=False)
        return Origin(source=source, place=place, grade=grade or Grade.C)

    def only(self, *allowed: str) -> None:
        """Note every key that means nothing here: most are slips of the pen."""
        for key, found in (self.at.map or {}).items():
            if key not in allowed:
                self.notes.note(found, "key_unknown", key)

    def _missing(self, key: str, *, needed: bool) -> None:
        if needed:
            self.notes.note(self.at, "entry_missing", key)


def _is_day(value: object) -> TypeGuard[dt.date]:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def number_at(found: Marked, notes: Notes) -> float:
    """Give the number that stands here, or note that there is none."""
    if not isinstance(found.value, int | float) or isinstance(found.value, bool):
        notes.note(found, "number_expected")
        return 0.0
    if abs(found.value) > LARGEST_NUMBER:
        notes.note(found, "number_too_large")
        return 0.0
    return float(found.value)
