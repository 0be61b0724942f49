"""Everything the coordinators' page of one volunteer shows, in a fixed number of reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from hopecare.domain.care_path import OfferStatus, TaskStatus
from hopecare.queries.other_centre import other_centre
from hopecare.queries.places import find_household
from hopecare.queries.residents import contact_points_of, person_by_id
from hopecare.queries.town_days import local_day
from hopecare.queries.volunteers import profile_of
from models import (
    Area,
    Case,
    Centre,
    ContactPoint,
    Need,
    Offer,
    Person,
    Task,
    Visit,
    VolunteerProfile,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Household

LAST_OFFERS = 15
LAST_TASKS = 15


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldTask:
    """One task of a volunteer, with whom and what for."""

    task: Task
    need: Need
    case: Case
    resident: Person


@dataclass(frozen=True, slots=True, kw_only=True)
class VolunteerView:
    """One volunteer as coordinators see them: never whether they are helped themselves."""

    profile: VolunteerProfile
    person: Person
    area: Area | None
    home: Household | None
    """Where they live; its point says whether a way from the home is more than the district's."""
    contacts: Sequence[ContactPoint]
    tasks: Sequence[HeldTask]
    offers: Sequence[tuple[Offer, Need]]
    answers: Mapping[OfferStatus, int]
    visits: int
    other_centre: Centre | None
    """Who looks after the district they live in, where it is not the centre they have."""

    @property
    def running(self) -> list[HeldTask]:
        """The tasks they hold now."""
        return [held for held in self.tasks if held.task.status is TaskStatus.ACTIVE]

    @property
    def person_ids(self) -> list[UUID]:
        """Whom the page shows."""
        return [self.person.id, *(held.resident.id for held in self.tasks)]


def volunteer_view(session: Session, person_id: UUID, *, now: datetime) -> VolunteerView:
    """Read the volunteer with tasks, offers and how they answered."""
    profile = profile_of(session, person_id)
    person = person_by_id(session, person_id)
    today = local_day(session, profile.town_id, now)
    return VolunteerView(
        profile=profile,
        person=person,
        area=session.get(Area, person.area_id) if person.area_id else None,
        home=find_household(session, person_id),
        contacts=contact_points_of(session, [person_id], on=today),
        tasks=_tasks(session, person_id),
        offers=_offers(session, person_id),
        answers=_answers(session, person_id),
        visits=_count_visits(session, person_id),
        other_centre=other_centre(session, person, profile, now=now),
    )


def _tasks(session: Session, person_id: UUID) -> list[HeldTask]:
    rows = session.execute(
        select(Task, Need, Case, Person)
        .join(Need, Need.id == Task.need_id)
        .join(Case, Case.id == Task.case_id)
        .join(Person, Person.id == Case.resident_id)
        .where(Task.helper_id == person_id)
        .order_by(Task.status, Task.started_at.desc(), Task.id)
        .limit(LAST_TASKS)
    )
    return [HeldTask(task=row[0], need=row[1], case=row[2], resident=row[3]) for row in rows]


def _offers(session: Session, person_id: UUID) -> list[tuple[Offer, Need]]:
    rows = session.execute(
        select(Offer, Need)
        .join(Need, Need.id == Offer.need_id)
        .where(Offer.helper_id == person_id)
        .order_by(Offer.made_at.desc(), Offer.id.desc())
        .limit(LAST_OFFERS)
    )
    return [(row[0], row[1]) for row in rows]


def _answers(session: Session, person_id: UUID) -> dict[OfferStatus, int]:
    rows = session.execute(
        select(Offer.status, func.count())
        .where(Offer.helper_id == person_id)
        .group_by(Offer.status)
    )
    return {row[0]: row[1] for row in rows}


def _count_visits(session: Session, person_id: UUID) -> int:
    counted = select(func.count()).select_from(Visit).where(Visit.helper_id == person_id)
    return session.scalar(counted) or 0
