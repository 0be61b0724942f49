"""When a run last told how far it is, and no names or numbers in the addresses of past acts.

A run that has been silent for long has stopped. Some acts led to an address with what was typed
into the box in its query.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

BARE = {
    "sqlite": (
        "UPDATE operations SET outcome = json_set(outcome, '$.to', "
        "substr(json_extract(outcome, '$.to'), 1, instr(json_extract(outcome, '$.to'), '?') - 1)) "
        "WHERE instr(json_extract(outcome, '$.to'), '?') > 0"
    ),
    "postgresql": (
        "UPDATE operations SET outcome = CAST(jsonb_set(CAST(outcome AS jsonb), '{to}', "
        "to_jsonb(split_part(outcome ->> 'to', '?', 1))) AS json) "
        "WHERE strpos(outcome ->> 'to', '?') > 0"
    ),
}


def upgrade() -> None:
    """Add the moment, none yet; leave of each address what stands before its query."""
    op.add_column("runs", sa.Column("advanced_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(BARE[op.get_bind().dialect.name])


def downgrade() -> None:
    """Take the moment away; what was blanked is gone."""
    op.drop_column("runs", "advanced_at")
