"""Put referrals back to where they stood before a death recorded by mistake withdrew them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import (
    CallTaskEvent,
    CallTaskStatus,
    CaseStatus,
    ReferralEvent,
    ReferralStatus,
)
from hopecare.domain.referral_moves import OWES
from hopecare.domain.timeline import EntryKind
from hopecare.domain.undoing import LeftReason, why_referral_stays_withdrawn
from hopecare.language import N_, translator
from hopecare.queries.cases import case_by_id
from hopecare.queries.office_calls import office_of_referral, questions_ended_at
from hopecare.queries.referral_packets import (
    find_packet,
    is_of_its_office,
    right_of_last_sending,
)
from hopecare.queries.referrals import (
    find_open_referral,
    referral_by_id,
)
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.move_call_task import move_call_task
from hopecare.services.move_referral import move_referral
from hopecare.services.note_timeline import note_timeline
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.reopen_silent_calls import reopen_silent_calls
from models import CallTask

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, Referral

AS_BEFORE: Final = {
    ReferralStatus.SEEN: ReferralEvent.SEEN,
    ReferralStatus.ACCEPTED: ReferralEvent.ACCEPTED,
    ReferralStatus.NO_ANSWER: ReferralEvent.ANSWER_MISSED,
}
WORDS: Final = N_("%(office)s: this referral was taken back by mistake and stands again.")


def bring_back_referrals(
    session: Session,
    *,
    referrals: Mapping[UUID, ReferralStatus],
    ended_cases: Collection[UUID],
    by: Actor,
    now: datetime,
) -> dict[UUID, LeftReason]:
    """Let each go on as it stood, and owe the office a call; say of the others why not.

    One of a case that had closed before stands again in it, as it did.
    """
    left = {}
    for referral_id, status in referrals.items():
        referral = referral_by_id(session, referral_id, alone=True)
        case = case_by_id(session, referral.case_id, alone=True)
        is_over = case.status is CaseStatus.CLOSED and case.id in ended_cases
        reason = _against(session, referral, case_is_live=not is_over, now=now)
        if reason is not None:
            left[referral_id] = reason
        else:
            _go_on(session, case, referral, status, by, now)
    session.flush()
    return left


def _against(
    session: Session, referral: Referral, *, case_is_live: bool, now: datetime
) -> LeftReason | None:
    today = local_day(session, referral.town_id, now)
    return why_referral_stays_withdrawn(
        case_is_live=case_is_live,
        is_its_office=is_of_its_office(session, referral, find_packet(session, referral.id)),
        may_be_shared=right_of_last_sending(session, referral, on=today).holds,
        has_other=referral.status is not ReferralStatus.WITHDRAWN
        or find_open_referral(session, referral.case_id, referral.service_id) is not None,
    )


def _go_on(
    session: Session,
    case: Case,
    referral: Referral,
    status: ReferralStatus,
    by: Actor,
    now: datetime,
) -> None:
    move_referral(referral, event=ReferralEvent.REOPENED)
    if status in AS_BEFORE:
        move_referral(referral, event=AS_BEFORE[status])
    if referral.withdrawn_at is not None:
        # What the office had asked is still to be answered.
        for call in questions_ended_at(session, referral.id, referral.withdrawn_at):
            move_call_task(call, event=CallTaskEvent.REOPENED, now=now)
    referral.withdrawn_at = None
    session.flush()
    note_timeline(
        session,
        town_id=referral.town_id,
        kind=EntryKind.REFERRAL_MADE,
        at=now,
        by=by,
        person_id=referral.person_id,
        case_id=case.id,
        subject_id=referral.id,
        facts={"programme": referral.programme},
    )
    _drop_withdrawal(session, referral, by, now)
    if status in OWES:
        reopen_silent_calls(session, referral, now=now)
    _owe_word(session, case, referral, by, now)


def _drop_withdrawal(session: Session, referral: Referral, by: Actor, now: datetime) -> None:
    """Nobody needs to tell the office any more that it was taken back."""
    owed = select(CallTask).where(
        CallTask.kind == CallTaskKind.TELL_OFFICE,
        CallTask.case_id == referral.case_id,
        CallTask.status == CallTaskStatus.OPEN,
        CallTask.dedup_key.startswith(f"withdrawn:{referral.id}", autoescape=True),
    )
    for call in session.scalars(owed).all():
        finish_call_task(session, task_id=call.id, outcome=None, by=by, now=now)


def _owe_word(session: Session, case: Case, referral: Referral, by: Actor, now: datetime) -> None:
    """They may have read on their page that it was taken back."""
    named = office_of_referral(session, referral.id)
    say = translator(town_by_id(session, referral.town_id).language)
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=f"stands_again:{referral.id}:{now.isoformat()}",
        due_at=now,
        about_person_id=referral.person_id,
        case_id=case.id,
        owner_id=case.owner_id,
        centre_id=case.centre_id,
        words=say.gettext(WORDS) % {"office": named},
    )
    open_call_task(session, town_id=referral.town_id, owed=owed, by=by, now=now)
