"""Turn a list of residents into rows ready to be laid out, batch by batch."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from uuid_utils.compat import uuid7

from hopecare.domain.consent import ConsentAct
from hopecare.domain.people import HouseholdMemberRole
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.services.lay_person_rows import (
    lay_entry,
    lay_household_rows,
    lay_member_rows,
    lay_person_rows,
    lay_role_rows,
)
from models import ConsentEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from hopecare.reading.faults import Fault
    from hopecare.reading.people_rows import ConsentSeen, ResidentRow
    from hopecare.services.plan_people import ImportSetting, PeoplePlan, Placed
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
    batch: Batch = {}
    for count, row in enumerate(read, start=1):
        if isinstance(row, tuple):
            plan.refuse(row)
        elif placed := plan.place(row.person, {}):
            _lay_resident(batch, row, placed, plan.setting, households)
        if count % ROWS_A_BATCH == 0:
            yield batch
            batch = {}
    yield batch


def _lay_resident(
    batch: Batch,
    row: ResidentRow,
    placed: Placed,
    setting: ImportSetting,
    households: dict[str, UUID],
) -> None:
    """The person if new, their role, home and consent."""
    person_id = placed.known.person_id
    if placed.is_new:
        lay_person_rows(batch, row.person, placed, setting)
    lay_role_rows(batch, person_id, Role.RESIDENT, EntryKind.RESIDENT_OPENED, setting)
    if placed.known.household_id is None:
        _lay_home(batch, row, placed, setting, households)
    if row.consent:
        _lay_consent(batch, person_id, row.consent, setting)


def _lay_home(
    batch: Batch,
    row: ResidentRow,
    placed: Placed,
    setting: ImportSetting,
    households: dict[str, UUID],
) -> None:
    """A household of their own, or the one that an earlier line of the same number made."""
    household_id = households.get(row.household) if row.household else None
    member = HouseholdMemberRole.OTHER if household_id else HouseholdMemberRole.HEAD
    if household_id is None:
        household_id = lay_household_rows(batch, row.person, placed, setting)
        households[row.household or str(household_id)] = household_id
    lay_member_rows(batch, placed.known.person_id, household_id, member, setting)


def _lay_consent(
    batch: Batch, person_id: UUID, consent: ConsentSeen, setting: ImportSetting
) -> None:
    """One act of the ledger for each purpose, on the day the list gives."""
    # The list knows the day, not the hour; noon UTC is on that day in every zone that uses this.
    at = min(datetime.combine(consent.given_on, time(12), UTC), setting.now)
    for purpose in consent.purposes:
        entry_id = uuid7()
        batch.setdefault(ConsentEntry, []).append(
            {
                "id": entry_id,
                "town_id": setting.town_id,
                "person_id": person_id,
                "purpose": purpose,
                "act": ConsentAct.GIVEN,
                "form": consent.form,
                "at": at,
                "recorded_by_id": setting.by.person_id,
            }
        )
        facts: dict[str, str | int | None] = {"purpose": purpose.value, "form": consent.form.value}
        lay_entry(batch, person_id, EntryKind.CONSENT_GIVEN, setting, facts)
