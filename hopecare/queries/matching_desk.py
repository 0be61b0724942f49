"""Reads the matching desk: who lacks somebody, who fits, and which askings are under way."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from sqlalchemy import case, exists, func, or_, select

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.matching.batch import Batch
from hopecare.domain.matching.choices import Choices
from hopecare.domain.matching.pairs import may_meet
from hopecare.domain.matching.still_open import what_keeps_out
from hopecare.domain.matching.waiting import Waiting, written_between
from hopecare.domain.urgency import Urgency
from hopecare.queries.batch_facts import open_needs
from hopecare.queries.batch_helpers import active_helpers
from hopecare.queries.batch_needs import lacks_somebody
from hopecare.queries.town_days import local_day
from hopecare.queries.visibility import visible
from models import Area, Asking, Case, Need, Offer, Person, ProposalList, Task

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

SHOWN: Final = 25
"""Needs on the desk itself; the list behind it has them all."""
ASKINGS_SHOWN: Final = 15
LISTS_SHOWN: Final = 8
_IS_ITS_LIVE_ASKING: Final = (Asking.need_id == Need.id) & Asking.ended_at.is_(None)
GRAVITY: Final = case(
    (Case.urgency == Urgency.CRISIS, 0), (Case.urgency == Urgency.SOON, 1), else_=2
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """How many volunteers may be asked for a need, or what keeps most of them out."""

    fitting: int
    stopped_by: str | None
    kept_out: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A need for which neighbours are being asked, and what became of each offer."""

    need: Need
    resident: Person
    asking: Asking | None
    """None where people were asked by hand, and no wave follows."""
    offers: Sequence[tuple[Offer, Person, Task | None]]
    """Each with whom it asked, and what came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnderWay:
    """The askings on the desk itself; the list behind it has them all."""

    shown: Sequence[Asked]
    has_more: bool


def unmatched(*, today: date) -> Select[*tuple[Any, ...]]:
    """Select the needs that lack somebody, with case, resident and district."""
    return (
        select(Need, Case, Person, Area)
        .join(Case, Case.id == Need.case_id)
        .join(Person, Person.id == Case.resident_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .where(lacks_somebody(today=today))
    )


def of_age(age: Waiting, *, today_began: datetime) -> ColumnElement[bool]:
    """Make the condition for needs of one age."""
    begins, ends = written_between(age, today_began=today_began)
    if begins is None:
        return Need.created_at < ends
    if ends is None:
        return Need.created_at >= begins
    return (Need.created_at >= begins) & (Need.created_at < ends)


def count_unmatched(
    session: Session, identity: Identity, *, today: date, today_began: datetime
) -> Mapping[tuple[Urgency, Waiting], int]:
    """Count the needs that lack somebody by urgency and age."""
    age = case(
        *((of_age(each, today_began=today_began), each.value) for each in list(Waiting)[:2]),
        else_=Waiting.LONGER.value,
    ).label("age")
    counted = session.execute(
        select(Case.urgency, age, func.count(Need.id))
        .select_from(Need)
        .join(Case, Case.id == Need.case_id)
        .where(lacks_somebody(today=today), visible("case.read", identity, Need))
        .group_by(Case.urgency, age)
    )
    return {(urgency, Waiting(each)): number for urgency, each, number in counted}


def most_pressing(session: Session, identity: Identity, *, today: date) -> Sequence[Row[Any]]:
    """Read the needs that lack somebody, the most urgent first, then the longest waiting."""
    return session.execute(
        unmatched(today=today)
        .where(visible("case.read", identity, Need))
        .order_by(GRAVITY, Need.created_at, Need.id)
        .limit(SHOWN)
    ).all()


def fits(
    session: Session, need_ids: Sequence[UUID], *, town_id: UUID, now: datetime
) -> Mapping[UUID, Fit]:
    """Say for some needs how many volunteers fit; a need without consent is not among them."""
    found = open_needs(session, town_id=town_id, now=now, only=Need.id.in_(need_ids))
    if not found.needs:
        return {}
    on = local_day(session, town_id, now)
    batch = Batch(needs=found.needs, helpers=active_helpers(session, now=now), on=on)
    helpers = Choices(batch).helpers
    everybody = np.arange(len(helpers), dtype=np.int64)
    told = {}
    for need in found.needs:
        fitting = len(may_meet(need.facts, helpers, everybody)[0])
        kept_out = {} if fitting >= need.people else what_keeps_out(need.facts, helpers)
        told[need.need_id] = Fit(
            fitting=fitting,
            stopped_by=max(kept_out, key=lambda rule: kept_out[rule]) if kept_out else None,
            kept_out={rule.value: number for rule, number in kept_out.items()},
        )
    return {need_id: told[str(need_id)] for need_id in need_ids if str(need_id) in told}


def askings_under_way(session: Session, identity: Identity) -> UnderWay:
    """Read for which needs neighbours are asked, whose time ends first, and how each answered."""
    standing = (
        select(Offer.need_id, func.min(Offer.lapses_at).label("lapses_at"))
        .where(Offer.status == OfferStatus.STANDING)
        .group_by(Offer.need_id)
        .subquery()
    )
    rows = session.execute(
        select(Need, Person, Asking)
        .join(Case, Case.id == Need.case_id)
        .join(Person, Person.id == Case.resident_id)
        .outerjoin(Asking, _IS_ITS_LIVE_ASKING)
        .outerjoin(standing, standing.c.need_id == Need.id)
        .where(
            or_(Asking.id.is_not(None), standing.c.need_id.is_not(None)),
            visible("offer.make", identity, Need),
        )
        .order_by(func.coalesce(Asking.deadline, standing.c.lapses_at), Need.id)
        .limit(ASKINGS_SHOWN + 1)
    ).all()
    shown = rows[:ASKINGS_SHOWN]
    offers = _offers_by_need(session, [need.id for need, _, _ in shown])
    return UnderWay(
        shown=[
            Asked(need=need, resident=whose, asking=asking, offers=offers.get(need.id, ()))
            for need, whose, asking in shown
        ],
        has_more=len(rows) > ASKINGS_SHOWN,
    )


def is_asked_for() -> ColumnElement[bool]:
    """Make the condition that an asking for the need runs, or an offer stands."""
    stands = (Offer.need_id == Need.id) & (Offer.status == OfferStatus.STANDING)
    return exists().where(_IS_ITS_LIVE_ASKING) | exists().where(stands)


def _offers_by_need(
    session: Session, need_ids: Sequence[UUID]
) -> Mapping[UUID, Sequence[tuple[Offer, Person, Task | None]]]:
    """Read whom each need's offers asked, and the task that came of it, which may have ended."""
    rows = session.execute(
        select(Offer, Person, Task)
        .join(Person, Person.id == Offer.helper_id)
        .outerjoin(Task, Task.offer_id == Offer.id)
        .where(Offer.need_id.in_(need_ids))
        .order_by(Offer.need_id, Offer.made_at, Offer.id, Task.started_at)
    )
    found: dict[UUID, dict[UUID, tuple[Offer, Person, Task | None]]] = defaultdict(dict)
    for offer, helper, task in rows:
        found[offer.need_id][offer.id] = (offer, helper, task)
    return {need_id: list(theirs.values()) for need_id, theirs in found.items()}


def newest_lists(session: Session, identity: Identity) -> Sequence[ProposalList]:
    """Read the newest lists of proposals."""
    return session.scalars(
        select(ProposalList)
        .where(visible("offer.make", identity, ProposalList))
        .order_by(ProposalList.asked_at.desc(), ProposalList.id.desc())
        .limit(LISTS_SHOWN)
    ).all()
