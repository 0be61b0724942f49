"""What residents wish about helpers, from where volunteers start, and numbers to search them by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from collections.abc import Sequence

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

STARTS = sa.Enum(
    "home",
    "square",
    "district",
    name="startsfrom",
    native_enum=False,
    create_constraint=True,
    length=32,
)
WISHES = ("nobody_of_workplace", "only_strangers", "may_be_named")
NUMBERS = ("skill_bits", "language_bits", "avoid_bits", "slot_bits")
NEAR = (
    "town_id",
    "grid_lat",
    "grid_lon",
    "radius_m",
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
    "person_id",
)
SKILLS = (
    "side_dishes",
    "companion_visit",
    "phone_companion",
    "escort",
    "papers",
    "child_after_school",
    "tutoring",
    "personal_care",
    "lift",
    "interpreting",
    "goods",
    "house_repair",
    "meal_together",
    "respite",
    "knock",
)
LANGUAGES = ("ko", "en", "vi", "zh", "th", "ru", "km", "mn", "uz", "ja")
HOMES = ("pets", "smoke", "stairs")
OTHER = 62
AT_ONCE = 1_000

PROFILES = sa.table(
    "volunteer_profiles",
    sa.column("id", sa.Uuid()),
    sa.column("skills", sa.JSON()),
    sa.column("languages", sa.JSON()),
    sa.column("avoids", sa.JSON()),
    sa.column("slots", sa.String()),
    *(sa.column(name, sa.BigInteger()) for name in NUMBERS),
)


def a_wish(name: str) -> sa.Column[bool]:
    """Make a column that says no until somebody wishes it."""
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def a_number(name: str) -> sa.Column[int]:
    """Make a column of bits."""
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default="0")


def upgrade() -> None:
    """Add the columns, reckon the numbers of every volunteer, then the indexes over them."""
    with op.batch_alter_table("people", reflect_kwargs={"resolve_fks": False}) as table:
        for name in WISHES:
            wish: sa.Column[bool] = sa.Column(
                name, sa.Boolean(), nullable=False, server_default=sa.false()
            )
            table.add_column(wish)
        table.add_column(sa.Column("workplace", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("workplace_index", sa.String(), nullable=True))
    with op.batch_alter_table("volunteer_profiles", reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("starts_from", STARTS, nullable=False, server_default="home"))
        for name in NUMBERS:
            number: sa.Column[int] = sa.Column(
                name, sa.BigInteger(), nullable=False, server_default="0"
            )
            table.add_column(number)
    _reckon()
    op.drop_index("ix_volunteer_profiles_grid", table_name="volunteer_profiles")
    op.create_index("ix_volunteer_profiles_near", "volunteer_profiles", list(NEAR))
    op.create_index("ix_volunteer_profiles_reach", "volunteer_profiles", ["town_id", "radius_m"])
    op.create_index(
        "ix_volunteer_profiles_no_place",
        "volunteer_profiles",
        ["town_id", "person_id"],
        sqlite_where=sa.text("grid_lat IS NULL"),
        postgresql_where=sa.text("grid_lat IS NULL"),
    )


def _reckon() -> None:
    """Write each volunteer's lists as numbers."""
    connection = op.get_bind()
    said = (PROFILES.c.id, *(PROFILES.c[name] for name in ("skills", "languages", "avoids")))
    rows = connection.execute(sa.select(*said, PROFILES.c.slots)).all()
    change = (
        sa.update(PROFILES)
        .where(PROFILES.c.id == sa.bindparam("row_id"))
        .values({name: sa.bindparam(f"new_{name}") for name in NUMBERS})
    )
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(change, [_numbers(row) for row in rows[start : start + AT_ONCE]])


def _numbers(row: Sequence[Any]) -> dict[str, object]:
    row_id, skills, languages, avoids, slots = row
    return {
        "row_id": row_id,
        "new_skill_bits": _bits(SKILLS, skills),
        "new_language_bits": _bits(LANGUAGES, languages),
        "new_avoid_bits": _bits(HOMES, [code for code in avoids if code in HOMES]),
        "new_slot_bits": int(slots[::-1], 2),
    }


def _bits(known: tuple[str, ...], codes: list[str]) -> int:
    total = 0
    for code in codes:
        total |= 1 << (known.index(code) if code in known else OTHER)
    return total


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_volunteer_profiles_no_place", table_name="volunteer_profiles")
    op.drop_index("ix_volunteer_profiles_reach", table_name="volunteer_profiles")
    op.drop_index("ix_volunteer_profiles_near", table_name="volunteer_profiles")
    op.create_index(
        "ix_volunteer_profiles_grid", "volunteer_profiles", ["town_id", "grid_lat", "grid_lon"]
    )
    with op.batch_alter_table("volunteer_profiles", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f("ck_volunteer_profiles_startsfrom"), type_="check")
        for name in (*NUMBERS, "starts_from"):
            table.drop_column(name)
    with op.batch_alter_table("people", reflect_kwargs={"resolve_fks": False}) as table:
        for name in ("workplace_index", "workplace", *WISHES):
            table.drop_column(name)
