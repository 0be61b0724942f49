"""Turn a list of volunteers into rows ready to be laid out, batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from uuid_utils.compat import uuid7

from hopecare.domain.needs import CheckLevel
from hopecare.domain.people import HouseholdMemberRole
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.services.lay_person_rows import (
    lay_household_rows,
    lay_member_rows,
    lay_person_rows,
    lay_role_rows,
)
from hopecare.services.plan_residents import ROWS_A_BATCH
from models import Account, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from hopecare.reading.faults import Fault
    from hopecare.reading.people_rows import VolunteerRow
    from hopecare.services.plan_people import ImportSetting, PeoplePlan, Placed
    from hopecare.services.stage_rows import Batch

USUAL_RADIUS_M = 2_000


def plan_volunteers(
    read: Iterable[VolunteerRow | tuple[Fault, ...]], *, plan: PeoplePlan
) -> Iterator[Batch]:
    """The new rows of a list of volunteers; what became of each line is in the report."""
    batch: Batch = {}
    for count, row in enumerate(read, start=1):
        if isinstance(row, tuple):
            plan.refuse(row)
        elif placed := plan.place(row.person, _said(row)):
            _lay_volunteer(batch, row, placed, plan.setting)
        if count % ROWS_A_BATCH == 0:
            yield batch
            batch = {}
    yield batch


def _said(row: VolunteerRow) -> Mapping[str, Any]:
    """What the list says beside the person, in the form the profile keeps it."""
    return {
        "skills": sorted(skill.value for skill in row.skills) or None,
        "languages": sorted(row.languages) or None,
        "radius": row.radius_m,
        "check_level": None if row.check_level is None else int(row.check_level),
        "checked_until": row.checked_until,
    }


def _lay_volunteer(batch: Batch, row: VolunteerRow, placed: Placed, setting: ImportSetting) -> None:
    """The person if new, their role, profile, home, and a way to sign in by telephone."""
    person_id = placed.known.person_id
    if placed.is_new:
        lay_person_rows(batch, row.person, placed, setting)
    if not placed.known.has_account:
        _lay_account(batch, row, person_id, setting)
    lay_role_rows(batch, person_id, Role.VOLUNTEER, EntryKind.VOLUNTEER_JOINED, setting)
    _lay_profile(batch, row, person_id, setting)
    if row.person.address and placed.known.household_id is None:
        household_id = lay_household_rows(batch, row.person, placed, setting)
        lay_member_rows(batch, person_id, household_id, HouseholdMemberRole.HEAD, setting)


def _lay_profile(batch: Batch, row: VolunteerRow, person_id: UUID, setting: ImportSetting) -> None:
    """What they offer, how far, and how they were checked."""
    area_id = row.person.area_id
    batch.setdefault(VolunteerProfile, []).append(
        {
            "id": uuid7(),
            "town_id": setting.town_id,
            "person_id": person_id,
            "joined_on": setting.today,
            "centre_id": setting.centre_of.get(area_id) if area_id else None,
            "skills": sorted(skill.value for skill in row.skills),
            "languages": sorted(row.languages) or [row.person.language or setting.language],
            "avoids": [],
            "radius_m": row.radius_m or USUAL_RADIUS_M,
            "check_level": int(row.check_level or CheckLevel.NONE),
            "check_expires_on": row.checked_until,
        }
    )


def _lay_account(batch: Batch, row: VolunteerRow, person_id: UUID, setting: ImportSetting) -> None:
    """An account without name or password: a one-time code to their telephone opens it."""
    batch.setdefault(Account, []).append(
        {
            "id": uuid7(),
            "town_id": setting.town_id,
            "person_id": person_id,
            "language": row.person.language or setting.language,
            "created_at": setting.now,
        }
    )
