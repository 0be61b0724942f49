"""The week's numbers for one reader: each counts exactly the rows its page leads to."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, func, select

from hopecare.domain.digest import WEEKDAYS, DigestPlan, WeekNumber, wants_week
from hopecare.domain.due import DeskClock, DueKind, DueWhen, Whose
from hopecare.domain.matching.waiting import Waiting
from hopecare.domain.permissions import could_ever
from hopecare.domain.referral_moves import OWES
from hopecare.domain.roles import STAFF, Role
from hopecare.domain.town_settings import WEEK_DIGEST
from hopecare.queries.batch_needs import lacks_somebody
from hopecare.queries.check_in_board import day_in
from hopecare.queries.closing_proposals import waits_for
from hopecare.queries.desk import DeskWish, desk_of, silent_days
from hopecare.queries.held_tasks import holds_enough
from hopecare.queries.matching_desk import of_age
from hopecare.queries.not_over import not_over
from hopecare.queries.visibility import visible
from hopecare.town_values import value_here
from models import (
    Account,
    Case,
    ClosingProposal,
    Need,
    Person,
    PersonRole,
    Referral,
    VolunteerProfile,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Town


def week_plan(
    session: Session, town: Town, *, on: date, centre_id: UUID | None = None
) -> DigestPlan:
    """Give on which days, and when, the town or one of its centres wants them texted."""
    value = value_here(session, town, WEEK_DIGEST, on=on, centre_id=centre_id)
    return DigestPlan(
        at=time.fromisoformat(value["at"]),
        weekdays=frozenset(number for number, day in enumerate(WEEKDAYS) if value[day]),
    )


def week_readers(session: Session, town_id: UUID, *, on: date) -> dict[UUID, UUID | None]:
    """Give who of staff hears them: each person with the centre they work at, if with one."""
    rows = session.execute(
        select(Account.person_id, Account.centre_id, Account.week_digest, PersonRole.role)
        .join(PersonRole, PersonRole.person_id == Account.person_id)
        .join(Person, Person.id == Account.person_id)
        .where(
            Account.town_id == town_id,
            Account.disabled_at.is_(None),
            Person.died_on.is_(None),
            PersonRole.role.in_(STAFF),
            PersonRole.from_on <= on,
            not_over(PersonRole, on),
        )
        .order_by(Account.person_id)
    )
    return {
        person_id: centre_id
        for person_id, centre_id, wish, role in rows
        if wants_week(wish, is_coordinator=role is Role.COORDINATOR)
    }


def week_numbers(session: Session, identity: Identity, clock: DeskClock) -> dict[WeekNumber, int]:
    """Count every list of the week that this reader may see, as it stands now."""
    return {
        each: _count(session, make(session, identity, clock))
        for each, (permission, make) in LISTS.items()
        if could_ever(identity, permission)
    }


def _count(session: Session, asked: Select[Any]) -> int:
    rows = select(func.count()).select_from(asked.order_by(None).subquery())
    return int(session.scalar(rows) or 0)


def _cases(session: Session, identity: Identity, clock: DeskClock, wish: DeskWish) -> Select[Any]:
    return desk_of(session, identity, wish, clock).with_only_columns(Case.id)


def _overdue(session: Session, identity: Identity, clock: DeskClock) -> Select[Any]:
    return _cases(session, identity, clock, DeskWish(whose=Whose.CENTRE, due=DueWhen.OVERDUE))


def _legal_clocks(session: Session, identity: Identity, clock: DeskClock) -> Select[Any]:
    wish = DeskWish(whose=Whose.CENTRE, kind=DueKind.LEGAL_CLOCK, due=DueWhen.OVERDUE)
    return _cases(session, identity, clock, wish)


def _silent(session: Session, identity: Identity, clock: DeskClock) -> Select[Any]:
    days = silent_days(session, identity, clock)
    return _cases(session, identity, clock, DeskWish(whose=Whose.CENTRE, silent_days=days))


def _nobody(session: Session, identity: Identity, clock: DeskClock) -> Select[Any]:
    return _cases(session, identity, clock, DeskWish(whose=Whose.NOBODY))


def _referrals(_session: Session, identity: Identity, clock: DeskClock) -> Select[Any]:
    return select(Referral.id).where(
        visible("referral.read", identity, Referral),
        Referral.status.in_(OWES),
        Referral.answer_due_on < clock.today,
    )


def _closings(_session: Session, identity: Identity, _clock: DeskClock) -> Select[Any]:
    return select(ClosingProposal.id).where(
        visible("closing.read", identity, ClosingProposal), waits_for(identity)
    )


def _needs(_session: Session, identity: Identity, clock: DeskClock) -> Select[Any]:
    began, _ = day_in(clock.zone, clock.today)
    return (
        select(Need.id)
        .join(Case, Case.id == Need.case_id)
        .where(
            visible("case.read", identity, Need),
            lacks_somebody(today=clock.today),
            of_age(Waiting.LONGER, today_began=began),
        )
    )


def _full(_session: Session, identity: Identity, _clock: DeskClock) -> Select[Any]:
    return select(VolunteerProfile.id).where(
        visible("volunteer.read", identity, VolunteerProfile), holds_enough()
    )


LISTS: Final[
    Mapping[WeekNumber, tuple[str, Callable[[Session, Identity, DeskClock], Select[Any]]]]
] = {
    WeekNumber.OVERDUE: ("case.read", _overdue),
    WeekNumber.LEGAL_CLOCKS: ("case.read", _legal_clocks),
    WeekNumber.SILENT: ("case.read", _silent),
    WeekNumber.NOBODY: ("case.read", _nobody),
    WeekNumber.REFERRALS: ("referral.read", _referrals),
    WeekNumber.CLOSINGS: ("closing.read", _closings),
    WeekNumber.NEEDS: ("case.read", _needs),
    WeekNumber.FULL: ("volunteer.read", _full),
}
"""By which permission each is read, and its rows; the gravest first."""
