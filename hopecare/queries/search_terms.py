"""Blind search terms: what is kept and looked for instead of a name, a date or a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from hopecare import keyring
from hopecare.domain.addresses import building_of, comparable_address, comparable_workplace
from hopecare.domain.names import comparable, prefixes, romanised_key
from hopecare.domain.phone import LONG_TAIL, SHORT_TAIL
from models.people import TermKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

Term = tuple[TermKind, str]


class NumberIndexes(TypedDict):
    """The columns under which a number is found, whole and by its last digits."""

    value_index: str
    last_four_index: str
    last_eight_index: str


def blind_term(kind: TermKind, plain: str) -> str:
    """Hash one comparable word under its kind."""
    return keyring.current().blind(kind.value, plain)


def name_terms(*names: str | None) -> frozenset[Term]:
    """Give the terms under which any of these writings of one name is found."""
    return frozenset(term for name in names if name for term in _terms_of(name))


def person_terms(
    full_name: str, *, romanised: str | None = None, birth_on: date | str | None = None
) -> frozenset[Term]:
    """Give every term of a person: the name, its beginnings, its letters, the birth date."""
    born = [(TermKind.BIRTH_ON, blind_term(TermKind.BIRTH_ON, str(birth_on)))] if birth_on else []
    return name_terms(full_name, romanised) | frozenset(born)


def search_term(typed: str) -> str:
    """Give the prefix term for what somebody typed into a search box."""
    return blind_term(TermKind.NAME_PREFIX, comparable(typed)[:6])


def exact_term(name: str) -> str:
    """Give the term of a whole name."""
    return blind_term(TermKind.NAME, comparable(name))


def phone_index(e164: str) -> str:
    """Hash a telephone number in its one form."""
    return keyring.current().blind("phone", e164)


def tail_index(digits: str) -> str:
    """Hash the last digits of a telephone number, apart from whole numbers."""
    return keyring.current().blind(f"phone_last_{len(digits)}", digits)


def number_indexes(e164: str) -> NumberIndexes:
    """Hash a number and its last digits, for each column."""
    return {
        "value_index": phone_index(e164),
        "last_four_index": tail_index(e164[-SHORT_TAIL:]),
        "last_eight_index": tail_index(e164[-LONG_TAIL:]),
    }


def address_index(line: str) -> str | None:
    """Hash an address line; None where it holds nothing to compare."""
    plain = comparable_address(line)
    return keyring.current().blind("address", plain) if plain else None


def building_index(line: str) -> str | None:
    """Hash the building of an address line; None where it holds nothing to compare."""
    plain = building_of(line)
    return keyring.current().blind("building", plain) if plain else None


def workplace_index(name: str) -> str | None:
    """Hash where somebody works; None where the name holds nothing to compare."""
    plain = comparable_workplace(name)
    return keyring.current().blind("workplace", plain) if plain else None


def _terms_of(name: str) -> Iterable[Term]:
    whole = comparable(name)
    if not whole:
        return
    yield TermKind.NAME, blind_term(TermKind.NAME, whole)
    yield TermKind.ROMANISED, blind_term(TermKind.ROMANISED, romanised_key(name))
    for start in prefixes(name):
        yield TermKind.NAME_PREFIX, blind_term(TermKind.NAME_PREFIX, start)
