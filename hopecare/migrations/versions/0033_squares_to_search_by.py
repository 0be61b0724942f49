"""A square of the map for each volunteer, so that a search looks into a few of them."""

from __future__ import annotations

import math
from bisect import bisect_left
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Sequence

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

TABLE = "volunteer_profiles"
INDEX = "ix_volunteer_profiles_near"
REACH = "ix_volunteer_profiles_reach"
NUMBERS = (
    "skill_bits",
    "slot_bits",
    "language_bits",
    "avoid_bits",
    "check_level",
    "is_on_duty",
    "max_active",
    "away_until",
    "suspended_at",
    "check_expires_on",
)
BEFORE = ("town_id", "grid_lat", "grid_lon", "radius_m", *NUMBERS, "person_id")
AFTER = ("town_id", "near_cell", *NUMBERS, "grid_lat", "grid_lon", "radius_m", "person_id")
METRES_A_DEGREE = 111_195
PARTS = 2
REACHES_M = (500, 1_000, 1_500, 2_000, 3_000, 4_500, 7_000, 12_000, 25_000, 50_000)
AT_ONCE = 1_000

PROFILES = sa.table(
    TABLE,
    sa.column("id", sa.Uuid()),
    sa.column("grid_lat", sa.Double()),
    sa.column("grid_lon", sa.Double()),
    sa.column("radius_m", sa.Integer()),
    sa.column("near_cell", sa.BigInteger()),
)


def upgrade() -> None:
    """Add the square, reckon everybody's, then the index over it."""
    op.drop_index(INDEX, table_name=TABLE)
    op.drop_index(REACH, table_name=TABLE)
    with op.batch_alter_table(TABLE, reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("near_cell", sa.BigInteger(), nullable=True))
    _reckon()
    op.create_index(INDEX, TABLE, list(AFTER))


def _reckon() -> None:
    connection = op.get_bind()
    own = PROFILES.c
    rows = connection.execute(
        sa.select(own.id, own.grid_lat, own.grid_lon, own.radius_m).where(own.grid_lat.is_not(None))
    ).all()
    change = (
        sa.update(PROFILES)
        .where(own.id == sa.bindparam("row_id"))
        .values(near_cell=sa.bindparam("cell"))
    )
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(change, [_square(row) for row in rows[start : start + AT_ONCE]])


def _square(row: Sequence[Any]) -> dict[str, object]:
    row_id, lat, lon, radius_m = row
    reach = bisect_left(REACHES_M, min(radius_m, REACHES_M[-1]))
    side = REACHES_M[reach] / PARTS / METRES_A_DEGREE
    tall, wide = math.floor((lat + 90) / side), math.floor((lon + 180) / side)
    return {"row_id": row_id, "cell": (reach << 40) + (tall << 20) + wide}


def downgrade() -> None:
    """Drop it."""
    op.drop_index(INDEX, table_name=TABLE)
    with op.batch_alter_table(TABLE, reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_column("near_cell")
    op.create_index(INDEX, TABLE, list(BEFORE))
    op.create_index(REACH, TABLE, ["town_id", "radius_m"])
