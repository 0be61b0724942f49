"""Several volunteers around one place."""

from __future__ import annotations

from sqlalchemy.orm import Session

from hopecare.domain.matching.distance import Point, moved
from models import Area, Centre, Person
from tests.factories.people import a_volunteer

HOME = Point(37.72, 127.19)
"""Where the residents of the factories live."""
_NAMES = ("공숲", "노을", "차누리봄", "류빛나", "마루", "도란", "한결", "새론", "가온", "미르")


def neighbours(
    session: Session,
    how_many: int,
    *,
    centre: Centre | None = None,
    area: Area | None = None,
    first_m: int = 200,
    step_m: int = 150,
    **offered: object,
) -> list[Person]:
    """Volunteers on a line to the north, the nearest first."""
    people = []
    for number in range(how_many):
        at = moved(HOME, north_m=first_m + number * step_m, east_m=0)
        people.append(
            a_volunteer(
                session,
                name=_NAMES[number % len(_NAMES)],
                centre=centre,
                area=area,
                grid=(at.lat, at.lon),
                **offered,  # type: ignore[arg-type]
            )
        )
    return people
