"""What a volunteer's pages say of help every week: missed days, words left, where I am backup."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, select

from hopecare.domain.care_path import CaseStatus, OfferStatus
from hopecare.domain.matching.constraints import BY_TELEPHONE
from hopecare.domain.needs import NeedRhythm
from hopecare.domain.weekly import days_ahead
from hopecare.queries.needs import LIVE
from hopecare.queries.seen_from_afar import HOME, Home, joined_to_home, seen_from_afar
from hopecare.queries.weekly import introduction_for, missed_of_cover, missed_weeks_of_task
from models import Area, Backup, Case, Need, Offer, Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.matching.distance import DistanceBand
    from models import MissedWeek, Task, VolunteerProfile


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupView:
    """A need a volunteer steps in for, as little known as before a yes."""

    id: UUID
    """Of the backup; of the late yes where they are asked to be it."""
    need: Need
    area: Area | None
    band: DistanceBand | None
    is_rough: bool

    @property
    def by_telephone(self) -> bool:
        """Whether it does not matter how far away somebody lives."""
        return self.need.kind in BY_TELEPHONE


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyView:
    """What a task's page says beside the task itself."""

    is_weekly: bool
    missed: Sequence[MissedWeek]
    """The days on which I do not come, from today on."""
    only_on: date | None
    """The one day this task is for."""
    introduction: str | None


def weekly_view(session: Session, task: Task, *, today: date) -> WeeklyView:
    """Read it for the helper who holds the task."""
    need = session.get_one(Need, task.need_id)
    covered = missed_of_cover(session, need.id)
    written = introduction_for(session, task)
    return WeeklyView(
        is_weekly=need.rhythm is NeedRhythm.WEEKLY,
        missed=missed_weeks_of_task(session, task, since=today),
        only_on=covered.on_date if covered else None,
        introduction=written.words if written else None,
    )


def days_to_miss(session: Session, task: Task, *, today: date) -> list[date]:
    """Give the next days of a task that were not said to be missed."""
    need = session.get_one(Need, task.need_id)
    said = {missed.on_date for missed in missed_weeks_of_task(session, task, since=today)}
    days = days_ahead(today, weekdays=need.weekdays, from_on=need.from_on, until_on=need.until_on)
    return [day for day in days if need.rhythm is NeedRhythm.WEEKLY and day not in said]


def backup_of(session: Session, profile: VolunteerProfile) -> list[BackupView]:
    """Give where the volunteer is backup now."""
    mine = and_(Backup.helper_id == profile.person_id, Backup.until.is_(None))
    asked = _rows(Backup.id).join(Backup, Backup.need_id == Need.id).where(mine)
    return _views(session, profile, asked.order_by(Backup.since, Backup.id))


def may_be_backup_of(session: Session, profile: VolunteerProfile) -> list[BackupView]:
    """Give where the volunteer said yes too late, and a backup is still wished."""
    asked = (
        _rows(Offer.id)
        .join(Offer, Offer.need_id == Need.id)
        .where(Offer.helper_id == profile.person_id, wants_backup())
    )
    return _views(session, profile, asked.order_by(Offer.made_at, Offer.id))


def wants_backup() -> ColumnElement[bool]:
    """Make the condition that a late yes may become the backup; joins need and case."""
    has_backup = select(Backup.id).where(Backup.need_id == Need.id, Backup.until.is_(None)).exists()
    return and_(
        Offer.status == OfferStatus.LATE,
        Need.rhythm == NeedRhythm.WEEKLY,
        Need.status.in_(LIVE),
        Case.status != CaseStatus.CLOSED,
        ~has_backup,
    )


def _rows(key: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401  a mapped column
    """Needs with district and the grid point: never a name or an address."""
    return joined_to_home(
        select(key, Need, *HOME)
        .select_from(Need)
        .join(Case, Case.id == Need.case_id)
        .join(Person, Person.id == Case.resident_id)
    )


def _views(
    session: Session, profile: VolunteerProfile, asked: Select[*tuple[Any, ...]]
) -> list[BackupView]:
    found = []
    for key, need, *where in session.execute(asked):
        home = Home(*where)
        seen = seen_from_afar(profile, need, home)
        view = BackupView(id=key, need=need, area=home.area, band=seen.band, is_rough=seen.is_rough)
        found.append(view)
    return found
