"""Hold one row until the transaction ends, and read it as it stands then."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import select

from models.base import Keyed

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

Row = TypeVar("Row", bound=Keyed)


def find_held(
    session: Session, table: type[Row], row_id: UUID, *, key_share: bool = False
) -> Row | None:
    """Give the row, held; with `key_share` others may write rows that name it meanwhile.

    Read anew, whatever was read of it before: `session.get` with a lock refuses a row that another
    has changed while it was waited for, where whoever waited goes on with what is true now.
    """
    one = select(table).where(table.id == row_id).with_for_update(key_share=key_share)
    return session.scalar(one.execution_options(populate_existing=True))
