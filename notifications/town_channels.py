"""A town's telephone network as it holds today: the shipped profile and the town's own hours."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING

from hopecare.channel_profiles import profile_for
from hopecare.domain.channel_profiles import Price
from hopecare.domain.town_settings import CEILING, PRICES, QUIET_HOURS
from hopecare.town_values import value_here, values_here

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy.orm import Session

    from hopecare.domain.channel_profiles import ChannelProfile
    from models import Town


def most_an_hour(session: Session, town: Town, *, on: date) -> int:
    """Give how often one person of the town is told something in an hour."""
    most: int = value_here(session, town, CEILING, on=on)["most_an_hour"]
    return most


def profile_of_town(session: Session, town: Town, *, on: date) -> ChannelProfile:
    """Give the network's profile with the quiet hours and prices that hold in the town on a day."""
    values = values_here(session, town, QUIET_HOURS, PRICES, on=on)
    hours, prices = values[QUIET_HOURS], values[PRICES]
    starts, ends = (time.fromisoformat(hours[name]) for name in ("from", "until"))
    shipped = profile_for(town.channel_profile, town.country)
    return replace(
        shipped,
        quiet_from=starts,
        quiet_until=ends,
        text_price=_price(prices["text_part"], shipped.text_price, town, on),
        call_price=_price(prices["call_minute"], shipped.call_price, town, on),
    )


def _price(micros: int, shipped: Price | None, town: Town, on: date) -> Price | None:
    """The town's own price; else the shipped one, in whatever money it is known."""
    if micros == 0 or (shipped is not None and (micros, town.currency) == _said(shipped)):
        return shipped
    return Price(micros=micros, currency=town.currency, source="", as_of=on)


def _said(price: Price) -> tuple[int, str]:
    return price.micros, price.currency
