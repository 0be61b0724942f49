"""A person becomes a volunteer: a dated role, a profile, and a way to sign in by telephone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.channels import ReplyWay
from hopecare.domain.needs import CheckLevel
from hopecare.domain.people import StartsFrom
from hopecare.domain.roles import Role
from hopecare.domain.timeline import EntryKind
from hopecare.errors import AlreadyTakenError
from hopecare.queries.residents import person_by_id
from hopecare.queries.town_days import local_day
from hopecare.queries.volunteers import find_profile
from hopecare.services.note_timeline import note_timeline
from hopecare.services.place_volunteer import place_volunteer
from hopecare.services.write_workplace import write_workplace
from models import Account, PersonRole, VolunteerProfile

if TYPE_CHECKING:
    from datetime import date, datetime, time
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.needs import NeedKind
    from models import Person

WHOLE_WEEK = "1" * 28
"""Every part of every day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerWish:
    """What a volunteer offers, when, how far and how much of it."""

    skills: tuple[NeedKind, ...]
    languages: tuple[str, ...] = ()
    avoids: tuple[str, ...] = ()
    slots: str = WHOLE_WEEK
    radius_m: int = 2000
    max_active: int = 2
    check_level: CheckLevel = CheckLevel.NONE
    check_expires_on: date | None = None
    answers_by: ReplyWay = ReplyWay.PAGE
    grid: tuple[float, float] | None = field(default=None)
    """Where they start from on the 100 m grid; None for the place `starts_from` names."""
    askings_a_week: int | None = None
    """None for as often as the town asks."""
    asked_hours: tuple[time, time] | None = None
    """From when until when they wish to be asked, in local wall time; None for any hour by day."""
    starts_from: StartsFrom | None = None
    """From where their way is measured; None leaves it."""
    workplace: str | None = None
    """Where they work or learn; None leaves it, an empty word forgets it."""


def join_as_volunteer(
    session: Session, *, person_id: UUID, wish: VolunteerWish, by: Actor, now: datetime
) -> VolunteerProfile:
    """Register the person once; they may be a resident too, and no page tells of the other."""
    person = person_by_id(session, person_id)
    if find_profile(session, person_id, alone=True) is not None:
        raise AlreadyTakenError(volunteer_id=person_id)
    today = local_day(session, person.town_id, now)
    session.add(
        PersonRole(town_id=person.town_id, person_id=person.id, role=Role.VOLUNTEER, from_on=today)
    )
    profile = _profile(person, wish, wish.grid, today)
    if wish.grid is None:
        place_volunteer(session, person, profile, starts_from=wish.starts_from or StartsFrom.HOME)
    if wish.workplace is not None:
        write_workplace(person, wish.workplace)
    session.add(profile)
    _let_sign_in(session, person, now)
    note_timeline(
        session,
        town_id=person.town_id,
        kind=EntryKind.VOLUNTEER_JOINED,
        at=now,
        by=by,
        person_id=person.id,
        subject_id=profile.id,
        facts={"check_level": int(wish.check_level)},
    )
    session.flush()
    return profile


def _profile(
    person: Person, wish: VolunteerWish, grid: tuple[float, float] | None, today: date
) -> VolunteerProfile:
    return VolunteerProfile(
        town_id=person.town_id,
        person_id=person.id,
        joined_on=today,
        centre_id=person.centre_id,
        skills=sorted(skill.value for skill in wish.skills),
        languages=sorted(wish.languages or (person.language,)),
        avoids=sorted(wish.avoids),
        slots=wish.slots,
        radius_m=wish.radius_m,
        max_active=wish.max_active,
        check_level=int(wish.check_level),
        check_expires_on=wish.check_expires_on,
        answers_by=wish.answers_by,
        grid_lat=grid[0] if grid else None,
        grid_lon=grid[1] if grid else None,
        askings_a_week=wish.askings_a_week,
        asked_from=wish.asked_hours[0] if wish.asked_hours else None,
        asked_until=wish.asked_hours[1] if wish.asked_hours else None,
    )


def _let_sign_in(session: Session, person: Person, now: datetime) -> None:
    """Volunteers sign in with telephone and code: an account without a password."""
    if session.scalars(select(Account.id).where(Account.person_id == person.id)).first():
        return
    session.add(
        Account(
            town_id=person.town_id, person_id=person.id, language=person.language, created_at=now
        )
    )
