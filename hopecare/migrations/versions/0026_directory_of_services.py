"""Services say where, when, for whom, in which languages, and how full they are."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ENTRIES = "directory_entries"
AREAS = "service_areas"
CAPACITIES = "service_capacities"
CONTACTS = "service_contacts"
HOURS = "service_hours"
LANGUAGES = "service_languages"
NEEDS = "service_needs"
PLACES = "service_places"
TERMS = "directory_terms"
ADDED = (ENTRIES, AREAS, CAPACITIES, CONTACTS, HOURS, LANGUAGES, NEEDS, PLACES, TERMS)
RUN = "import_directory"
CHECK = "ck_runs_runkind"
WALL = (
    "current_setting('hopecare.scope', true) = 'all' "
    "OR town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid"
)
OF_BOTH = ("source", "external_id", "description", "url", "email")
OF_SERVICES = ("qualifies", "fees", "papers", "interpretation", "hours_words")
AGES = ("least_age", "most_age")


def upgrade() -> None:
    """Add what is known of an office and a service, and the tables behind the wall."""
    for table, words, days in (
        ("organisations", OF_BOTH, ("checked_on", "vanished_on")),
        ("services", OF_BOTH + OF_SERVICES, ("checked_on", "vanished_on", "closed_for_now_since")),
    ):
        for name in words:
            op.add_column(table, sa.Column(name, sa.String(), nullable=True))
        for name in days:
            op.add_column(table, sa.Column(name, sa.Date(), nullable=True))
        op.create_index(
            f"uq_{table}_external", table, ["town_id", "source", "external_id"], unique=True
        )
    for name in AGES:
        op.add_column("services", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("services", sa.Column("reached_by", sa.JSON(none_as_null=True), nullable=True))
    _add_entries()
    _add_terms()
    _add_what_is_sought()
    _add_capacities()
    _add_contacts()
    if op.get_bind().dialect.name == "postgresql":
        for name in ADDED:
            op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY town_wall ON {name} USING ({WALL}) WITH CHECK ({WALL})")
    _hold_runs_to([*_runs(), RUN])


def downgrade() -> None:
    """Drop them: the directory is read in again from its source."""
    op.execute(sa.text("DELETE FROM runs WHERE kind = :kind").bindparams(kind=RUN))
    _hold_runs_to([kind for kind in _runs() if kind != RUN])
    for name in ADDED:
        op.drop_table(name)
    for table, names in (
        ("services", (*OF_BOTH, *OF_SERVICES, *AGES, "reached_by", "closed_for_now_since")),
        ("organisations", OF_BOTH),
    ):
        op.drop_index(f"uq_{table}_external", table)
        for name in (*names, "checked_on", "vanished_on"):
            op.drop_column(table, name)


def _add_entries() -> None:
    op.create_table(
        ENTRIES,
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("external_id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("extra", sa.JSON(), nullable=False),
        *_owned(ENTRIES),
    )
    once = ["town_id", "source", "kind", "external_id"]
    op.create_index("uq_directory_entries_once", ENTRIES, once, unique=True)


def _add_terms() -> None:
    op.create_table(
        TERMS,
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("programme", sa.String(), nullable=True),
        *_owned(TERMS),
    )
    op.create_index("uq_directory_terms_once", TERMS, ["town_id", "term"], unique=True)


def _add_what_is_sought() -> None:
    _of_service(
        AREAS,
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        _check(AREAS, "says_where", "area_id IS NOT NULL OR words IS NOT NULL"),
        _key(AREAS, "area_id", "areas"),
    )
    _of_service(
        HOURS,
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        _check(HOURS, "day_of_a_week", "weekday BETWEEN 0 AND 6"),
        _check(HOURS, "ends_later", "opens < closes"),
    )
    _of_service(
        PLACES,
        *(sa.Column(name, sa.String(), nullable=True) for name in ("name", "address")),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=True) for name in ("accessibility", "external_id")),
        _check(PLACES, "lat_on_globe", "lat BETWEEN -90 AND 90"),
        _check(PLACES, "lon_on_globe", "lon BETWEEN -180 AND 180"),
    )
    for name in (AREAS, HOURS, PLACES):
        op.create_index(f"ix_{name}_service", name, ["service_id"])
    kinds = (
        "side_dishes companion_visit phone_companion escort papers child_after_school tutoring "
        "personal_care lift interpreting goods house_repair meal_together respite knock"
    )
    _of_service(LANGUAGES, sa.Column("language", sa.String(), nullable=False))
    _of_service(NEEDS, sa.Column("kind", _words("needkind", kinds), nullable=False))
    op.create_index("uq_service_languages_once", LANGUAGES, ["service_id", "language"], unique=True)
    op.create_index("uq_service_needs_once", NEEDS, ["service_id", "kind"], unique=True)


def _add_capacities() -> None:
    heard = "telephone in_person letter online"
    _of_service(
        CAPACITIES,
        sa.Column("state", _words("capacitystate", "open waiting_list full"), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heard_by", _words("heardby", heard), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("free_places", sa.Integer(), nullable=True),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        _check(
            CAPACITIES,
            "places_if_open",
            "free_places IS NULL OR (state = 'open' AND free_places > 0)",
        ),
        _key(CAPACITIES, "by_id", "people"),
    )
    standing = sa.text("replaced_at IS NULL")
    op.create_index(
        "uq_service_capacities_one_stands",
        CAPACITIES,
        ["service_id"],
        unique=True,
        postgresql_where=standing,
        sqlite_where=standing,
    )


def _add_contacts() -> None:
    op.create_table(
        CONTACTS,
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        *(
            sa.Column(name, sa.String(), nullable=True)
            for name in ("name", "duty", "phone", "email", "words")
        ),
        _key(CONTACTS, "organisation_id", "organisations"),
        _key(CONTACTS, "service_id", "services"),
        *_owned(CONTACTS),
    )
    op.create_index("ix_service_contacts_organisation", CONTACTS, ["organisation_id"])


def _of_service(table: str, *what: sa.Column[Any] | sa.Constraint) -> None:
    op.create_table(
        table,
        sa.Column("service_id", sa.Uuid(), nullable=False),
        *what,
        _key(table, "service_id", "services"),
        *_owned(table),
    )


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


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


def _runs() -> list[str]:
    """Read which kinds of long work there are now."""
    checks = sa.inspect(op.get_bind()).get_check_constraints("runs")
    held = next(str(check["sqltext"]) for check in checks if "kind" in str(check["sqltext"]))
    return re.findall(r"'([^']*)'", held)


def _hold_runs_to(kinds: list[str]) -> None:
    """Let a run be of these kinds; SQLite changes a check by making the table anew."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("runs", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), f"kind IN ({listed})")
