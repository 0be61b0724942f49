"""The codes a column may hold, as its check in the database says: read, and held to others.

Migrations from 0051 on share it; earlier ones stand as they once ran.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Iterable


def listed(codes: Iterable[str]) -> str:
    """Write codes as SQL lists them."""
    return ", ".join(f"'{code}'" for code in codes)


def codes_held(table: str, constraint: str) -> list[str]:
    """Read which codes the check takes now."""
    checks: list[Any] = list(sa.inspect(op.get_bind()).get_check_constraints(table))
    held = next(str(check["sqltext"]) for check in checks if check["name"] == constraint)
    return re.findall(r"'([^']*)'", held)


def hold_codes_to(table: str, constraint: str, column: str, codes: Iterable[str]) -> None:
    """Let the column take these codes; SQLite changes a check by making the table anew."""
    with op.batch_alter_table(table, reflect_kwargs={"resolve_fks": False}) as batch:
        batch.drop_constraint(op.f(constraint), type_="check")
        batch.create_check_constraint(op.f(constraint), f"{column} IN ({listed(codes)})")
