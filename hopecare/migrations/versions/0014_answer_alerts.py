"""Alerts are answered by text or by a key, and what became of them is told."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KINDS = "ck_messages_messagekind"
ADDED = ("alert_news", "digest")


def upgrade() -> None:
    """Give alerts codes, none yet; note which alert a reply answered; take the new kinds."""
    op.add_column("alerts", sa.Column("code", sa.String(), nullable=True))
    op.create_index("ix_alerts_code", "alerts", ["town_id", "code"])
    with op.batch_alter_table("inbound_messages", reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("alert_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f("fk_inbound_messages_town_id_alert_id"),
            "alerts",
            ["town_id", "alert_id"],
            ["town_id", "id"],
        )
    _hold_kinds_to([*_kinds(), *ADDED])
    op.create_index("ix_messages_alert", "messages", ["alert_id"])


def downgrade() -> None:
    """Take them away; what was told stays told, as notices."""
    op.drop_index("ix_messages_alert", "messages")
    listed = ", ".join(f"'{kind}'" for kind in ADDED)
    op.execute(f"UPDATE messages SET kind = 'notice' WHERE kind IN ({listed})")
    _hold_kinds_to([kind for kind in _kinds() if kind not in ADDED])
    with op.batch_alter_table("inbound_messages", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f("fk_inbound_messages_town_id_alert_id"), type_="foreignkey")
        table.drop_column("alert_id")
    op.drop_index("ix_alerts_code", "alerts")
    op.drop_column("alerts", "code")


def _kinds() -> list[str]:
    """Read which kinds of message there are now."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("messages")
    held = [str(check["sqltext"]) for check in checks]
    mine = next(text for text in held if re.search(r"\bkind\b.*'", text, re.DOTALL))
    return re.findall(r"'([^']*)'", mine)


def _hold_kinds_to(kinds: list[str]) -> None:
    """Let a message be of these kinds; SQLite changes a check by making the table anew."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("messages", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(KINDS), type_="check")
        table.create_check_constraint(op.f(KINDS), f"kind IN ({listed})")
