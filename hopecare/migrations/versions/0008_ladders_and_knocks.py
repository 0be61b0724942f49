"""A ladder per resident, check-ins at the door, and what follows when somebody is not reached."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ADDED = {
    ("rungs_climbed", "rung", "rung"): ("helper", "emergency"),
    ("calls", "outcome", "calloutcome"): ("emergency_rung",),
    ("call_tasks", "outcome", "calloutcome"): ("emergency_rung",),
    ("call_tasks", "kind", "calltaskkind"): (
        "emergency", "knock", "renew_number", "confirm_move", "after_hospital", "after_refusal",
        "record_death",
    ),
}  # fmt: skip
"""The words that columns take from now on, by table, column and the name of its check."""
ASKED_BY = sa.Enum(
    "machine", "knock", "nobody", name="askedby", native_enum=False, create_constraint=True,
    length=32,
)  # fmt: skip


def upgrade() -> None:
    """Keep ladders with plans and begun check-ins; take the new words."""
    op.add_column("check_in_plans", sa.Column("steps", sa.JSON(), nullable=True))
    op.add_column("check_in_slots", sa.Column("steps", sa.JSON(), nullable=True))
    with op.batch_alter_table("check_in_plans", reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("asked_by", ASKED_BY, nullable=False, server_default="machine"))
    for (table_name, column, check), words in ADDED.items():
        _hold(table_name, column, check, [*_words(table_name, column), *words])


def downgrade() -> None:
    """Drop them, with the rows that only they explain."""
    op.execute("DELETE FROM rungs_climbed WHERE rung IN ('helper', 'emergency')")
    for table_name in ("calls", "call_tasks"):
        op.execute(f"UPDATE {table_name} SET outcome = 'spoke' WHERE outcome = 'emergency_rung'")
    for (table_name, column, check), words in ADDED.items():
        if column == "kind":
            listed = ", ".join(f"'{word}'" for word in words)
            op.execute(f"UPDATE {table_name} SET kind = 'call_back' WHERE kind IN ({listed})")
        kept = [word for word in _words(table_name, column) if word not in words]
        _hold(table_name, column, check, kept)
    with op.batch_alter_table("check_in_plans", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f("ck_check_in_plans_askedby"), type_="check")
        table.drop_column("asked_by")
        table.drop_column("steps")
    op.drop_column("check_in_slots", "steps")


def _words(table_name: str, column: str) -> list[str]:
    """Read which words a column takes now."""
    checks = sa.inspect(op.get_bind()).get_check_constraints(table_name)
    held = [str(check["sqltext"]) for check in checks]
    mine = next(text for text in held if re.search(rf"\b{column}\b.*'", text, re.DOTALL))
    return re.findall(r"'([^']*)'", mine)


def _hold(table_name: str, column: str, check: str, words: list[str]) -> None:
    """Let a column take these words; SQLite changes a check by making the table anew."""
    listed = ", ".join(f"'{word}'" for word in words)
    with op.batch_alter_table(table_name, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(f"ck_{table_name}_{check}"), type_="check")
        table.create_check_constraint(op.f(f"ck_{table_name}_{check}"), f"{column} IN ({listed})")
