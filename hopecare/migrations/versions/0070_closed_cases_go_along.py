"""A closed case, and what is owed of it, belongs to the centre that answers for the resident."""

from __future__ import annotations

from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

THEIRS = """(
    SELECT people.centre_id FROM people
    WHERE people.id = cases.resident_id AND people.centre_id IS NOT NULL
)"""
SEES = """EXISTS (
    SELECT 1 FROM accounts
    WHERE accounts.person_id = {table}.owner_id AND accounts.disabled_at IS NULL
    AND (accounts.centre_id IS NULL OR accounts.centre_id = {table}.centre_id)
)"""
STAYED = f"cases.status = 'closed' AND cases.centre_id <> {THEIRS}"
MOVED = """
    SELECT cases.centre_id FROM cases JOIN people ON people.id = cases.resident_id
    WHERE cases.id = call_tasks.case_id AND cases.status = 'closed'
    AND cases.centre_id = people.centre_id
"""


def upgrade() -> None:
    """Let them follow; whoever does not see what is that centre's has them no more."""
    op.execute(f"UPDATE cases SET centre_id = {THEIRS}, version = version + 1 WHERE {STAYED}")
    _free("cases", "cases.status = 'closed'")
    op.execute(
        f"UPDATE call_tasks SET centre_id = ({MOVED}), version = version + 1 "
        f"WHERE status = 'open' AND centre_id <> ({MOVED})"
    )
    _free("call_tasks", f"status = 'open' AND kind <> 'knock' AND centre_id = ({MOVED})")


def _free(table: str, which: str) -> None:
    sees = SEES.format(table=table)
    op.execute(
        f"UPDATE {table} SET owner_id = NULL, version = version + 1 "
        f"WHERE owner_id IS NOT NULL AND {which} AND NOT {sees}"
    )


def downgrade() -> None:
    """Which centre each stayed with is history: the timeline says it, and nothing goes back."""
