"""A town's own holidays; calls for held words as a run; an alert passed on by its link.

A reason of holding that never was one goes.
"""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"
branch_labels = None
depends_on = None

HOLIDAYS = "town_holidays"
WALL = (
    "town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid "
    "OR current_setting('hopecare.scope', true) = 'all'"
)
RUN = "ring_for_held"
PASSED = "pass_on"
ANSWERS = "answer_links"
NEVER_SET = "channels_off"
"""No version of ours ever wrote it, so that no row can hold it."""


def upgrade() -> None:
    """Add the days behind the town's wall, and change the words."""
    op.create_table(
        HOLIDAYS,
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_account_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "by_account_id"],
            ["accounts.town_id", "accounts.id"],
            name=op.f(f"fk_{HOLIDAYS}_town_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f(f"fk_{HOLIDAYS}_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{HOLIDAYS}")),
        sa.UniqueConstraint("town_id", "id", name=op.f(f"uq_{HOLIDAYS}_town_id_id")),
        sa.UniqueConstraint("town_id", "day", name=op.f(f"uq_{HOLIDAYS}_town_id_day")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {HOLIDAYS} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {HOLIDAYS} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY town_wall ON {HOLIDAYS} USING ({WALL}) WITH CHECK ({WALL})")
    _hold("runs", "kind", "runkind", [*_words("runs", "kind"), RUN])
    _hold(ANSWERS, "answer", "linkanswer", [*_words(ANSWERS, "answer"), PASSED])
    reasons = [word for word in _words("messages", "hold_reason") if word != NEVER_SET]
    _hold("messages", "hold_reason", "holdreason", reasons)


def downgrade() -> None:
    """Take the days away, and what no earlier version knows: such runs and such answers."""
    op.execute(sa.text("DELETE FROM runs WHERE kind = :kind").bindparams(kind=RUN))
    op.execute(
        sa.text(
            "UPDATE answer_links SET answer = NULL, used_at = NULL WHERE answer = :answer"
        ).bindparams(answer=PASSED)
    )
    answers = [word for word in _words(ANSWERS, "answer") if word != PASSED]
    _hold(ANSWERS, "answer", "linkanswer", answers)
    _hold("runs", "kind", "runkind", [word for word in _words("runs", "kind") if word != RUN])
    reasons = [*_words("messages", "hold_reason"), NEVER_SET]
    _hold("messages", "hold_reason", "holdreason", reasons)
    op.drop_table(HOLIDAYS)


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
