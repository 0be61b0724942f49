"""Alerts say that calls are overdue which stand for words no machine could send."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

KINDS = "ck_alerts_alertkind"
ADDED = "call_overdue"


def upgrade() -> None:
    """Take the new kind: until now such a call stood on the day's page and nowhere else."""
    _hold_kinds_to([*_kinds(), ADDED])


def downgrade() -> None:
    """Keep such alerts under the nearest kind: nobody who could be asked has been heard from."""
    op.execute(f"UPDATE alerts SET kind = 'silence' WHERE kind = '{ADDED}'")
    _hold_kinds_to([kind for kind in _kinds() if kind != ADDED])


def _kinds() -> list[str]:
    """Read which kinds of alert there are now."""
    checks: list[Any] = list(sa.inspect(op.get_bind()).get_check_constraints("alerts"))
    held = next(str(check["sqltext"]) for check in checks if "cost_cap" in str(check["sqltext"]))
    return re.findall(r"'([^']*)'", held)


def _hold_kinds_to(kinds: list[str]) -> None:
    """Let alerts take these kinds; SQLite changes a check by making the table anew."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("alerts", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(KINDS), type_="check")
        table.create_check_constraint(op.f(KINDS), f"kind IN ({listed})")
