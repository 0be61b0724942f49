"""What a volunteer's own pages show: before accepting little, while helping all, then nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, select
from sqlalchemy.orm import aliased

from hopecare.domain.care_path import OfferStatus, TaskStatus
from hopecare.domain.matching.constraints import BY_TELEPHONE
from hopecare.domain.ringing import Ringing
from hopecare.domain.urgency import Urgency
from hopecare.queries.may_help import may_be_helped, refuses
from hopecare.queries.needs import taken_places
from hopecare.queries.ringing import ringing_of_person
from hopecare.queries.seen_from_afar import HOME, Home, joined_to_home, seen_from_afar
from hopecare.queries.town_days import local_day
from hopecare.queries.yes_rules import shown_bar
from models import (
    Area,
    Backup,
    Case,
    Household,
    HouseholdMember,
    MissedWeek,
    Need,
    Offer,
    Person,
    Task,
    Visit,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.matching.distance import DistanceBand
    from models import VolunteerProfile

LAST_VISITS = 5
_MAY_SAY_YES = (OfferStatus.STANDING, OfferStatus.LAPSED, OfferStatus.DECLINED)
_Usual = aliased(Person, name="usual_helper")
_NO_RINGING = Ringing(numbers=(), may_ring_now=False, notes=())


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedView:
    """What a volunteer knows of a need before they have said yes."""

    offer: Offer
    need: Need
    area: Area | None
    band: DistanceBand | None
    is_rough: bool
    """The home is not known: measured from the middle of the district."""
    is_urgent: bool
    is_one_day: bool
    """Somebody else comes every week and cannot on that day."""
    usual: str | None
    """Who usually comes, for whoever is their backup."""
    called: str | None = None
    """What the resident is called by, only where they agreed that it is told before a yes."""
    is_open: bool = True
    """Whether a yes would still count."""

    @property
    def by_telephone(self) -> bool:
        """Whether it does not matter how far away somebody lives."""
        return self.need.kind in BY_TELEPHONE


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskCard:
    """One task on the list of a helper: whom by the name they are called by, and what."""

    task: Task
    need: Need
    resident_id: UUID
    called: str
    area: Area | None
    last_visit: Visit | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """Everything a helper may know while the task runs."""

    task: Task
    need: Need
    resident: Person
    area: Area | None
    home: Household | None
    ringing: Ringing
    """Only the numbers that may be rung, with what must be minded."""
    visits: Sequence[Visit]
    may_show: bool
    """Whether the resident agrees now, and to this helper; else there is no home and no number."""
    is_refused: bool
    """Whether the resident would rather not have this helper: it does not begin again."""


def asked_of(session: Session, profile: VolunteerProfile, *, now: datetime) -> list[AskedView]:
    """Give what is asked of a volunteer now, the soonest to lapse first."""
    rows = session.execute(
        _asked_rows()
        .where(
            Offer.helper_id == profile.person_id,
            Offer.status == OfferStatus.STANDING,
            Offer.lapses_at > now,
        )
        .order_by(Offer.lapses_at, Offer.id)
    ).all()
    return [_asked(profile, row) for row in rows]


def offer_view(
    session: Session, profile: VolunteerProfile, offer_id: UUID, *, now: datetime
) -> AskedView | None:
    """Give one offer as the volunteer who was asked may see it.

    Where a yes would come to nothing any more, it says what was asked and what became of it alone.
    """
    row = session.execute(
        _asked_rows().where(Offer.id == offer_id, Offer.helper_id == profile.person_id)
    ).one_or_none()
    if row is None:
        return None
    view = _asked(profile, row)
    if _counts_a_yes(session, view, now):
        return view
    return replace(view, area=None, band=None, usual=None, called=None, is_open=False)


def _counts_a_yes(session: Session, view: AskedView, now: datetime) -> bool:
    """Whether the place would be theirs: they may still say so, and nobody was faster."""
    need, offer = view.need, view.offer
    if offer.status not in _MAY_SAY_YES or shown_bar(session, need, offer, now=now) is not None:
        return False
    return len(taken_places(session, need.id)) < need.people_needed


def _asked_rows() -> Select[*tuple[Any, ...]]:
    """Offers with need, urgency, district and the grid point; who it is leaves only as agreed."""
    asked = (
        select(
            Offer,
            Need,
            Case.urgency,
            Person,
            MissedWeek.id,
            case((Backup.id.is_not(None), _Usual.called)),
            *HOME,
        )
        .join(Need, Need.id == Offer.need_id)
        .join(Case, Case.id == Offer.case_id)
        .join(Person, Person.id == Case.resident_id)
    )
    return (
        joined_to_home(asked)
        .outerjoin(MissedWeek, MissedWeek.cover_need_id == Need.id)
        .outerjoin(_Usual, _Usual.id == MissedWeek.helper_id)
        .outerjoin(
            Backup,
            (Backup.need_id == MissedWeek.need_id)
            & (Backup.helper_id == Offer.helper_id)
            & Backup.until.is_(None),
        )
    )


def _asked(profile: VolunteerProfile, row: Row[*tuple[Any, ...]]) -> AskedView:
    """Read one row of the statement above."""
    offer, need, urgency, resident, missed_id, usual, *where = row
    home = Home(*where)
    seen = seen_from_afar(profile, need, home)
    return AskedView(
        offer=offer,
        need=need,
        area=home.area,
        band=seen.band,
        is_rough=seen.is_rough,
        is_urgent=urgency is Urgency.CRISIS,
        is_one_day=missed_id is not None,
        usual=usual,
        called=resident.called if resident.may_be_named else None,
    )


def tasks_of_helper(session: Session, helper_id: UUID) -> list[TaskCard]:
    """Give the tasks a helper holds now, with the last visit of each."""
    rows = session.execute(
        select(Task, Need, Person, Area)
        .join(Need, Need.id == Task.need_id)
        .join(Case, Case.id == Task.case_id)
        .join(Person, Person.id == Case.resident_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .where(Task.helper_id == helper_id, Task.status == TaskStatus.ACTIVE)
        .order_by(Task.started_at, Task.id)
    ).all()
    last = _last_visits(session, [task.id for task, *_ in rows])
    return [
        TaskCard(
            task=task,
            need=need,
            resident_id=person.id,
            called=person.called,
            area=area,
            last_visit=last.get(task.id),
        )
        for task, need, person, area in rows
    ]


def task_view(session: Session, task: Task, *, now: datetime) -> TaskView:
    """Give address, telephone and door notes of a task that runs; the caller asked who reads.

    While the resident's consent does not stand, or they refuse this helper, none of it is given.
    """
    need, resident, area, home = session.execute(
        select(Need, Person, Area, Household)
        .select_from(Case)
        .join(Need, Need.id == task.need_id)
        .join(Person, Person.id == Case.resident_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .outerjoin(
            HouseholdMember,
            (HouseholdMember.person_id == Person.id) & HouseholdMember.until_on.is_(None),
        )
        .outerjoin(Household, Household.id == HouseholdMember.household_id)
        .where(Case.id == task.case_id)
    ).one()
    visits = session.scalars(
        select(Visit)
        .where(Visit.task_id == task.id)
        .order_by(Visit.visited_at.desc(), Visit.id.desc())
        .limit(LAST_VISITS)
    ).all()
    today = local_day(session, resident.town_id, now)
    is_refused = refuses(session, resident.id, task.helper_id, on=today)
    may_show = not is_refused and may_be_helped(session, resident.id, now=now)
    return TaskView(
        task=task,
        need=need,
        resident=resident,
        area=area,
        home=home if may_show else None,
        ringing=ringing_of_person(session, resident, now=now) if may_show else _NO_RINGING,
        visits=visits,
        may_show=may_show,
        is_refused=is_refused,
    )


def _last_visits(session: Session, task_ids: list[UUID]) -> dict[UUID, Visit]:
    """The newest visit of each task."""
    visits = session.scalars(
        select(Visit).where(Visit.task_id.in_(task_ids)).order_by(Visit.visited_at, Visit.id)
    )
    return {visit.task_id: visit for visit in visits}
