"""What each message costs, what a day cost, and when the sender is free again."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

WALL = (
    "town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid "
    "OR current_setting('hopecare.scope', true) = 'all'"
)
ADDED = {
    ("messages", "hold_reason", "holdreason"): "cost_cap",
    ("alerts", "kind", "alertkind"): "cost_cap",
}
"""The word that columns take from now on, by table, column and the name of its check."""
SENT = sa.text("sent_at IS NOT NULL")
AMOUNTS = ("cost_micros", "charged_micros")
CURRENCIES = ("cost_currency", "charged_currency")


def upgrade() -> None:
    """Add the columns, the sums of days behind the town's wall, the pace, and the new words."""
    for name in AMOUNTS:
        op.add_column("messages", sa.Column(name, sa.BigInteger(), nullable=True))
    for name in CURRENCIES:
        op.add_column("messages", sa.Column(name, sa.String(), nullable=True))
    op.create_table(
        "cost_days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", _channel(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("without_price", sa.Integer(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("micros", sa.BigInteger(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_cost_days_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cost_days")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_cost_days_town_id_id")),
        sa.UniqueConstraint(
            "town_id", "day", "channel", name=op.f("uq_cost_days_town_id_day_channel")
        ),
    )
    op.create_table(
        "sender_paces",
        sa.Column("channel", _channel(), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sender_paces")),
        sa.UniqueConstraint("channel", name=op.f("uq_sender_paces_channel")),
    )
    for (table_name, column, check), word in ADDED.items():
        _hold(table_name, column, check, [*_words(table_name, column), word])
    op.create_index(
        "ix_messages_sent",
        "messages",
        ["town_id", "sent_at"],
        postgresql_where=SENT,
        sqlite_where=SENT,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE cost_days ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE cost_days FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY town_wall ON cost_days USING ({WALL}) WITH CHECK ({WALL})")


def downgrade() -> None:
    """Drop them; what only they explain is held for another reason, or goes."""
    op.execute("UPDATE messages SET hold_reason = 'channels_off' WHERE hold_reason = 'cost_cap'")
    op.execute("UPDATE alerts SET kind = 'channel_failing' WHERE kind = 'cost_cap'")
    op.drop_index("ix_messages_sent", "messages")
    for (table_name, column, check), word in ADDED.items():
        kept = [each for each in _words(table_name, column) if each != word]
        _hold(table_name, column, check, kept)
    op.drop_table("sender_paces")
    op.drop_table("cost_days")
    for name in (*AMOUNTS, *CURRENCIES):
        op.drop_column("messages", name)


def _channel() -> sa.Enum:
    return sa.Enum(
        "sms", "voice", name="channel", native_enum=False, create_constraint=True, length=32
    )


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
