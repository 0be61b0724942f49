"""Who is asked for a need or holds it, and for what, before somebody changes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.care_path import OfferStatus
from hopecare.queries.offers import offers_of_need
from hopecare.queries.tasks import active_tasks_of_need
from hopecare.queries.yes_rules import rules_broken_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.matching.constraints import Rule
    from models import Need, Offer, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBefore:
    """Who was asked or held it, and for what, before the need was changed."""

    offers: Sequence[Offer]
    held: Sequence[Task]
    broken: Mapping[UUID, frozenset[Rule]]
    """What stood between each of them and the need already."""
    facts: tuple[object, ...]
    people: int
    """How many were needed."""


def asked_before(session: Session, need: Need, *, now: datetime) -> AskedBefore:
    """Read how it stands before the change; the caller holds case and need."""
    offers = offers_of_need(session, need.id, OfferStatus.STANDING)
    held = active_tasks_of_need(session, need.id)
    helpers = [*(offer.helper_id for offer in offers), *(task.helper_id for task in held)]
    broken = rules_broken_by(session, need, helpers, now=now) if helpers else {}
    return AskedBefore(
        offers=offers,
        held=held,
        broken=broken,
        facts=facts_asked_for(need),
        people=need.people_needed,
    )


def facts_asked_for(need: Need) -> tuple[object, ...]:
    """What whoever says yes goes by: which help, on which days, at what hours."""
    days = (need.rhythm, need.from_on, need.until_on, tuple(need.weekdays))
    return (need.kind, *days, need.starts_at, need.minutes)
