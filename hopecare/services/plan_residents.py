"""Turn a list of residents into rows ready to be laid out, batch by batch."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from hopecare.domain.consent import ConsentAct
from hopecare.domain.people import HouseholdMemberRole
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.services.lay_person_rows import NewRows, lay_person_rows
from models import ConsentEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from hopecare.reading.faults import Fault
    from hopecare.reading.people_rows import ConsentSeen, ResidentRow
    from hopecare.services.plan_people import PeoplePlan, Placed
    from hopecare.services.stage_rows import Batch

ROWS_A_BATCH = 1000


def plan_residents(
    read: Iterable[ResidentRow | tuple[Fault, ...]], *, plan: PeoplePlan
) -> Iterator[Batch]:
    """The new rows of a list of residents; what became of each line stands in the plan's report.

    Without a dated consent in the list nobody has agreed to anything: the resident is kept as
    the office's list gives them, still to be asked, and no text goes to them until they are.
    """
    households: dict[str, UUID] = {}
    rows = NewRows({}, plan.setting)
    for count, row in enumerate(read, start=1):
        if isinstance(row, tuple):
            plan.refuse(row)
        elif placed := plan.place(row.person, {}):
            _lay_resident(rows, row, placed, households)
        if count % ROWS_A_BATCH == 0:
            yield rows.batch
            rows = NewRows({}, plan.setting)
    yield rows.batch


def _lay_resident(
    rows: NewRows, row: ResidentRow, placed: Placed, households: dict[str, UUID]
) -> None:
    """The person if new, their role, home and consent."""
    person_id = placed.known.person_id
    if placed.is_new:
        lay_person_rows(rows, row.person, placed)
    rows.role(person_id, Role.RESIDENT, EntryKind.RESIDENT_OPENED)
    if placed.known.household_id is None:
        _lay_home(rows, row, placed, households)
    if row.consent:
        _lay_consent(rows, person_id, row.consent)


def _lay_home(rows: NewRows, row: ResidentRow, placed: Placed, households: dict[str, UUID]) -> None:
    """A household of their own, or the one that an earlier line of the same number made."""
    household_id = households.get(row.household) if row.household else None
    member = HouseholdMemberRole.OTHER if household_id else HouseholdMemberRole.HEAD
    if household_id is None:
        household_id = rows.household(row.person, placed)
        households[row.household or str(household_id)] = household_id
    rows.member(placed.known.person_id, household_id, member)


def _lay_consent(rows: NewRows, person_id: UUID, consent: ConsentSeen) -> None:
    """One act of the ledger for each purpose, on the day the list gives."""
    # The list knows the day, not the hour; noon UTC is on that day in every zone that uses this.
    at = min(datetime.combine(consent.given_on, time(12), UTC), rows.setting.now)
    for purpose in consent.purposes:
        rows.lay(
            ConsentEntry,
            person_id=person_id,
            purpose=purpose,
            act=ConsentAct.GIVEN,
            form=consent.form,
            at=at,
            recorded_by_id=rows.setting.by.person_id,
        )
        facts = {"purpose": purpose.value, "form": consent.form.value}
        rows.entry(person_id, EntryKind.CONSENT_GIVEN, facts)
