"""Reads many needs, and what each asks of a helper, in a constant number of statements.

It says of each need what `candidate_facts.facts_of_need` says of one; a test holds the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from hopecare.domain.matching.batch import Batch, BatchNeed
from hopecare.domain.urgency import Urgency
from hopecare.queries.batch_helpers import active_helpers
from hopecare.queries.batch_needs import facts_of, lacks_somebody, open_need_rows
from hopecare.queries.clashes import clashing_by_need, hours_of
from hopecare.queries.may_help import FOR_NEIGHBOURS
from hopecare.queries.town_days import local_day
from hopecare.standing_consents import agreed_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

    from hopecare.domain.matching.constraints import HelperFacts, HelperId
    from hopecare.domain.matching.score import Weights

PRIORITY: Final[Mapping[Urgency, int]] = {Urgency.ORDINARY: 1, Urgency.SOON: 2, Urgency.CRISIS: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedPlace:
    """Where a need hangs."""

    case_id: UUID
    area_id: UUID | None
    is_rough: bool
    """Measured from the middle of a district."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenNeeds:
    """The needs that lack somebody, as the domain reads them."""

    needs: Sequence[BatchNeed]
    """Those for which neighbours may be asked, by id."""
    places: Mapping[str, NeedPlace]
    without_consent: frozenset[UUID]
    """Those whose resident has not agreed to neighbours: nobody is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TownBatch:
    """Everything one run looks at."""

    batch: Batch
    open: OpenNeeds


def open_needs(
    session: Session, *, town_id: UUID, now: datetime, only: ColumnElement[bool]
) -> OpenNeeds:
    """Read the live needs that lack somebody, of those that meet a condition."""
    today = local_day(session, town_id, now)
    rows = open_need_rows(session, only, today=today)
    facts = facts_of(session, rows, lacks_somebody(today=today) & only, today=today, now=now)
    residents = list({row.resident_id for row in rows})
    clashing = clashing_by_need(session, rows, today=today)
    agreed = agreed_by(session, residents, on=today, purposes=tuple(sorted(FOR_NEIGHBOURS)))
    is_agreed = {each: agreed.get(each, frozenset()) >= FOR_NEIGHBOURS for each in residents}
    return OpenNeeds(
        needs=[
            BatchNeed(
                need_id=str(row.id),
                facts=replace(facts[row.id].facts, clashing_ids=clashing[row.id]),
                priority=PRIORITY[row.urgency],
                people=row.people_needed - row.taken,
                hours=hours_of(row) if row.starts_at else None,
            )
            for row in rows
            if is_agreed[row.resident_id]
        ],
        places={
            str(row.id): NeedPlace(
                case_id=row.case_id,
                area_id=row.area_id,
                is_rough=facts[row.id].near.is_centroid,
            )
            for row in rows
        },
        without_consent=frozenset(row.id for row in rows if not is_agreed[row.resident_id]),
    )


def town_batch(
    session: Session,
    *,
    town_id: UUID,
    now: datetime,
    only: ColumnElement[bool],
    weights: Weights,
    kept: Mapping[str, frozenset[HelperId]],
) -> TownBatch:
    """Read the needs that meet a condition and every active volunteer of the town as one batch."""
    found = open_needs(session, town_id=town_id, now=now, only=only)
    helpers: Sequence[HelperFacts] = active_helpers(session, now=now)
    batch = Batch(
        needs=found.needs,
        helpers=helpers,
        on=local_day(session, town_id, now),
        weights=weights,
        kept=kept,
    )
    return TownBatch(batch=batch, open=found)
