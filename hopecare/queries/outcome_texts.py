"""What a resident could be texted about an answer of an office, and whether they were already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import ApplicationStatus, ReferralStatus
from hopecare.domain.channels import Channel
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.outcome_texts import TextFacts, TextOffer, text_offer
from hopecare.domain.people import TELEPHONES
from hopecare.domain.send_gate import Bound
from hopecare.language.texts import Words
from hopecare.language.wordings import Text
from hopecare.queries.application_moments import times_taken_back
from hopecare.queries.consents import find_standing_consent
from hopecare.queries.residents import contact_points_of, person_by_id, safety_rules_of
from hopecare.queries.town_days import local_day
from models import Message

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Application, Person, Referral

_OF_REFERRALS = {
    ReferralStatus.ACCEPTED: Text.OUTCOME_CAME,
    ReferralStatus.REFUSED: Text.OUTCOME_CAME,
    ReferralStatus.DONE: Text.OUTCOME_CAME,
    ReferralStatus.NO_ANSWER: Text.OUTCOME_WAITS,
}
"""An answer of any kind is told by one sentence: whoever reads it along learns nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """One outcome, as it would be told: to whom, by which sentence, under which name."""

    resident: Person
    case_id: UUID
    text: Text
    key: str
    offer: TextOffer
    told: Message | None
    is_neutral: bool = False
    """Whether a rule lets only words go that anybody may read."""

    def words(self, call_by: date) -> Words:
        """Give the words, to be shown before and to be sent."""
        return Words(text=self.text, values={"name": self.resident.called, "day": call_by})


def find_referral_telling(session: Session, referral: Referral, *, now: datetime) -> Telling | None:
    """Give what may be told of a referral as it stands; None where nothing came of it yet."""
    text = _OF_REFERRALS.get(referral.status)
    if text is None:
        return None
    on = {
        ReferralStatus.DONE: referral.outcome_on,
        ReferralStatus.NO_ANSWER: referral.answer_due_on,
    }.get(referral.status, referral.answered_on)
    key = f"referral:{referral.id}:told:{referral.status.value}:{on}"
    return _telling(session, (referral.person_id, referral.case_id), text, key, now)


def find_application_telling(
    session: Session, application: Application, *, now: datetime
) -> Telling | None:
    """Give what may be told of an application; None where it is not decided."""
    if application.status is not ApplicationStatus.DECIDED:
        return None
    key = f"application:{application.id}:told:{application.decided_on}"
    if times := times_taken_back(session, application):
        # What is decided after a mistake is told by itself, be it of the same day.
        key = f"{key}:after{times}"
    who = (application.person_id, application.case_id)
    return _telling(session, who, Text.OUTCOME_CAME, key, now)


def _telling(
    session: Session, who: tuple[UUID, UUID], text: Text, key: str, now: datetime
) -> Telling:
    resident = person_by_id(session, who[0])
    facts = _facts(session, resident, now)
    return Telling(
        resident=resident,
        case_id=who[1],
        text=text,
        key=key,
        offer=text_offer(facts),
        told=find_told(session, resident.town_id, key),
        is_neutral=any(
            each.neutral_only and each.channel in (None, Channel.SMS) for each in facts.bounds
        ),
    )


def find_told(session: Session, town_id: UUID, key: str) -> Message | None:
    """Find the text that told this outcome already."""
    return session.scalar(
        select(Message).where(Message.town_id == town_id, Message.dedup_key == key)
    )


def _facts(session: Session, resident: Person, now: datetime) -> TextFacts:
    today = local_day(session, resident.town_id, now)
    points = [
        each
        for each in contact_points_of(session, [resident.id], on=today)
        if each.kind in TELEPHONES
    ]
    takes = [each for each in points if each.can_text and each.opted_out_at is None]
    consent = find_standing_consent(
        session, person_id=resident.id, purpose=ConsentPurpose.CHECK_INS, now=now
    )
    rules = safety_rules_of(session, resident.id, on=today)
    return TextFacts(
        takes_texts=bool(takes) and resident.died_on is None,
        agrees=consent is not None,
        is_shared=any(each.is_shared for each in points),
        bounds=[
            Bound(
                channel=rule.channel,
                forbidden=rule.forbidden,
                safe_from=rule.safe_from,
                safe_until=rule.safe_until,
                neutral_only=rule.neutral_only,
            )
            for rule in rules
        ],
    )
