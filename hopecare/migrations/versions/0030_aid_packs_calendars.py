"""Aid of every kind, others' regular help, packs that were made, and calendar addresses."""

from __future__ import annotations

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

HELPS = "other_helps"
NOTES = "double_help_notes"
PACKS = "evidence_packs"
FEEDS = "calendar_feeds"
WALL = (
    "current_setting('hopecare.scope', true) = 'all' "
    "OR town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid"
)
KINDS = "ck_timeline_entries_entrykind"
ADDED = ("other_help_noted", "other_help_ended", "double_help_settled", "pack_made")
NEEDS = (
    "side_dishes companion_visit phone_companion escort papers child_after_school tutoring "
    "personal_care lift interpreting goods house_repair meal_together respite knock"
)
SAYS_ORGANISATION = "fk_aid_given_town_id_organisation_id"


def upgrade() -> None:
    """Add the four tables behind the wall, and what aid, visits and the timeline say more."""
    _add_other_helps()
    _add_double_help_notes()
    _add_packs()
    _add_feeds()
    if op.get_bind().dialect.name == "postgresql":
        for name in (HELPS, NOTES, PACKS, FEEDS):
            op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
            op.execute(f"CREATE POLICY town_wall ON {name} USING ({WALL}) WITH CHECK ({WALL})")
    _widen_aid()
    with op.batch_alter_table("visits", reflect_kwargs={"resolve_fks": False}) as table:
        marks = _words("notemark", "fact impression")
        table.add_column(sa.Column("words_as", marks, nullable=True))
    _hold_kinds_to([*_kinds(), *ADDED])


def downgrade() -> None:
    """Drop them, with the entries that only they explain."""
    listed = ", ".join(f"'{kind}'" for kind in ADDED)
    op.execute(f"DELETE FROM timeline_entries WHERE kind IN ({listed})")
    _hold_kinds_to([kind for kind in _kinds() if kind not in ADDED])
    with op.batch_alter_table("visits", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f("ck_visits_notemark"), type_="check")
        table.drop_column("words_as")
    with op.batch_alter_table("aid_given", reflect_kwargs={"resolve_fks": False}) as table:
        table.drop_constraint(op.f(SAYS_ORGANISATION), type_="foreignkey")
        table.drop_constraint(op.f("ck_aid_given_aidkind"), type_="check")
        table.drop_column("organisation_id")
        table.drop_column("kind")
    for name in (FEEDS, PACKS, NOTES, HELPS):
        op.drop_table(name)


def _widen_aid() -> None:
    """What was written down before was goods, as the page said.

    The default stays: what runs beside it from before the change writes no kind.
    """
    kinds = _words("aidkind", "goods money group")
    with op.batch_alter_table("aid_given", reflect_kwargs={"resolve_fks": False}) as table:
        table.add_column(sa.Column("kind", kinds, nullable=False, server_default="goods"))
        table.add_column(sa.Column("organisation_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(
            op.f(SAYS_ORGANISATION),
            "organisations",
            ["town_id", "organisation_id"],
            ["town_id", "id"],
        )


def _add_other_helps() -> None:
    told = "resident family the_body volunteer seen"
    op.create_table(
        HELPS,
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _words("needkind", NEEDS), nullable=False),
        sa.Column("who", sa.LargeBinary(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("told_by", _words("toldby", told), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *_kept(),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_other_helps_ends_after_begin")
        ),
        _key(HELPS, "case_id", "cases"),
        _key(HELPS, "noted_by_id", "people"),
        _key(HELPS, "organisation_id", "organisations"),
        *_owned(HELPS),
    )
    op.create_index("ix_other_helps_case", HELPS, ["case_id"])


def _add_double_help_notes() -> None:
    ends = "wanted not_the_same will_change"
    op.create_table(
        NOTES,
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _words("needkind", NEEDS), nullable=False),
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("settled_as", _words("doubleend", ends), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        _key(NOTES, "case_id", "cases"),
        _key(NOTES, "settled_by_id", "people"),
        *_owned(NOTES),
    )
    op.create_index("ix_double_help_notes_case", NOTES, ["case_id"])


def _add_packs() -> None:
    op.create_table(
        PACKS,
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("recipient", sa.LargeBinary(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("consent_entry_id", sa.Uuid(), nullable=True),
        sa.Column("override_words", sa.LargeBinary(), nullable=True),
        *_kept(),
        sa.CheckConstraint(
            "(consent_entry_id IS NULL) <> (override_words IS NULL)",
            name=op.f("ck_evidence_packs_consent_or_reason"),
        ),
        _key(PACKS, "case_id", "cases"),
        _key(PACKS, "made_by_id", "people"),
        _key(PACKS, "organisation_id", "organisations"),
        _key(PACKS, "consent_entry_id", "consent_entries"),
        sa.UniqueConstraint("town_id", "code", name=op.f("uq_evidence_packs_town_id_code")),
        *_owned(PACKS),
    )
    op.create_index("ix_evidence_packs_case", PACKS, ["case_id", "made_at"])
    op.create_index("ix_evidence_packs_digest", PACKS, ["town_id", "digest"])


def _add_feeds() -> None:
    op.create_table(
        FEEDS,
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        _key(FEEDS, "person_id", "people"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
        *_owned(FEEDS),
    )
    live = sa.text("revoked_at IS NULL")
    op.create_index(
        "uq_calendar_feeds_one_live",
        FEEDS,
        ["person_id"],
        unique=True,
        postgresql_where=live,
        sqlite_where=live,
    )


def _words(name: str, members: str) -> sa.Enum:
    return sa.Enum(
        *members.split(), name=name, native_enum=False, create_constraint=True, length=32
    )


def _kept() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
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
