"""Compose exactly what an office would be told: before it is sent, and when it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hopecare.domain.eligibility.own_reasons import is_received, with_own_reasons
from hopecare.domain.packets import PacketItem, digest_of, may_leave_as
from hopecare.errors import InvalidInputError, NoConsentError, NotFoundError
from hopecare.language import N_, languages, translator
from hopecare.language.answer_cards import answer_cards
from hopecare.queries.asked_names import name_asked
from hopecare.queries.assessments import answer_of
from hopecare.queries.referral_packets import attempts_shared, needs_shared, observations_of
from hopecare.queries.referral_sheets import shared_facts
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.reading.country_packs import find_country_pack
from models import Service

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.packets import Mark, OverrideReason, PacketChoice
    from hopecare.language.answer_cards import AnswerCard
    from hopecare.queries.referral_sheets import SharedFacts
    from models import Assessment, ConsentEntry

OLDER = N_("It goes by the figures of %(older)s: those of %(year)s were not in yet.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """What an office is told, and its hash."""

    content: dict[str, Any]
    digest: str
    items: tuple[PacketItem, ...]
    consent: ConsentEntry | None


def compose_packet(
    session: Session,
    *,
    case_id: UUID,
    service_id: UUID,
    choice: PacketChoice,
    on: date,
    override: OverrideReason | None = None,
) -> Packet:
    """Put together what was chosen as it stands now; refused where nothing may be shared."""
    shared = shared_facts(session, case_id, assessment_id=choice.assessment_id, on=on)
    if shared.consent is None and override is None:
        raise NoConsentError(person_id=shared.resident.id, purpose="share_with_agency")
    service = _service(session, service_id)
    content = {
        # For whom: what was seen for one office is never what is sent to another.
        "service_id": str(service.id),
        "organisation_id": str(service.organisation_id),
        "name": shared.resident.full_name,
        "words": choice.words,
        "is_unsafe": shared.is_unsafe,
        "right": _right(session, shared, override),
        **_facts(shared, choice),
        **_help(session, shared, choice),
        **_rules(session, shared, choice, service),
    }
    items = tuple(each for each in PacketItem if content.get(each.value))
    return Packet(content=content, digest=digest_of(content), items=items, consent=shared.consent)


def _service(session: Session, service_id: UUID) -> Service:
    service = session.get(Service, service_id)
    if service is None:
        raise NotFoundError(kind="service", id=service_id)
    return service


def _right(
    session: Session, shared: SharedFacts, override: OverrideReason | None
) -> dict[str, str]:
    """Say by which right it is shared: a consent goes before everything else."""
    consent = shared.consent
    if consent is None:
        return {"override": override.value if override else ""}
    on = local_day(session, consent.town_id, consent.at)
    return {"consent_on": on.isoformat(), "form": consent.form.value}


def _facts(shared: SharedFacts, choice: PacketChoice) -> dict[str, Any]:
    """What is on record of somebody, as far as it was chosen."""
    known: dict[PacketItem, Any] = {
        PacketItem.BIRTH_DATE: shared.resident.birth_on,
        PacketItem.ADDRESS: shared.living.household.address if shared.living else None,
        PacketItem.TELEPHONE: [each.value for each in shared.phones],
        PacketItem.HOUSEHOLD: shared.people,
        PacketItem.LANGUAGE: shared.resident.language,
    }
    return {item.value: fact for item, fact in known.items() if item in choice.items and fact}


def _help(session: Session, shared: SharedFacts, choice: PacketChoice) -> dict[str, Any]:
    """What is needed, was tried and was seen, as far as it was chosen."""
    content: dict[str, Any] = {}
    if PacketItem.NEEDS in choice.items:
        content["needs"] = needs_shared(session, shared.case.id)
    if PacketItem.ATTEMPTS in choice.items:
        content["attempts"] = attempts_shared(session, shared.case)
    if choice.observations:
        content["observations"] = _observed(session, shared, choice.observations)
    return content


def _observed(
    session: Session, shared: SharedFacts, marks: Mapping[UUID, Mark]
) -> list[dict[str, str]]:
    """Each with its mark; what is of another case is refused."""
    known = {each.id: each for each in observations_of(session, shared.case.id)}
    if set(marks) - set(known):
        raise InvalidInputError({"observations": ["not_a_choice"]})
    if not all(may_leave_as(mark, known[row].said_as) for row, mark in marks.items()):
        raise InvalidInputError({"observations": ["said_as_impression"]})
    return [
        {
            "on": local_day(session, shared.case.town_id, each.at).isoformat(),
            "mark": marks[each.id].value,
            "words": each.words,
        }
        for each in known.values()
        if each.id in marks
    ]


def _rules(
    session: Session, shared: SharedFacts, choice: PacketChoice, service: Service
) -> dict[str, Any]:
    """What the rules say of the programme asked for; of others only what was chosen.

    That it is received, and may no longer fit, is no less theirs to tell than that of another.
    """
    assessment = shared.assessment
    if assessment is None:
        return {}
    own, chosen = service.programme, frozenset(choice.findings)
    received = own is not None and is_received(answer_of(assessment), own)
    if own in chosen and not received:
        raise InvalidInputError({"findings": ["not_a_choice"]})
    said = _cards(session, shared, assessment, chosen)
    content: dict[str, Any] = {}
    may_go = PacketItem.REASONS in choice.items and (own in chosen or not received)
    if may_go and own in said:
        content["reasons"] = {
            "programme": own,
            "asked_on": local_day(session, assessment.town_id, assessment.made_at).isoformat(),
            "said": {lang: _in_full(card) for lang, card in said[own].items()},
            "older": _older(assessment),
        }
    bare = [each for each in choice.findings if each != own or "reasons" not in content]
    if bare:
        content["other_findings"] = [_finding(said, each) for each in bare]
    return content


def _cards(
    session: Session, shared: SharedFacts, assessment: Assessment, chosen: frozenset[str]
) -> dict[str, dict[str, AnswerCard]]:
    """What the rules say of each programme, and of no other within it that was not chosen."""
    pack = find_country_pack(town_by_id(session, assessment.town_id).country)
    if pack is None:
        return {}
    answer = with_own_reasons(answer_of(assessment), pack, chosen=chosen)
    names = name_asked(shared.resident, assessment)
    said: dict[str, dict[str, AnswerCard]] = {}
    for language in languages():
        for card in answer_cards(answer, pack, language, names):
            said.setdefault(card.programme, {})[language] = card
    return said


def _in_full(card: AnswerCard) -> dict[str, Any]:
    return {
        "name": card.name,
        "verdict": card.verdict.value,
        "amount": card.amount,
        "sentences": list(card.reasons),
        "unconfirmed": card.unconfirmed,
    }


def _finding(said: Mapping[str, Mapping[str, AnswerCard]], programme: str) -> dict[str, Any]:
    """One other programme: its verdict and whether it is received, never why."""
    cards = said.get(programme)
    if not cards:
        raise InvalidInputError({"findings": ["not_a_choice"]})
    first = next(iter(cards.values()))
    return {
        "programme": programme,
        "names": {language: card.name for language, card in cards.items()},
        "verdict": first.verdict.value,
        "receipt": first.receipt.value,
    }


def _older(assessment: Assessment) -> dict[str, str]:
    """Say that an answer goes by the figures of an earlier year; nothing where it does not."""
    asked, used = assessment.on_date.year, answer_of(assessment).on.year
    if asked == used:
        return {}
    years = {"year": str(asked), "older": str(used)}
    return {each: translator(each).gettext(OLDER) % years for each in languages()}
