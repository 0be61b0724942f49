"""Found a town: the wall behind which everything of it will stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import select

from hopecare.channel_profiles import all_profiles
from hopecare.domain.phone import PhoneNumber
from hopecare.errors import AlreadyTakenError, InvalidInputError, PhoneRefusedError
from models import Town

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class TownWish:
    """What a town is called, where it lies, and how its telephones work."""

    slug: str
    name: str
    name_en: str
    country: str
    language: str
    zone: str
    currency: str
    channel_profile: str
    office_phone: str


def found_town(session: Session, wish: TownWish, *, now: datetime) -> Town:
    """Found it, or name everything that is wrong with the wish."""
    number = _refuse_impossible(wish)
    if session.scalar(select(Town.id).where(Town.slug == wish.slug)) is not None:
        raise AlreadyTakenError(slug=wish.slug)
    town = Town(
        slug=wish.slug,
        name=wish.name,
        name_en=wish.name_en,
        country=wish.country,
        language=wish.language,
        zone=wish.zone,
        currency=wish.currency,
        channel_profile=wish.channel_profile,
        office_phone=number.e164,
        created_at=now,
    )
    session.add(town)
    session.flush()
    return town


def _refuse_impossible(wish: TownWish) -> PhoneNumber:
    wrong: dict[str, list[str]] = {}
    if not wish.slug.isascii() or not wish.slug.replace("-", "").isalnum():
        wrong["slug"] = ["not_a_slug"]
    if len(wish.country) != len("KR") or not wish.country.isupper():
        wrong["country"] = ["not_a_country"]
    if len(wish.currency) != len("KRW") or not wish.currency.isupper():
        wrong["currency"] = ["not_a_currency"]
    if wish.channel_profile not in all_profiles():
        wrong["channel_profile"] = ["not_a_choice"]
    if not _is_zone(wish.zone):
        wrong["zone"] = ["not_a_zone"]
    number = _find_number(wish)
    if number is None:
        wrong["office_phone"] = ["phone_not_a_number"]
    if wrong or number is None:
        raise InvalidInputError(wrong)
    return number


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _find_number(wish: TownWish) -> PhoneNumber | None:
    try:
        return PhoneNumber.parse(wish.office_phone, wish.country, allow_invented=True)
    except PhoneRefusedError:
        return None
