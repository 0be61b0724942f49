"""The first schema: every table, with the wall between towns on PostgreSQL."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

OWNED = (
    "access_log_entries",
    "accounts",
    "aid_given",
    "alerts",
    "api_tokens",
    "areas",
    "assessments",
    "attachments",
    "call_tasks",
    "calls",
    "cases",
    "centre_coverages",
    "centres",
    "check_in_plans",
    "check_in_slots",
    "consent_entries",
    "consent_notes",
    "contact_points",
    "contact_safety_rules",
    "death_records",
    "duty_periods",
    "household_members",
    "households",
    "inbound_messages",
    "message_events",
    "messages",
    "needs",
    "offers",
    "operations",
    "organisations",
    "other_contacts",
    "people",
    "person_roles",
    "programme_answers",
    "referrals",
    "refused_helpers",
    "relationships",
    "report_terms",
    "reporters",
    "reports",
    "responsibilities",
    "rungs_climbed",
    "runs",
    "search_terms",
    "services",
    "setting_entries",
    "sign_in_codes",
    "sign_ins",
    "tasks",
    "timeline_entries",
    "visits",
    "volunteer_profiles",
    "worries",
)
"""Tables with a town: on PostgreSQL the server itself keeps the wall, also against its owner."""

WALL = (
    "town_id = NULLIF(current_setting('hopecare.town_id', true), '')::uuid "
    "OR current_setting('hopecare.scope', true) = 'all'"
)


def upgrade() -> None:
    op.create_table(
        "heartbeats",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handled", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heartbeats")),
        sa.UniqueConstraint("job", name=op.f("uq_heartbeats_job")),
    )
    op.create_table(
        "towns",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("country", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("channel_profile", sa.String(), nullable=False),
        sa.Column("office_phone", sa.String(), nullable=False),
        sa.Column("is_demonstration", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_towns")),
        sa.UniqueConstraint("slug", name=op.f("uq_towns_slug")),
    )
    op.create_table(
        "areas",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("shape", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("attribution", sa.String(), nullable=True),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("lat BETWEEN -90 AND 90", name=op.f("ck_areas_lat_on_globe")),
        sa.CheckConstraint("lon BETWEEN -180 AND 180", name=op.f("ck_areas_lon_on_globe")),
        sa.ForeignKeyConstraint(
            ["town_id", "parent_id"],
            ["areas.town_id", "areas.id"],
            name=op.f("fk_areas_town_id_parent_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_areas_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_areas")),
        sa.UniqueConstraint("town_id", "code", name=op.f("uq_areas_town_id_code")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_areas_town_id_id")),
    )
    op.create_table(
        "centres",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_centres_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centres")),
        sa.UniqueConstraint("town_id", "code", name=op.f("uq_centres_town_id_code")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_centres_town_id_id")),
    )
    op.create_table(
        "operations",
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("request_hash", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.JSON(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_operations_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operations")),
        sa.UniqueConstraint(
            "town_id", "actor", "key", name=op.f("uq_operations_town_id_actor_key")
        ),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_operations_town_id_id")),
    )
    op.create_table(
        "organisations",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_organisations_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_organisations_town_id_id")),
    )
    op.create_table(
        "runs",
        sa.Column(
            "kind",
            sa.Enum(
                "import_residents",
                "import_volunteers",
                "import_areas",
                "export",
                "load_demo",
                "rescreen",
                "matching",
                "backup",
                name="runkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                name="runstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("errors", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("done <= total", name=op.f("ck_runs_within_total")),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_runs_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_runs_town_id_id")),
    )
    op.create_index("ix_runs_started", "runs", ["town_id", "started_at"], unique=False)

    op.create_table(
        "centre_coverages",
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("area_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "area_id"],
            ["areas.town_id", "areas.id"],
            name=op.f("fk_centre_coverages_town_id_area_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "centre_id"],
            ["centres.town_id", "centres.id"],
            name=op.f("fk_centre_coverages_town_id_centre_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id"], ["towns.id"], name=op.f("fk_centre_coverages_town_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre_coverages")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_centre_coverages_town_id_id")),
    )
    op.create_index("ix_centre_coverages_area", "centre_coverages", ["area_id"], unique=False)

    op.create_table(
        "households",
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("address_index", sa.String(), nullable=True),
        sa.Column("building_index", sa.String(), nullable=True),
        sa.Column("door_notes", sa.LargeBinary(), nullable=True),
        sa.Column("exact_point", sa.LargeBinary(), nullable=True),
        sa.Column("grid_lat", sa.Double(), nullable=True),
        sa.Column("grid_lon", sa.Double(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(grid_lat IS NULL) = (grid_lon IS NULL)", name=op.f("ck_households_whole_point")
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "area_id"],
            ["areas.town_id", "areas.id"],
            name=op.f("fk_households_town_id_area_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_households_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_households_town_id_id")),
    )
    op.create_index(
        "ix_households_address", "households", ["town_id", "address_index"], unique=False
    )
    op.create_index("ix_households_area", "households", ["town_id", "area_id"], unique=False)
    op.create_index(
        "ix_households_grid", "households", ["town_id", "grid_lat", "grid_lon"], unique=False
    )

    op.create_table(
        "people",
        sa.Column("full_name", sa.LargeBinary(), nullable=False),
        sa.Column("called", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sort_name", sa.LargeBinary(), nullable=True),
        sa.Column("romanised", sa.LargeBinary(), nullable=True),
        sa.Column("birth_on", sa.LargeBinary(), nullable=True),
        sa.Column("age_band", sa.String(), nullable=True),
        sa.Column(
            "sex",
            sa.Enum(
                "female",
                "male",
                "other",
                name="sex",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("centre_id", sa.Uuid(), nullable=True),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("died_on", sa.Date(), nullable=True),
        sa.Column("nobody_of_building", sa.Boolean(), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["town_id", "area_id"],
            ["areas.town_id", "areas.id"],
            name=op.f("fk_people_town_id_area_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "centre_id"],
            ["centres.town_id", "centres.id"],
            name=op.f("fk_people_town_id_centre_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_people_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_people_town_id_id")),
    )
    op.create_index("ix_people_area", "people", ["town_id", "area_id"], unique=False)
    op.create_index("ix_people_centre", "people", ["town_id", "centre_id", "id"], unique=False)

    op.create_table(
        "services",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("programme", sa.String(), nullable=True),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "area_id"],
            ["areas.town_id", "areas.id"],
            name=op.f("fk_services_town_id_area_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "organisation_id"],
            ["organisations.town_id", "organisations.id"],
            name=op.f("fk_services_town_id_organisation_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_services_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_services")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_services_town_id_id")),
    )
    op.create_index("ix_services_programme", "services", ["town_id", "programme"], unique=False)

    op.create_table(
        "accounts",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("centre_id", sa.Uuid(), nullable=True),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "centre_id"],
            ["centres.town_id", "centres.id"],
            name=op.f("fk_accounts_town_id_centre_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_accounts_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_accounts_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("name", name=op.f("uq_accounts_name")),
        sa.UniqueConstraint("person_id", name=op.f("uq_accounts_person_id")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_accounts_town_id_id")),
    )
    op.create_table(
        "assessments",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("pack", sa.String(), nullable=False),
        sa.Column("pack_version", sa.String(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("trace", sa.LargeBinary(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["town_id", "household_id"],
            ["households.town_id", "households.id"],
            name=op.f("fk_assessments_town_id_household_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "made_by_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_assessments_town_id_made_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_assessments_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_assessments_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_assessments_town_id_id")),
    )
    op.create_index("ix_assessments_person", "assessments", ["person_id", "made_at"], unique=False)

    op.create_table(
        "contact_points",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "mobile",
                "landline",
                "kiosk_message",
                "email",
                name="contactkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.Column("value_index", sa.String(), nullable=False),
        sa.Column("can_text", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("is_preferred", sa.Boolean(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opted_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_contact_points_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_contact_points_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_points")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_contact_points_town_id_id")),
    )
    op.create_index("ix_contact_points_person", "contact_points", ["person_id"], unique=False)
    op.create_index(
        "ix_contact_points_value", "contact_points", ["town_id", "value_index"], unique=False
    )

    op.create_table(
        "contact_safety_rules",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "sms", "voice", name="channel", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("forbidden", sa.Boolean(), nullable=False),
        sa.Column("safe_from", sa.Time(), nullable=True),
        sa.Column("safe_until", sa.Time(), nullable=True),
        sa.Column("neutral_only", sa.Boolean(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("note", sa.LargeBinary(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(safe_from IS NULL) = (safe_until IS NULL)",
            name=op.f("ck_contact_safety_rules_both_hours"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_contact_safety_rules_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id"], ["towns.id"], name=op.f("fk_contact_safety_rules_town_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_safety_rules")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_contact_safety_rules_town_id_id")),
    )
    op.create_index(
        "ix_contact_safety_rules_person", "contact_safety_rules", ["person_id"], unique=False
    )

    op.create_table(
        "death_records",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("died_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("stopped", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_death_records_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "recorded_by_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_death_records_town_id_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_death_records_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_death_records")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_death_records_town_id_id")),
    )
    op.create_index(
        "uq_death_records_one_standing",
        "death_records",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("undone_at IS NULL"),
        sqlite_where=sa.text("undone_at IS NULL"),
    )

    op.create_table(
        "duty_periods",
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("until_at > from_at", name=op.f("ck_duty_periods_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["town_id", "centre_id"],
            ["centres.town_id", "centres.id"],
            name=op.f("fk_duty_periods_town_id_centre_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_duty_periods_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "substitute_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_duty_periods_town_id_substitute_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_duty_periods_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_periods")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_duty_periods_town_id_id")),
    )
    op.create_index(
        "ix_duty_periods_centre", "duty_periods", ["centre_id", "from_at"], unique=False
    )

    op.create_table(
        "household_members",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "head",
                "spouse",
                "child",
                "parent",
                "grandchild",
                "grandparent",
                "sibling",
                "other",
                name="householdmemberrole",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "household_id"],
            ["households.town_id", "households.id"],
            name=op.f("fk_household_members_town_id_household_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_household_members_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id"], ["towns.id"], name=op.f("fk_household_members_town_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_members")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_household_members_town_id_id")),
    )
    op.create_index(
        "ix_household_members_household", "household_members", ["household_id"], unique=False
    )
    op.create_index(
        "uq_household_members_one_now",
        "household_members",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("until_on IS NULL"),
        sqlite_where=sa.text("until_on IS NULL"),
    )

    op.create_table(
        "person_roles",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "resident",
                "volunteer",
                "social_worker",
                "coordinator",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "until_on IS NULL OR until_on >= from_on", name=op.f("ck_person_roles_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_person_roles_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_person_roles_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_roles")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_person_roles_town_id_id")),
    )
    op.create_index("ix_person_roles_person", "person_roles", ["person_id"], unique=False)
    op.create_index(
        "ix_person_roles_role", "person_roles", ["town_id", "role", "person_id"], unique=False
    )

    op.create_table(
        "refused_helpers",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("helper_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "helper_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_refused_helpers_town_id_helper_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "resident_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_refused_helpers_town_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_refused_helpers_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_helpers")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_refused_helpers_town_id_id")),
    )
    op.create_index("ix_refused_helpers_resident", "refused_helpers", ["resident_id"], unique=False)

    op.create_table(
        "relationships",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "child",
                "parent",
                "spouse",
                "ex_spouse",
                "sibling",
                "grandparent",
                "grandchild",
                "neighbour",
                "other",
                name="relationkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "person_id <> other_person_id", name=op.f("ck_relationships_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "other_person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_relationships_town_id_other_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_relationships_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_relationships_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relationships")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_relationships_town_id_id")),
    )
    op.create_index("ix_relationships_person", "relationships", ["person_id"], unique=False)

    op.create_table(
        "reports",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "received",
                "looking",
                "joined",
                "opened",
                "consent_refused",
                "not_found",
                "no_capacity",
                "moved",
                "died",
                "closed",
                name="reportstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "urgency",
            sa.Enum(
                "crisis",
                "soon",
                "ordinary",
                name="urgency",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "door",
            sa.Enum(
                "page",
                "phone",
                "desk",
                "import",
                "api",
                name="reportdoor",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("about_self", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("about_name", sa.LargeBinary(), nullable=True),
        sa.Column("about_phone", sa.LargeBinary(), nullable=True),
        sa.Column("about_phone_index", sa.String(), nullable=True),
        sa.Column("about_address", sa.LargeBinary(), nullable=True),
        sa.Column("about_address_index", sa.String(), nullable=True),
        sa.Column("about_birth_on", sa.LargeBinary(), nullable=True),
        sa.Column("area_id", sa.Uuid(), nullable=True),
        sa.Column("centre_id", sa.Uuid(), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("next_try_on", sa.Date(), nullable=True),
        sa.Column("ask_again_on", sa.Date(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "status <> 'consent_refused' OR ask_again_on IS NOT NULL",
            name=op.f("ck_reports_refusal_has_day"),
        ),
        sa.CheckConstraint(
            "status NOT IN ('joined', 'opened') OR resident_id IS NOT NULL",
            name=op.f("ck_reports_joined_has_resident"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "area_id"],
            ["areas.town_id", "areas.id"],
            name=op.f("fk_reports_town_id_area_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "centre_id"],
            ["centres.town_id", "centres.id"],
            name=op.f("fk_reports_town_id_centre_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "owner_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_reports_town_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "resident_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_reports_town_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_reports_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reports")),
        sa.UniqueConstraint("town_id", "code", name=op.f("uq_reports_town_id_code")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_reports_town_id_id")),
    )
    op.create_index("ix_reports_phone", "reports", ["town_id", "about_phone_index"], unique=False)
    op.create_index("ix_reports_resident", "reports", ["resident_id"], unique=False)
    op.create_index(
        "ix_reports_status", "reports", ["town_id", "status", "received_at"], unique=False
    )

    op.create_table(
        "responsibilities",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "centre_id"],
            ["centres.town_id", "centres.id"],
            name=op.f("fk_responsibilities_town_id_centre_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_responsibilities_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id"], ["towns.id"], name=op.f("fk_responsibilities_town_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responsibilities")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_responsibilities_town_id_id")),
    )
    op.create_index(
        "uq_responsibilities_one_now",
        "responsibilities",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("until_at IS NULL"),
        sqlite_where=sa.text("until_at IS NULL"),
    )

    op.create_table(
        "search_terms",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "name",
                "name_prefix",
                "romanised",
                "birth_on",
                name="termkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_search_terms_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_search_terms_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_terms")),
        sa.UniqueConstraint(
            "person_id", "kind", "term", name=op.f("uq_search_terms_person_id_kind_term")
        ),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_search_terms_town_id_id")),
    )
    op.create_index(
        "ix_search_terms_term", "search_terms", ["town_id", "kind", "term"], unique=False
    )

    op.create_table(
        "volunteer_profiles",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=True),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("avoids", sa.JSON(), nullable=False),
        sa.Column("slots", sa.String(), nullable=False),
        sa.Column("radius_m", sa.Integer(), nullable=False),
        sa.Column("max_active", sa.Integer(), nullable=False),
        sa.Column("check_level", sa.Integer(), nullable=False),
        sa.Column("check_expires_on", sa.Date(), nullable=True),
        sa.Column("is_on_duty", sa.Boolean(), nullable=False),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.Column("suspended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answers_by",
            sa.Enum(
                "sms",
                "keypress",
                "helper_call",
                "page",
                name="replyway",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("grid_lat", sa.Double(), nullable=True),
        sa.Column("grid_lon", sa.Double(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "check_level BETWEEN 0 AND 2", name=op.f("ck_volunteer_profiles_known_level")
        ),
        sa.CheckConstraint("length(slots) = 28", name=op.f("ck_volunteer_profiles_whole_week")),
        sa.CheckConstraint(
            "max_active BETWEEN 0 AND 20", name=op.f("ck_volunteer_profiles_few_tasks")
        ),
        sa.CheckConstraint(
            "radius_m BETWEEN 100 AND 50000", name=op.f("ck_volunteer_profiles_real_radius")
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "centre_id"],
            ["centres.town_id", "centres.id"],
            name=op.f("fk_volunteer_profiles_town_id_centre_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_volunteer_profiles_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id"], ["towns.id"], name=op.f("fk_volunteer_profiles_town_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer_profiles")),
        sa.UniqueConstraint("person_id", name=op.f("uq_volunteer_profiles_person_id")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_volunteer_profiles_town_id_id")),
    )
    op.create_index(
        "ix_volunteer_profiles_grid",
        "volunteer_profiles",
        ["town_id", "grid_lat", "grid_lon"],
        unique=False,
    )

    op.create_table(
        "access_log_entries",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("person_ids", sa.JSON(), nullable=False),
        sa.Column("seal", sa.String(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "account_id"],
            ["accounts.town_id", "accounts.id"],
            name=op.f("fk_access_log_entries_town_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id"], ["towns.id"], name=op.f("fk_access_log_entries_town_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_log_entries")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_access_log_entries_town_id_id")),
    )
    op.create_index(
        "ix_access_log_entries_account", "access_log_entries", ["account_id", "at"], unique=False
    )
    op.create_index(
        "ix_access_log_entries_at", "access_log_entries", ["town_id", "at"], unique=False
    )

    op.create_table(
        "api_tokens",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "account_id"],
            ["accounts.town_id", "accounts.id"],
            name=op.f("fk_api_tokens_town_id_account_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_api_tokens_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_api_tokens_town_id_id")),
    )
    op.create_table(
        "cases",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "asking",
                "helped",
                "closed",
                name="casestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "urgency",
            sa.Enum(
                "crisis",
                "soon",
                "ordinary",
                name="urgency",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "need_met",
                "service_took_over",
                "moved",
                "declined_further_help",
                "died",
                "no_longer_needed",
                name="caseoutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(status = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_cases_closed_has_time")
        ),
        sa.CheckConstraint(
            "(status = 'closed') = (outcome IS NOT NULL)", name=op.f("ck_cases_closed_has_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "centre_id"],
            ["centres.town_id", "centres.id"],
            name=op.f("fk_cases_town_id_centre_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "owner_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_cases_town_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "report_id"],
            ["reports.town_id", "reports.id"],
            name=op.f("fk_cases_town_id_report_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "resident_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_cases_town_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_cases_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("town_id", "code", name=op.f("uq_cases_town_id_code")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_cases_town_id_id")),
    )
    op.create_index("ix_cases_resident", "cases", ["resident_id"], unique=False)
    op.create_index("ix_cases_status", "cases", ["town_id", "status", "opened_at"], unique=False)

    op.create_table(
        "programme_answers",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("programme", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("receiving", sa.String(), nullable=False),
        sa.Column("is_gap", sa.Boolean(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "assessment_id"],
            ["assessments.town_id", "assessments.id"],
            name=op.f("fk_programme_answers_town_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_programme_answers_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id"], ["towns.id"], name=op.f("fk_programme_answers_town_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_answers")),
        sa.UniqueConstraint(
            "assessment_id", "programme", name=op.f("uq_programme_answers_assessment_id_programme")
        ),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_programme_answers_town_id_id")),
    )
    op.create_index(
        "ix_programme_answers_gap",
        "programme_answers",
        ["town_id", "programme", "is_gap"],
        unique=False,
    )

    op.create_table(
        "report_terms",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "name",
                "name_prefix",
                "romanised",
                "birth_on",
                name="termkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("term", sa.String(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "report_id"],
            ["reports.town_id", "reports.id"],
            name=op.f("fk_report_terms_town_id_report_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_report_terms_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_terms")),
        sa.UniqueConstraint(
            "report_id", "kind", "term", name=op.f("uq_report_terms_report_id_kind_term")
        ),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_report_terms_town_id_id")),
    )
    op.create_index(
        "ix_report_terms_term", "report_terms", ["town_id", "kind", "term"], unique=False
    )

    op.create_table(
        "reporters",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("wishes_unnamed", sa.Boolean(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("phone_index", sa.String(), nullable=True),
        sa.Column("relation", sa.LargeBinary(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["town_id", "report_id"],
            ["reports.town_id", "reports.id"],
            name=op.f("fk_reporters_town_id_report_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_reporters_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reporters")),
        sa.UniqueConstraint("report_id", name=op.f("uq_reporters_report_id")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_reporters_town_id_id")),
    )
    op.create_table(
        "setting_entries",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("by_account_id", sa.Uuid(), nullable=True),
        sa.Column("centre_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "by_account_id"],
            ["accounts.town_id", "accounts.id"],
            name=op.f("fk_setting_entries_town_id_by_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "centre_id"],
            ["centres.town_id", "centres.id"],
            name=op.f("fk_setting_entries_town_id_centre_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_setting_entries_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_entries")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_setting_entries_town_id_id")),
    )
    op.create_index(
        "ix_setting_entries_key", "setting_entries", ["town_id", "key", "from_on"], unique=False
    )

    op.create_table(
        "sign_in_codes",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "account_id"],
            ["accounts.town_id", "accounts.id"],
            name=op.f("fk_sign_in_codes_town_id_account_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_sign_in_codes_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_codes")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_sign_in_codes_town_id_id")),
    )
    op.create_index(
        "ix_sign_in_codes_account", "sign_in_codes", ["account_id", "sent_at"], unique=False
    )

    op.create_table(
        "sign_ins",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device", sa.String(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "account_id"],
            ["accounts.town_id", "accounts.id"],
            name=op.f("fk_sign_ins_town_id_account_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_sign_ins_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_ins")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_ins_token_hash")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_sign_ins_town_id_id")),
    )
    op.create_index("ix_sign_ins_account", "sign_ins", ["account_id"], unique=False)

    op.create_table(
        "attachments",
        sa.Column(
            "purpose",
            sa.Enum(
                "consent_paper",
                "proxy_paper",
                "office_letter",
                "income_paper",
                name="attachmentpurpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.CheckConstraint("size BETWEEN 1 AND 2097152", name=op.f("ck_attachments_small")),
        sa.ForeignKeyConstraint(
            ["town_id", "case_id"],
            ["cases.town_id", "cases.id"],
            name=op.f("fk_attachments_town_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_attachments_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_attachments_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_attachments_town_id_id")),
    )
    op.create_table(
        "check_in_plans",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "sms", "voice", name="channel", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("local_time", sa.Time(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("asked_person_id", sa.Uuid(), nullable=True),
        sa.Column(
            "answer_of",
            sa.Enum(
                "resident",
                "carer",
                "either",
                name="answererkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ladder", sa.String(), nullable=False),
        sa.Column("grace_minutes", sa.Integer(), nullable=False),
        sa.Column("paused_from", sa.Date(), nullable=True),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ended_at IS NULL OR next_due_at IS NULL",
            name=op.f("ck_check_in_plans_ended_is_not_due"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "asked_person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_check_in_plans_town_id_asked_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "case_id"],
            ["cases.town_id", "cases.id"],
            name=op.f("fk_check_in_plans_town_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_check_in_plans_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_check_in_plans_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_plans")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_check_in_plans_town_id_id")),
    )
    op.create_index("ix_check_in_plans_due", "check_in_plans", ["next_due_at"], unique=False)
    op.create_index("ix_check_in_plans_person", "check_in_plans", ["person_id"], unique=False)

    op.create_table(
        "timeline_entries",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "report_received",
                "report_taken_up",
                "report_joined",
                "report_join_undone",
                "report_consent_refused",
                "report_not_found",
                "report_no_capacity",
                "report_moved",
                "report_died",
                "report_closed",
                "report_reopened",
                "reach_tried",
                "resident_opened",
                "resident_changed",
                "residents_merged",
                "merge_undone",
                "contact_safety_set",
                "contact_safety_ended",
                "contact_point_changed",
                "other_contact_changed",
                "household_changed",
                "centre_changed",
                "consent_given",
                "consent_refused",
                "consent_withdrawn",
                "consent_expired",
                "assessment_made",
                "case_opened",
                "case_closed",
                "case_reopened",
                "case_reviewed",
                "need_added",
                "need_changed",
                "need_met",
                "need_ended",
                "need_reopened",
                "offer_made",
                "offer_accepted",
                "offer_declined",
                "offer_lapsed",
                "offer_stood_down",
                "offer_said_yes_late",
                "wave_unfilled",
                "task_started",
                "task_handed_back",
                "task_finished",
                "task_stopped",
                "visit_logged",
                "worry_raised",
                "worry_settled",
                "aid_given",
                "check_ins_planned",
                "check_ins_paused",
                "check_ins_resumed",
                "check_ins_changed",
                "check_ins_stopped",
                "slot_asked",
                "slot_answered",
                "slot_help_asked",
                "slot_silent",
                "slot_not_asked",
                "slot_cleared",
                "slot_cancelled",
                "reply_received",
                "rung_climbed",
                "ladder_stopped",
                "alert_raised",
                "alert_acknowledged",
                "alert_resolved",
                "call_logged",
                "call_task_opened",
                "call_task_done",
                "call_task_cancelled",
                "emergency_called",
                "message_promised",
                "message_stopped",
                "message_held",
                "message_expired",
                "message_undelivered",
                "texts_stopped",
                "texts_resumed",
                "referral_made",
                "referral_accepted",
                "referral_refused",
                "referral_withdrawn",
                "referral_objected",
                "referral_outcome_recorded",
                "volunteer_joined",
                "volunteer_changed",
                "volunteer_away",
                "volunteer_back",
                "volunteer_suspended",
                "volunteer_reinstated",
                "volunteer_left",
                "check_recorded",
                "death_recorded",
                "death_undone",
                "record_exported",
                "record_erased",
                name="entrykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("by_person_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "by_person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_timeline_entries_town_id_by_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "case_id"],
            ["cases.town_id", "cases.id"],
            name=op.f("fk_timeline_entries_town_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_timeline_entries_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "report_id"],
            ["reports.town_id", "reports.id"],
            name=op.f("fk_timeline_entries_town_id_report_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id"], ["towns.id"], name=op.f("fk_timeline_entries_town_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline_entries")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_timeline_entries_town_id_id")),
    )
    op.create_index("ix_timeline_entries_case", "timeline_entries", ["case_id", "at"], unique=False)
    op.create_index(
        "ix_timeline_entries_person", "timeline_entries", ["person_id", "at"], unique=False
    )
    op.create_index(
        "ix_timeline_entries_report", "timeline_entries", ["report_id", "at"], unique=False
    )

    op.create_table(
        "check_in_slots",
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "due",
                "waiting",
                "answered",
                "help_asked",
                "silent",
                "not_asked",
                "cleared",
                "cancelled",
                name="slotstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "fine",
                "help",
                "stop",
                "start",
                "yes",
                "no",
                "later",
                "cannot_any_more",
                "unclear",
                name="replymeaning",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("rungs_climbed", sa.Integer(), nullable=False),
        sa.Column("next_rung_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cleared_by_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "answered_by_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_check_in_slots_town_id_answered_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "cleared_by_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_check_in_slots_town_id_cleared_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_check_in_slots_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "plan_id"],
            ["check_in_plans.town_id", "check_in_plans.id"],
            name=op.f("fk_check_in_slots_town_id_plan_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_check_in_slots_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_in_slots")),
        sa.UniqueConstraint("plan_id", "due_at", name=op.f("uq_check_in_slots_plan_id_due_at")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_check_in_slots_town_id_id")),
    )
    op.create_index(
        "ix_check_in_slots_board", "check_in_slots", ["town_id", "status", "due_at"], unique=False
    )
    op.create_index(
        "ix_check_in_slots_person", "check_in_slots", ["person_id", "due_at"], unique=False
    )
    op.create_index("ix_check_in_slots_rung", "check_in_slots", ["next_rung_at"], unique=False)

    op.create_table(
        "consent_entries",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "keep_record",
                "peer_help",
                "check_ins",
                "share_with_agency",
                "keyholder",
                name="consentpurpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "act",
            sa.Enum(
                "given",
                "refused",
                "withdrawn",
                name="consentact",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "form",
            sa.Enum(
                "paper",
                "voice",
                "interpreter",
                "proxy",
                name="consentform",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("ask_again_on", sa.Date(), nullable=True),
        sa.Column("proxy_id", sa.Uuid(), nullable=True),
        sa.Column("paper_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "paper_id"],
            ["attachments.town_id", "attachments.id"],
            name=op.f("fk_consent_entries_town_id_paper_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_consent_entries_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "proxy_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_consent_entries_town_id_proxy_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "recorded_by_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_consent_entries_town_id_recorded_by_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_consent_entries_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_entries")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_consent_entries_town_id_id")),
    )
    op.create_index(
        "ix_consent_entries_person", "consent_entries", ["person_id", "purpose", "at"], unique=False
    )

    op.create_table(
        "call_tasks",
        sa.Column(
            "kind",
            sa.Enum(
                "not_asked",
                "call_back",
                "help_asked",
                "unfilled",
                "first_contact",
                "ask_again",
                "family_after_death",
                "helper_after_death",
                "referral_silent",
                "review_reply",
                "texts_stopped",
                "tell_office",
                name="calltaskkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "done",
                "cancelled",
                name="calltaskstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dedup_key", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("about_person_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("slot_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("centre_id", sa.Uuid(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "spoke",
                "call_later",
                "no_answer",
                "wrong_number",
                "moved",
                "in_hospital",
                "door_not_opened",
                "card_left",
                "refused",
                "has_died",
                name="calloutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(status = 'open') = (done_at IS NULL)", name=op.f("ck_call_tasks_done_has_time")
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "about_person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_call_tasks_town_id_about_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "case_id"],
            ["cases.town_id", "cases.id"],
            name=op.f("fk_call_tasks_town_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "centre_id"],
            ["centres.town_id", "centres.id"],
            name=op.f("fk_call_tasks_town_id_centre_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "owner_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_call_tasks_town_id_owner_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_call_tasks_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "report_id"],
            ["reports.town_id", "reports.id"],
            name=op.f("fk_call_tasks_town_id_report_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "slot_id"],
            ["check_in_slots.town_id", "check_in_slots.id"],
            name=op.f("fk_call_tasks_town_id_slot_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_call_tasks_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_tasks")),
        sa.UniqueConstraint("town_id", "dedup_key", name=op.f("uq_call_tasks_town_id_dedup_key")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_call_tasks_town_id_id")),
    )
    op.create_index(
        "ix_call_tasks_due", "call_tasks", ["town_id", "status", "due_at"], unique=False
    )

    op.create_table(
        "consent_notes",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["town_id", "entry_id"],
            ["consent_entries.town_id", "consent_entries.id"],
            name=op.f("fk_consent_notes_town_id_entry_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_consent_notes_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_notes")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_consent_notes_town_id_id")),
    )
    op.create_index("ix_consent_notes_entry", "consent_notes", ["entry_id"], unique=False)

    op.create_table(
        "other_contacts",
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "keyholder",
                "family",
                "carer",
                "proxy",
                "neighbour",
                "professional",
                "other",
                name="othercontactkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("consent_entry_id", sa.Uuid(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "resident_id <> person_id", name=op.f("ck_other_contacts_somebody_else")
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "consent_entry_id"],
            ["consent_entries.town_id", "consent_entries.id"],
            name=op.f("fk_other_contacts_town_id_consent_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_other_contacts_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "resident_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_other_contacts_town_id_resident_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_other_contacts_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_contacts")),
        sa.UniqueConstraint(
            "resident_id",
            "kind",
            "position",
            "from_on",
            name=op.f("uq_other_contacts_resident_id_kind_position_from_on"),
        ),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_other_contacts_town_id_id")),
    )
    op.create_table(
        "referrals",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "sent",
                "accepted",
                "refused",
                "withdrawn",
                "done",
                name="referralstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("consent_entry_id", sa.Uuid(), nullable=True),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("programme", sa.String(), nullable=True),
        sa.Column("assessment_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column(
            "answered_by_door",
            sa.Enum(
                "link",
                "phone",
                "letter",
                "desk",
                name="answerdoor",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "refusal_reason",
            sa.Enum(
                "over_income",
                "over_property",
                "obligor",
                "category",
                "papers_missing",
                "no_capacity",
                "other",
                name="refusalreason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("answer_words", sa.LargeBinary(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "granted",
                "partly_granted",
                "not_granted",
                "other",
                name="referraloutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("outcome_on", sa.Date(), nullable=True),
        sa.Column("amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "status <> 'done' OR outcome IS NOT NULL", name=op.f("ck_referrals_done_has_outcome")
        ),
        sa.CheckConstraint(
            "status <> 'refused' OR refusal_reason IS NOT NULL",
            name=op.f("ck_referrals_refusal_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "assessment_id"],
            ["assessments.town_id", "assessments.id"],
            name=op.f("fk_referrals_town_id_assessment_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "case_id"],
            ["cases.town_id", "cases.id"],
            name=op.f("fk_referrals_town_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "consent_entry_id"],
            ["consent_entries.town_id", "consent_entries.id"],
            name=op.f("fk_referrals_town_id_consent_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "made_by_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_referrals_town_id_made_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_referrals_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "service_id"],
            ["services.town_id", "services.id"],
            name=op.f("fk_referrals_town_id_service_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_referrals_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("town_id", "code", name=op.f("uq_referrals_town_id_code")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_referrals_town_id_id")),
    )
    op.create_index("ix_referrals_person", "referrals", ["person_id"], unique=False)
    op.create_index(
        "ix_referrals_status", "referrals", ["town_id", "status", "answer_due_on"], unique=False
    )
    op.create_index(
        "uq_referrals_one_open",
        "referrals",
        ["case_id", "service_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('sent', 'accepted')"),
        sqlite_where=sa.text("status IN ('sent', 'accepted')"),
    )

    op.create_table(
        "rungs_climbed",
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column(
            "rung",
            sa.Enum(
                "repeat",
                "call",
                "keyholder",
                "coordinator",
                "social_worker",
                name="rung",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_rungs_climbed_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "slot_id"],
            ["check_in_slots.town_id", "check_in_slots.id"],
            name=op.f("fk_rungs_climbed_town_id_slot_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_rungs_climbed_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rungs_climbed")),
        sa.UniqueConstraint("slot_id", "position", name=op.f("uq_rungs_climbed_slot_id_position")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_rungs_climbed_town_id_id")),
    )
    op.create_table(
        "calls",
        sa.Column(
            "direction",
            sa.Enum(
                "taken",
                "made",
                "door",
                name="calldirection",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "spoke",
                "call_later",
                "no_answer",
                "wrong_number",
                "moved",
                "in_hospital",
                "door_not_opened",
                "card_left",
                "refused",
                "has_died",
                name="calloutcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("call_task_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.LargeBinary(), nullable=True),
        sa.Column("number_index", sa.String(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["town_id", "by_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_calls_town_id_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "call_task_id"],
            ["call_tasks.town_id", "call_tasks.id"],
            name=op.f("fk_calls_town_id_call_task_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_calls_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "report_id"],
            ["reports.town_id", "reports.id"],
            name=op.f("fk_calls_town_id_report_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_calls_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_calls_town_id_id")),
    )
    op.create_index("ix_calls_number", "calls", ["town_id", "number_index", "at"], unique=False)
    op.create_index("ix_calls_person", "calls", ["person_id", "at"], unique=False)

    op.create_table(
        "needs",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
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
                name="needkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "rhythm",
            sa.Enum(
                "once",
                "weekly",
                name="needrhythm",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "asking",
                "helped",
                "met",
                "ended",
                name="needstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("weekdays", sa.JSON(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("people_needed", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(), nullable=True),
        sa.Column("language_required", sa.Boolean(), nullable=False),
        sa.Column(
            "gender_wish",
            sa.Enum(
                "none",
                "female_preferred",
                "female_required",
                "male_preferred",
                "male_required",
                name="genderwish",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("check_level", sa.Integer(), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("bridges_referral_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.CheckConstraint(
            "(status IN ('met', 'ended')) = (ended_at IS NOT NULL)",
            name=op.f("ck_needs_ended_has_time"),
        ),
        sa.CheckConstraint("check_level BETWEEN 0 AND 2", name=op.f("ck_needs_known_level")),
        sa.CheckConstraint("minutes BETWEEN 5 AND 1440", name=op.f("ck_needs_within_a_day")),
        sa.CheckConstraint("people_needed BETWEEN 1 AND 2", name=op.f("ck_needs_one_or_two")),
        sa.ForeignKeyConstraint(
            ["town_id", "bridges_referral_id"],
            ["referrals.town_id", "referrals.id"],
            name=op.f("fk_needs_town_id_bridges_referral_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "case_id"],
            ["cases.town_id", "cases.id"],
            name=op.f("fk_needs_town_id_case_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_needs_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_needs_town_id_id")),
    )
    op.create_index("ix_needs_case", "needs", ["case_id"], unique=False)
    op.create_index("ix_needs_status", "needs", ["town_id", "status"], unique=False)

    op.create_table(
        "aid_given",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("what", sa.LargeBinary(), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("value_minor", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("need_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.CheckConstraint("value_minor >= 0", name=op.f("ck_aid_given_worth_something")),
        sa.ForeignKeyConstraint(
            ["town_id", "by_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_aid_given_town_id_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "case_id"],
            ["cases.town_id", "cases.id"],
            name=op.f("fk_aid_given_town_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "need_id"],
            ["needs.town_id", "needs.id"],
            name=op.f("fk_aid_given_town_id_need_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_aid_given_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aid_given")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_aid_given_town_id_id")),
    )
    op.create_index("ix_aid_given_case", "aid_given", ["case_id"], unique=False)

    op.create_table(
        "offers",
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("helper_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "standing",
                "accepted",
                "declined",
                "lapsed",
                "stood_down",
                "late",
                name="offerstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("wave", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=False),
        sa.Column("distance_m", sa.Integer(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "answered_by_way",
            sa.Enum(
                "sms",
                "keypress",
                "helper_call",
                "page",
                name="replyway",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column(
            "decline_reason",
            sa.Enum(
                "no_time",
                "too_far",
                "not_my_skill",
                "away",
                "other",
                name="declinereason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status <> 'accepted' OR answered_at IS NOT NULL",
            name=op.f("ck_offers_accepted_has_time"),
        ),
        sa.CheckConstraint("lapses_at > made_at", name=op.f("ck_offers_lapses_after_made")),
        sa.ForeignKeyConstraint(
            ["town_id", "case_id"],
            ["cases.town_id", "cases.id"],
            name=op.f("fk_offers_town_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "helper_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_offers_town_id_helper_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "made_by_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_offers_town_id_made_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "need_id"],
            ["needs.town_id", "needs.id"],
            name=op.f("fk_offers_town_id_need_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_offers_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
        sa.UniqueConstraint("town_id", "code", name=op.f("uq_offers_town_id_code")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_offers_town_id_id")),
    )
    op.create_index("ix_offers_helper", "offers", ["helper_id", "status"], unique=False)
    op.create_index("ix_offers_lapse", "offers", ["status", "lapses_at"], unique=False)
    op.create_index("ix_offers_need", "offers", ["need_id", "status"], unique=False)
    op.create_index(
        "uq_offers_one_standing",
        "offers",
        ["need_id", "helper_id"],
        unique=True,
        postgresql_where=sa.text("status = 'standing'"),
        sqlite_where=sa.text("status = 'standing'"),
    )

    op.create_table(
        "inbound_messages",
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("provider_sid", sa.String(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "sms", "voice", name="channel", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("from_number", sa.LargeBinary(), nullable=False),
        sa.Column("from_index", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column(
            "meaning",
            sa.Enum(
                "fine",
                "help",
                "stop",
                "start",
                "yes",
                "no",
                "later",
                "cannot_any_more",
                "unclear",
                name="replymeaning",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("needs_review", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("slot_id", sa.Uuid(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["town_id", "offer_id"],
            ["offers.town_id", "offers.id"],
            name=op.f("fk_inbound_messages_town_id_offer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_inbound_messages_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "reviewed_by_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_inbound_messages_town_id_reviewed_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "slot_id"],
            ["check_in_slots.town_id", "check_in_slots.id"],
            name=op.f("fk_inbound_messages_town_id_slot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id"], ["towns.id"], name=op.f("fk_inbound_messages_town_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_messages")),
        sa.UniqueConstraint(
            "provider", "provider_sid", name=op.f("uq_inbound_messages_provider_provider_sid")
        ),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_inbound_messages_town_id_id")),
    )
    op.create_index(
        "ix_inbound_messages_from", "inbound_messages", ["town_id", "from_index"], unique=False
    )
    op.create_index(
        "ix_inbound_messages_review",
        "inbound_messages",
        ["town_id", "needs_review", "received_at"],
        unique=False,
    )

    op.create_table(
        "tasks",
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("helper_id", sa.Uuid(), nullable=False),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "active",
                "ended",
                name="taskstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "ended_by",
            sa.Enum(
                "finished",
                "handed_back",
                "stopped",
                name="taskend",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_tasks_ended_has_time")
        ),
        sa.CheckConstraint("place BETWEEN 1 AND 2", name=op.f("ck_tasks_known_place")),
        sa.ForeignKeyConstraint(
            ["town_id", "case_id"],
            ["cases.town_id", "cases.id"],
            name=op.f("fk_tasks_town_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "helper_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_tasks_town_id_helper_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "need_id"],
            ["needs.town_id", "needs.id"],
            name=op.f("fk_tasks_town_id_need_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "offer_id"],
            ["offers.town_id", "offers.id"],
            name=op.f("fk_tasks_town_id_offer_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_tasks_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_tasks_town_id_id")),
    )
    op.create_index("ix_tasks_case", "tasks", ["case_id"], unique=False)
    op.create_index("ix_tasks_helper", "tasks", ["helper_id", "status"], unique=False)
    op.create_index(
        "uq_tasks_one_a_place",
        "tasks",
        ["need_id", "place"],
        unique=True,
        postgresql_where=sa.text("status = 'active'"),
        sqlite_where=sa.text("status = 'active'"),
    )

    op.create_table(
        "visits",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("helper_id", sa.Uuid(), nullable=False),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "met",
                "not_home",
                "door_not_opened",
                "put_off",
                name="visitresult",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_visits_within_a_day")),
        sa.ForeignKeyConstraint(
            ["town_id", "case_id"],
            ["cases.town_id", "cases.id"],
            name=op.f("fk_visits_town_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "helper_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_visits_town_id_helper_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "task_id"],
            ["tasks.town_id", "tasks.id"],
            name=op.f("fk_visits_town_id_task_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_visits_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_visits_town_id_id")),
    )
    op.create_index("ix_visits_case", "visits", ["case_id", "visited_at"], unique=False)
    op.create_index("ix_visits_helper", "visits", ["helper_id", "visited_at"], unique=False)

    op.create_table(
        "worries",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("raised_by_id", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_crisis", sa.Boolean(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["town_id", "case_id"],
            ["cases.town_id", "cases.id"],
            name=op.f("fk_worries_town_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "raised_by_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_worries_town_id_raised_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "task_id"],
            ["tasks.town_id", "tasks.id"],
            name=op.f("fk_worries_town_id_task_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_worries_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worries")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_worries_town_id_id")),
    )
    op.create_index("ix_worries_case", "worries", ["case_id"], unique=False)

    op.create_table(
        "alerts",
        sa.Column(
            "kind",
            sa.Enum(
                "silence",
                "help_asked",
                "carer_at_limit",
                "worry",
                "crisis_report",
                "unfilled",
                "channel_failing",
                name="alertkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "raised",
                "acknowledged",
                "resolved",
                name="alertstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dedup_key", sa.String(), nullable=False),
        sa.Column("centre_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("slot_id", sa.Uuid(), nullable=True),
        sa.Column("worry_id", sa.Uuid(), nullable=True),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by_id", sa.Uuid(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "ended_by",
            sa.Enum(
                "all_clear",
                "helped",
                "emergency_services",
                "in_hospital",
                "has_died",
                "not_needed",
                name="alertend",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'resolved') = (resolved_at IS NOT NULL)",
            name=op.f("ck_alerts_resolved_has_time"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "acknowledged_by_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_alerts_town_id_acknowledged_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "case_id"],
            ["cases.town_id", "cases.id"],
            name=op.f("fk_alerts_town_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "centre_id"],
            ["centres.town_id", "centres.id"],
            name=op.f("fk_alerts_town_id_centre_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_alerts_town_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "report_id"],
            ["reports.town_id", "reports.id"],
            name=op.f("fk_alerts_town_id_report_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "resolved_by_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_alerts_town_id_resolved_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "slot_id"],
            ["check_in_slots.town_id", "check_in_slots.id"],
            name=op.f("fk_alerts_town_id_slot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "worry_id"],
            ["worries.town_id", "worries.id"],
            name=op.f("fk_alerts_town_id_worry_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_alerts_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
        sa.UniqueConstraint("town_id", "dedup_key", name=op.f("uq_alerts_town_id_dedup_key")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_alerts_town_id_id")),
    )
    op.create_index("ix_alerts_status", "alerts", ["town_id", "status", "raised_at"], unique=False)

    op.create_table(
        "messages",
        sa.Column(
            "kind",
            sa.Enum(
                "offer",
                "stand_down",
                "task_details",
                "check_in",
                "check_in_repeat",
                "alert",
                "all_clear",
                "thanks",
                "sign_in_code",
                "notice",
                name="messagekind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "sending",
                "accepted",
                "sent",
                "delivered",
                "undelivered",
                "failed",
                "unknown",
                "expired",
                "stopped",
                "held",
                name="messagestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "sms", "voice", name="channel", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("dedup_key", sa.String(), nullable=False),
        sa.Column("to_person_id", sa.Uuid(), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("contact_point_id", sa.Uuid(), nullable=True),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("provider", sa.String(), nullable=True),
        sa.Column("provider_sid", sa.String(), nullable=True),
        sa.Column("error_code", sa.String(), nullable=True),
        sa.Column(
            "hold_reason",
            sa.Enum(
                "unsafe",
                "opted_out",
                "no_consent",
                "has_died",
                "no_contact_point",
                "channels_off",
                "too_many",
                name="holdreason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("possible_duplicate", sa.Boolean(), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("offer_id", sa.Uuid(), nullable=True),
        sa.Column("slot_id", sa.Uuid(), nullable=True),
        sa.Column("alert_id", sa.Uuid(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.CheckConstraint("valid_until > not_before", name=op.f("ck_messages_some_time_to_send")),
        sa.ForeignKeyConstraint(
            ["town_id", "alert_id"],
            ["alerts.town_id", "alerts.id"],
            name=op.f("fk_messages_town_id_alert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "case_id"],
            ["cases.town_id", "cases.id"],
            name=op.f("fk_messages_town_id_case_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "contact_point_id"],
            ["contact_points.town_id", "contact_points.id"],
            name=op.f("fk_messages_town_id_contact_point_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "offer_id"],
            ["offers.town_id", "offers.id"],
            name=op.f("fk_messages_town_id_offer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "slot_id"],
            ["check_in_slots.town_id", "check_in_slots.id"],
            name=op.f("fk_messages_town_id_slot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["town_id", "to_person_id"],
            ["people.town_id", "people.id"],
            name=op.f("fk_messages_town_id_to_person_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_messages_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint(
            "provider", "provider_sid", name=op.f("uq_messages_provider_provider_sid")
        ),
        sa.UniqueConstraint("town_id", "dedup_key", name=op.f("uq_messages_town_id_dedup_key")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_messages_town_id_id")),
    )
    op.create_index("ix_messages_due", "messages", ["status", "not_before"], unique=False)
    op.create_index("ix_messages_offer", "messages", ["offer_id"], unique=False)
    op.create_index("ix_messages_person", "messages", ["to_person_id", "created_at"], unique=False)
    op.create_index("ix_messages_slot", "messages", ["slot_id"], unique=False)

    op.create_table(
        "message_events",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "sending",
                "accepted",
                "sent",
                "delivered",
                "undelivered",
                "failed",
                "unknown",
                "expired",
                "stopped",
                "held",
                name="messagestatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("town_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["town_id", "message_id"],
            ["messages.town_id", "messages.id"],
            name=op.f("fk_message_events_town_id_message_id"),
        ),
        sa.ForeignKeyConstraint(["town_id"], ["towns.id"], name=op.f("fk_message_events_town_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_events")),
        sa.UniqueConstraint("town_id", "id", name=op.f("uq_message_events_town_id_id")),
    )
    op.create_index(
        "ix_message_events_message", "message_events", ["message_id", "at"], unique=False
    )

    _raise_walls()


def downgrade() -> None:
    op.drop_index("ix_message_events_message", "message_events")

    op.drop_table("message_events")
    op.drop_index("ix_messages_slot", "messages")
    op.drop_index("ix_messages_person", "messages")
    op.drop_index("ix_messages_offer", "messages")
    op.drop_index("ix_messages_due", "messages")

    op.drop_table("messages")
    op.drop_index("ix_alerts_status", "alerts")

    op.drop_table("alerts")
    op.drop_index("ix_worries_case", "worries")

    op.drop_table("worries")
    op.drop_index("ix_visits_helper", "visits")
    op.drop_index("ix_visits_case", "visits")

    op.drop_table("visits")
    op.drop_index(
        "uq_tasks_one_a_place",
        "tasks",
        postgresql_where=sa.text("status = 'active'"),
        sqlite_where=sa.text("status = 'active'"),
    )
    op.drop_index("ix_tasks_helper", "tasks")
    op.drop_index("ix_tasks_case", "tasks")

    op.drop_table("tasks")
    op.drop_index("ix_inbound_messages_review", "inbound_messages")
    op.drop_index("ix_inbound_messages_from", "inbound_messages")

    op.drop_table("inbound_messages")
    op.drop_index(
        "uq_offers_one_standing",
        "offers",
        postgresql_where=sa.text("status = 'standing'"),
        sqlite_where=sa.text("status = 'standing'"),
    )
    op.drop_index("ix_offers_need", "offers")
    op.drop_index("ix_offers_lapse", "offers")
    op.drop_index("ix_offers_helper", "offers")

    op.drop_table("offers")
    op.drop_index("ix_aid_given_case", "aid_given")

    op.drop_table("aid_given")
    op.drop_index("ix_needs_status", "needs")
    op.drop_index("ix_needs_case", "needs")

    op.drop_table("needs")
    op.drop_index("ix_calls_person", "calls")
    op.drop_index("ix_calls_number", "calls")

    op.drop_table("calls")
    op.drop_table("rungs_climbed")
    op.drop_index(
        "uq_referrals_one_open",
        "referrals",
        postgresql_where=sa.text("status IN ('sent', 'accepted')"),
        sqlite_where=sa.text("status IN ('sent', 'accepted')"),
    )
    op.drop_index("ix_referrals_status", "referrals")
    op.drop_index("ix_referrals_person", "referrals")

    op.drop_table("referrals")
    op.drop_table("other_contacts")
    op.drop_index("ix_consent_notes_entry", "consent_notes")

    op.drop_table("consent_notes")
    op.drop_index("ix_call_tasks_due", "call_tasks")

    op.drop_table("call_tasks")
    op.drop_index("ix_consent_entries_person", "consent_entries")

    op.drop_table("consent_entries")
    op.drop_index("ix_check_in_slots_rung", "check_in_slots")
    op.drop_index("ix_check_in_slots_person", "check_in_slots")
    op.drop_index("ix_check_in_slots_board", "check_in_slots")

    op.drop_table("check_in_slots")
    op.drop_index("ix_timeline_entries_report", "timeline_entries")
    op.drop_index("ix_timeline_entries_person", "timeline_entries")
    op.drop_index("ix_timeline_entries_case", "timeline_entries")

    op.drop_table("timeline_entries")
    op.drop_index("ix_check_in_plans_person", "check_in_plans")
    op.drop_index("ix_check_in_plans_due", "check_in_plans")

    op.drop_table("check_in_plans")
    op.drop_table("attachments")
    op.drop_index("ix_sign_ins_account", "sign_ins")

    op.drop_table("sign_ins")
    op.drop_index("ix_sign_in_codes_account", "sign_in_codes")

    op.drop_table("sign_in_codes")
    op.drop_index("ix_setting_entries_key", "setting_entries")

    op.drop_table("setting_entries")
    op.drop_table("reporters")
    op.drop_index("ix_report_terms_term", "report_terms")

    op.drop_table("report_terms")
    op.drop_index("ix_programme_answers_gap", "programme_answers")

    op.drop_table("programme_answers")
    op.drop_index("ix_cases_status", "cases")
    op.drop_index("ix_cases_resident", "cases")

    op.drop_table("cases")
    op.drop_table("api_tokens")
    op.drop_index("ix_access_log_entries_at", "access_log_entries")
    op.drop_index("ix_access_log_entries_account", "access_log_entries")

    op.drop_table("access_log_entries")
    op.drop_index("ix_volunteer_profiles_grid", "volunteer_profiles")

    op.drop_table("volunteer_profiles")
    op.drop_index("ix_search_terms_term", "search_terms")

    op.drop_table("search_terms")
    op.drop_index(
        "uq_responsibilities_one_now",
        "responsibilities",
        postgresql_where=sa.text("until_at IS NULL"),
        sqlite_where=sa.text("until_at IS NULL"),
    )

    op.drop_table("responsibilities")
    op.drop_index("ix_reports_status", "reports")
    op.drop_index("ix_reports_resident", "reports")
    op.drop_index("ix_reports_phone", "reports")

    op.drop_table("reports")
    op.drop_index("ix_relationships_person", "relationships")

    op.drop_table("relationships")
    op.drop_index("ix_refused_helpers_resident", "refused_helpers")

    op.drop_table("refused_helpers")
    op.drop_index("ix_person_roles_role", "person_roles")
    op.drop_index("ix_person_roles_person", "person_roles")

    op.drop_table("person_roles")
    op.drop_index(
        "uq_household_members_one_now",
        "household_members",
        postgresql_where=sa.text("until_on IS NULL"),
        sqlite_where=sa.text("until_on IS NULL"),
    )
    op.drop_index("ix_household_members_household", "household_members")

    op.drop_table("household_members")
    op.drop_index("ix_duty_periods_centre", "duty_periods")

    op.drop_table("duty_periods")
    op.drop_index(
        "uq_death_records_one_standing",
        "death_records",
        postgresql_where=sa.text("undone_at IS NULL"),
        sqlite_where=sa.text("undone_at IS NULL"),
    )

    op.drop_table("death_records")
    op.drop_index("ix_contact_safety_rules_person", "contact_safety_rules")

    op.drop_table("contact_safety_rules")
    op.drop_index("ix_contact_points_value", "contact_points")
    op.drop_index("ix_contact_points_person", "contact_points")

    op.drop_table("contact_points")
    op.drop_index("ix_assessments_person", "assessments")

    op.drop_table("assessments")
    op.drop_table("accounts")
    op.drop_index("ix_services_programme", "services")

    op.drop_table("services")
    op.drop_index("ix_people_centre", "people")
    op.drop_index("ix_people_area", "people")

    op.drop_table("people")
    op.drop_index("ix_households_grid", "households")
    op.drop_index("ix_households_area", "households")
    op.drop_index("ix_households_address", "households")

    op.drop_table("households")
    op.drop_index("ix_centre_coverages_area", "centre_coverages")

    op.drop_table("centre_coverages")
    op.drop_index("ix_runs_started", "runs")

    op.drop_table("runs")
    op.drop_table("organisations")
    op.drop_table("operations")
    op.drop_table("centres")
    op.drop_table("areas")
    op.drop_table("towns")
    op.drop_table("heartbeats")


def _raise_walls() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in OWNED:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY town_wall ON {table} USING ({WALL}) WITH CHECK ({WALL})")
