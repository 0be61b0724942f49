"""Help every week: a helper who holds it, and who steps in."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.weekly import BackupOrigin
from hopecare.services.name_backup import BackupWish, name_backup
from hopecare.services.say_missed_week import say_missed_week
from tests.factories.cases import BY, a_need
from tests.factories.offers import a_task
from tests.factories.towns import NOW

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models import Backup, Case, MissedWeek, Need, Person, Task

DAY = date(2026, 11, 27)
"""The Friday after the Monday of the factories."""
EVENING = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
"""Six o'clock of the evening before, in the town."""
MIDNIGHT = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
"""When it is over."""
OVER = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
"""The noon after it: until then a visit of the evening can be written down."""


def a_weekly_need(
    session: Session, *, case: Case | None = None, kind: NeedKind = NeedKind.SIDE_DISHES
) -> Need:
    """Every Tuesday and Friday."""
    return a_need(session, case=case, kind=kind, rhythm=NeedRhythm.WEEKLY, weekdays=("tue", "fri"))


def a_weekly_task(session: Session, helper: Person, *, case: Case | None = None) -> Task:
    """Somebody helps every week."""
    return a_task(session, a_weekly_need(session, case=case), helper)


def a_backup(session: Session, need_id: object, helper: Person) -> Backup:
    """Somebody steps in."""
    wish = BackupWish(helper_id=helper.id, origin=BackupOrigin.ASKED_BY_STAFF)
    return name_backup(session, need_id=need_id, wish=wish, by=BY, now=NOW)  # type: ignore[arg-type]


def a_missed_week(
    session: Session, task: Task, *, on: date = DAY, now: datetime = NOW
) -> MissedWeek:
    """The helper cannot come on that day."""
    return say_missed_week(session, task_id=task.id, on_date=on, reason=None, by=BY, now=now)
