"""Takes values out of a profile's file and notes what is wrong with each, by its line."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from hopecare.channel_profiles.toml_lines import line_of_mistake, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from enum import StrEnum

Kind = TypeVar("Kind")
Word = TypeVar("Word", bound="StrEnum")
MISSING: Final = object()


@dataclass(frozen=True, slots=True)
class Mistake:
    """One mistake in a file: where it is, a stable code, and which entry it is about."""

    file: str
    line: int
    code: str
    about: str

    def __str__(self) -> str:
        """Write it as editors read it: file:line: code about."""
        return f"{self.file}:{self.line}: {self.code} {self.about}".rstrip()


class Fields:
    """The entries of one file by their dotted names; what is never taken is unknown."""

    def __init__(self, text: str, file: str) -> None:
        """Read the file; one that is no TOML has no entries and one mistake."""
        self.mistakes: list[Mistake] = []
        self._file, self._lines = file, lines_of(text)
        self._taken: set[str] = set()
        try:
            self._values = _flat(tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            self._values = {}
            self.mistakes.append(Mistake(file, line_of_mistake(error), "not_toml", ""))

    def note(self, name: str, code: str) -> None:
        """Note a mistake at an entry, or at its table where it is missing."""
        table = name.rpartition(".")[0]
        line = self._lines.get(name) or self._lines.get(table) or 1
        self.mistakes.append(Mistake(self._file, line, code, name))

    def in_order(self) -> list[Mistake]:
        """Give the mistakes as they stand in the file."""
        return sorted(self.mistakes, key=lambda each: each.line)

    def has(self, table: str) -> bool:
        """Say whether a table has any entry."""
        return any(name.startswith(f"{table}.") for name in self._values)

    def names_in(self, table: str) -> list[str]:
        """Give the names of a table's entries."""
        start = f"{table}."
        return [name.removeprefix(start) for name in self._values if name.startswith(start)]

    def take(self, name: str, kind: type[Kind], fallback: Kind) -> Kind:
        """Take a value of exactly this kind."""
        value = self._value(name)
        if value is not MISSING and type(value) is not kind:
            self.note(name, f"{kind.__name__}_expected")
        return value if type(value) is kind else fallback

    def number(self, name: str, *, least: int = 0) -> int:
        """Take a whole number that is not below another."""
        value = self.take(name, int, least)
        if value < least:
            self.note(name, "too_small")
        return value

    def words(self, name: str, kind: type[Word]) -> tuple[Word, ...]:
        """Take a list of known words, one at least and each once."""
        said = self.take(name, list, [])
        known = [kind(word) for word in said if isinstance(word, str) and word in set(kind)]
        if len(known) != len(said):
            self.note(name, "word_unknown")
        elif len(set(known)) != len(known):
            self.note(name, "word_twice")
        elif not known and name in self._values:
            self.note(name, "empty")
        return tuple(known)

    def one_of(self, name: str, words: Iterable[str]) -> str:
        """Take one of some words."""
        value = self.take(name, str, "")
        if value not in (*words, ""):
            self.note(name, "word_unknown")
        return value

    def refuse_the_rest(self) -> None:
        """Note every entry that nobody took."""
        for name in self._values:
            if name not in self._taken:
                self.note(name, "entry_unknown")

    def _value(self, name: str) -> object:
        self._taken.add(name)
        if name not in self._values and not self._is_broken:
            self.note(name, "entry_missing")
        return self._values.get(name, MISSING)

    @property
    def _is_broken(self) -> bool:
        return any(mistake.code == "not_toml" for mistake in self.mistakes)


def _flat(values: dict[str, Any], table: str = "") -> dict[str, object]:
    """Give every entry by its dotted name."""
    found: dict[str, object] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{table}{name}.")
        else:
            found[table + name] = value
    return found
