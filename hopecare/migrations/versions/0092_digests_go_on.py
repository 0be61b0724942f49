"""Texts of the morning and of the week that leave already go on, whoever has looked at them."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None

ID, AT = sa.Uuid(), sa.DateTime(timezone=True)
BY: Final = "system:migration"
BEFORE: Final = "before_looks"
"""No wording has this version: its words still count as new, and are shown as such."""
MESSAGES: Final = sa.table("messages", sa.column("town_id", ID), sa.column("wording"))
LOOKS: Final = sa.table(
    "wording_rehearsals",
    sa.column("id", ID),
    sa.column("town_id", ID),
    sa.column("wording"),
    sa.column("version"),
    sa.column("seen_at", AT),
    sa.column("seen_by"),
)


def upgrade() -> None:
    """From here on such a text begins once somebody has looked at its words."""
    now = datetime.now(UTC)  # noqa: TID251  when the schema moves
    for wording in ("digest", "week"):
        said = MESSAGES.c.wording.startswith(f"{wording}@", autoescape=True)
        towns = op.get_bind().scalars(sa.select(MESSAGES.c.town_id).where(said).distinct()).all()
        for town_id in towns:
            look = {"id": _key(now), "town_id": town_id, "wording": wording, "version": BEFORE}
            op.execute(LOOKS.insert().values(**look, seen_at=now, seen_by=BY))


def downgrade() -> None:
    """Before, no such text waited for anybody."""
    op.execute(LOOKS.delete().where(LOOKS.c.version == BEFORE))


def _key(at: datetime) -> UUID:
    """A key as rows have them: of version 7, which begins with its moment."""
    millis = int(at.timestamp() * 1000)
    tail = secrets.randbits(74)
    return UUID(int=millis << 80 | 7 << 76 | (tail >> 62) << 64 | 2 << 62 | tail & (2**62 - 1))
