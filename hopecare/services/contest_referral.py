"""Bring what an office decided about a referral before it again: it was objected to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import REFERRAL, ReferralEvent
from hopecare.domain.clocks import ClockKind
from hopecare.domain.objections import Objected
from hopecare.domain.office_words import above_the_earlier
from hopecare.domain.timeline import EntryKind
from hopecare.errors import MoveNotAllowedError
from hopecare.language import N_, translator
from hopecare.queries.answer_day_calls import may_be_objected_to
from hopecare.queries.cases import case_by_id
from hopecare.queries.referral_packets import refuse_other_office
from hopecare.queries.referrals import sharing_consent
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.queries.urgent_referrals import urgent_at
from hopecare.services.end_clocks import end_clocks
from hopecare.services.forget_answer import forget_answer
from hopecare.services.forget_outcome import forget_outcome
from hopecare.services.lengthen_links import lengthen_links
from hopecare.services.move_referral import move_referral
from hopecare.services.note_referral import note_referral
from hopecare.services.owe_urgent_call import owe_urgent_call
from hopecare.services.reckon_answer_day import reckon_answer_day
from hopecare.services.settle_objecting import settle_objecting
from hopecare.services.share_again import share_again

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Referral


BEFORE: Final = N_("Said before the objection:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection(Objected):
    """One that is made now: its day is known, and so is the day its office named, if it did."""

    on: date
    due_on: date | None = None


def contest_referral(
    session: Session, referral: Referral, objection: Objection, *, by: Actor, now: datetime
) -> None:
    """Share once more what was shared; the referral and whom it is about are held already."""
    if not may_be_objected_to(referral):
        raise MoveNotAllowedError(
            machine=REFERRAL.name, status=referral.status.value, event="objected", allowed=[]
        )
    refuse_other_office(session, referral)
    today = local_day(session, referral.town_id, now)
    consent = sharing_consent(session, referral.person_id, on=today)
    move_referral(referral, event=ReferralEvent.OBJECTED)
    referral.consent_entry_id = consent.id
    case = case_by_id(session, referral.case_id)
    urgent = urgent_at(session, case, referral.programme, now=now)
    referral.answer_due_on = _due_on(session, referral, objection, urgent)
    lengthen_links(session, referral, now=now)
    referral.seen_at = referral.chased_on = None
    paid = {"paid_minor": referral.amount_minor, "paid_in": referral.currency}
    forget_answer(referral)
    forget_outcome(referral)
    end_clocks(session, ClockKind.OBJECTION, referral_id=referral.id, by=by, now=now)
    settle_objecting(session, referral.id, on=objection.on, by=by)
    _mark_words(session, referral)
    share_again(session, referral, objection, consent=consent, by=by, now=now)
    referral.words = above_the_earlier(objection.words, referral.words)
    note_referral(
        session,
        referral,
        kind=EntryKind.REFERRAL_OBJECTED,
        by=by,
        now=now,
        facts={"answer_due_on": referral.answer_due_on.isoformat(), **paid},
    )
    if urgent is not None:
        owe_urgent_call(session, referral, by=by, now=now)
    session.flush()


def _mark_words(session: Session, referral: Referral) -> None:
    """What was said until now stays apart from what the objection comes to, right or wrong."""
    if referral.answer_words:
        say = translator(town_by_id(session, referral.town_id).language)
        referral.answer_words = f"{say.gettext(BEFORE)}\n{referral.answer_words}"


def _due_on(
    session: Session, referral: Referral, objection: Objection, urgent: datetime | None
) -> date:
    return reckon_answer_day(
        session,
        town_id=referral.town_id,
        kind=ClockKind.OBJECTION_ANSWER,
        started_on=objection.on,
        programme=referral.programme,
        named_on=objection.due_on,
        urgent_at=urgent,
        service_id=referral.service_id,
    ).on
