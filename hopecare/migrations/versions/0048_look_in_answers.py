"""Whoever is asked to look in answers; the timeline says so, and why somebody was not asked."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

RUNGS = "rungs_climbed"
SAID = ("going", "cannot", "found_well", "needs_help")
KINDS = ("rung_skipped", "rung_answered")


def upgrade() -> None:
    """Keep the last answer beside the step; until now there was none."""
    listed = ", ".join(f"'{word}'" for word in SAID)
    with op.batch_alter_table(RUNGS, reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("answer", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True))
        table.create_check_constraint(op.f(f"ck_{RUNGS}_lookinanswer"), f"answer IN ({listed})")
        table.create_check_constraint(
            op.f(f"ck_{RUNGS}_answered_at_a_time"), "(answer IS NULL) = (answered_at IS NULL)"
        )
    _hold("answer_links", "answer", "linkanswer", [*_words("answer_links", "answer"), *SAID])
    _hold("timeline_entries", "kind", "entrykind", [*_words("timeline_entries", "kind"), *KINDS])


def downgrade() -> None:
    """Drop what no earlier version knows: such entries, and the answers themselves."""
    said, kinds = (", ".join(f"'{word}'" for word in words) for words in (SAID, KINDS))
    op.execute(f"DELETE FROM timeline_entries WHERE kind IN ({kinds})")
    op.execute(f"UPDATE answer_links SET answer = NULL, used_at = NULL WHERE answer IN ({said})")
    kept = [word for word in _words("timeline_entries", "kind") if word not in KINDS]
    _hold("timeline_entries", "kind", "entrykind", kept)
    answers = [word for word in _words("answer_links", "answer") if word not in SAID]
    _hold("answer_links", "answer", "linkanswer", answers)
    with op.batch_alter_table(RUNGS, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(f"ck_{RUNGS}_answered_at_a_time"), type_="check")
        table.drop_constraint(op.f(f"ck_{RUNGS}_lookinanswer"), type_="check")
        table.drop_column("answered_at")
        table.drop_column("answer")


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
