"""Events have a place, and other systems are told of them."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

ENTRIES = "timeline_entries"
HOOKS = "webhooks"
SENDINGS = "webhook_sendings"
WALL = (
    "current_setting('hopecare.scope', true) = 'all' "
    "OR town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid"
)
NUMBERED = (
    "UPDATE timeline_entries SET place = numbered.n FROM "
    "(SELECT id, row_number() OVER (PARTITION BY town_id ORDER BY id) AS n "
    "FROM timeline_entries) AS numbered WHERE numbered.id = timeline_entries.id"
)


def upgrade() -> None:
    """Number what has happened, so that only news is told; add the two tables behind the wall."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.add_column(ENTRIES, sa.Column("place", sa.BigInteger(), nullable=True))
    if is_postgresql:
        op.execute("SELECT set_config('hopecare.scope', 'all', true)")
    op.execute(NUMBERED)
    with op.batch_alter_table(ENTRIES, reflect_kwargs={"resolve_fks": False}) as table:
        table.create_unique_constraint(
            op.f("uq_timeline_entries_town_id_place"), ["town_id", "place"]
        )
    _index_while("ix_timeline_entries_fresh", ENTRIES, ["town_id", "id"], "place IS NULL")
    _add_webhooks()
    _add_sendings()
    if is_postgresql:
        for name in (HOOKS, SENDINGS):
            op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY town_wall ON {name} USING ({WALL}) WITH CHECK ({WALL})")


def downgrade() -> None:
    """Drop them."""
    op.drop_table(SENDINGS)
    op.drop_table(HOOKS)
    op.drop_index("ix_timeline_entries_fresh", ENTRIES)
    with op.batch_alter_table(ENTRIES, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f("uq_timeline_entries_town_id_place"), type_="unique")
        table.drop_column("place")


def _add_webhooks() -> None:
    op.create_table(
        HOOKS,
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _key(HOOKS, "account_id", "accounts"),
        *_owned(HOOKS),
    )


def _add_sendings() -> None:
    states = sa.Enum(
        "waiting",
        "sent",
        "given_up",
        name="sendingstate",
        native_enum=False,
        create_constraint=True,
        length=32,
    )
    op.create_table(
        SENDINGS,
        sa.Column("webhook_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("state", states, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tries_before", sa.Integer(), nullable=False),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=True),
        _key(SENDINGS, "webhook_id", HOOKS),
        _key(SENDINGS, "entry_id", ENTRIES),
        sa.UniqueConstraint(
            "webhook_id", "entry_id", name=op.f("uq_webhook_sendings_webhook_id_entry_id")
        ),
        *_owned(SENDINGS),
    )
    _index_while("ix_webhook_sendings_due", SENDINGS, ["due_at"], "due_at IS NOT NULL")


def _owned(table: str) -> tuple[sa.Column[Any] | sa.Constraint, ...]:
    return (
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f(f"fk_{table}_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("town_id", "id", name=op.f(f"uq_{table}_town_id_id")),
    )


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["town_id", column],
        [f"{to}.town_id", f"{to}.id"],
        name=op.f(f"fk_{table}_town_id_{column}"),
    )


def _index_while(name: str, table: str, columns: list[str], where: str) -> None:
    rows = sa.text(where)
    op.create_index(name, table, columns, postgresql_where=rows, sqlite_where=rows)
