"""Residents, volunteers and staff."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from itertools import count
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from hopecare.domain.ages import age_band
from hopecare.domain.channels import ReplyWay
from hopecare.domain.consent import ConsentAct, ConsentForm, ConsentPurpose
from hopecare.domain.identity import Identity
from hopecare.domain.people import ContactKind, HouseholdMemberRole, Sex
from hopecare.domain.phone import PhoneNumber, invented_number
from hopecare.domain.replies import TextsStoppedBy
from hopecare.domain.roles import Role
from hopecare.passwords import hash_password
from hopecare.queries.identities import identity_of
from hopecare.queries.search_terms import address_index, building_index, number_indexes
from hopecare.services.note_person_terms import note_person_terms
from models import (
    Account,
    Area,
    Centre,
    ConsentEntry,
    ContactPoint,
    ContactSafetyRule,
    Household,
    HouseholdMember,
    Person,
    PersonRole,
    Responsibility,
    VolunteerProfile,
)
from tests.factories.towns import NOW, TODAY, town_id_of

FROM_ON = date(2026, 1, 5)
_numbers = count(1)


def a_phone() -> str:
    """An invented mobile number nobody else has."""
    return invented_number(next(_numbers)).e164


def a_person(
    session: Session,
    *,
    name: str = "김다래",
    roles: Collection[Role] = (),
    centre: Centre | None = None,
    area: Area | None = None,
    birth_on: date | None = None,
    romanised: str | None = None,
    sex: Sex | None = None,
    language: str = "ko",
    town_id: UUID | None = None,
    now: datetime = NOW,
) -> Person:
    """A human being with these roles, findable by name."""
    person = Person(
        town_id=town_id_of(session, town_id),
        full_name=name,
        called=name[:1] + "○○" if len(name) > 1 else name,
        language=language,
        created_at=now,
        romanised=romanised,
        birth_on=birth_on.isoformat() if birth_on else None,
        age_band=age_band(birth_on, day=now.date()).value if birth_on else None,
        sex=sex,
        centre_id=centre.id if centre else None,
        area_id=area.id if area else None,
    )
    session.add(person)
    session.flush()
    session.add_all(
        PersonRole(town_id=person.town_id, person_id=person.id, role=role, from_on=FROM_ON)
        for role in sorted(roles)
    )
    if centre is not None:
        session.add(
            Responsibility(
                town_id=person.town_id, person_id=person.id, centre_id=centre.id, from_at=now
            )
        )
    note_person_terms(session, person)
    return person


def a_contact_point(
    session: Session,
    person: Person,
    *,
    phone: str | None = None,
    is_shared: bool = False,
    kind: ContactKind | None = None,
) -> ContactPoint:
    """A telephone of a person."""
    number = PhoneNumber(phone or a_phone())
    point = ContactPoint(
        town_id=person.town_id,
        person_id=person.id,
        kind=kind or (ContactKind.MOBILE if number.is_mobile else ContactKind.LANDLINE),
        value=number.e164,
        **number_indexes(number.e164),
        can_text=number.is_mobile,
        valid_from=FROM_ON,
        is_shared=is_shared,
    )
    session.add(point)
    session.flush()
    return point


def unsafe_to_contact(session: Session, person: Person) -> ContactSafetyRule:
    """A note that nobody contacts them in any way from today on."""
    rule = ContactSafetyRule(
        town_id=person.town_id, person_id=person.id, from_on=TODAY, forbidden=True
    )
    session.add(rule)
    session.flush()
    return rule


def a_consent(
    session: Session,
    person: Person,
    purpose: ConsentPurpose,
    *,
    act: ConsentAct = ConsentAct.GIVEN,
    form: ConsentForm = ConsentForm.PAPER,
    at: datetime = NOW,
    expires_on: date | None = None,
) -> ConsentEntry:
    """One entry of the consent ledger."""
    entry = ConsentEntry(
        town_id=person.town_id,
        person_id=person.id,
        purpose=purpose,
        act=act,
        form=form,
        at=at,
        recorded_by_id=None,
        expires_on=expires_on,
    )
    session.add(entry)
    session.flush()
    return entry


def a_household(
    session: Session,
    *members: Person,
    area: Area | None = None,
    address: str | None = "경기도 남양주시 가람로 1, 101호",
    grid: tuple[float, float] | None = (37.72, 127.19),
    town_id: UUID | None = None,
    from_on: date = FROM_ON,
) -> Household:
    """People who live together; the first is the head."""
    household = Household(
        town_id=town_id_of(session, town_id),
        area_id=area.id if area else None,
        from_on=from_on,
        address=address,
        address_index=address_index(address) if address else None,
        building_index=building_index(address) if address else None,
        exact_point={"lat": grid[0], "lon": grid[1]} if grid else None,
        grid_lat=grid[0] if grid else None,
        grid_lon=grid[1] if grid else None,
    )
    session.add(household)
    session.flush()
    for position, member in enumerate(members):
        role = HouseholdMemberRole.OTHER if position else HouseholdMemberRole.HEAD
        session.add(
            HouseholdMember(
                town_id=household.town_id,
                household_id=household.id,
                person_id=member.id,
                role=role,
                from_on=from_on,
            )
        )
    session.flush()
    return household


def a_resident(
    session: Session,
    *,
    name: str = "김다래",
    phone: str | None = None,
    centre: Centre | None = None,
    area: Area | None = None,
    birth_on: date | None = date(1959, 4, 2),
    romanised: str | None = None,
    consents: Collection[ConsentPurpose] = tuple(ConsentPurpose),
    address: str | None = "경기도 남양주시 가람로 1, 101호",
    language: str = "ko",
    town_id: UUID | None = None,
    now: datetime = NOW,
) -> Person:
    """A resident with a telephone, a home and consents. `phone=""` is a resident without one."""
    person = a_person(
        session,
        name=name,
        roles=(Role.RESIDENT,),
        centre=centre,
        area=area,
        birth_on=birth_on,
        romanised=romanised,
        language=language,
        town_id=town_id,
        now=now,
    )
    if phone != "":
        a_contact_point(session, person, phone=phone)
    for purpose in sorted(consents):
        a_consent(session, person, purpose, at=now)
    a_household(session, person, area=area, address=address, town_id=town_id)
    return person


def a_volunteer(
    session: Session,
    *,
    name: str = "공숲",
    phone: str | None = None,
    centre: Centre | None = None,
    area: Area | None = None,
    skills: Sequence[str] = ("side_dishes", "companion_visit"),
    grid: tuple[float, float] | None = (37.72, 127.19),
    radius_m: int = 2000,
    check_level: int = 2,
    check_expires_on: date | None = date(2030, 1, 1),
    answers_by: ReplyWay = ReplyWay.PAGE,
    language: str = "ko",
    town_id: UUID | None = None,
) -> Person:
    """A volunteer with a profile, a telephone and an account."""
    person = a_person(
        session,
        name=name,
        roles=(Role.VOLUNTEER,),
        centre=centre,
        area=area,
        language=language,
        town_id=town_id,
    )
    a_contact_point(session, person, phone=phone)
    session.add(
        VolunteerProfile(
            town_id=person.town_id,
            person_id=person.id,
            joined_on=FROM_ON,
            centre_id=centre.id if centre else None,
            skills=list(skills),
            languages=[language],
            radius_m=radius_m,
            check_level=check_level,
            check_expires_on=check_expires_on,
            answers_by=answers_by,
            grid_lat=grid[0] if grid else None,
            grid_lon=grid[1] if grid else None,
        )
    )
    an_account(session, person)
    return person


def an_account(
    session: Session,
    person: Person,
    *,
    name: str | None = None,
    password: str | None = None,
    centre: Centre | None = None,
    language: str = "ko",
) -> Account:
    """A way for this person to sign in."""
    account = Account(
        town_id=person.town_id,
        person_id=person.id,
        language=language,
        created_at=NOW,
        name=name,
        password_hash=hash_password(password) if password else None,
        centre_id=centre.id if centre else None,
    )
    session.add(account)
    session.flush()
    return account


def a_staff_account(
    session: Session,
    *,
    roles: Collection[Role] = (Role.COORDINATOR,),
    centre: Centre | None = None,
    name: str | None = None,
    password: str | None = None,
    full_name: str = "이담당",
    language: str = "ko",
    town_id: UUID | None = None,
) -> Account:
    """Somebody who works for a centre, or for the whole town when none is given."""
    person = a_person(
        session, name=full_name, roles=roles, centre=centre, language=language, town_id=town_id
    )
    signs_in_as = name or f"staff-{next(_numbers):06d}"
    return an_account(
        session, person, name=signs_in_as, password=password, centre=centre, language=language
    )


def an_identity(session: Session, account: Account, *, now: datetime = NOW) -> Identity:
    """Who this account is at a moment, as the doors see it."""
    return identity_of(session, account, now=now)


def wants_no_texts(session: Session, person: Person) -> None:
    """They wrote STOP from every telephone of theirs."""
    own = select(ContactPoint).where(ContactPoint.person_id == person.id)
    for point in session.scalars(own):
        point.opted_out_at, point.opted_out_by = NOW, TextsStoppedBy.TEXT
    session.flush()
