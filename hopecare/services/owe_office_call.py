"""Owe an office a call about a referral: whoever has the case rings them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.queries.cases import case_by_id
from hopecare.queries.office_calls import office_of_referral
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.calls import CallTaskKind
    from hopecare.domain.identity import Actor
    from models import CallTask, Referral


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeCall:
    """Why an office is rung, once a cause; with words, where somebody said any."""

    kind: CallTaskKind
    key: str
    words: str | None = None
    due_at: datetime | None = None
    """Left out: at once."""
    recurs: bool = False
    """Whether it is owed anew once the call before has ended."""


def owe_office_call(
    session: Session, referral: Referral, owed: OfficeCall, *, by: Actor, now: datetime
) -> CallTask:
    """Owe the call, naming the office, its telephone and the code it knows the referral by."""
    case = case_by_id(session, referral.case_id)
    named = office_of_referral(session, referral.id)
    call = OwedCall(
        kind=owed.kind,
        dedup_key=owed.key,
        recurs=owed.recurs,
        due_at=owed.due_at or now,
        about_person_id=referral.person_id,
        case_id=case.id,
        owner_id=case.owner_id,
        centre_id=case.centre_id,
        words="\n".join(part for part in (named, owed.words) if part),
    )
    return open_call_task(session, town_id=referral.town_id, owed=call, by=by, now=now)
