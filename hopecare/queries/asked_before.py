"""Who is asked for a need or holds it, and for what, before somebody changes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.matching.constraints import Rule
from hopecare.queries.offers import offers_of_need
from hopecare.queries.tasks import active_tasks_of_need
from hopecare.queries.yes_rules import rules_broken_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

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

    def under(self, names: Mapping[UUID, UUID]) -> AskedBefore:
        """The same, where records lead to others by now: each keeps what stood against them."""
        broken = {names.get(each, each): rules for each, rules in self.broken.items()}
        return replace(self, broken=broken)


def asked_before(
    session: Session, need: Need, *, now: datetime, only: UUID | None = None
) -> AskedBefore:
    """Read how it stands before the change, for all or `only` one; case and need are held."""
    standing = offers_of_need(session, need.id, OfferStatus.STANDING)
    offers = [each for each in standing if only in (None, each.helper_id)]
    active = active_tasks_of_need(session, need.id)
    held = [each for each in active if only in (None, each.helper_id)]
    helpers = [*(offer.helper_id for offer in offers), *(task.helper_id for task in held)]
    broken = rules_broken_by(session, need, helpers, now=now) if helpers else {}
    return AskedBefore(
        offers=offers,
        held=held,
        broken=broken,
        facts=facts_asked_for(need),
        people=need.people_needed,
    )


def suits_no_more(
    session: Session, need: Need, before: AskedBefore, *, now: datetime
) -> frozenset[UUID]:
    """Give those who would go too far now that somebody moved, or whom a rule keeps out since."""
    after = rules_broken_by(session, need, list(before.broken), now=now)
    return frozenset(
        each for each in after if Rule.TOO_FAR in after[each] or after[each] - before.broken[each]
    )


def facts_asked_for(need: Need) -> tuple[object, ...]:
    """What whoever says yes goes by: which help, on which days, at what hours."""
    days = (need.rhythm, need.from_on, need.until_on, tuple(need.weekdays))
    return (need.kind, *days, need.starts_at, need.minutes)
