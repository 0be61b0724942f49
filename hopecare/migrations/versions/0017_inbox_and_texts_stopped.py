"""What became of a text or call that came in, and how texts to a number were stopped."""

from __future__ import annotations

import re
from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def words(name: str, *listed: str) -> sa.Enum:
    """Make a column's type that takes these words."""
    return sa.Enum(*listed, name=name, native_enum=False, create_constraint=True, length=32)


NOTHING = words(
    "nothingtodo", "only_thanks", "settled_already", "wrong_number", "advertising", "not_readable"
)
STOPPED_BY = words("textsstoppedby", "text", "network", "staff")

POINTS = sa.table(
    "contact_points",
    sa.column("id", sa.Uuid()),
    sa.column("town_id", sa.Uuid()),
    sa.column("value_index", sa.String()),
    sa.column("opted_out_at", sa.DateTime(timezone=True)),
    sa.column("opted_out_by", sa.String()),
)
TEXTS = sa.table(
    "inbound_messages",
    sa.column("town_id", sa.Uuid()),
    sa.column("from_index", sa.String()),
    sa.column("meaning", sa.String()),
    sa.column("received_at", sa.DateTime(timezone=True)),
)
AT_THE_TIME = timedelta(minutes=10)
"""A text may have been read a little after it came in."""


def upgrade() -> None:
    """Add the columns; of stops that stand, say which were written in a text."""
    with op.batch_alter_table("inbound_messages", reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("nothing_to_do", NOTHING, nullable=True))
        table.add_column(sa.Column("report_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("stranger_told_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(
            sa.Column("wants_call", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.create_foreign_key(
            op.f("fk_inbound_messages_town_id_report_id"),
            "reports",
            ["town_id", "report_id"],
            ["town_id", "id"],
        )
        table.create_index("ix_inbound_messages_report", ["report_id"])
        table.create_index("ix_inbound_messages_told", ["town_id", "stranger_told_at"])
    with op.batch_alter_table("contact_points", reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("opted_out_by", STOPPED_BY, nullable=True))
    _say_which_were_written()
    _hold([*_doors(), "text"])


def _say_which_were_written() -> None:
    """Say it where a STOP came at that time, and no START since; of the others a person decides.

    A stop told in a call may follow an older text: a text must not end it.
    """
    connection = op.get_bind()
    standing = (
        sa.select(POINTS.c.id, POINTS.c.opted_out_at, TEXTS.c.meaning, TEXTS.c.received_at)
        .join(
            TEXTS,
            sa.and_(
                TEXTS.c.town_id == POINTS.c.town_id, TEXTS.c.from_index == POINTS.c.value_index
            ),
        )
        .where(POINTS.c.opted_out_at.is_not(None), TEXTS.c.meaning.in_(("stop", "start")))
        .order_by(TEXTS.c.received_at)
    )
    last: dict[object, bool] = {}
    for point_id, stopped_at, meaning, received_at in connection.execute(standing):
        is_then = abs(received_at - stopped_at) <= AT_THE_TIME
        last[point_id] = meaning == "stop" and (is_then or last.get(point_id, False))
    for point_id in (point_id for point_id, is_written in last.items() if is_written):
        mine = sa.update(POINTS).where(POINTS.c.id == point_id)
        connection.execute(mine.values(opted_out_by="text"))


def downgrade() -> None:
    """Drop them; a report of a text was told by telephone."""
    op.execute("UPDATE reports SET door = 'phone' WHERE door = 'text'")
    _hold([word for word in _doors() if word != "text"])
    with op.batch_alter_table("contact_points", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f("ck_contact_points_textsstoppedby"), type_="check")
        table.drop_column("opted_out_by")
    with op.batch_alter_table("inbound_messages", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_index("ix_inbound_messages_told")
        table.drop_index("ix_inbound_messages_report")
        table.drop_constraint(op.f("fk_inbound_messages_town_id_report_id"), type_="foreignkey")
        table.drop_constraint(op.f("ck_inbound_messages_nothingtodo"), type_="check")
        for name in ("wants_call", "stranger_told_at", "report_id", "nothing_to_do"):
            table.drop_column(name)


def _doors() -> list[str]:
    """Read which doors a report may have come through."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("reports")
    held = [str(check["sqltext"]) for check in checks]
    mine = next(text for text in held if re.search(r"\bdoor\b.*'", text, re.DOTALL))
    return re.findall(r"'([^']*)'", mine)


def _hold(doors: list[str]) -> None:
    """Let reports come through these doors."""
    listed = ", ".join(f"'{door}'" for door in doors)
    with op.batch_alter_table("reports", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f("ck_reports_reportdoor"), type_="check")
        table.create_check_constraint(op.f("ck_reports_reportdoor"), f"door IN ({listed})")
