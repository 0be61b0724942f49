"""Reads what many needs ask of a helper: each thing for all of them in one statement."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from hopecare.domain.care_path import CaseStatus, OfferStatus
from hopecare.domain.matching.distance import Point
from hopecare.domain.need_days import first_day
from hopecare.queries.candidate_facts import Near, Wanted, asked_by, helped_well
from hopecare.queries.clashes import hours_of
from hopecare.queries.helper_wishes import who_knows
from hopecare.queries.let_go import let_go_offers
from hopecare.queries.need_times import day_to_come
from hopecare.queries.needs import LIVE, fills_place
from hopecare.queries.places import lies_in_middle
from hopecare.queries.set_aside import set_aside_of
from hopecare.queries.weekly import is_cover
from models import (
    Area,
    Case,
    Household,
    HouseholdMember,
    Need,
    Offer,
    Person,
    RefusedHelper,
    Task,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Row, ScalarSelect, Select
    from sqlalchemy.orm import Session

ASKABLE_AGAIN: Final = (OfferStatus.LAPSED, OfferStatus.STOOD_DOWN, OfferStatus.LATE)
"""After these an offer of the same need may be made to the same volunteer again."""


def count_taken() -> ScalarSelect[int]:
    """Count, beside each need, the places that need nobody else."""
    taken = select(func.count(Task.place.distinct())).where(Task.need_id == Need.id, fills_place())
    return taken.correlate(Need).scalar_subquery()


def lacks_somebody(*, today: date) -> ColumnElement[bool]:
    """Make the condition that a need is live, has a day to come and lacks somebody; joins its case.

    A missed day asks for itself: it cannot wait for a list.
    """
    is_live = Need.status.in_(LIVE) & (Case.status != CaseStatus.CLOSED)
    lacks = is_live & (count_taken() < Need.people_needed) & ~is_cover()
    return lacks & day_to_come(today=today)


def open_need_rows(
    session: Session, only: ColumnElement[bool], *, today: date
) -> Sequence[Row[Any]]:
    """Read the needs that lack somebody, of those that meet a condition, by their keys."""
    return need_rows(session, lacks_somebody(today=today) & only)


def need_rows(session: Session, only: ColumnElement[bool]) -> Sequence[Row[Any]]:
    """Read the needs that meet a condition, whatever became of them; no names, no words."""
    asked: Select[*tuple[Any, ...]] = (
        select(
            Need.id, Need.kind, Need.rhythm, Need.from_on, Need.until_on, Need.weekdays,
            Need.starts_at, Need.minutes, Need.people_needed, Need.language, Need.language_required,
            Need.gender_wish, Need.check_level, Need.flags, Need.case_id, Case.resident_id,
            Case.urgency, count_taken().label("taken"), Person.nobody_of_building, Person.area_id,
            Person.nobody_of_workplace, Person.only_strangers, Person.workplace_index,
            Area.lat, Area.lon,
        )
        .join(Case, Case.id == Need.case_id)
        .join(Person, Person.id == Case.resident_id)
        .outerjoin(Area, Area.id == Person.area_id)
        .where(only)
        .order_by(Need.id)
    )  # fmt: skip
    return session.execute(asked).all()


def facts_of(
    session: Session,
    rows: Sequence[Row[Any]],
    only: ColumnElement[bool],
    *,
    today: date,
    now: datetime,
) -> Mapping[UUID, Wanted]:
    """Lay each need out as the domain's facts; the rows are those that meet the condition."""
    residents = _residents(only)
    homes = _homes(session, residents)
    known = _Known(
        homes=homes,
        together=_together(session, residents),
        refused=_refused(session, residents),
        asked=_asked(session, only),
        aside=set_aside_of(session, residents, now=now),
        helped=_last_helpers(session, residents),
        knows=who_knows(session, residents.where(Person.only_strangers.is_(True))),
    )
    return {row.id: known.wanted(row, today) for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What was read for all needs at once, by resident or need."""

    homes: Mapping[UUID, Any]
    together: Mapping[UUID, frozenset[UUID]]
    refused: Mapping[UUID, list[tuple[UUID, date | None]]]
    asked: Mapping[UUID, frozenset[UUID]]
    aside: Mapping[UUID, frozenset[UUID]]
    helped: Mapping[tuple[UUID, str], UUID]
    knows: Mapping[UUID, frozenset[UUID]]

    def wanted(self, row: Row[Any], today: date) -> Wanted:
        near, home = self._near(row), self.homes.get(row.resident_id)
        nobody = (row.nobody_of_building or row.only_strangers) and home is not None
        no_colleague = row.nobody_of_workplace or row.only_strangers
        facts = replace(
            asked_by(row, today=today),
            point=near.point,
            resident_id=row.resident_id,
            household_ids=self.together.get(row.resident_id, frozenset()),
            refused_ids=self._refused(row, today),
            asked_ids=self.asked.get(row.id, frozenset()),
            set_aside_ids=self.aside.get(row.resident_id, frozenset()),
            building=home.building_index if nobody and home is not None else None,
            workplace=row.workplace_index if no_colleague else None,
            known_ids=self.knows.get(row.resident_id, frozenset()),
            previous_helper_id=self.helped.get((row.resident_id, row.kind)),
            on=first_day(hours_of(row), today=today),
        )
        return Wanted(facts=facts, near=near)

    def _refused(self, row: Row[Any], today: date) -> frozenset[UUID]:
        refused = self.refused.get(row.resident_id, [])
        begins = first_day(hours_of(row), today=today)
        return frozenset(each for each, until in refused if until is None or until > begins)

    def _near(self, row: Row[Any]) -> Near:
        """As `places.find_place`: the grid point of the home, or the middle of the district."""
        home = self.homes.get(row.resident_id)
        if home is not None and home.grid_lat is not None and home.grid_lon is not None:
            point = Point(home.grid_lat, home.grid_lon)
            is_middle = lies_in_middle((point.lat, point.lon), (home.lat, home.lon))
            return Near(point=point, is_centroid=not home.is_measured and is_middle)
        if row.lat is None or row.lon is None:
            return Near(point=None)
        return Near(point=Point(row.lat, row.lon), is_centroid=True)


def _residents(only: ColumnElement[bool]) -> Select[Any]:
    """Select whose needs are looked at."""
    return (
        select(Case.resident_id)
        .join(Need, Need.case_id == Case.id)
        .join(Person, Person.id == Case.resident_id)
        .where(only)
    )


def _homes(session: Session, residents: Select[Any]) -> dict[UUID, Any]:
    found = session.execute(
        select(
            HouseholdMember.person_id, Household.grid_lat, Household.grid_lon,
            Household.building_index, Household.exact_point.is_not(None).label("is_measured"),
            Area.lat, Area.lon,
        )
        .join(Household, Household.id == HouseholdMember.household_id)
        .outerjoin(Area, Area.id == Household.area_id)
        .where(HouseholdMember.person_id.in_(residents), HouseholdMember.until_on.is_(None))
        .order_by(HouseholdMember.id.desc())
    )  # fmt: skip
    return {row.person_id: row for row in found}


def _together(session: Session, residents: Select[Any]) -> Mapping[UUID, frozenset[UUID]]:
    """Who lives with each resident, themself among them."""
    own = aliased(HouseholdMember)
    pairs = session.execute(
        select(own.person_id, HouseholdMember.person_id)
        .join(HouseholdMember, HouseholdMember.household_id == own.household_id)
        .where(
            own.person_id.in_(residents),
            own.until_on.is_(None),
            HouseholdMember.until_on.is_(None),
        )
    )
    return _sets((row[0], row[1]) for row in pairs)


def _refused(
    session: Session, residents: Select[Any]
) -> Mapping[UUID, list[tuple[UUID, date | None]]]:
    found: dict[UUID, list[tuple[UUID, date | None]]] = defaultdict(list)
    for resident_id, helper_id, until_on in session.execute(
        select(RefusedHelper.resident_id, RefusedHelper.helper_id, RefusedHelper.until_on).where(
            RefusedHelper.resident_id.in_(residents)
        )
    ):
        found[resident_id].append((helper_id, until_on))
    return found


def _asked(session: Session, only: ColumnElement[bool]) -> Mapping[UUID, frozenset[UUID]]:
    """Whose last offer of the need stands, was taken or was declined."""
    needs = (
        select(Need.id)
        .join(Case, Case.id == Need.case_id)
        .join(Person, Person.id == Case.resident_id)
        .where(only)
    )
    last: dict[tuple[UUID, UUID], OfferStatus] = {}
    let_go = let_go_offers(session, needs)
    for need_id, helper_id, offer_id, status in session.execute(
        select(Offer.need_id, Offer.helper_id, Offer.id, Offer.status)
        .where(Offer.need_id.in_(needs))
        .order_by(Offer.made_at, Offer.id)
    ):
        # Whoever left it is proposed no more for having been silent after that.
        if last.get((need_id, helper_id)) is not OfferStatus.ACCEPTED:
            last[need_id, helper_id] = OfferStatus.STOOD_DOWN if offer_id in let_go else status
    return _sets(pair for pair, status in last.items() if status not in ASKABLE_AGAIN)


def _last_helpers(session: Session, residents: Select[Any]) -> Mapping[tuple[UUID, str], UUID]:
    """Who last helped each resident with each kind of help."""
    other, case = aliased(Need), aliased(Case)
    tasks = session.execute(
        select(case.resident_id, other.kind, Task.helper_id)
        .join(case, case.id == Task.case_id)
        .join(other, other.id == Task.need_id)
        .where(case.resident_id.in_(residents), helped_well())
        .order_by(Task.started_at)
    )
    return {(row[0], row[1]): row[2] for row in tasks}


def _sets(pairs: Iterable[tuple[UUID, UUID]]) -> Mapping[UUID, frozenset[UUID]]:
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return {one: frozenset(others) for one, others in found.items()}
