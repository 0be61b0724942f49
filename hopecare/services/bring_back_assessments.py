"""Let what was said before a death recorded by mistake be the last word about a household again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.eligibility.storing import facts_from_json
from hopecare.domain.later_ages import facts_later
from hopecare.domain.undoing import LeftReason
from hopecare.errors import InvalidInputError, NoConsentError, NoRulesOnDateError
from hopecare.queries.assessments import assessment_by_id, said_in
from hopecare.queries.screening import born_of
from hopecare.queries.standing_answers import find_standing
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.reading.country_packs import country_pack
from hopecare.services.assess_household import assess_household

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Assessment


def bring_back_assessments(
    session: Session, *, assessments: Mapping[UUID, UUID], by: Actor, now: datetime
) -> dict[UUID, LeftReason]:
    """Keep the earlier answer anew where the computed one still stands; say where it cannot be."""
    left = {}
    for computed_id, before_id in assessments.items():
        computed = assessment_by_id(session, computed_id)
        before = assessment_by_id(session, before_id)
        today = local_day(session, computed.town_id, now)
        last = find_standing(session, computed.person_id, today)
        if last is not None and last.id != computed.id:
            left[computed_id] = LeftReason.OTHER_IN_PLACE
        elif before.person_id != computed.person_id or not _again(session, before, today, by, now):
            left[computed_id] = LeftReason.SAID_TOO_LATE
    return left


def _again(session: Session, before: Assessment, on: date, by: Actor, now: datetime) -> bool:
    """Say it once more, for today: an earlier day overtakes none, and says nothing of today."""
    pack = country_pack(town_by_id(session, before.town_id).country)
    try:
        facts = facts_from_json(pack, said_in(before))
        person_id = before.person_id
        born = born_of(session, [person_id])[person_id]
        facts = facts_later(pack, facts, born, said_on=before.on_date, today=on)
        assess_household(session, person_id=person_id, facts=facts, on=on, by=by, now=now)
    except (NoConsentError, NoRulesOnDateError, InvalidInputError):
        return False
    return True
