"""The rows that make one person: name, terms, numbers, role, centre, household, all sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from uuid_utils.compat import uuid7

from hopecare import keyring
from hopecare.domain.ages import age_band
from hopecare.domain.names import called_with_honorific
from hopecare.domain.people import ContactKind, HouseholdMemberRole
from hopecare.queries.places import on_grid
from hopecare.queries.search_terms import building_index, number_indexes
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
    from collections.abc import Mapping
    from uuid import UUID

    from hopecare.domain.roles import Role
    from hopecare.domain.timeline import EntryKind
    from hopecare.reading.people_rows import PersonRow
    from hopecare.services.plan_people import ImportSetting, Placed
    from hopecare.services.stage_rows import Batch
    from models.base import Base


@dataclass(frozen=True, slots=True)
class NewRows:
    """A batch being filled for one import: each row of the town, with a key of its own."""

    batch: Batch
    setting: ImportSetting

    def lay(self, model: type[Base], **values: object) -> None:
        """Add one row; it may bring its own key."""
        row = {"id": uuid7(), "town_id": self.setting.town_id, **values}
        self.batch.setdefault(model, []).append(row)

    def role(self, person_id: UUID, role: Role, opened: EntryKind) -> None:
        """Add a role from today, with the entry that says where it came from."""
        self.lay(PersonRole, person_id=person_id, role=role, from_on=self.setting.today)
        run_id = self.setting.run_id
        self.entry(person_id, opened, {"source": "list", "run": str(run_id) if run_id else None})

    def entry(
        self, person_id: UUID, kind: EntryKind, facts: Mapping[str, str | int | None]
    ) -> None:
        """Add one entry to the person's timeline."""
        self.lay(
            TimelineEntry,
            at=self.setting.now,
            kind=kind,
            by=self.setting.by.code,
            by_person_id=self.setting.by.person_id,
            person_id=person_id,
            facts=dict(facts),
        )

    def household(self, row: PersonRow, placed: Placed) -> UUID:
        """Add a household with its address, and give its key."""
        household_id, point = uuid7(), row.point
        grid = on_grid(point.lat, point.lon) if point else (None, None)
        self.lay(
            Household,
            id=household_id,
            area_id=row.area_id,
            from_on=self.setting.today,
            address=_seal(row.address, "households.address"),
            address_index=placed.marks.address,
            building_index=building_index(row.address) if row.address else None,
            exact_point={"lat": point.lat, "lon": point.lon} if point else None,
            grid_lat=grid[0],
            grid_lon=grid[1],
        )
        return household_id

    def member(self, person_id: UUID, household_id: UUID, role: HouseholdMemberRole) -> None:
        """Add a person to a household from today."""
        self.lay(
            HouseholdMember,
            household_id=household_id,
            person_id=person_id,
            role=role,
            from_on=self.setting.today,
        )


def lay_person_rows(rows: NewRows, row: PersonRow, placed: Placed) -> None:
    """Add a new person with everything every person has; a role comes separately."""
    setting, person_id = rows.setting, placed.known.person_id
    centre_id = setting.centre_of.get(row.area_id) if row.area_id else None
    born, language = row.birth_on, row.language or setting.language
    rows.lay(
        Person,
        id=person_id,
        full_name=_seal(row.full_name, "people.full_name"),
        called=_seal(row.called or called_with_honorific(row.full_name, language), "people.called"),
        language=language,
        created_at=setting.now,
        birth_on=_seal(born.isoformat() if born else "", "people.birth_on"),
        age_band=age_band(born, day=setting.today).value if born else None,
        sex=row.sex,
        centre_id=centre_id,
        area_id=row.area_id,
        note=_seal(row.note, "people.note"),
    )
    for kind, term in sorted(placed.terms):
        rows.lay(SearchTerm, person_id=person_id, kind=kind, term=term)
    _lay_numbers(rows, row, person_id)
    if centre_id is not None:
        rows.lay(Responsibility, person_id=person_id, centre_id=centre_id, from_at=setting.now)


def _lay_numbers(rows: NewRows, row: PersonRow, person_id: UUID) -> None:
    """Add the telephone numbers, the first one preferred."""
    for place, phone in enumerate(row.phones):
        rows.lay(
            ContactPoint,
            person_id=person_id,
            kind=phone.kind,
            value=_seal(phone.number, "contact_points.value"),
            **number_indexes(phone.number),
            can_text=phone.kind is ContactKind.MOBILE,
            is_preferred=place == 0,
            valid_from=rows.setting.today,
        )


def _seal(text: str, label: str) -> Sealed | None:
    """Encrypt a text for its column before any lock is taken; nothing stays nothing."""
    return Sealed(keyring.current().encrypt(text.encode(), label=label)) if text else None
