"""The best placed of very many volunteers for one need, found without looking at all of them.

What is certain to keep somebody out is asked of the numbers in a covering index, over a box on the
grid that is widened; whoever is left is judged by the rules themselves. Nobody farther away can be
better placed once a price is below the least price at the edge of what was looked at: only then it
is enough.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import func, or_, select

from hopecare.domain.matching.bits import home_bits, language_bits, skill_bits
from hopecare.domain.matching.candidates import HelperMatch, rank_helpers
from hopecare.domain.matching.constraints import BY_TELEPHONE
from hopecare.domain.matching.score import DEFAULT_WEIGHTS
from hopecare.domain.needs import CheckLevel
from hopecare.queries.candidate_facts import METRES_A_DEGREE, facts_of_people, half_degrees
from models import Area, Person, VolunteerProfile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

    from hopecare.domain.matching.constraints import HelperFacts, NeedFacts
    from hopecare.domain.matching.distance import Point

BOXES_M: Final = (600, 1_500, 4_000, 12_000, 50_000)
"""Half the side of the box, widened in steps up to the longest radius there is."""
AT_FIRST: Final = 48
MORE: Final = 4
"""So many are judged at first, and so many times more where that was not enough."""
SLACK: Final = 0.03
"""A flat map errs by less than this within the largest box; a box only ever lets in more."""
SLACK_M: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The best placed, proven so, and how far was looked."""

    ranked: tuple[HelperMatch, ...]
    half_m: int | None
    """None where distance decides nothing and the whole town was looked at."""
    weights_version: str


@dataclass(frozen=True, slots=True)
class _Search:
    """One search: what is asked, on which day, and whom it judged already."""

    session: Session
    town_id: UUID
    need: NeedFacts
    on: date
    now: datetime
    judged: dict[UUID, HelperFacts]
    some_unplaced: bool
    """Whether anybody has no point of their own, and stands for the middle of their district."""

    def rank(self, ids: Sequence[UUID]) -> tuple[HelperMatch, ...]:
        """Judge these, and the last helper, whose price may be lower than anybody's."""
        last = self.need.previous_helper_id
        asked = {*ids, *([last] if last is not None else [])}
        new = [each for each in asked if each not in self.judged]
        for facts in self._facts(new):  # type: ignore[arg-type]
            self.judged[facts.helper_id] = facts  # type: ignore[index]
        return rank_helpers(self.need, self.judged.values(), self.on).ranked

    def _facts(self, ids: Sequence[UUID]) -> Sequence[HelperFacts]:
        with_building = self.need.building is not None
        return facts_of_people(
            self.session, ids, town_id=self.town_id, now=self.now, with_building=with_building
        )

    def may_fit(self) -> list[ColumnElement[bool]]:
        """Whoever lives in this town and is kept out by no number."""
        return [VolunteerProfile.town_id == self.town_id, *_may_fit(self.need, self.on)]


def nearest_helpers(
    session: Session, need: NeedFacts, *, town_id: UUID, on: date, now: datetime, enough: int
) -> Nearest:
    """Give at least so many of the best placed of this town, or everybody who may be asked."""
    search = _Search(session, town_id, need, on, now, {}, _is_anybody_unplaced(session, town_id))
    ranked: tuple[HelperMatch, ...] = ()
    for half_m in (None,) if is_anywhere(need) else _boxes(session, town_id):
        limit = AT_FIRST
        while True:
            found, edge = _within(search, half_m, limit)
            ranked = search.rank(found)
            sure = [each for each in ranked if each.cost <= edge]
            if len(sure) >= enough:
                return _nearest(tuple(sure), half_m)
            if len(found) < limit:
                break
            limit *= MORE
    return _nearest(ranked, None if is_anywhere(need) else BOXES_M[-1])


def is_anywhere(need: NeedFacts) -> bool:
    """Say whether distance decides nothing."""
    return need.point is None or bool(need.kinds and need.kinds <= BY_TELEPHONE)


def _nearest(ranked: tuple[HelperMatch, ...], half_m: int | None) -> Nearest:
    return Nearest(ranked=ranked, half_m=half_m, weights_version=DEFAULT_WEIGHTS.version)


def _within(search: _Search, half_m: int | None, limit: int) -> tuple[list[UUID], int]:
    """Name the first so many who may fit, and the least price of anybody who was left out."""
    least = DEFAULT_WEIGHTS.place_filled
    point = search.need.point
    if half_m is None or point is None:
        fitting = select(VolunteerProfile.person_id).where(*search.may_fit())
        ids = search.session.scalars(fitting.order_by(VolunteerProfile.person_id).limit(limit))
        # In the order of their ids, which settles equal prices: nobody left out comes before.
        return list(ids), least
    rows = sorted(
        (away, person_id)
        for statement in _searches(search, point, half_m)
        for person_id, away in search.session.execute(statement.limit(limit))
    )[:limit]
    reach: float = half_m
    if len(rows) == limit:
        reach = min(reach, math.sqrt(rows[-1][0]) * (1 - SLACK) - SLACK_M)
    return [person_id for _, person_id in rows], least + math.floor(reach) - 1


