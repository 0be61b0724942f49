"""A town may stop everything that leaves; messages are found by when they were promised."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

STOPS = "sending_stops"
WALL = (
    "current_setting('hopecare.scope', true) = 'all' "
    "OR town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid"
)
STANDS = sa.text("started_at IS NULL")
STANDS_FOR_ALL = sa.text("started_at IS NULL AND channel IS NULL")
CHANNEL = sa.Enum(
    "sms", "voice", name="channel", native_enum=False, create_constraint=True, length=32
)


def upgrade() -> None:
    """Add the stops behind the wall, and the way to a day's messages."""
    op.create_table(
        STOPS,
        sa.Column("channel", CHANNEL, nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_by_id", sa.Uuid(), nullable=True),
        sa.Column("start_reason", sa.LargeBinary(), nullable=True),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "started_at IS NULL OR started_at >= stopped_at",
            name=op.f(f"ck_{STOPS}_ends_after"),
        ),
        *[
            sa.ForeignKeyConstraint(
                ["town_id", column],
                ["people.town_id", "people.id"],
                name=op.f(f"fk_{STOPS}_town_id_{column}"),
            )
            for column in ("stopped_by_id", "started_by_id")
        ],
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f(f"fk_{STOPS}_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{STOPS}")),
        sa.UniqueConstraint("town_id", "id", name=op.f(f"uq_{STOPS}_town_id_id")),
    )
    op.create_index("ix_sending_stops_town", STOPS, ["town_id", "stopped_at"])
    _one_stands("uq_sending_stops_all", ["town_id"], STANDS_FOR_ALL)
    _one_stands("uq_sending_stops_channel", ["town_id", "channel"], STANDS)
    op.create_index("ix_messages_made", "messages", ["town_id", "created_at"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {STOPS} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {STOPS} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY town_wall ON {STOPS} USING ({WALL}) WITH CHECK ({WALL})")


def downgrade() -> None:
    """Take both away: words leave again."""
    op.drop_index("ix_messages_made", "messages")
    op.drop_table(STOPS)


def _one_stands(name: str, columns: list[str], condition: sa.TextClause) -> None:
    op.create_index(
        name, STOPS, columns, unique=True, postgresql_where=condition, sqlite_where=condition
    )
