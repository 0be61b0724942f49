"""What waits for one reader this morning: each number counts exactly the rows of its list."""

from __future__ import annotations

from datetime import time, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import and_, func, select

from hopecare.domain.care_path import AlertStatus, CallTaskStatus
from hopecare.domain.digest import WEEKDAYS, DigestNumber, DigestPlan, digest_key
from hopecare.domain.permissions import could_ever
from hopecare.domain.referral_moves import OWES
from hopecare.domain.roles import STAFF, Role
from hopecare.domain.town_settings import DIGEST
from hopecare.queries.check_in_board import day_in, not_clear
from hopecare.queries.identities import identity_of
from hopecare.queries.later_calls import is_later
from hopecare.queries.not_over import not_over
from hopecare.queries.reports import WAITING
from hopecare.queries.visibility import visible
from hopecare.town_values import value_here
from models import (
    Account,
    Alert,
    CallTask,
    CheckInSlot,
    InboundMessage,
    Message,
    Person,
    PersonRole,
    Referral,
    Report,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Town

SOON: Final = timedelta(hours=6)
"""A call that is due so soon is today's work, on either side of midnight."""


class _List(NamedTuple):
    """A list that is counted: whose rows, by which permission."""

    permission: str
    rows: Any


LISTS: Final[Mapping[DigestNumber, _List]] = MappingProxyType(
    {
        DigestNumber.ALERTS: _List("alert.read", Alert),
        DigestNumber.REPORTS: _List("report.read", Report),
        DigestNumber.CHECK_INS: _List("check_in.read", CheckInSlot),
        DigestNumber.CALLS: _List("call_task.read", CallTask),
        DigestNumber.REPLIES: _List("reply.read", InboundMessage),
        DigestNumber.REFERRALS: _List("referral.read", Referral),
    }
)


def digest_plan(
    session: Session, town: Town, *, on: date, centre_id: UUID | None = None
) -> DigestPlan:
    """Give what the town, or one of its centres, wants on a day."""
    value = value_here(session, town, DIGEST, on=on, centre_id=centre_id)
    return DigestPlan(
        at=time.fromisoformat(value["at"]),
        weekdays=frozenset(number for number, day in enumerate(WEEKDAYS) if value[day]),
        coordinators_too=value["coordinators_too"],
    )


def digest_numbers(
    session: Session, identity: Identity, *, zone: str, on: date, now: datetime
) -> dict[DigestNumber, int]:
    """Count every list this reader may see, as it stands now."""
    conditions = _conditions(day_in(zone, on), on, now)
    return {
        each: _count(session, identity, wanted, conditions[each])
        for each, wanted in LISTS.items()
        if could_ever(identity, wanted.permission)
    }


def _conditions(
    day: tuple[datetime, datetime], on: date, now: datetime
) -> dict[DigestNumber, ColumnElement[bool]]:
    """The filters of the lists, as their pages have them."""
    return {
        DigestNumber.ALERTS: Alert.status != AlertStatus.RESOLVED,
        DigestNumber.REPORTS: Report.status.in_(WAITING),
        DigestNumber.CHECK_INS: not_clear(day),
        DigestNumber.CALLS: and_(
            CallTask.status == CallTaskStatus.OPEN,
            CallTask.due_at < max(day[1], now + SOON),
            ~is_later(now),
        ),
        DigestNumber.REPLIES: and_(
            InboundMessage.needs_review.is_(True), InboundMessage.reviewed_at.is_(None)
        ),
        DigestNumber.REFERRALS: and_(Referral.status.in_(OWES), Referral.answer_due_on < on),
    }


def _count(
    session: Session, identity: Identity, wanted: _List, condition: ColumnElement[bool]
) -> int:
    seen = visible(wanted.permission, identity, wanted.rows)
    return int(session.scalar(select(func.count(wanted.rows.id)).where(seen, condition)) or 0)


def find_reader(session: Session, person_id: UUID, *, now: datetime) -> Identity | None:
    """Find the account with which somebody on duty reads the lists; None where there is none."""
    mine = select(Account).where(Account.person_id == person_id, Account.disabled_at.is_(None))
    for account in session.scalars(mine.order_by(Account.id)):
        identity = identity_of(session, account, now=now)
        if identity.roles & STAFF:
            return identity
    return None


def coordinators_of(session: Session, centre_id: UUID, *, on: date) -> Sequence[UUID]:
    """Give the coordinators of a centre on a day."""
    found = (
        select(Person.id)
        .join(PersonRole, PersonRole.person_id == Person.id)
        .where(
            Person.centre_id == centre_id,
            Person.died_on.is_(None),
            PersonRole.role == Role.COORDINATOR,
            PersonRole.from_on <= on,
            not_over(PersonRole, on),
        )
    )
    return session.scalars(found.order_by(Person.id)).unique().all()


def find_digest(session: Session, person_id: UUID, *, on: date) -> Message | None:
    """Find the digest that was promised to somebody for a day."""
    same = select(Message).where(
        Message.to_person_id == person_id, Message.dedup_key == digest_key(person_id, on)
    )
    return session.scalars(same).first()
