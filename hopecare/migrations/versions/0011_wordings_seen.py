"""Which wording a message said, who looked at which before; messages written to many."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WALL = (
    "town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid "
    "OR current_setting('hopecare.scope', true) = 'all'"
)
SEEN = "wording_rehearsals"
MANY, PEOPLE = "broadcasts", "broadcast_people"
ADDED = {
    ("messages", "kind", "messagekind"): "broadcast",
    ("runs", "kind", "runkind"): "broadcast",
}
"""The word each column takes from now on, by table, column and the name of its check."""
AUDIENCES = ("volunteers", "residents")
LEFT_OUT = (
    "no_telephone", "landline", "opted_out", "unsafe", "no_consent", "has_died", "too_late",
)  # fmt: skip


def upgrade() -> None:
    """Add the wording, which earlier messages cannot say any more, and the looks at wordings."""
    op.add_column("messages", sa.Column("wording", sa.String(), nullable=True))
    op.create_table(
        SEEN,
        sa.Column("wording", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by", sa.String(), nullable=False),
        sa.Column("seen_by_id", sa.Uuid(), nullable=True),
        *_owned(SEEN, ("people", "seen_by_id")),
    )
    op.create_index("ix_wording_rehearsals_wording", SEEN, ["town_id", "wording", "version"])
    _add_broadcasts()
    with op.batch_alter_table("messages", reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("broadcast_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_messages_town_id_broadcast_id"),
            MANY,
            ["town_id", "broadcast_id"],
            ["town_id", "id"],
        )
    op.create_index("ix_messages_broadcast", "messages", ["broadcast_id", "status"])
    for (table_name, column, check), word in ADDED.items():
        _hold(table_name, column, check, [*_words(table_name, column), word])
    _raise_walls(SEEN, MANY, PEOPLE)


def downgrade() -> None:
    """Forget all of it; what was written to many stays as plain notices."""
    op.execute("UPDATE messages SET kind = 'notice' WHERE kind = 'broadcast'")
    op.execute("DELETE FROM runs WHERE kind = 'broadcast'")
    for (table_name, column, check), word in ADDED.items():
        kept = [each for each in _words(table_name, column) if each != word]
        _hold(table_name, column, check, kept)
    op.drop_index("ix_messages_broadcast", "messages")
    with op.batch_alter_table("messages", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f("fk_messages_town_id_broadcast_id"), type_="foreignkey")
        table.drop_column("broadcast_id")
    op.drop_index("ix_broadcast_people_waiting", PEOPLE)
    op.drop_table(PEOPLE)
    op.drop_index("ix_broadcasts_under_way", MANY)
    op.drop_index("ix_broadcasts_created", MANY)
    op.drop_table(MANY)
    op.drop_index("ix_wording_rehearsals_wording", SEEN)
    op.drop_table(SEEN)
    op.drop_column("messages", "wording")


def _add_broadcasts() -> None:
    """The messages to many, and everybody of each group."""
    op.create_table(
        MANY,
        sa.Column("audience", _words_of("audience", AUDIENCES), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=True),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("has_helper", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_by_id", sa.Uuid(), nullable=True),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "valid_until > not_before", name=op.f("ck_broadcasts_some_time_to_send")
        ),
        *_owned(
            MANY,
            ("people", "made_by_id"),
            ("people", "sent_by_id"),
            ("people", "stopped_by_id"),
            ("centres", "centre_id"),
            ("areas", "area_id"),
            ("runs", "run_id"),
        ),
    )
    op.create_index("ix_broadcasts_created", MANY, ["town_id", "created_at"])
    op.create_index("ix_broadcasts_under_way", MANY, ["written_at", "sent_at"])
    op.create_table(
        PEOPLE,
        sa.Column("broadcast_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("left_out", _words_of("leftout", LEFT_OUT), nullable=True),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        *_owned(PEOPLE, (MANY, "broadcast_id"), ("people", "person_id")),
        sa.UniqueConstraint(
            "broadcast_id", "person_id", name=op.f("uq_broadcast_people_broadcast_id_person_id")
        ),
    )
    op.create_index(
        "ix_broadcast_people_waiting", PEOPLE, ["broadcast_id", "promised_at", "left_out"]
    )


def _words_of(name: str, words: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, create_constraint=True, length=32)


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


def _owned(table: str, *keys: tuple[str, str]) -> list[sa.schema.SchemaItem]:
    """What every owned table has: its town, its key, and keys to other rows of the town."""
    return [
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *[
            sa.ForeignKeyConstraint(
                ["town_id", column],
                [f"{other}.town_id", f"{other}.id"],
                name=op.f(f"fk_{table}_town_id_{column}"),
            )
            for other, column in keys
        ],
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f(f"fk_{table}_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("town_id", "id", name=op.f(f"uq_{table}_town_id_id")),
    ]


def _raise_walls(*tables: str) -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in tables:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY town_wall ON {table} USING ({WALL}) WITH CHECK ({WALL})")
