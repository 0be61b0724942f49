"""The first rows of a list, with how many it has: a page can show people and not only a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from sqlalchemy import func

from hopecare.web.access_log import shown
from hopecare.web.keyset import Key, ordered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.web.listing import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstRows:
    """The first rows of a narrowed list, how many it has, and the address of exactly those."""

    groups: Sequence[Sequence[Row[Any]]]
    """The rows, those of one person together where that was asked for."""
    total: int
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """How much of a list is the beginning of it."""

    limit: int
    order: Sequence[Key] = ()
    """Puts others first than the list itself does."""
    most_of_one: int = 1
    """Up to so many rows of one person stand together and count as one."""


def first_rows(
    session: Session, listing: Listing, identity: Identity, query: Mapping[str, str], *, cut: Cut
) -> FirstRows:
    """Read the first rows a reader would see under this address.

    One statement reads the rows and counts the list; those shown are noted in the access log.
    """
    wanted = listing.filters().load(dict(query))
    statement = listing.source(session, identity, wanted)
    counted = statement.add_columns(func.count().over().label("total"))
    in_order = ordered(counted, cut.order or listing.order)
    rows = session.execute(in_order.limit(cut.limit * cut.most_of_one)).all()
    is_single = cut.most_of_one == 1
    groups = [[row] for row in rows] if is_single else _by_person(listing, rows)[: cut.limit]
    shown(person for group in groups for row in group for person in listing.people(row))
    href = url_for(listing.endpoint, **dict[str, Any](query))
    return FirstRows(groups=groups, total=rows[0].total if rows else 0, href=href)


def _by_person(listing: Listing, rows: Sequence[Row[Any]]) -> list[list[Row[Any]]]:
    """Put the rows of each person together, in the place of their first."""
    found: dict[tuple[object, ...], list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(tuple(listing.people(row)), []).append(row)
    return list(found.values())
