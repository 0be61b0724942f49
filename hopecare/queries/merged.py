"""Which records are one person: those that were merged lead to the one that stayed.

Append-only tables and search terms are never rewritten by a merge; whoever reads them asks here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from hopecare.standing_consents import records_of
from models import Merge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

# Under a name of its own: a statement about merges must not capture it.
_Standing = aliased(Merge, name="standing_merge")


def is_of(column: Any, person_id: UUID) -> ColumnElement[bool]:  # noqa: ANN401  as in visibility
    """Make the condition that a row is the person's, whichever of their records it hangs from."""
    condition: ColumnElement[bool] = column.in_(records_of(person_id))
    return condition


def is_any_of(column: Any, person_ids: Sequence[UUID]) -> ColumnElement[bool]:  # noqa: ANN401  as in visibility
    """Make the condition that a row is one of these people's, whichever of their records."""
    merged = select(_Standing.merged_id).where(
        _Standing.kept_id.in_(person_ids), _Standing.undone_at.is_(None)
    )
    return or_(column.in_(person_ids), column.in_(merged))


def leads_to(column: Any) -> ColumnElement[UUID]:  # noqa: ANN401  as in visibility
    """Give the person a record leads to: itself, unless it was merged into another."""
    return func.coalesce(find_kept(column), column)


def find_kept(column: Any) -> Any:  # noqa: ANN401  a scalar subquery, as in visibility
    """Give the person a merged record leads to; NULL for one that stands by itself."""
    return (
        select(_Standing.kept_id)
        .where(_Standing.merged_id == column, _Standing.undone_at.is_(None))
        # However deep it stands: the record asked about is a row of whoever asks.
        .correlate_except(_Standing)
        .scalar_subquery()
    )


def kept_of(session: Session, person_id: UUID) -> UUID | None:
    """Give the person this record was merged into, if it was."""
    kept: UUID | None = session.scalar(
        select(Merge.kept_id).where(Merge.merged_id == person_id, Merge.undone_at.is_(None))
    )
    return kept


def merges_into(session: Session, person_id: UUID) -> Sequence[Merge]:
    """Read which records lead to this person, the newest first."""
    standing = select(Merge).where(Merge.kept_id == person_id, Merge.undone_at.is_(None))
    return session.scalars(standing.order_by(Merge.at.desc(), Merge.id.desc())).all()
