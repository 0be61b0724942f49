"""Set a town up: places, centres, who covers what, organisations with their services, staff."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from hopecare.demo.stage import BY
from hopecare.domain.names import called_with_honorific
from hopecare.domain.roles import Role
from hopecare.domain.town_settings import QUIET_HOURS
from hopecare.passwords import hash_password
from hopecare.queries.identities import identity_of
from hopecare.services.change_contact_point import NewPoint, change_contact_point
from hopecare.services.note_person_terms import note_person_terms
from hopecare.services.see_every_wording import see_every_wording
from hopecare.services.set_duty import DutyWish, set_duty
from models import (
    Account,
    Area,
    Centre,
    CentreCoverage,
    Organisation,
    Person,
    PersonRole,
    Service,
    SettingEntry,
    Town,
)

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.demo.stage import Stage
    from hopecare.demo.town_files import TownFile

PASSWORD: Final = "hope-care-demo"  # noqa: S105  it opens invented towns only
SLEEPLESS: Final = {
    "ko": "지어낸 도시에서는 아무도 자지 않습니다. 밤에 써 보아도 움직이는 것을 볼 수 있습니다.",
    "en": "nobody sleeps in an invented town: whoever tries it at night sees it work",
}
ON_DUTY_FOR: Final = timedelta(days=120)


def make_town(session: Session, file: TownFile, *, town_id: UUID, now: datetime) -> Town:
    """Write the town itself."""
    town = Town(id=town_id, is_demonstration=True, created_at=now, **file.town)
    session.add(town)
    session.flush()
    see_every_wording(session, town=town, by=BY, now=now)
    return town


def set_up_places(stage: Stage, file: TownFile) -> None:
    """Write centres, districts with who covers them, and organisations."""
    town_id = stage.town.id
    for said in file.centres:
        stage.centres[said["code"]] = Centre(town_id=town_id, **said)
    stage.session.add_all(stage.centres.values())
    stage.session.flush()
    for said in file.areas:
        _set_up_area(stage, said, file)
    stage.session.add(
        SettingEntry(
            town_id=town_id,
            key=QUIET_HOURS,
            value={"from": "00:00", "until": "00:00"},
            from_on=stage.day,
            reason=SLEEPLESS[stage.town.language],
        )
    )
    for said in file.organisations:
        _set_up_organisation(stage, said)
    stage.session.flush()


def _set_up_area(stage: Stage, said: dict[str, Any], file: TownFile) -> None:
    kept = ("code", "name", "name_en", "kind", "lat", "lon", "population")
    area = Area(town_id=stage.town.id, **{key: said[key] for key in kept})
    stage.session.add(area)
    stage.session.flush()
    stage.areas[area.code] = area
    stage.covered_by[area.id] = stage.centres[said["centre"]].id
    stage.session.add(
        CentreCoverage(
            town_id=stage.town.id,
            centre_id=stage.centres[said["centre"]].id,
            area_id=area.id,
            from_on=file.covered_from,
        )
    )


def _set_up_organisation(stage: Stage, said: dict[str, Any]) -> None:
    organisation = Organisation(town_id=stage.town.id, name=said["name"], name_en=said["name_en"])
    stage.session.add(organisation)
    stage.session.flush()
    for offered in said["services"]:
        service = Service(town_id=stage.town.id, organisation_id=organisation.id, **offered)
        stage.session.add(service)
        stage.services[offered.get("programme", offered["name_en"])] = service


def set_up_staff(stage: Stage, file: TownFile) -> None:
    """Open the accounts, note their telephones, and put coordinators on duty."""
    password_hash = hash_password(PASSWORD)
    for said in file.staff:
        _set_up_worker(stage, said, password_hash)
    for code, centre in stage.centres.items():
        wish = DutyWish(
            centre_id=centre.id,
            person_id=stage.coordinator(code).person_id,
            from_at=stage.now,
            until_at=stage.ends_at + ON_DUTY_FOR,
        )
        set_duty(stage.session, wish=wish, now=stage.now)


def _set_up_worker(stage: Stage, said: dict[str, Any], password_hash: str) -> None:
    """One account; the password was hashed once for all, which takes its time on purpose."""
    centre = said.get("centre")
    roles = frozenset(Role(role) for role in said["roles"])
    person = _person(stage, said, roles)
    account = Account(
        town_id=stage.town.id,
        person_id=person.id,
        language=stage.town.language,
        created_at=stage.now,
        name=said["name"],
        password_hash=password_hash,
        centre_id=person.centre_id,
    )
    stage.session.add(account)
    stage.session.flush()
    point = NewPoint(number=stage.number(said["telephone"]))
    change_contact_point(stage.session, person, point, by=BY, now=stage.now)
    identity = identity_of(stage.session, account, now=stage.now)
    for role in roles:
        stage.staff[f"{centre or 'town'}:{role.value}"] = identity


def _person(stage: Stage, said: dict[str, Any], roles: frozenset[Role]) -> Person:
    """The person behind an account, with each role from the first day."""
    centre = said.get("centre")
    person = Person(
        town_id=stage.town.id,
        full_name=said["full_name"],
        called=called_with_honorific(said["full_name"], stage.town.language),
        language=stage.town.language,
        created_at=stage.now,
        centre_id=stage.centres[centre].id if centre else None,
    )
    stage.session.add(person)
    note_person_terms(stage.session, person)
    stage.session.add_all(
        PersonRole(town_id=stage.town.id, person_id=person.id, role=role, from_on=stage.today)
        for role in sorted(roles)
    )
    return person
