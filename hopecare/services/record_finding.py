"""Record what a social worker finds where the law asks for judgement, and assess anew with it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hopecare.domain.eligibility.storing import facts_from_json
from hopecare.errors import NotFoundError
from hopecare.queries.assessments import find_latest_assessment, said_in
from hopecare.queries.standing_answers import find_standing
from hopecare.queries.town_days import town_by_id
from hopecare.reading.country_packs import country_pack
from hopecare.services.assess_household import assess_household

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.eligibility.facts import Decision
    from hopecare.domain.identity import Actor
    from models import Assessment


def record_finding(
    session: Session,
    *,
    person_id: UUID,
    findings: Mapping[str, Decision],
    on: date,
    by: Actor,
    now: datetime,
) -> Assessment:
    """Take the facts that stand on the day with these findings, each with its reason."""
    last = find_standing(session, person_id, on) or find_latest_assessment(session, person_id)
    if last is None:
        raise NotFoundError(kind="assessment", person_id=person_id)
    pack = country_pack(town_by_id(session, last.town_id).country)
    known = facts_from_json(pack, said_in(last))
    facts = replace(known, decisions={**known.decisions, **findings})
    return assess_household(session, person_id=person_id, facts=facts, on=on, by=by, now=now)
