"""Refer a case into a formal service: by right, once, until its outcome is in."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.care_path import REFERRAL, CaseEvent
from hopecare.domain.clocks import ClockKind
from hopecare.domain.codes import CODE_LENGTH, make_code
from hopecare.domain.packets import USUAL, PacketChoice, PacketItem, faults_of_choice
from hopecare.domain.timeline import EntryKind
from hopecare.errors import AlreadyTakenError, InvalidInputError, NotFoundError
from hopecare.queries.assessments import assessment_by_id
from hopecare.queries.cases import case_by_id
from hopecare.queries.referrals import find_open_referral
from hopecare.queries.town_days import local_day
from hopecare.queries.urgent_referrals import is_urgent, urgent_at
from hopecare.services.compose_packet import compose_packet
from hopecare.services.end_capacity_calls import end_capacity_calls
from hopecare.services.hold_people import hold_people
from hopecare.services.move_case import move_case
from hopecare.services.note_referral import note_referral
from hopecare.services.override_sharing import override_sharing
from hopecare.services.owe_urgent_call import owe_urgent_call
from hopecare.services.reckon_answer_day import reckon_answer_day
from hopecare.services.refuse_unchecked import refuse_unchecked
from hopecare.services.share_packet import share_packet
from hopecare.services.take_application_along import take_application_along
from models import Referral, Service

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.referral_checks import Despite, Doubt
    from hopecare.services.compose_packet import Packet
    from hopecare.services.override_sharing import Override
    from models import Case, SharingOverride


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How it is sent: what was seen before, by which right."""

    seen_digest: str | None = None
    """The hash of what the sender looked at; anything else is not sent."""
    override: Override | None = None
    """Where there is no consent."""
    despite: Despite | None = None
    """Where something speaks against it: why it is sent all the same."""
    answer_due_on: date | None = None
    """By when the office said that it answers; without it, by its law or as the town has set."""


def refer(  # noqa: PLR0913  a referral names what leaves, for what, on which finding
    session: Session,
    *,
    case_id: UUID,
    service_id: UUID,
    assessment_id: UUID | None = None,
    words: str | None = None,
    choice: PacketChoice | None = None,
    sending: Sending | None = None,
    by: Actor,
    now: datetime,
) -> Referral:
    """Hand the case to the service: by consent or override, and past what speaks against it."""
    # Who says no at this moment is waited for, and waits for us: the person before the case.
    hold_people(session, case_by_id(session, case_id).resident_id, lets_rows_come=True)
    case = case_by_id(session, case_id, alone=True)
    today = local_day(session, case.town_id, now)
    service = _service(session, service_id, on=today)
    choice = choice or _usual(assessment_id, words)
    sending = sending or Sending()
    _refuse_second(session, case, service)
    _refuse_faults(session, case, choice, today)
    packet = _packet(session, case, service, choice, sending, today)
    answered = refuse_unchecked(session, case, service.id, sending.despite, now=now)
    override = _overridden(session, case, service, packet, sending, by=by, now=now)
    move_case(case, event=CaseEvent.REFERRED, now=now)
    due_on = _answer_due(session, case, service, sending, today, now)
    referral = _made(session, case, service, choice, packet, due_on, by=by, now=now)
    _keep_answer(referral, answered, sending.despite)
    override_id = override.id if override else None
    share_packet(session, referral, packet, choice=choice, override_id=override_id, by=by, now=now)
    _note(session, referral, by=by, now=now)
    take_application_along(session, referral, by=by, now=now)
    if is_urgent(session, case, service.programme):
        owe_urgent_call(session, referral, by=by, now=now)
    # Whoever still meant to ask for places first has sent it now.
    whose = {"service_id": service.id, "case_id": case.id}
    end_capacity_calls(session, **whose, outcome=None, by=by, now=now)
    return referral


def _keep_answer(referral: Referral, answered: frozenset[Doubt], said: Despite | None) -> None:
    """Keep what spoke against it, and why it was sent; an answer to nothing is not kept."""
    if answered and said is not None:
        referral.sent_despite = sorted(answered)
        referral.despite_reason = said.reason
        referral.despite_words = said.words


