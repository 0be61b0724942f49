"""The wall between towns asks for the scope once a statement, not once a row.

A function of the settings is reckoned for every row it is compared with; as a subquery it is
reckoned once. What may be seen stays the same, word for word.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0038"
branch_labels = None
depends_on = None

SCOPE = "current_setting('hopecare.scope', true)"
TOWN = "NULLIF(current_setting('hopecare.town_id', true), '')::uuid"
BEFORE = f"{SCOPE} = 'all' OR town_id = {TOWN}"
AFTER = f"(SELECT {SCOPE}) = 'all' OR town_id = (SELECT {TOWN})"


def upgrade() -> None:
    """Say the wall of every table anew."""
    _say(AFTER)


def _say(wall: str) -> None:
    connection = op.get_bind()
    if connection.dialect.name != "postgresql":
        return
    walled = sa.text(
        "SELECT quote_ident(tablename) FROM pg_policies "
        "WHERE policyname = 'town_wall' AND schemaname = current_schema() ORDER BY tablename"
    )
    for name in connection.scalars(walled).all():
        op.execute(f"ALTER POLICY town_wall ON {name} USING ({wall}) WITH CHECK ({wall})")


def downgrade() -> None:
    """Say it as before."""
    _say(BEFORE)
