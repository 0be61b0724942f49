"""Lists that grow without end: which rows a page shows, and how many are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, select

from hopecare.web.keyset import keys_of, ordered

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from hopecare.web.listing import Listing


def only_these(
    session: Session, listing: Listing, statement: Select[Any], wanted: Select[Any], *, limit: int
) -> Select[Any]:
    """Find the rows of a list without end by their own table alone, then only those are joined.

    PostgreSQL, misled about how many a filter leaves, would compare each of them with everybody.
    """
    keys = ordered(wanted.with_only_columns(maintain_column_froms=True), listing.order)
    found = [keys_of(row, listing.order)[-1] for row in session.execute(keys.limit(limit))]
    return statement.where(listing.order[-1].column.in_(found))


def total_of(session: Session, listing: Listing, statement: Select[Any]) -> int:
    """How many rows there are; of a list that is counted up to a number, one more at most."""
    counted = statement.order_by(None)
    if listing.counts_to is not None:
        one = counted.with_only_columns(literal(1).label("one"), maintain_column_froms=True)
        counted = one.limit(listing.counts_to + 1)
    return session.scalar(select(func.count()).select_from(counted.subquery())) or 0
