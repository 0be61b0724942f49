"""The rows that make one person: name, terms, numbers, role, centre, household, all sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from uuid_utils.compat import uuid7

from hopecare import keyring
from hopecare.domain.ages import age_band
from hopecare.domain.names import called_with_honorific
from hopecare.domain.people import ContactKind, HouseholdMemberRole
from hopecare.queries.search_terms import building_index, person_terms, phone_index
from models import (
    ContactPoint,
    Household,
    HouseholdMember,
    Person,
    PersonRole,
    Responsibility,
    SearchTerm,
    TimelineEntry,
)
from models.types import Sealed

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.domain.roles import Role
    from hopecare.domain.timeline import EntryKind
    from hopecare.reading.people_rows import PersonRow
    from hopecare.services.plan_people import ImportSetting, Placed
    from hopecare.services.stage_rows import Batch
    from models.base import Base


def lay_person_rows(batch: Batch, row: PersonRow, placed: Placed, setting: ImportSetting) -> None:
    """Add a new person with everything every person has; the role comes with its own rows."""
    person_id = placed.known.person_id
    centre_id = setting.centre_of.get(row.area_id) if row.area_id else None
    born, language = row.birth_on, row.language or setting.language
    batch.setdefault(Person, []).append(
        {
            "id": person_id,
            "town_id": setting.town_id,
            "full_name": seal(row.full_name, "people.full_name"),
            "called": seal(
                row.called or called_with_honorific(row.full_name, language), "people.called"
            ),
            "language": language,
            "created_at": setting.now,
            "birth_on": seal(born.isoformat() if born else "", "people.birth_on"),
            "age_band": age_band(born, day=setting.today).value if born else None,
            "sex": row.sex,
            "centre_id": centre_id,
            "area_id": row.area_id,
            "note": seal(row.note, "people.note"),
        }
    )
    _lay_terms(batch, row, person_id, setting)
    _lay_numbers(batch, row, person_id, setting)
    if centre_id is not None:
        _lay(
            batch,
            Responsibility,
            setting,
            person_id=person_id,
            centre_id=centre_id,
            from_at=setting.now,
        )


def lay_role_rows(
    batch: Batch, person_id: UUID, role: Role, opened: EntryKind, setting: ImportSetting
) -> None:
    """Add a role from today, with the entry that says where it came from."""
    _lay(batch, PersonRole, setting, person_id=person_id, role=role, from_on=setting.today)
    lay_entry(batch, person_id, opened, setting, {"source": "list", "run": str(setting.run_id)})


def lay_entry(
    batch: Batch,
    person_id: UUID,
    kind: EntryKind,
    setting: ImportSetting,
    facts: dict[str, str | int | None],
) -> None:
    """Add one entry to the person's timeline."""
    _lay(
        batch,
        TimelineEntry,
        setting,
        at=setting.now,
        kind=kind,
        by=setting.by.code,
        by_person_id=setting.by.person_id,
        person_id=person_id,
        facts=facts,
    )


def lay_household_rows(
    batch: Batch, row: PersonRow, placed: Placed, setting: ImportSetting
) -> UUID:
    """Add a household with its address."""
    household_id = uuid7()
    _lay(
        batch,
        Household,
        setting,
        id=household_id,
        area_id=row.area_id,
        from_on=setting.today,
        address=seal(row.address, "households.address"),
        address_index=placed.marks.address,
        building_index=building_index(row.address) if row.address else None,
    )
    return household_id


def lay_member_rows(
    batch: Batch,
    person_id: UUID,
    household_id: UUID,
    member: HouseholdMemberRole,
    setting: ImportSetting,
) -> None:
    """Add a person to a household from today."""
    _lay(
        batch,
        HouseholdMember,
        setting,
        household_id=household_id,
        person_id=person_id,
        role=member,
        from_on=setting.today,
    )


def seal(text: str, label: str) -> Sealed | None:
    """Encrypt a text for its column before any lock is taken; nothing stays nothing."""
    return Sealed(keyring.current().encrypt(text.encode(), label=label)) if text else None


def _lay_terms(batch: Batch, row: PersonRow, person_id: UUID, setting: ImportSetting) -> None:
    """Add the terms under which the person is found."""
    for kind, term in sorted(person_terms(row.full_name, birth_on=row.birth_on)):
        _lay(batch, SearchTerm, setting, person_id=person_id, kind=kind, term=term)


def _lay_numbers(batch: Batch, row: PersonRow, person_id: UUID, setting: ImportSetting) -> None:
    """Add the telephone numbers, the first one preferred."""
    for place, phone in enumerate(row.phones):
        _lay(
            batch,
            ContactPoint,
            setting,
            person_id=person_id,
            kind=phone.kind,
            value=seal(phone.number, "contact_points.value"),
            value_index=phone_index(phone.number),
            can_text=phone.kind is ContactKind.MOBILE,
            is_preferred=place == 0,
            valid_from=setting.today,
        )


def _lay(batch: Batch, model: type[Base], setting: ImportSetting, **values: object) -> None:
    """Add one row of the town; a key of its own unless it brings one."""
    row = {"id": uuid7(), "town_id": setting.town_id, **values}
    batch.setdefault(model, []).append(row)
