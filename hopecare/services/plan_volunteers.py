"""Turn a list of volunteers into rows ready to be laid out, batch by batch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hopecare.domain.needs import CheckLevel
from hopecare.domain.people import HouseholdMemberRole
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.queries.places import on_grid
from hopecare.services.lay_person_rows import NewRows, lay_person_rows
from hopecare.services.plan_residents import ROWS_A_BATCH
from models import Account, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from uuid import UUID

    from hopecare.reading.faults import Fault
    from hopecare.reading.people_rows import VolunteerRow
    from hopecare.services.plan_people import PeoplePlan, Placed
    from hopecare.services.stage_rows import Batch

USUAL_RADIUS_M = 2_000


def plan_volunteers(
    read: Iterable[VolunteerRow | tuple[Fault, ...]], *, plan: PeoplePlan
) -> Iterator[Batch]:
    """The new rows of a list of volunteers; what became of each line is in the report."""
    rows = NewRows({}, plan.setting)
    for count, row in enumerate(read, start=1):
        if isinstance(row, tuple):
            plan.refuse(row)
        elif placed := plan.place(row.person, _said(row)):
            _lay_volunteer(rows, row, placed)
        if count % ROWS_A_BATCH == 0:
            yield rows.batch
            rows = NewRows({}, plan.setting)
    yield rows.batch


def _said(row: VolunteerRow) -> Mapping[str, Any]:
    """What the list says beside the person, in the form the profile keeps it."""
    return {
        "skills": sorted(skill.value for skill in row.skills) or None,
        "languages": sorted(row.languages) or None,
        "radius": row.radius_m,
        "check_level": None if row.check_level is None else int(row.check_level),
        "checked_until": row.checked_until,
    }


def _lay_volunteer(rows: NewRows, row: VolunteerRow, placed: Placed) -> None:
    """The person if new, their role, profile, home, and a way to sign in by telephone."""
    person_id = placed.known.person_id
    if placed.is_new:
        lay_person_rows(rows, row.person, placed)
    if not placed.known.has_account:
        _lay_account(rows, row, person_id)
    rows.role(person_id, Role.VOLUNTEER, EntryKind.VOLUNTEER_JOINED)
    _lay_profile(rows, row, placed)
    is_housed = placed.known.household_id is not None
    if not is_housed and (row.person.address or row.person.point):
        household_id = rows.household(row.person, placed)
        rows.member(person_id, household_id, HouseholdMemberRole.HEAD)


def _lay_profile(rows: NewRows, row: VolunteerRow, placed: Placed) -> None:
    """What they offer, how far and from where, and how they were checked.

    Whoever is known with a home starts from there; without a measured one the district stands in.
    """
    setting, area_id, person_id = rows.setting, row.person.area_id, placed.known.person_id
    grid = _grid(row, placed) or (None, None)
    rows.lay(
        VolunteerProfile,
        person_id=person_id,
        joined_on=setting.today,
        centre_id=setting.centre_of.get(area_id) if area_id else None,
        skills=sorted(skill.value for skill in row.skills),
        languages=sorted(row.languages) or [row.person.language or setting.language],
        avoids=[],
        radius_m=row.radius_m or USUAL_RADIUS_M,
        check_level=int(row.check_level or CheckLevel.NONE),
        check_expires_on=row.checked_until,
        grid_lat=grid[0],
        grid_lon=grid[1],
    )


def _grid(row: VolunteerRow, placed: Placed) -> tuple[float, float] | None:
    """The point of the 100 m grid they start from, which is all that a profile keeps."""
    point = row.person.point
    if placed.known.household_id is not None:
        return placed.known.measured
    return on_grid(point.lat, point.lon) if point else None


def _lay_account(rows: NewRows, row: VolunteerRow, person_id: UUID) -> None:
    """An account without name or password: a one-time code to their telephone opens it."""
    rows.lay(
        Account,
        person_id=person_id,
        language=row.person.language or rows.setting.language,
        created_at=rows.setting.now,
    )
