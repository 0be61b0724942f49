"""Which of the rows that a page names are open to its reader: it leads to no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select, union_all

from hopecare.queries.visibility import visible

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models.base import Owned


class Named(NamedTuple):
    """Rows of one kind that a page would lead to, and the permission of the page behind them."""

    permission: str
    rows: type[Owned]
    ids: Iterable[UUID | None]


def open_rows(session: Session, identity: Identity, named: Iterable[Named]) -> frozenset[UUID]:
    """Give the ids of those the reader may open, by one statement however many there are."""
    asked = (
        select(each.rows.id).where(
            each.rows.id.in_([row_id for row_id in each.ids if row_id is not None]),
            visible(each.permission, identity, each.rows),
        )
        for each in named
    )
    return frozenset(session.scalars(union_all(*asked)))
