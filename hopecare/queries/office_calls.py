"""Calls to offices: whom one rings there, and what an office has asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, ReferralStatus
from hopecare.domain.recurring import cause_of, row_of
from hopecare.queries.capacity_calls import service_of_call
from hopecare.queries.office_phones import office_phone
from hopecare.queries.offices_rung import referral_behind
from hopecare.queries.referral_packets import right_of_last_sending, sent_view
from hopecare.queries.referrals import referral_by_id
from models import Call, CallTask, Organisation, Referral, Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


OFFICE_CALLS: Final = frozenset(
    {CallTaskKind.OFFICE_ASKS, CallTaskKind.REFERRAL_SILENT, CallTaskKind.TELL_OFFICE}
)
"""Calls whose key names the referral they are about, behind their cause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeToRing:
    """The office a call is owed to, and the referral it is about, once there is one."""

    service: Service
    organisation: Organisation
    phone: str | None
    referral: Referral | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeQuestion:
    """What an office asked by its link, and what was said when it was rung."""

    task: CallTask
    words: str
    said: str | None


def asks_key(referral_id: UUID) -> str:
    """Give how the key of every call begins that an office asked for about a referral."""
    return f"asks:{referral_id}:"


def office_to_ring(session: Session, task: CallTask) -> OfficeToRing | None:
    """Find whom a call to an office is owed to; None for every other call."""
    asked_id = service_of_call(task)
    if asked_id is not None:
        return _office_asked(session, asked_id)
    referral = _referral_named(session, task) or referral_behind(session, task)
    if task.person_id is not None or referral is None:
        return None
    view = sent_view(session, referral.id)
    return OfficeToRing(
        service=view.service,
        organisation=view.organisation,
        phone=office_phone(session, view.service, view.organisation),
        referral=view.referral,
    )


def _office_asked(session: Session, service_id: UUID) -> OfficeToRing | None:
    """Whose places are asked for: nobody was referred there yet; None where no service is named."""
    service = session.get(Service, service_id)
    if service is None:
        return None
    office = session.get_one(Organisation, service.organisation_id)
    phone = office_phone(session, service, office)
    return OfficeToRing(service=service, organisation=office, phone=phone)


def _referral_named(session: Session, task: CallTask) -> Referral | None:
    """By its key, whatever its cause is called; that of a clock names the clock."""
    named = row_of(task.dedup_key) if task.kind in OFFICE_CALLS else None
    return session.get(Referral, named) if named else None


def office_to_ask(session: Session, referral_id: UUID | None, *, on: date) -> str | None:
    """Name the office that may be asked how it stands, its number and code; None without one.

    Nobody names a person to an office once nothing may be shared: the person is asked themself.
    """
    if referral_id is None:
        return None
    referral = referral_by_id(session, referral_id)
    is_taken_back = referral.status is ReferralStatus.WITHDRAWN
    if is_taken_back or not right_of_last_sending(session, referral, on=on).holds:
        return None
    return office_of_referral(session, referral_id)


def office_of_referral(session: Session, referral_id: UUID) -> str:
    """Name the office a referral went to, its number and its code."""
    view = sent_view(session, referral_id)
    phone = office_phone(session, view.service, view.organisation)
    return " ".join(part for part in (view.organisation.name, phone, view.referral.code) if part)


def open_calls_about(session: Session, referral: Referral) -> Sequence[CallTask]:
    """Read the calls that are owed to an office about a referral, what is due first."""
    return session.scalars(
        select(CallTask)
        .where(
            CallTask.case_id == referral.case_id,
            CallTask.status == CallTaskStatus.OPEN,
            CallTask.kind.in_(OFFICE_CALLS),
            CallTask.dedup_key.contains(f":{referral.id}:", autoescape=True),
        )
        .order_by(CallTask.due_at, CallTask.id)
    ).all()


def questions_ended_at(session: Session, referral_id: UUID, moment: datetime) -> Sequence[CallTask]:
    """Read the calls to answer an office's question that were taken back at one moment."""
    return session.scalars(
        select(CallTask)
        .where(
            CallTask.dedup_key.startswith(asks_key(referral_id)),
            CallTask.status == CallTaskStatus.CANCELLED,
            CallTask.done_at == moment,
        )
        .order_by(CallTask.id)
    ).all()


def questions_of(session: Session, referral_id: UUID) -> list[OfficeQuestion]:
    """Read what an office asked about a referral, the newest first, with what it was told."""
    asked = session.scalars(
        select(CallTask)
        .where(CallTask.dedup_key.startswith(asks_key(referral_id)))
        .order_by(CallTask.created_at.desc(), CallTask.id.desc())
    ).all()
    told = _told(session, asked) if asked else {}
    # Rung again for the same question, it is still one question, and its newest call stands for it.
    calls: dict[str, list[CallTask]] = {}
    for each in asked:
        calls.setdefault(cause_of(each.dedup_key), []).append(each)
    return [_question(each, told) for each in calls.values()]


def _question(calls: Sequence[CallTask], told: Mapping[UUID, str]) -> OfficeQuestion:
    said = next((told[each.id] for each in calls if each.id in told), None)
    return OfficeQuestion(task=calls[0], words=question_in(calls[0]), said=said)


def question_in(task: CallTask) -> str:
    """Give the question alone: above it stand the office, its number and the code."""
    return (task.words or "").partition("\n")[2]


def _told(session: Session, tasks: Sequence[CallTask]) -> dict[UUID, str]:
    """Give the last note of the calls that were made about these questions."""
    rows = session.execute(
        select(Call.call_task_id, Call.words)
        .where(Call.call_task_id.in_([each.id for each in tasks]), Call.words.is_not(None))
        .order_by(Call.at, Call.id)
    )
    return {task_id: words for task_id, words in rows if task_id and words}
