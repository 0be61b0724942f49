"""Many values to compare a column with: one list on PostgreSQL, one by one where there is no list.

A statement of some hundred values is written, read and planned anew each time; with one list it is
always the same statement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import any_, bindparam
from sqlalchemy.dialects.postgresql import ARRAY

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session


def among_named(
    column: InstrumentedAttribute[Any], name: str, *, as_list: bool
) -> ColumnElement[bool]:
    """Make the condition that a column holds one of these values, which come by this name."""
    if not as_list:
        return column.in_(bindparam(name, expanding=True))
    return column == any_(bindparam(name, type_=ARRAY(column.type)))


def knows_lists(session: Session) -> bool:
    """Whether this database takes a list as one value."""
    return session.get_bind().dialect.name == "postgresql"
