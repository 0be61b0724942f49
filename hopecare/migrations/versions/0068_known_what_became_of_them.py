"""A check-in that ended otherwise than by an all-clear is not one of those known to be safe."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa
from alembic import op

from hopecare.migrations.code_checks import codes_held, hold_codes_to

revision = "0068"
down_revision = "0067"
branch_labels = None
depends_on = None

SLOTS, CHECK = "check_in_slots", "ck_check_in_slots_slotstatus"
NEW, BEFORE = "known", "cleared"
BATCH: Final = 1_000
ID = sa.Uuid()


def upgrade() -> None:
    """Take one word more, and say it of those whose entry tells how they ended."""
    hold_codes_to(SLOTS, CHECK, "status", [*codes_held(SLOTS, CHECK), NEW])
    ended = _how_they_ended()
    rows = [{"slot": slot_id} for slot_id, how in ended.items() if how != "all_clear"]
    change = sa.text(
        f"UPDATE {SLOTS} SET status = '{NEW}' WHERE id = :slot AND status = '{BEFORE}'"
    )
    bound = change.bindparams(sa.bindparam("slot", type_=ID))
    for start in range(0, len(rows), BATCH):
        op.get_bind().execute(bound, rows[start : start + BATCH])


def downgrade() -> None:
    """Before, all of them counted as known to be safe."""
    op.execute(f"UPDATE {SLOTS} SET status = '{BEFORE}' WHERE status = '{NEW}'")
    hold_codes_to(SLOTS, CHECK, "status", [x for x in codes_held(SLOTS, CHECK) if x != NEW])


def _how_they_ended() -> dict[object, str]:
    """The newest entry of each; where none tells how, nobody knows it any more."""
    noted = sa.text(
        "SELECT subject_id, facts FROM timeline_entries WHERE kind = 'slot_cleared' ORDER BY at, id"
    ).columns(subject_id=ID, facts=sa.JSON())
    rows = op.get_bind().execute(noted).all()
    return {
        row.subject_id: str(row.facts["ended_by"])
        for row in rows
        if row.facts and "ended_by" in row.facts
    }
