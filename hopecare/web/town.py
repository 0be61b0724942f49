"""Which town a request is about: the signed-in person's, else the one asked for, else the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import request
from sqlalchemy import select
from werkzeug.exceptions import RequestEntityTooLarge

from hopecare.database import AllTowns
from hopecare.errors import NotFoundError, SettingsMissingError
from hopecare.extensions import desk
from hopecare.web.identity import find_current_identity
from hopecare.web.request_facts import forget_fact, once_a_request
from models import Town

if TYPE_CHECKING:
    from uuid import UUID

    from flask import Flask, Response

TOWN_FIELD: Final = "town"
TOWN_COOKIE: Final = "town"
A_YEAR_S: Final = 31_536_000


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
        """Say the town's name in the reader's language; `name` is Korean wherever the town is."""
        return self.name if language == "ko" else self.name_en


def current_town() -> TownFacts:
    """Give the town of this request; refuse one that is not here, and where there is none yet."""
    town = find_current_town()
    if town is None and _named():
        raise NotFoundError(kind="town")
    if town is None:
        raise SettingsMissingError(setting="town")
    return town


def other_towns() -> list[TownFacts]:
    """Give the other towns of this installation, for those who came to the wrong one."""
    chosen = find_current_town()
    with desk().database.reading(AllTowns()) as session:
        rows = session.scalars(select(Town).order_by(Town.created_at, Town.id)).all()
        towns = [_facts(row) for row in rows]
    return [town for town in towns if chosen is None or town.id != chosen.id]


def keep_town(app: Flask) -> None:
    """Remember the town in the address, so that the next page is the same town's."""
    app.after_request(_remember)


def be_in_town(town_id: UUID) -> None:
    """Answer this request as the page of another town: a link knows whose question it is."""
    forget_fact("town")
    once_a_request("town", lambda: _read(Town.id == town_id))


def _remember(response: Response) -> Response:
    town = find_current_town() if request.args.get(TOWN_FIELD) else None
    if town is not None and request.cookies.get(TOWN_COOKIE) != town.slug:
        response.set_cookie(
            TOWN_COOKIE,
            town.slug,
            max_age=A_YEAR_S,
            httponly=True,
            samesite="Lax",
            secure=desk().settings.is_production,
        )
    return response


def find_current_town() -> TownFacts | None:
    """Give the town of this request; None on a machine without any town."""
    return once_a_request("town", _find)


def _find() -> TownFacts | None:
    identity = find_current_identity()
    if identity is not None:
        return _read(Town.id == identity.town_id)
    slug = _named()
    if not slug:
        kept = request.cookies.get(TOWN_COOKIE, "")
        return (_read(Town.slug == kept) if kept else None) or _read()
    return _read(Town.slug == slug)


def _named() -> str:
    """The town a form was filled in for, else the one in the address: never what a cookie says.

    Somebody may have two towns' pages open; each form goes to the town it was shown for.
    """
    try:
        in_form = request.form.get(TOWN_FIELD, "")
    except RequestEntityTooLarge:  # the page that says so is shown all the same
        in_form = ""
    return in_form or request.args.get(TOWN_FIELD, "")


def _read(*conditions: object) -> TownFacts | None:
    wanted = select(Town).where(*conditions).order_by(Town.created_at, Town.id).limit(1)  # type: ignore[arg-type]
    with desk().database.reading(AllTowns()) as session:
        row = session.scalar(wanted)
    return None if row is None else _facts(row)


def _facts(row: Town) -> TownFacts:
    return TownFacts(**{name: getattr(row, name) for name in TownFacts.__slots__})
