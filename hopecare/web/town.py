"""Which town a request is about: the signed-in person's, else the one asked for, else the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import request
from sqlalchemy import select

from hopecare.database import AllTowns
from hopecare.errors import NotFoundError, SettingsMissingError
from hopecare.extensions import desk
from hopecare.web.identity import find_current_identity
from hopecare.web.request_facts import once_a_request
from models import Town

if TYPE_CHECKING:
    from uuid import UUID

TOWN_COOKIE: Final = "town"


@dataclass(frozen=True, slots=True, kw_only=True)
class TownFacts:
    """What pages need to know of a town, without a row behind it."""

    id: UUID
    slug: str
    name: str
    name_en: str
    country: str
    language: str
    zone: str
    currency: str
    channel_profile: str
    office_phone: str
    is_demonstration: bool

    def called(self, language: str) -> str:
        """Say the town's name as a reader's language writes it."""
        return self.name if language == self.language else self.name_en


def current_town() -> TownFacts:
    """Give the town of this request; refuse where there is none yet."""
    town = find_current_town()
    if town is None:
        raise SettingsMissingError(setting="town")
    return town


def find_current_town() -> TownFacts | None:
    """Give the town of this request; None on a machine without any town."""
    return once_a_request("town", _find)


def _find() -> TownFacts | None:
    identity = find_current_identity()
    if identity is not None:
        return _read(Town.id == identity.town_id)
    slug = request.args.get(TOWN_COOKIE, "")
    if not slug:
        kept = request.cookies.get(TOWN_COOKIE, "")
        return (_read(Town.slug == kept) if kept else None) or _read()
    town = _read(Town.slug == slug)
    if town is None:
        raise NotFoundError(kind="town")
    return town


def _read(*conditions: object) -> TownFacts | None:
    wanted = select(Town).where(*conditions).order_by(Town.created_at, Town.id).limit(1)  # type: ignore[arg-type]
    with desk().database.reading(AllTowns()) as session:
        row = session.scalar(wanted)
    if row is None:
        return None
    return TownFacts(**{name: getattr(row, name) for name in TownFacts.__slots__})
