"""Reads what is known of whoever wrote a text that waits to be read: by ids and codes alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import exists, or_, select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import AlertStatus, CallTaskStatus, TaskStatus
from hopecare.domain.delivery import MessageKind
from hopecare.domain.roles import Role
from hopecare.domain.unread_replies import Writer
from hopecare.queries.alerts_told import LEFT
from hopecare.queries.look_ins import HEARD_FOR
from hopecare.queries.shared_telephones import holders_of
from hopecare.queries.town_days import local_day
from models import Alert, CallTask, Message, OtherContact, PersonRole, RungClimbed, Task

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from models import InboundMessage


def writer_of(session: Session, row: InboundMessage) -> Writer:
    """Say who may have written it, and whether something is asked of them."""
    people = holders_of(session, row)
    on = local_day(session, row.town_id, row.received_at)
    stands_beside, is_asked = session.execute(
        select(_stands_beside(people, on), _is_asked(people, row.received_at))
    ).one()
    return Writer(
        are_volunteers=_are_volunteers(session, people, on),
        stands_beside=bool(stands_beside),
        is_asked=bool(is_asked),
    )


def _are_volunteers(session: Session, people: Sequence[UUID], on: date) -> bool:
    """Whether each of them is a volunteer today, and nothing else; of nobody it is not known."""
    stands = or_(PersonRole.until_on.is_(None), PersonRole.until_on >= on)
    roles = select(PersonRole.person_id, PersonRole.role).where(
        PersonRole.person_id.in_(people), PersonRole.from_on <= on, stands
    )
    found = session.execute(roles).all()
    are_all = {each.person_id for each in found} == set(people)
    return bool(people) and are_all and {each.role for each in found} == {Role.VOLUNTEER}


def _stands_beside(people: Sequence[UUID], on: date) -> ColumnElement[bool]:
    return exists().where(
        OtherContact.person_id.in_(people),
        or_(OtherContact.until_on.is_(None), OtherContact.until_on >= on),
    )


def _is_asked(people: Sequence[UUID], at: datetime) -> ColumnElement[bool]:
    """Whether they were asked to look in lately, owe a knock, help, or were told of an open alert.

    Whoever helps somebody may write of the one they go to.
    """
    looks_in = exists().where(
        RungClimbed.person_id.in_(people), RungClimbed.at > at - HEARD_FOR, RungClimbed.at <= at
    )
    knocks = exists().where(
        CallTask.owner_id.in_(people),
        CallTask.kind == CallTaskKind.KNOCK,
        CallTask.status == CallTaskStatus.OPEN,
    )
    told = exists().where(
        Message.to_person_id.in_(people),
        Message.kind == MessageKind.ALERT,
        Message.status.in_(LEFT),
        Message.alert_id == Alert.id,
        Alert.status != AlertStatus.RESOLVED,
    )
    helps = exists().where(Task.helper_id.in_(people), Task.status == TaskStatus.ACTIVE)
    return or_(looks_in, knocks, helps, told)
