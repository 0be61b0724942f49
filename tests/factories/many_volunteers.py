"""Very many volunteers of one invented town, laid at once; the same seed gives the same town."""

from __future__ import annotations

import random
from datetime import timedelta
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from hopecare.domain.matching.distance import Point, moved, on_grid
from hopecare.domain.needs import NeedKind
from hopecare.domain.people import Sex
from models import Person, VolunteerProfile
from tests.factories.people import FROM_ON
from tests.factories.towns import NOW, TODAY

MIDDLE = Point(37.65, 127.2)
DISTRICTS = 16
TOWN_M = (10_000, 8_000)
AT_ONCE = 5_000
LANGUAGES = ("ko", "en", "vi", "zh", "uz", "tl")
HOMES = ("pets", "smoke", "stairs", "birds")


def a_spread(chance: random.Random) -> list[tuple[float, float]]:
    """The middles of the districts, in metres from the middle of the town."""
    tall, wide = TOWN_M[1], TOWN_M[0]
    return [(chance.uniform(-tall, tall), chance.uniform(-wide, wide)) for _ in range(DISTRICTS)]


def a_spot(chance: random.Random, spread: list[tuple[float, float]]) -> Point:
    """A place somewhere in a district, on the 100 m grid."""
    north, east = chance.choice(spread)
    place = moved(MIDDLE, north_m=chance.gauss(north, 1_500), east_m=chance.gauss(east, 1_500))
    return on_grid(place)


def many_volunteers(
    session: Session, town_id: UUID, how_many: int, *, chance: random.Random, nowhere: float = 0.0
) -> None:
    """Lay so many; a share of them has no place."""
    spread = a_spread(chance)
    for start in range(0, how_many, AT_ONCE):
        pairs = [
            _volunteer(
                chance, town_id, None if chance.random() < nowhere else a_spot(chance, spread)
            )
            for _ in range(min(AT_ONCE, how_many - start))
        ]
        session.execute(insert(Person), [person for person, _ in pairs])
        session.execute(insert(VolunteerProfile), [profile for _, profile in pairs])


def _some(chance: random.Random, words: tuple[str, ...], share: float) -> list[str]:
    return [word for word in words if chance.random() < share]


def _volunteer(
    chance: random.Random, town_id: UUID, place: Point | None
) -> tuple[dict[str, object], dict[str, object]]:
    person_id = uuid7()
    person = {
        "id": person_id,
        "town_id": town_id,
        "full_name": "공숲",
        "called": "공숲님",
        "language": "ko",
        "created_at": NOW,
        "sex": chance.choice((None, *Sex)),
        "died_on": None,
    }
    profile = {
        "id": uuid7(),
        "town_id": town_id,
        "person_id": person_id,
        "joined_on": FROM_ON,
        "skills": [kind.value for kind in chance.sample(list(NeedKind), chance.randint(1, 5))],
        "languages": ["ko", *_some(chance, LANGUAGES[1:], 0.05)],
        "avoids": _some(chance, HOMES, 0.1),
        "slots": "".join("1" if chance.random() < 0.3 else "0" for _ in range(28)),
        "radius_m": min(5_000, 500 + int(chance.gammavariate(3, 500))),
        "max_active": chance.choice((0, 1, 1, 2, 3)),
        "check_level": chance.choice((0, 1, 1, 2)),
        "check_expires_on": chance.choice((None, TODAY - timedelta(days=1), TODAY)),
        "is_on_duty": chance.random() < 0.95,
        "away_until": chance.choice((None, None, TODAY, TODAY + timedelta(days=3))),
        "suspended_at": NOW if chance.random() < 0.02 else None,
        "grid_lat": place.lat if place else None,
        "grid_lon": place.lon if place else None,
    }
    return person, profile
