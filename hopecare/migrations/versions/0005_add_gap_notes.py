"""The gap ledger: why somebody who may qualify does not receive, and what it would be."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

WALL = (
    "town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid "
    "OR current_setting('hopecare.scope', true) = 'all'"
)
KINDS = "ck_timeline_entries_entrykind"
NOTED = "gap_noted"


def upgrade() -> None:
    """Add the notes behind the town's wall, the amount of a gap, and the entry of a note."""
    op.create_table(
        "gap_notes",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column(
            "reason",
            _words("gapreason", "never_applied not_wanted refused paper_missing cut_off other"),
            nullable=False,
        ),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("since_on", sa.Date(), nullable=True),
        sa.Column("told", sa.LargeBinary(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", _words("gapending", "received no_longer_due merged"), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ending IS NULL)", name=op.f("ck_gap_notes_ended_for_a_reason")
        ),
        *[
            sa.ForeignKeyConstraint(
                ["town_id", column],
                ["people.town_id", "people.id"],
                name=op.f(f"fk_gap_notes_town_id_{column}"),
            )
            for column in ("person_id", "recorded_by_id")
        ],
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_gap_notes_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_notes")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_gap_notes_town_id_id")),
    )
    op.create_index("ix_gap_notes_person", "gap_notes", ["person_id"])
    op.create_index(
        "uq_gap_notes_one_open",
        "gap_notes",
        ["person_id", "programme"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )
    op.add_column("programme_answers", sa.Column("amount", sa.LargeBinary(), nullable=True))
    op.create_index(
        "ix_programme_answers_person",
        "programme_answers",
        ["town_id", "person_id", "programme", "is_gap"],
    )
    _hold_kinds_to([*_kinds(), NOTED])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE gap_notes ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE gap_notes FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY town_wall ON gap_notes USING ({WALL}) WITH CHECK ({WALL})")


def downgrade() -> None:
    """Drop them, with the entries that only they explain."""
    op.execute(f"DELETE FROM timeline_entries WHERE kind = '{NOTED}'")
    _hold_kinds_to([kind for kind in _kinds() if kind != NOTED])
    op.drop_index("ix_programme_answers_person", "programme_answers")
    op.drop_column("programme_answers", "amount")
    op.drop_index("uq_gap_notes_one_open", "gap_notes")
    op.drop_index("ix_gap_notes_person", "gap_notes")
    op.drop_table("gap_notes")


def _words(name: str, members: str) -> sa.Enum:
    return sa.Enum(
        *members.split(), name=name, native_enum=False, create_constraint=True, length=32
    )


def _kinds() -> list[str]:
    """Read which kinds of entry the timeline takes now."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("timeline_entries")
    held = next(str(check["sqltext"]) for check in checks if "kind" in str(check["sqltext"]))
    return re.findall(r"'([^']*)'", held)


def _hold_kinds_to(kinds: list[str]) -> None:
    """Let the timeline take these kinds; SQLite changes a check by making the table anew."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("timeline_entries", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(KINDS), type_="check")
        table.create_check_constraint(op.f(KINDS), f"kind IN ({listed})")
