"""Look again at what a household may receive once one of its people has died."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.ages import age_on
from hopecare.domain.eligibility.storing import facts_from_json
from hopecare.domain.household_after_death import Gone, household_without
from hopecare.domain.identity import SystemActor
from hopecare.errors import InvalidInputError, NoConsentError, NoRulesOnDateError
from hopecare.queries.assessments import AFTER_DEATH, said_in
from hopecare.queries.households import find_living
from hopecare.queries.standing_answers import order_of
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.reading.country_packs import find_country_pack
from hopecare.services.assess_household import assess_household
from models import Assessment

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.eligibility.facts import HouseholdFacts
    from models import Person

BY: Final = SystemActor(name="reassess_after_death")
"""Nobody has asked anybody: a social worker confirms it."""


def reassess_after_death(
    session: Session, person: Person, *, now: datetime
) -> list[tuple[Assessment, Assessment]]:
    """Keep the answer for those who stay, beside the one it comes from; none without one."""
    living = find_living(session, person.id)
    others = living.others(person.id) if living else ()
    today = local_day(session, person.town_id, now)
    source = _standing(session, [person, *others], today)
    if source is None or not others:
        return []
    asked = next((each for each in others if each.id == source.person_id), others[0])
    if source.person_id == person.id and len(others) > 1:
        return []
    facts = _facts(session, person, source)
    if facts is None:
        return []
    try:
        kept = assess_household(
            session,
            person_id=asked.id,
            facts=facts,
            on=today,
            by=BY,
            now=now,
            computed=AFTER_DEATH,
        )
    except (NoConsentError, NoRulesOnDateError, InvalidInputError):
        return []
    return [(kept, source)]


def _standing(session: Session, people: list[Person], today: date) -> Assessment | None:
    """Find the one of all their answers that says how they stand today."""
    ids = [each.id for each in people]
    return session.scalars(
        select(Assessment)
        .where(Assessment.person_id.in_(ids), Assessment.on_date <= today)
        .order_by(*(each.desc() for each in order_of(Assessment)))
        .limit(1)
    ).first()


def _facts(session: Session, person: Person, source: Assessment) -> HouseholdFacts | None:
    """What was said last, without them; nothing where the questions have changed since."""
    pack = find_country_pack(town_by_id(session, person.town_id).country)
    if pack is None:
        return None
    born = date.fromisoformat(person.birth_on) if person.birth_on else None
    gone = Gone(
        age=age_on(born, day=source.on_date) if born else None,
        was_asked_for=source.person_id == person.id,
    )
    try:
        return household_without(pack, facts_from_json(pack, said_in(source)), gone)
    except InvalidInputError:
        return None
