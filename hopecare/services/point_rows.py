"""Point rows from one person at another, and say which they were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select, update

from models.base import Versioned

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session


def point_rows(
    session: Session,
    column: Any,  # noqa: ANN401  a mapped column
    *conditions: ColumnElement[bool],
    source: UUID,
    target: UUID,
) -> list[str]:
    """Change `column` from source to target where the conditions hold, and give the rows' ids."""
    model = column.class_
    found = select(model.id).where(column == source, *conditions).order_by(model.id)
    ids = session.scalars(found).all()
    if ids:
        bumped = {"version": model.version + 1} if issubclass(model, Versioned) else {}
        session.execute(
            update(model)
            .where(column == source, *conditions)
            .values({column.key: target, **bumped})
            .execution_options(synchronize_session=False)
        )
    return [str(each) for each in ids]
