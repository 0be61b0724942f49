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

    rows: Sequence[Row[Any]]
    total: int
    href: str


def first_rows(
    session: Session,
    listing: Listing,
    identity: Identity,
    query: Mapping[str, str],
    *,
    limit: int,
    order: Sequence[Key] = (),
) -> FirstRows:
    """Read the first rows a reader would see under this address; `order` puts others first.

    One statement reads the rows and counts the list; those shown are noted in the access log.
    """
    wanted = listing.filters().load(dict(query))
    statement = listing.source(session, identity, wanted)
    counted = statement.add_columns(func.count().over().label("total"))
    rows = session.execute(ordered(counted, order or listing.order).limit(limit)).all()
    shown(person for row in rows for person in listing.people(row))
    href = url_for(listing.endpoint, **dict[str, Any](query))
    return FirstRows(rows=rows, total=rows[0].total if rows else 0, href=href)
