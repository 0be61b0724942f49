"""Load the demonstration: both towns, each whole or not at all, told by the story's own clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from uuid_utils.compat import uuid7

from hopecare.database import AllTowns, TownScope
from hopecare.demo.asking_days import AskingDays
from hopecare.demo.cast import read_cast
from hopecare.demo.clockwork import Clockwork
from hopecare.demo.crowd import HOUSEHOLDS, VOLUNTEERS, crowd_of, words_of
from hopecare.demo.days import Days
from hopecare.demo.desks import Desks
from hopecare.demo.known_services import tell_of_services
from hopecare.demo.places import make_town, set_up_places, set_up_staff
from hopecare.demo.stage import DAYS, Stage
from hopecare.demo.stories import named_stories
from hopecare.demo.telling import Teller
from hopecare.demo.town_files import read_town
from hopecare.errors import AlreadyTakenError
from models import Town

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.database import Database
    from hopecare.demo.stage import Story
    from hopecare.demo.town_files import TownFile

SLUGS: Final = ("namyangju", "riverbend")
ENDS: Final = (0.95, 1.0)
"""How much is done when each town is: the second one is small."""
LAID: Final = 0.05
"""How much of a town is done when everybody stands there, before the first day."""
SEED: Final = 7
ASKED: Final = 0.3
"""The part of the crowd that may be asked how they are."""
FEWEST: Final = 60
"""Households around the named ones at the smallest scale: one for each course of events."""
SET_UP_BEFORE: Final = timedelta(days=3)
LOADED_AT: Final = time(14, 20)
"""The hour of the loading, where only a date is given: an afternoon at the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """Which demonstration: how random, how large, at which moment."""

    now: datetime
    seed: int = SEED
    scale: float = 1.0
    is_named_only: bool = False
    """Only the cast, without anybody around it."""


def moment_on(day: date) -> datetime:
    """The loading moment of a day in the demonstration town."""
    return datetime.combine(day, LOADED_AT, tzinfo=ZoneInfo("Asia/Seoul"))


def is_empty(database: Database) -> bool:
    """Say whether there is no town at all."""
    with database.reading(AllTowns()) as session:
        return session.scalar(select(Town.id).limit(1)) is None


def towns_loaded(database: Database) -> tuple[str, ...]:
    """Name the demonstration towns that are here: both, one after a load was cut off, or none."""
    with database.reading(AllTowns()) as session:
        wanted = select(Town.slug).where(Town.slug.in_(SLUGS), Town.is_demonstration.is_(True))
        return tuple(session.scalars(wanted.order_by(Town.slug)))


def is_half_loaded(database: Database) -> bool:
    """Say whether a load was cut off between the towns, so that another one completes it.

    Not where a town of somebody's own bears the name of the one that is missing.
    """
    loaded = towns_loaded(database)
    return 0 < len(loaded) < len(SLUGS) and set(loaded) == _names_taken(database)


def load_demo(
    database: Database, wish: Wish, *, progress: Callable[[float], None] = lambda _: None
) -> None:
    """Load each town that is missing; refused where there is none. `progress` hears 0 to 1.

    A town of somebody's own that bears the name of one of them is never touched: that is refused.
    """
    there = _names_taken(database)
    if there == set(SLUGS) or there != set(towns_loaded(database)):
        raise AlreadyTakenError(town=", ".join(sorted(there)))
    begins = 0.0
    for slug, ends in zip(SLUGS, ENDS, strict=True):
        if slug not in there:
            town_id, part = uuid7(), partial(_within, progress, begins, ends)
            with database.writing(TownScope(town_id)) as session:
                _load_town(session, read_town(slug), town_id=town_id, wish=wish, progress=part)
        begins = ends


def _names_taken(database: Database) -> set[str]:
    """Which of the names some town bears, invented or somebody's own."""
    with database.reading(AllTowns()) as session:
        return set(session.scalars(select(Town.slug).where(Town.slug.in_(SLUGS))))


def _within(progress: Callable[[float], None], begins: float, ends: float, share: float) -> None:
    """Tell how much of one town is done as how much of all is."""
    progress(begins + (ends - begins) * min(1.0, share))


def _load_town(
    session: Session,
    file: TownFile,
    *,
    town_id: UUID,
    wish: Wish,
    progress: Callable[[float], None],
) -> None:
    """One town, from its places to its stories."""
    begins_at = wish.now - timedelta(days=DAYS) - SET_UP_BEFORE
    town = make_town(session, file, town_id=town_id, now=begins_at)
    stage = Stage(
        session=session,
        town=town,
        ends_at=wish.now,
        random=Random(f"{wish.seed}:{town.slug}"),  # noqa: S311  invented people, not secrets
        now=begins_at,
    )
    progress(0.0)
    set_up_places(stage, file)
    set_up_staff(stage, file)
    tell_of_services(stage)
    stories = _stories(stage, wish)
    progress(LAID)
    for moment in Clockwork(stage).tell(stories):
        progress(LAID + (1 - LAID) * ((moment - begins_at) / (wish.now - begins_at)))


def _stories(stage: Stage, wish: Wish) -> list[Story]:
    """Bring everybody on, and begin every story of the town."""
    teller = Teller(stage, read_cast())
    is_first = stage.town.slug == SLUGS[0]
    stories: list[Story] = []
    if not wish.is_named_only:
        scale = wish.scale if is_first else 0
        crowd = crowd_of(stage)
        residents = crowd.lay_residents(max(FEWEST, round(HOUSEHOLDS * scale)))
        crowd.lay_volunteers(max(FEWEST, round(VOLUNTEERS * scale)))
        days = Days(teller, crowd, words_of(stage))
        asked = round(len(residents) * ASKED)
        stories += days.stories(residents[asked:], scale=scale)
        stories += AskingDays(days).stories(residents[:asked], scale=scale)
    stories += Desks(stage).stories()
    if is_first:
        for key in teller.cast.volunteers:
            teller.joins(key)
        stories += named_stories(teller)
    return stories
