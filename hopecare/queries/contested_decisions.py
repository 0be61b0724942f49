"""Which decision an objection is against: before it is made, and afterwards."""

from __future__ import annotations

from dataclasses import replace
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
from models import Referral

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from sqlalchemy.orm import Session

    from models import Application, ReferralPacket, TimelineEntry

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
    against = None if applied is None else _decided_at(applied)
    if against is None:
        outcome = referral.outcome
        against = Contested(
            decision=DECISION_OF[outcome] if outcome in TURNED_DOWN else Decision.REFUSED,
            decided_on=referral.outcome_on or referral.answered_on,
            reason=referral.refusal_reason,
        )
    elif against.reason is None and _is_said_with(referral, against.decision):
        against = replace(against, reason=referral.refusal_reason)
    if against.told_on is None:
        return replace(against, told_on=_told_on(session, referral, against.decided_on))
    return against


def _is_said_with(referral: Referral, decision: Decision) -> bool:
    """Whether the reason of the referral, if it has one, is that of the decision as well."""
    if decision is Decision.REFUSED:
        return True
    return referral.outcome is not None and DECISION_OF.get(referral.outcome) is decision


def decision_of(session: Session, applied: Application) -> Contested | None:
    """Give what was decided about an application, with what only its referral says of it.

    None where nothing is there to object to.
    """
    against = _decided_at(applied)
    if against is None or applied.referral_id is None:
        return against
    return decision_on(session, session.get_one(Referral, applied.referral_id), applied)


def _decided_at(applied: Application) -> Contested | None:
    if applied.decision is None or applied.decision is Decision.GRANTED:
        return None
    return Contested(
        decision=applied.decision,
        decided_on=applied.decided_on,
        told_on=applied.notice_on,
        reason=applied.refusal_reason,
    )


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


def find_contested_amount(session: Session, referral: Referral) -> tuple[int | None, str | None]:
    """Find what was paid by the outcome that was objected to last, and in which currency."""
    kept = newest_noted(referral, EntryKind.REFERRAL_OBJECTED).limit(1)
    entry = session.scalars(kept).first()
    minor = None if entry is None else entry.facts.get("paid_minor")
    if entry is None or minor is None:
        return None, None
    return int(minor), str(entry.facts["paid_in"])


def _as_noted(session: Session, entry: TimelineEntry) -> Contested | None:
    said, day = entry.facts, answered_on(session, entry)
    if entry.kind is EntryKind.REFERRAL_REFUSED:
        reason = RefusalReason(str(said["reason"]))
        return Contested(decision=Decision.REFUSED, decided_on=day, reason=reason)
    outcome = ReferralOutcome(str(said["outcome"]))
    if outcome not in TURNED_DOWN:
        return None
    return Contested(decision=DECISION_OF[outcome], decided_on=day)
