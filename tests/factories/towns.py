"""Towns, centres and areas."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session
from uuid_utils.compat import uuid7

from hopecare.database import SCOPE, TownScope
from hopecare.domain.identity import SystemActor
from hopecare.language.wording_versions import version_of
from hopecare.language.wordings import Text
from models import Area, Centre, CentreCoverage, Town, WordingRehearsal

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""A Monday, ten in the morning in Korea."""
TODAY = date(2026, 11, 23)
_numbers = count(1)
"""Written in one width: whoever sorts by a code finds the later one later, also after the tenth."""


def town_id_of(session: Session, town_id: UUID | None = None) -> UUID:
    """The town that was named, or the one this session is open for."""
    scope = session.info[SCOPE]
    if town_id is not None:
        return town_id
    assert isinstance(scope, TownScope), "name the town: this session is open for all of them"
    return scope.town_id


def a_town(
    session: Session,
    *,
    id: UUID | None = None,  # noqa: A002  the column's own name
    slug: str | None = None,
    channel_profile: str = "kr-twilio",
    country: str = "KR",
    language: str = "ko",
    zone: str = "Asia/Seoul",
    unseen: Iterable[Text] = (),
) -> Town:
    """A town; with a session open for one town, that very town."""
    scope = session.info[SCOPE]
    own_id = scope.town_id if isinstance(scope, TownScope) else uuid7()
    town = Town(
        id=id or own_id,
        slug=slug or f"town-{next(_numbers):06d}",
        name="남양주시",
        name_en="Namyangju",
        country=country,
        language=language,
        zone=zone,
        currency="KRW" if country == "KR" else "GBP",
        channel_profile=channel_profile,
        office_phone="031-000-0000",
        is_demonstration=True,
        created_at=NOW,
    )
    session.add(town)
    session.flush()
    _see_wordings(session, town, set(Text) - set(unseen))
    return town


def _see_wordings(session: Session, town: Town, seen: Iterable[Text]) -> None:
    """Note the wordings as seen; rehearsing all of them takes longer than most tests do.

    All are sound, and the service writes these very rows: see test_see_every_wording.
    """
    by = SystemActor(name="test")
    rows = [
        {
            "id": uuid7(),
            "town_id": town.id,
            "wording": text.value,
            "version": version_of(text),
            "seen_at": NOW,
            "seen_by": by.code,
            "seen_by_id": by.person_id,
        }
        for text in sorted(seen)
    ]
    if rows:
        session.execute(insert(WordingRehearsal), rows)


def a_centre(
    session: Session,
    *,
    name: str = "동부희망케어센터",
    name_en: str = "East Centre",
    code: str | None = None,
    town_id: UUID | None = None,
) -> Centre:
    """A care centre of the town."""
    centre = Centre(
        town_id=town_id_of(session, town_id),
        code=code or f"centre-{next(_numbers):06d}",
        name=name,
        name_en=name_en,
        phone="031-000-0001",
    )
    session.add(centre)
    session.flush()
    return centre


def an_area(
    session: Session,
    *,
    name: str = "진접읍",
    name_en: str = "Jinjeop-eup",
    code: str | None = None,
    covered_by: Centre | None = None,
    from_on: date = date(2026, 1, 1),
    until_on: date | None = None,
    lat: float | None = 37.72,
    lon: float | None = 127.19,
    town_id: UUID | None = None,
) -> Area:
    """A district, and the centre that covers it if one is given."""
    area = Area(
        town_id=town_id_of(session, town_id),
        code=code or f"area-{next(_numbers):06d}",
        kind="district",
        name=name,
        name_en=name_en,
        lat=lat,
        lon=lon,
    )
    session.add(area)
    session.flush()
    if covered_by is not None:
        covers(session, covered_by, area, from_on=from_on, until_on=until_on)
    return area


def covers(
    session: Session,
    centre: Centre,
    area: Area,
    *,
    from_on: date = date(2026, 1, 1),
    until_on: date | None = None,
) -> CentreCoverage:
    """This centre looks after this area for a time."""
    coverage = CentreCoverage(
        town_id=area.town_id,
        centre_id=centre.id,
        area_id=area.id,
        from_on=from_on,
        until_on=until_on,
    )
    session.add(coverage)
    session.flush()
    return coverage
