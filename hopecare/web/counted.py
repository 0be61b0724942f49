"""How many rows a list has under some filters: a number and its list are one query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.web.listing import Listing


def count_rows(
    session: Session, listing: Listing, identity: Identity, query: Mapping[str, str]
) -> int:
    """Count exactly the rows that the list shows under this address."""
    wanted = listing.filters().load(dict(query))
    statement = listing.source(session, identity, wanted)
    counted = select(func.count()).select_from(statement.order_by(None).subquery())
    return int(session.scalar(counted) or 0)
