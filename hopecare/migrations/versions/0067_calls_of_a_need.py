"""A call or alert because nobody was found says for which need, not by its key alone."""

from __future__ import annotations

from typing import Final
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0067"
down_revision = "0066"
branch_labels = None
depends_on = None

TABLES: Final = ("call_tasks", "alerts")
ID = sa.Uuid()
CAUSES: Final = {
    "unfilled": ("askings", "needs"),
    "expired": ("askings",),
    "passed": ("needs",),
    "missed_week": ("missed_weeks",),
}
"""What the second word of a key names, by its first; the waves of old askings name the need."""
NEED_OF: Final = {"askings": "need_id", "missed_weeks": "cover_need_id", "needs": "id"}
BATCH: Final = 1_000


def upgrade() -> None:
    """Add the column, and fill it with what the keys say."""
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("need_id", ID, nullable=True))
            table.create_foreign_key(
                op.f(f"fk_{name}_town_id_need_id"),
                "needs",
                ["town_id", "need_id"],
                ["town_id", "id"],
            )
        _fill(name)
        where = sa.text("need_id IS NOT NULL")
        index = f"ix_{name}_need"
        op.create_index(index, name, ["need_id"], postgresql_where=where, sqlite_where=where)


def downgrade() -> None:
    """The keys say it still."""
    for name in TABLES:
        op.drop_index(f"ix_{name}_need", table_name=name)
        with op.batch_alter_table(name) as table:
            table.drop_constraint(op.f(f"fk_{name}_town_id_need_id"), type_="foreignkey")
            table.drop_column("need_id")


def _fill(name: str) -> None:
    unfilled = sa.text(f"SELECT id, dedup_key FROM {name} WHERE kind = 'unfilled'")
    rows = op.get_bind().execute(unfilled.columns(id=ID, dedup_key=sa.String())).all()
    named = {row.id: _named(row.dedup_key) for row in rows}
    needs = _needs({each for each in named.values() if each is not None})
    filled = [
        {"row": row_id, "need": needs[each]} for row_id, each in named.items() if each in needs
    ]
    if filled:
        change = sa.text(f"UPDATE {name} SET need_id = :need WHERE id = :row")
        ids = (sa.bindparam("need", type_=ID), sa.bindparam("row", type_=ID))
        op.get_bind().execute(change.bindparams(*ids), filled)


def _named(key: str) -> tuple[str, UUID] | None:
    """What a key names: the kind of its cause, and of which row."""
    cause, _, rest = key.partition(":")
    try:
        return (cause, UUID(rest.split(":")[0])) if cause in CAUSES else None
    except ValueError:
        return None


def _needs(named: set[tuple[str, UUID]]) -> dict[tuple[str, UUID], UUID]:
    """Give the need of each; of a row that is gone nothing."""
    found = {}
    for cause, tables in CAUSES.items():
        for name in tables:
            mine = sorted(each for of, each in named if of == cause)
            for row_id, need_id in _rows_of(name, mine):
                found[cause, row_id] = need_id
    return found


def _rows_of(name: str, ids: list[UUID]) -> list[tuple[UUID, UUID]]:
    wanted = sa.text(f"SELECT id, {NEED_OF[name]} AS need_id FROM {name} WHERE id IN :ids")
    rows = wanted.bindparams(sa.bindparam("ids", type_=ID, expanding=True))
    found = []
    for start in range(0, len(ids), BATCH):
        some = {"ids": ids[start : start + BATCH]}
        read = op.get_bind().execute(rows.columns(id=ID, need_id=ID), some)
        found += [(row.id, row.need_id) for row in read]
    return found
