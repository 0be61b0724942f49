"""The facts behind the checks before a referral is sent, in a constant number of readings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hopecare.domain.ages import age_on
from hopecare.domain.referral_checks import Here, Referred, RuleWord, checks_of, room_of
from hopecare.queries.areas import area_with_all_above
from hopecare.queries.assessments import answer_of
from hopecare.queries.residents import person_by_id
from hopecare.queries.service_facts import facts_of_room, old_after_days, service_facts
from hopecare.queries.standing_answers import find_standing
from hopecare.queries.town_days import town_by_id

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.referral_checks import Check, Doubt
    from models import Case, Organisation, Person, Service


def checks_before(
    session: Session, case: Case, service_id: UUID, *, now: datetime
) -> tuple[Check, ...]:
    """Check a case against a service as both stand at this moment."""
    town = town_by_id(session, case.town_id)
    moment = now.astimezone(ZoneInfo(town.zone))
    service = service_facts(session, service_id)
    resident = person_by_id(session, case.resident_id)
    who = Referred(
        age=_age(resident, moment.date()),
        areas=area_with_all_above(session, resident.area_id),
        language=resident.language,
        rule=_rule(session, resident, service.programme, moment.date()),
    )
    days = old_after_days(session, town.id, on=moment.date())
    return checks_of(service, who, Here(moment=moment, language=town.language, old_after_days=days))


def rooms_of(
    session: Session,
    town_id: UUID,
    services: Iterable[tuple[Service, Organisation]],
    *,
    now: datetime,
) -> dict[UUID, Doubt]:
    """Say of each service that has something against it by itself what it is."""
    town = town_by_id(session, town_id)
    moment = now.astimezone(ZoneInfo(town.zone))
    days = old_after_days(session, town.id, on=moment.date())
    here = Here(moment=moment, language=town.language, old_after_days=days)
    found = {each.service_id: room_of(each, here) for each in facts_of_room(session, services)}
    return {service_id: doubt for service_id, doubt in found.items() if doubt is not None}


def _age(resident: Person, today: date) -> int | None:
    born = resident.birth_on
    return age_on(date.fromisoformat(born), day=today) if born else None


def _rule(
    session: Session, resident: Person, programme: str | None, today: date
) -> RuleWord | None:
    """What the standing check says of the programme; None where it says nothing."""
    standing = find_standing(session, resident.id, today) if programme else None
    if standing is None:
        return None
    said = (each for each in answer_of(standing).programmes if each.programme == programme)
    result = next(said, None)
    if result is None:
        return None
    return RuleWord(verdict=result.verdict, receipt=result.receipt, on=standing.on_date)
