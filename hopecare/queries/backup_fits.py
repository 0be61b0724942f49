"""Who is named as backup and could not step in, were they asked now; and by which hard rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.constraints import Rule, broken_rules
from hopecare.domain.matching.distance import Point
from hopecare.domain.need_days import first_day
from hopecare.queries.candidate_facts import asked_by, facts_of_people
from hopecare.queries.cases import case_by_id
from hopecare.queries.clashes import hours_of
from hopecare.queries.places import find_place
from hopecare.queries.residents import person_by_id
from hopecare.queries.town_days import local_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Backup, Need

PASSES: Final = frozenset({Rule.AWAY, Rule.NO_CAPACITY})
"""What ends by itself: they said until when, or a task they hold will."""


def why_not_now(
    session: Session, case_id: UUID, named: Sequence[tuple[Need, Backup]], *, now: datetime
) -> Mapping[UUID, tuple[Rule, ...]]:
    """Give, by backup, what keeps them from this help; who could step in is absent.

    By what they offer, and where both live; the number of reads does not grow with the needs of
    the case. Whom the resident refuses is backup no more.
    """
    if not named:
        return {}
    case = case_by_id(session, case_id)
    place = find_place(session, person_by_id(session, case.resident_id))
    today = local_day(session, case.town_id, now)
    ids = [backup.helper_id for _, backup in named]
    people = facts_of_people(session, ids, town_id=case.town_id, now=now)
    offered = {each.helper_id: each for each in people}
    point = Point(place.lat, place.lon) if place else None
    found = {}
    for need, backup in named:
        wanted = replace(asked_by(need, today=today), point=point)
        on = first_day(hours_of(need), today=today)
        if helper := offered.get(backup.helper_id):
            found[backup.id] = broken_rules(wanted, helper, on=on)
    return {backup_id: rules for backup_id, rules in found.items() if rules}
