"""Which decision an objection is against: before it is made, and afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.applications import DECISION_OF, Decision
from hopecare.domain.care_path import REFERRAL
from hopecare.domain.objections import Contested, objection_in
from hopecare.domain.outcomes import TURNED_DOWN, ReferralOutcome, RefusalReason
from hopecare.domain.timeline import EntryKind
from hopecare.queries.answer_day_calls import find_last_day, may_be_objected_to
from hopecare.queries.applications import find_contestable_of
from hopecare.queries.noted_of import answered_on, newest_noted
from hopecare.queries.referral_packets import shared_in

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from models import Application, Referral, ReferralPacket, TimelineEntry

_ANSWERS: Final = (
    EntryKind.REFERRAL_REFUSED,
    EntryKind.REFERRAL_OUTCOME_RECORDED,
    EntryKind.REFERRAL_CORRECTED,
)


def find_contestable(session: Session, referral: Referral) -> Contested | None:
    """Find the decision that may be objected to now; None where there is none."""
    if not may_be_objected_to(referral):
        return None
    return decision_on(session, referral, find_contestable_of(session, referral.id))


def decision_on(session: Session, referral: Referral, applied: Application | None) -> Contested:
    """Give what its office decided: about what was applied for with it, where that is decided."""
    if applied is not None and applied.decision is not None:
        decision, on, told_on = applied.decision, applied.decided_on, applied.notice_on
        reason = applied.refusal_reason
        if reason is None and decision is Decision.REFUSED:
            reason = referral.refusal_reason
    else:
        outcome = referral.outcome
        decision = DECISION_OF[outcome] if outcome in TURNED_DOWN else Decision.REFUSED
        on, told_on = referral.outcome_on or referral.answered_on, None
        reason = referral.refusal_reason
    told_on = told_on or _told_on(session, referral, on)
    return Contested(decision=decision, decided_on=on, told_on=told_on, reason=reason)


def _told_on(session: Session, referral: Referral, decided_on: date | None) -> date | None:
    """By the day until which one may object: it counts from there, or from the decision."""
    clock = find_last_day(session, referral.id)
    return None if clock is None or clock.started_on == decided_on else clock.started_on


def find_contested(
    session: Session, referral: Referral, packets: Sequence[ReferralPacket]
) -> Contested | None:
    """Find what an objection that its office has before it is against, the newest packet first.

    Packets of earlier releases do not say it: then the timeline does.
    """
    if referral.status in REFERRAL.final or len(packets) == 1:
        return None
    said = objection_in(shared_in(next(iter(packets), None)))
    return said.against if said else find_contested_answer(session, referral)


def find_contested_answer(session: Session, referral: Referral) -> Contested | None:
    """Find by the timeline what was answered last, where that was objected to."""
    if referral.status in REFERRAL.final:
        return None
    last = session.scalars(newest_noted(referral, *_ANSWERS).limit(1)).first()
    if last is None or last.kind is EntryKind.REFERRAL_CORRECTED:
        return None
    return _as_noted(session, last)


def _as_noted(session: Session, entry: TimelineEntry) -> Contested | None:
    said, day = entry.facts, answered_on(session, entry)
    if entry.kind is EntryKind.REFERRAL_REFUSED:
        reason = RefusalReason(str(said["reason"]))
        return Contested(decision=Decision.REFUSED, decided_on=day, reason=reason)
    outcome = ReferralOutcome(str(said["outcome"]))
    if outcome not in TURNED_DOWN:
        return None
    return Contested(decision=DECISION_OF[outcome], decided_on=day)
