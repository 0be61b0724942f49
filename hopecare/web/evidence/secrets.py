"""What must not be read anywhere in a pack, in whichever way it was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from hopecare.domain.evidence import PackTold
from hopecare.domain.redaction import (
    without,
    writings_of_address,
    writings_of_day,
    writings_of_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hopecare.language.reader import Reader
    from hopecare.queries.evidence import PackFacts


@dataclass(frozen=True, slots=True)
class Secrets:
    """Words that are taken out, and whether anything that looks like a telephone is."""

    words: tuple[str, ...]
    numbers: bool

    def hide(self, text: str) -> str:
        """Give the words without them."""
        return without(text, self.words, numbers=self.numbers)


def secrets_of(facts: PackFacts, told: Iterable[PackTold], reader: Reader) -> Secrets:
    """Gather what this recipient is not told."""
    chosen = frozenset(told)
    words = [each for kind in PackTold if kind not in chosen for each in _of(kind, facts, reader)]
    return Secrets(tuple(words), numbers=PackTold.PHONE not in chosen)


def _of(kind: PackTold, facts: PackFacts, reader: Reader) -> Iterator[str]:
    person = facts.resident
    if kind is PackTold.NAME:
        yield from writings_of_name(person.full_name)
        yield from (each for each in (person.called, person.sort_name, person.romanised) if each)
    elif kind is PackTold.ADDRESS and facts.home is not None and facts.home.address:
        yield from writings_of_address(facts.home.address)
    elif kind is PackTold.PHONE:
        yield from (each.value for each in facts.phones)
        yield from (reader.phone(each.value) for each in facts.phones)
    elif kind is PackTold.BIRTH_DATE and person.birth_on:
        born = date.fromisoformat(person.birth_on)
        yield from (*writings_of_day(born), reader.birth_date(born))
