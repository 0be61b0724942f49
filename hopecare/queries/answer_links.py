"""Reads a link by which one question is answered: whether it opens, and what its page may say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from hopecare.domain.answer_links import LinkAnswer, LinkFacts, LinkState, state_of
from hopecare.domain.care_path import SlotStatus
from hopecare.domain.check_ins import AnswererKind, QuestionCode
from hopecare.domain.permissions import may
from hopecare.queries.identities import identity_of
from hopecare.queries.look_ins import looks_in
from hopecare.queries.places import district_name
from hopecare.queries.town_days import local_day
from hopecare.queries.visibility import subject_of
from models import (
    Account,
    Alert,
    AnswerLink,
    Case,
    CheckInPlan,
    CheckInSlot,
    ContactPoint,
    Message,
    MessageEvent,
    Need,
    Offer,
    Person,
)

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.delivery import MessageKind
    from hopecare.domain.needs import NeedKind

OPENED: Final = "link_opened"
TOO_LATE: Final = "link_too_late"
FULL: Final = "link_full"
CLASH: Final = "link_clash"
Asked = CheckInSlot | Offer | Alert
OFFER_ANSWERS: Final = (LinkAnswer.YES, LinkAnswer.NO)
ALERT_ANSWERS: Final = (LinkAnswer.TAKE, LinkAnswer.PASS_ON)
GOES_ON: Final = (LinkAnswer.GOING, LinkAnswer.CANNOT)
CHECK_IN_ANSWERS: Final = (LinkAnswer.FINE, LinkAnswer.HELP)
LOOK_IN_ANSWERS: Final = (
    LinkAnswer.GOING,
    LinkAnswer.CANNOT,
    LinkAnswer.FOUND_WELL,
    LinkAnswer.NEEDS_HELP,
)
CARER_ANSWERS: Final = (*CHECK_IN_ANSWERS, LinkAnswer.CANNOT_ANY_MORE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkView:
    """What a link's page may say; nothing of care that a stranger could use."""

    link: AnswerLink
    reader_id: UUID
    """Whose answer it is: the message is theirs, whichever record it was sent to."""
    language: str
    kind: MessageKind
    state: LinkState
    asked: Asked
    answers: tuple[LinkAnswer, ...]
    called: str | None
    """What the reader is called; None where others may read it too."""
    need: NeedKind | None = None
    district: str = ""
    is_for_carer: bool = False
    question: QuestionCode = QuestionCode.WELLBEING
    """What is asked; where others may read it too, only how they are."""
    looks_in: bool = False
    """The reader is asked to look in because of the check-in, not how they are."""


def find_link(session: Session, token_index: str) -> AnswerLink | None:
    """Find the link with this keyed hash, in whatever town."""
    return session.scalar(select(AnswerLink).where(AnswerLink.token_index == token_index))


def link_view(session: Session, link: AnswerLink, *, now: datetime) -> LinkView:
    """Read what the page of a link says now."""
    message, asked = session.get_one(Message, link.message_id), asked_by(session, link)
    reader = session.get_one(Person, message.to_person_id)
    need = session.get_one(Need, asked.need_id) if isinstance(asked, Offer) else None
    return LinkView(
        link=link,
        reader_id=reader.id,
        language=message.language,
        kind=message.kind,
        state=state_of_link(session, link, asked, now=now),
        asked=asked,
        answers=answers_to(session, link, asked),
        called=None if link.is_neutral else reader.called,
        need=need.kind if need else None,
        district=_district(session, message) if need else "",
        is_for_carer=_is_for_carer(session, asked),
        question=_question(session, link, asked),
        looks_in=looks_in(message),
    )


def state_of_link(session: Session, link: AnswerLink, asked: Asked, *, now: datetime) -> LinkState:
    """Say what the link does now, by everything that may have happened since it was sent."""
    return state_of(facts_of_link(session, link, asked, now=now), now=now)


