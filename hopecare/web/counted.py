"""How many rows a list has under some filters: a number and its list are one query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import url_for
from sqlalchemy import func, select

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.web.listing import Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A number as it stands now, and the way to exactly its rows."""

    label: str
    number: int
    href: str
    tone: str | None


def counted(
    session: Session,
    listing: Listing,
    identity: Identity,
    query: Mapping[str, str],
    *,
    label: str,
    tone: str | None,
) -> Counted:
    """Count the rows of a list under these filters, and lead there."""
    number = count_rows(session, listing, identity, query)
    href = url_for(listing.endpoint, **dict[str, Any](query))
    return Counted(label=label, number=number, href=href, tone=tone)


def count_rows(
    session: Session, listing: Listing, identity: Identity, query: Mapping[str, str]
) -> int:
    """Count exactly the rows that the list shows under this address."""
    wanted = listing.filters().load(dict(query))
    statement = listing.source(session, identity, wanted)
    counted = select(func.count()).select_from(statement.order_by(None).subquery())
    return int(session.scalar(counted) or 0)
