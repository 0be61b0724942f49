"""Very many keys as one value of a statement, in the words the database itself keeps them in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import ARRAY, Uuid, any_, cast, func, literal, select

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute, Session


def is_among(
    session: Session, column: InstrumentedAttribute[UUID], keys: Sequence[str]
) -> ColumnElement[bool]:
    """Whether it is one of these; told each by itself, a database first reads a long statement."""
    if session.get_bind().dialect.name == "sqlite":
        listed = func.json_each(json.dumps(keys)).table_valued("value")
        return column.in_(select(listed.c.value))
    return column == any_(cast(literal("{" + ",".join(keys) + "}"), ARRAY(Uuid())))