def facts_of_link(session: Session, link: AnswerLink, asked: Asked, *, now: datetime) -> LinkFacts:
    """Read everything that may have happened to a link since it was sent."""
    message = session.get_one(Message, link.message_id)
    holds = _telephone_holds(session, message, asked, now=now)
    # Who said that they go, or cannot, may still say what they found.
    is_look_in = looks_in(message)
    goes_on = is_look_in and link.answer in GOES_ON
    return LinkFacts(
        # Somebody asked for help: whoever was asked to look in is still awaited.
        status=SlotStatus.SILENT
        if is_look_in and asked.status is SlotStatus.HELP_ASKED
        else asked.status,
        expires_at=link.expires_at,
        used_at=None if goes_on else link.used_at,
        has_died=session.get_one(Person, message.to_person_id).died_on is not None,
        telephone_holds=holds,
        may_answer=not isinstance(asked, Alert) or _may_take(session, message, asked, now=now),
    )


def reader_of_link(session: Session, link: AnswerLink) -> UUID:
    """Whose answer it is: of two records that were made one, the one the message is of now."""
    return session.get_one(Message, link.message_id).to_person_id


def asked_by(session: Session, link: AnswerLink) -> Asked:
    """Give what the link's message asks: a check-in, an offer or an alert."""
    message = session.get_one(Message, link.message_id)
    if message.alert_id is not None:
        return session.get_one(Alert, message.alert_id)
    if message.offer_id is not None:
        return session.get_one(Offer, message.offer_id)
    return session.get_one(CheckInSlot, message.slot_id)


def answers_to(session: Session, link: AnswerLink, asked: Asked) -> tuple[LinkAnswer, ...]:
    """Give which answers there are; whoever cares for somebody may say that they cannot go on."""
    if looks_in(session.get_one(Message, link.message_id)):
        return LOOK_IN_ANSWERS
    if isinstance(asked, Alert):
        return ALERT_ANSWERS
    if isinstance(asked, Offer):
        return OFFER_ANSWERS
    return CARER_ANSWERS if _is_for_carer(session, asked) else CHECK_IN_ANSWERS


def openings_lately(session: Session, message_id: UUID, *, now: datetime, within: timedelta) -> int:
    """Count how often the link of a message was opened in a while, or pressed in vain."""
    opened = select(func.count(MessageEvent.id)).where(
        MessageEvent.message_id == message_id,
        MessageEvent.at > now - within,
        MessageEvent.code.in_((OPENED, TOO_LATE, FULL, CLASH)),
    )
    return session.scalar(opened) or 0


def _is_for_carer(session: Session, asked: Asked) -> bool:
    if not isinstance(asked, CheckInSlot):
        return False
    plan = session.get_one(CheckInPlan, asked.plan_id)
    return plan.answer_of is not AnswererKind.RESIDENT


def _question(session: Session, link: AnswerLink, asked: Asked) -> QuestionCode:
    if link.is_neutral or not isinstance(asked, CheckInSlot):
        return QuestionCode.WELLBEING
    return session.get_one(CheckInPlan, asked.plan_id).question


def _district(session: Session, message: Message) -> str:
    """The district of the help, as the text named it."""
    resident_id = session.get_one(Case, message.case_id).resident_id
    area_id = session.get_one(Person, resident_id).area_id
    return district_name(session, area_id, language=message.language)


def _telephone_holds(session: Session, message: Message, asked: Asked, *, now: datetime) -> bool:
    """Whether the telephone is still of whom we texted, and they have not asked us to stop.

    Who wants no more texts may still answer how they are: the wish is about what we send.
    """
    point = session.get(ContactPoint, message.contact_point_id)
    if point is None or point.person_id != message.to_person_id:
        return False
    today = local_day(session, message.town_id, now)
    may_answer = point.opted_out_at is None or isinstance(asked, CheckInSlot)
    return may_answer and (point.valid_until is None or point.valid_until > today)


def _may_take(session: Session, message: Message, alert: Alert, *, now: datetime) -> bool:
    """Whether they may still take this alert up, as on its page."""
    account = session.scalar(
        select(Account).where(
            Account.person_id == message.to_person_id, Account.disabled_at.is_(None)
        )
    )
    if account is None:
        return False
    subject = subject_of(session, Alert, alert.id)
    return may(identity_of(session, account, now=now), "alert.acknowledge", subject).allowed
