"""What lies on a coordinator's desk: check-ins, alerts, owed calls, messages, replies, duty."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import count
from uuid import uuid4

from sqlalchemy import insert, inspect
from sqlalchemy.orm import Session

from hopecare.domain.alerts import AlertKind
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CALL_TASK, MessageStatus, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import HoldReason, MessageKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.queries.search_terms import phone_index
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.raise_alert import Cause, raise_alert
from models import (
    Alert,
    CallTask,
    Centre,
    CheckInPlan,
    CheckInSlot,
    DutyPeriod,
    InboundMessage,
    Message,
    MessageEvent,
    Person,
    SendingStop,
    StaffLeave,
    TownHoliday,
)
from tests.factories.cases import BY
from tests.factories.towns import NOW, TODAY, town_id_of

_numbers = count(1)


def a_plan(session: Session, resident: Person, **wished: object) -> CheckInPlan:
    """A plan of check-ins, every day at ten."""
    wish = CheckInWish(**({"local_time": time(10, 0)} | wished))  # type: ignore[arg-type]
    return plan_check_ins(session, person_id=resident.id, wish=wish, by=BY, now=NOW)


def a_slot(
    session: Session,
    resident: Person,
    *,
    status: SlotStatus = SlotStatus.WAITING,
    due_at: datetime = NOW,
    plan: CheckInPlan | None = None,
) -> CheckInSlot:
    """One check-in as it stands."""
    plan = plan or a_plan(session, resident)
    was_asked = status not in (SlotStatus.DUE, SlotStatus.NOT_ASKED)
    slot = CheckInSlot(
        town_id=resident.town_id,
        plan_id=plan.id,
        person_id=resident.id,
        due_at=due_at,
        status=status,
        asked_at=due_at if was_asked else None,
    )
    session.add(slot)
    session.flush()
    return slot


def an_alert(
    session: Session,
    person: Person | None = None,
    *,
    kind: AlertKind = AlertKind.SILENCE,
    slot: CheckInSlot | None = None,
    centre: Centre | None = None,
    now: datetime = NOW,
) -> Alert:
    """An alert nobody has taken up yet."""
    person_id = slot.person_id if slot else person.id if person else None
    cause = Cause(
        dedup_key=f"test:{next(_numbers):06d}",
        person_id=person_id,
        slot_id=slot.id if slot else None,
        centre_id=centre.id if centre else None,
    )
    town_id = (slot or person or centre).town_id  # type: ignore[union-attr]
    return raise_alert(session, town_id=town_id, kind=kind, cause=cause, by=BY, now=now)


def a_call_task(
    session: Session,
    person: Person,
    *,
    kind: CallTaskKind = CallTaskKind.CALL_BACK,
    due_at: datetime = NOW,
    slot: CheckInSlot | None = None,
    owner: Person | None = None,
) -> CallTask:
    """A call we owe somebody."""
    owed = OwedCall(
        kind=kind,
        dedup_key=f"test:{next(_numbers):06d}",
        due_at=due_at,
        person_id=person.id,
        slot_id=slot.id if slot else None,
        owner_id=owner.id if owner else None,
        centre_id=person.centre_id,
    )
    task = open_call_task(session, town_id=person.town_id, owed=owed, by=BY, now=NOW)
    assert task.status is CALL_TASK.start
    return task


def a_message(
    session: Session,
    to: Person,
    *,
    kind: MessageKind = MessageKind.NOTICE,
    status: MessageStatus = MessageStatus.DELIVERED,
    body: str | None = "안녕하세요.",
    hold_reason: HoldReason | None = None,
    channel: Channel = Channel.SMS,
    now: datetime = NOW,
    **told: object,
) -> Message:
    """Words that were promised, with what became of them."""
    named = {"valid_until": now + timedelta(hours=1), "not_before": now, "attempt": 1} | told
    message = Message(
        town_id=to.town_id,
        kind=kind,
        status=status,
        channel=channel,
        language=to.language,
        dedup_key=f"test:{next(_numbers):06d}",
        to_person_id=to.id,
        created_at=now,
        body=body,
        hold_reason=hold_reason,
        **named,  # type: ignore[arg-type]
    )
    session.add(message)
    session.flush()
    session.add(
        MessageEvent(
            town_id=to.town_id,
            message_id=message.id,
            at=now,
            status=status,
            attempt=1,
            code=hold_reason.value if hold_reason else None,
        )
    )
    session.flush()
    return message


def a_stop(
    session: Session,
    *,
    channel: Channel | None = None,
    stopped_at: datetime = NOW - timedelta(hours=1),
    started_at: datetime | None = None,
    by: Person | None = None,
) -> SendingStop:
    """A time in which nothing leaves."""
    stop = SendingStop(
        town_id=by.town_id if by else town_id_of(session),
        channel=channel,
        stopped_at=stopped_at,
        stopped_by_id=by.id if by else None,
        reason="a wrong text went out",
        started_at=started_at,
    )
    session.add(stop)
    session.flush()
    return stop


def a_reply(
    session: Session,
    *,
    from_number: str,
    body: str = "글쎄요",
    meaning: ReplyMeaning = ReplyMeaning.UNCLEAR,
    person: Person | None = None,
    town_id: object = None,
    needs_review: bool = True,
    now: datetime = NOW,
) -> InboundMessage:
    """A reply that came in, to be read by a person."""
    number = next(_numbers)
    row = InboundMessage(
        town_id=person.town_id if person else town_id,  # type: ignore[arg-type]
        provider="memory",
        provider_sid=f"in-{number:06d}",
        channel=Channel.SMS,
        received_at=now,
        from_number=from_number,
        from_index=phone_index(from_number),
        body=body,
        meaning=meaning,
        needs_review=needs_review,
        person_id=person.id if person else None,
    )
    session.add(row)
    session.flush()
    return row


def a_duty(
    session: Session,
    centre: Centre,
    person: Person,
    *,
    from_at: datetime = NOW - timedelta(hours=1),
    until_at: datetime = NOW + timedelta(hours=8),
) -> DutyPeriod:
    """Somebody on duty."""
    period = DutyPeriod(
        town_id=centre.town_id,
        centre_id=centre.id,
        person_id=person.id,
        from_at=from_at,
        until_at=until_at,
    )
    session.add(period)
    session.flush()
    return period


def a_holiday(
    session: Session, *, label: str = "개관 기념일", day: date = TODAY + timedelta(days=4)
) -> TownHoliday:
    """A day on which this town's offices are shut."""
    holiday = TownHoliday(town_id=town_id_of(session), day=day, label=label, entered_at=NOW)
    session.add(holiday)
    session.flush()
    return holiday


def a_leave(
    session: Session,
    person: Person,
    *,
    from_at: datetime = NOW - timedelta(hours=1),
    until_at: datetime = NOW + timedelta(days=2),
) -> StaffLeave:
    """Somebody of the staff is away."""
    leave = StaffLeave(
        town_id=person.town_id, person_id=person.id, from_at=from_at, until_at=until_at
    )
    session.add(leave)
    session.flush()
    return leave


def sent_years_ago(session: Session, message: Message, count: int) -> None:
    """So many more rows like this message, all of them long gone; the database has counted them."""
    like = {column.key: getattr(message, column.key) for column in inspect(Message).columns}
    like |= {"sent_at": NOW - timedelta(days=400), "provider": "twilio"}
    rows = [
        like | {"id": uuid4(), "dedup_key": f"old:{number}", "provider_sid": f"SM{number}"}
        for number in range(count)
    ]
    session.execute(insert(Message), rows)
    if session.get_bind().dialect.name != "sqlite":
        session.connection().exec_driver_sql("ANALYZE messages")