def _made(  # noqa: PLR0913  which case, where to, with what
    session: Session,
    case: Case,
    service: Service,
    choice: PacketChoice,
    packet: Packet,
    due_on: date,
    *,
    by: Actor,
    now: datetime,
) -> Referral:
    referral = Referral(
        town_id=case.town_id,
        code=make_code(secrets.token_bytes(CODE_LENGTH)),
        case_id=case.id,
        person_id=case.resident_id,
        service_id=service.id,
        sent_to_id=service.organisation_id,
        status=REFERRAL.start,
        made_at=now,
        made_by_id=by.person_id,
        consent_entry_id=packet.consent.id if packet.consent else None,
        answer_due_on=due_on,
        programme=service.programme,
        assessment_id=choice.assessment_id,
        words=choice.words,
    )
    session.add(referral)
    session.flush()
    return referral


def _answer_due(
    session: Session, case: Case, service: Service, sending: Sending, today: date, now: datetime
) -> date:
    return reckon_answer_day(
        session,
        town_id=case.town_id,
        kind=ClockKind.APPLICATION,
        started_on=today,
        programme=service.programme,
        named_on=sending.answer_due_on,
        urgent_at=urgent_at(session, case, service.programme, now=now),
        service_id=service.id,
    ).on


def _usual(assessment_id: UUID | None, words: str | None) -> PacketChoice:
    """What goes along where nobody chose otherwise."""
    items = frozenset(USUAL) | ({PacketItem.REASONS} if assessment_id else frozenset())
    return PacketChoice(items=items, words=words, assessment_id=assessment_id)


def _packet(
    session: Session,
    case: Case,
    service: Service,
    choice: PacketChoice,
    sending: Sending,
    today: date,
) -> Packet:
    """Compose it as it stands now; what has changed since the sender looked is not sent."""
    packet = compose_packet(
        session,
        case_id=case.id,
        service_id=service.id,
        choice=choice,
        on=today,
        override=sending.override.reason if sending.override else None,
    )
    if sending.seen_digest is not None and sending.seen_digest != packet.digest:
        code = "changed_since_seen" if sending.seen_digest else "share_not_seen"
        raise InvalidInputError({"_seen": [code]})
    return packet


def _overridden(  # noqa: PLR0913  whose case, with whom, why
    session: Session,
    case: Case,
    service: Service,
    packet: Packet,
    sending: Sending,
    *,
    by: Actor,
    now: datetime,
) -> SharingOverride | None:
    """Write an override down where there is no consent, and only then."""
    if packet.consent is not None or sending.override is None:
        return None
    return override_sharing(session, case, sending.override, service_id=service.id, by=by, now=now)


def _service(session: Session, service_id: UUID, *, on: date) -> Service:
    """Give the service, if it still takes anybody in."""
    service = session.get(Service, service_id)
    if service is None:
        raise NotFoundError(kind="service", id=service_id)
    if service.ended_on is not None and service.ended_on <= on:
        raise InvalidInputError({"service_id": ["service_ended"]})
    return service


def _refuse_second(session: Session, case: Case, service: Service) -> None:
    standing = find_open_referral(session, case.id, service.id)
    if standing is not None:
        raise AlreadyTakenError(kind="referral", id=standing.id)


def _refuse_faults(session: Session, case: Case, choice: PacketChoice, today: date) -> None:
    """What one household said never travels in another's referral."""
    faults = faults_of_choice(choice, today=today)
    chosen = choice.assessment_id
    if chosen and assessment_by_id(session, chosen).person_id != case.resident_id:
        faults["assessment_id"] = ["not_a_choice"]
    if faults:
        raise InvalidInputError(faults)


def _note(session: Session, referral: Referral, *, by: Actor, now: datetime) -> None:
    note_referral(
        session,
        referral,
        kind=EntryKind.REFERRAL_MADE,
        by=by,
        now=now,
        facts={
            "answer_due_on": referral.answer_due_on.isoformat(),
            **_answered_facts(referral),
        },
    )


def _answered_facts(referral: Referral) -> dict[str, str]:
    if not referral.sent_despite or referral.despite_reason is None:
        return {}
    against = ",".join(referral.sent_despite)
    return {"against": against, "despite": referral.despite_reason.value}