def _is_anybody_unplaced(session: Session, town_id: UUID) -> bool:
    is_unplaced = VolunteerProfile.grid_lat.is_(None)
    unplaced = select(VolunteerProfile.person_id).where(
        VolunteerProfile.town_id == town_id, is_unplaced
    )
    return session.execute(unplaced.limit(1)).first() is not None


def _boxes(session: Session, town_id: UUID) -> Iterator[int]:
    """Widen until nobody goes that far: each has their own reach."""
    yield BOXES_M[0]
    reaches = select(func.max(VolunteerProfile.radius_m))
    longest = session.scalar(reaches.where(VolunteerProfile.town_id == town_id)) or 0
    edge = math.ceil(longest * (1 + SLACK) + SLACK_M)
    for before, half_m in pairwise(BOXES_M):
        if before >= edge:
            return
        yield min(half_m, edge)


def _searches(search: _Search, point: Point, half_m: int) -> list[Select[*tuple[Any, ...]]]:
    placed = _placed(search, point, half_m)
    return [placed, _by_district(search, point, half_m)] if search.some_unplaced else [placed]


def _placed(search: _Search, point: Point, half_m: int) -> Select[*tuple[Any, ...]]:
    """Those with a point of their own inside the box, the nearest first."""
    lat, lon = VolunteerProfile.grid_lat, VolunteerProfile.grid_lon
    away = _squared_m(lat, lon, point)
    return (
        select(VolunteerProfile.person_id, away)
        .where(*_inside(lat, lon, point, half_m), *search.may_fit(), _reach(away))
        .order_by(away, VolunteerProfile.person_id)
    )


def _by_district(search: _Search, point: Point, half_m: int) -> Select[*tuple[Any, ...]]:
    """Those without a point of their own whose district's middle lies inside the box."""
    away = _squared_m(Area.lat, Area.lon, point)
    return (
        select(VolunteerProfile.person_id, away)
        .join(Person, Person.id == VolunteerProfile.person_id)
        .join(Area, Area.id == Person.area_id)
        .where(
            VolunteerProfile.grid_lat.is_(None),
            *_inside(Area.lat, Area.lon, point, half_m),
            *search.may_fit(),
            _reach(away),
        )
        .order_by(away, VolunteerProfile.person_id)
    )


def _inside(lat: Any, lon: Any, point: Point, half_m: int) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401  mapped columns
    tall, wide = half_degrees(point, half_m)
    return (
        lat.between(point.lat - tall, point.lat + tall),
        lon.between(point.lon - wide, point.lon + wide),
    )


def _squared_m(lat: Any, lon: Any, point: Point) -> ColumnElement[float]:  # noqa: ANN401  mapped columns
    """Metres on a flat map, squared: enough to sort by, and both databases can reckon it."""
    north = (lat - point.lat) * METRES_A_DEGREE
    east = (lon - point.lon) * METRES_A_DEGREE * math.cos(math.radians(point.lat))
    squared: ColumnElement[float] = north * north + east * east
    return squared


def _reach(away: ColumnElement[float]) -> ColumnElement[bool]:
    reach = VolunteerProfile.radius_m * (1 + SLACK) + SLACK_M
    return away <= reach * reach


def _may_fit(need: NeedFacts, on: date) -> list[ColumnElement[bool]]:
    """What numbers can say of the hard rules; nobody who breaks none is kept out by it."""
    own = VolunteerProfile
    skills, homes = skill_bits(need.kinds), home_bits(need.flags)
    conditions = [
        own.is_on_duty.is_(True),
        own.suspended_at.is_(None),
        or_(own.away_until.is_(None), own.away_until <= on),
        own.skill_bits.bitwise_and(skills) == skills,
        own.slot_bits.bitwise_and(need.slots) != 0,
        own.check_level >= need.check_level,
        own.max_active > 0,
    ]
    if need.check_level > CheckLevel.NONE:
        conditions.append(func.coalesce(own.check_expires_on, on) >= on)
    if need.language_required and need.language is not None:
        conditions.append(own.language_bits.bitwise_and(language_bits((need.language,))) != 0)
    if homes:
        conditions.append(own.avoid_bits.bitwise_and(homes) == 0)
    return conditions
