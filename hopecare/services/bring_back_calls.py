"""Owe the calls again that a death recorded by mistake has dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CallTaskStatus, CaseStatus
from hopecare.domain.recurring import row_caused_by
from hopecare.queries.answer_day_calls import (
    application_asked_about,
    open_day_calls,
    referral_asked_about,
)
from hopecare.queries.look_ins import HEARD_FOR
from hopecare.queries.office_calls import office_to_ask
from hopecare.queries.offices_rung import is_unknown_still, referral_behind
from hopecare.queries.town_days import local_day
from hopecare.services.owe_call_again import owe_call_again
from hopecare.services.ring_off_neighbour import CALLED_OFF
from models import CallTask, Case

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


def bring_back_calls(
    session: Session,
    *,
    call_ids: Collection[UUID],
    ended_cases: Collection[UUID],
    now: datetime,
) -> None:
    """Owe each again that still has a point, after what they are about has come back."""
    dropped = select(CallTask).where(
        CallTask.id.in_(call_ids), CallTask.status == CallTaskStatus.CANCELLED
    )
    for call in session.scalars(dropped.order_by(CallTask.id)).all():
        if not _is_pointless(call, now) and _asks_still(session, call, ended_cases):
            owe_call_again(session, call, now=now)
            _ask_whom_one_may(session, call, now)


def _ask_whom_one_may(session: Session, call: CallTask, now: datetime) -> None:
    """Where an office may not be told of them any more, they are asked themselves."""
    referral = referral_behind(session, call) if call.person_id is None else None
    if referral is None or _names_a_day(call) is None:
        return
    if office_to_ask(session, referral.id, on=local_day(session, call.town_id, now)) is None:
        call.person_id, call.words = referral.person_id, None


def _names_a_day(call: CallTask) -> UUID | None:
    """Of which application or referral a day is asked for; None where it asks for none."""
    return application_asked_about(call) or referral_asked_about(call)


def _is_pointless(call: CallTask, now: datetime) -> bool:
    """Whether nobody needs it: they live, or they are not on the way to that door any more."""
    is_call_off = row_caused_by(CALLED_OFF, call.dedup_key) is not None
    is_stale = is_call_off and call.created_at <= now - HEARD_FOR
    return call.kind is CallTaskKind.RECORD_DEATH or is_stale


def _asks_still(session: Session, call: CallTask, ended_cases: Collection[UUID]) -> bool:
    """Whether a day that an office was asked for is still to be known; what asks for none is.

    Not of a case that the death closed and that stays closed.
    """
    of_id, case_id = _names_a_day(call), call.case_id
    if of_id is None:
        return True
    if case_id in ended_cases and session.get_one(Case, case_id).status is CaseStatus.CLOSED:
        return False
    return is_unknown_still(session, call) and not open_day_calls(session, of_id)
