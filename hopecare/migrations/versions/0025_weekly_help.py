"""Weekly help has a backup, weeks that are missed, and words for whoever comes next."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

BACKUPS = "backups"
MISSED = "missed_weeks"
WORDS = "introductions"
WALL = (
    "current_setting('hopecare.scope', true) = 'all' "
    "OR town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid"
)
KINDS = "ck_timeline_entries_entrykind"
ADDED = (
    "backup_named",
    "backup_ended",
    "week_missed",
    "week_taken",
    "week_unfilled",
    "week_called_off",
)


def upgrade() -> None:
    """Add the three tables behind the wall, and what the timeline says of them."""
    _add_backups()
    _add_missed_weeks()
    _add_introductions()
    if op.get_bind().dialect.name == "postgresql":
        for name in (BACKUPS, MISSED, WORDS):
            op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY town_wall ON {name} USING ({WALL}) WITH CHECK ({WALL})")
    _hold_kinds_to([*_kinds(), *ADDED])


def downgrade() -> None:
    """Drop them, with the entries that only they explain."""
    listed = ", ".join(f"'{kind}'" for kind in ADDED)
    op.execute(f"DELETE FROM timeline_entries WHERE kind IN ({listed})")
    _hold_kinds_to([kind for kind in _kinds() if kind not in ADDED])
    for name in (WORDS, MISSED, BACKUPS):
        op.drop_table(name)


def _add_backups() -> None:
    origins = "said_yes_late asked_by_staff offered_themself"
    ends = "by_themself by_staff became_helper replaced stood_down need_ended"
    op.create_table(
        BACKUPS,
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("helper_id", sa.Uuid(), nullable=False),
        sa.Column("origin", _words("backuporigin", origins), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("named_by_id", sa.Uuid(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_as", _words("backupend", ends), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(until IS NULL) = (ended_as IS NULL)", name=op.f("ck_backups_ended_has_reason")
        ),
        _key(BACKUPS, "need_id", "needs"),
        _key(BACKUPS, "case_id", "cases"),
        _key(BACKUPS, "helper_id", "people"),
        _key(BACKUPS, "named_by_id", "people"),
        *_owned(BACKUPS),
    )
    _unique_while("uq_backups_one_live", BACKUPS, ["need_id"], "until IS NULL")
    op.create_index("ix_backups_helper", BACKUPS, ["helper_id", "until"])
    op.create_index("ix_backups_case", BACKUPS, ["case_id"])


def _add_missed_weeks() -> None:
    statuses = "said asked_backup asked_others taken unfilled called_off"
    op.create_table(
        MISSED,
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("helper_id", sa.Uuid(), nullable=False),
        sa.Column("cover_need_id", sa.Uuid(), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", _words("missedweekstatus", statuses), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", _words("missreason", "no_time away ill other"), nullable=True),
        sa.Column("said_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _key(MISSED, "task_id", "tasks"),
        _key(MISSED, "need_id", "needs"),
        _key(MISSED, "cover_need_id", "needs"),
        _key(MISSED, "case_id", "cases"),
        _key(MISSED, "helper_id", "people"),
        _key(MISSED, "said_by_id", "people"),
        sa.UniqueConstraint("cover_need_id", name=op.f("uq_missed_weeks_cover_need_id")),
        *_owned(MISSED),
    )
    _unique_while("uq_missed_weeks_once", MISSED, ["task_id", "on_date"], "status <> 'called_off'")
    due = sa.text("due_at IS NOT NULL")
    op.create_index(
        "ix_missed_weeks_due", MISSED, ["due_at"], postgresql_where=due, sqlite_where=due
    )
    op.create_index("ix_missed_weeks_need", MISSED, ["need_id", "on_date"])
    op.create_index("ix_missed_weeks_case", MISSED, ["case_id"])


def _add_introductions() -> None:
    op.create_table(
        WORDS,
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        _key(WORDS, "need_id", "needs"),
        _key(WORDS, "case_id", "cases"),
        _key(WORDS, "task_id", "tasks"),
        sa.UniqueConstraint("task_id", name=op.f("uq_introductions_task_id")),
        *_owned(WORDS),
    )
    op.create_index("ix_introductions_need", WORDS, ["need_id", "written_at"])


def _words(name: str, members: str) -> sa.Enum:
    return sa.Enum(
        *members.split(), name=name, native_enum=False, create_constraint=True, length=32
    )


def _owned(table: str) -> tuple[sa.Column[Any] | sa.Constraint, ...]:
    return (
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f(f"fk_{table}_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("town_id", "id", name=op.f(f"uq_{table}_town_id_id")),
    )


def _key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["town_id", column],
        [f"{to}.town_id", f"{to}.id"],
        name=op.f(f"fk_{table}_town_id_{column}"),
    )


def _unique_while(name: str, table: str, columns: list[str], where: str) -> None:
    rows = sa.text(where)
    op.create_index(name, table, columns, unique=True, postgresql_where=rows, sqlite_where=rows)


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
