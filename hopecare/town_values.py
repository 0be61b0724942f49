"""Which value of a setting holds on this day, here: the one function that every reader asks.

It stands below reads and messages, since both obey it: what is asked, and when it may be sent.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from hopecare.channel_profiles import profile_for
from hopecare.domain.town_settings import (
    PRICES,
    QUIET_HOURS,
    SETTINGS,
    DatedValue,
    entry_that_holds,
    value_with,
)
from models import SettingEntry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.channel_profiles import Price
    from models import Town


def value_here(
    session: Session, town: Town, key: str, *, on: date, centre_id: UUID | None = None
) -> Mapping[str, Any]:
    """Give the value that holds in the town, or at one of its centres, on a day."""
    return values_here(session, town, key, on=on, centre_id=centre_id)[key]


def values_here(
    session: Session, town: Town, *keys: str, on: date, centre_id: UUID | None = None
) -> Mapping[str, Mapping[str, Any]]:
    """Give several such values by their keys, in one reading."""
    rows = session.scalars(
        select(SettingEntry).where(SettingEntry.town_id == town.id, SettingEntry.key.in_(keys))
    )
    of_key: dict[str, list[DatedValue]] = {key: [] for key in keys}
    for row in rows:
        of_key[row.key].append(dated(row))
    return {
        key: value_with(
            SETTINGS[key],
            shipped_value(key, town),
            entry_that_holds(entries, on=on, centre_id=centre_id),
        )
        for key, entries in of_key.items()
    }


def shipped_value(key: str, town: Town) -> Mapping[str, Any]:
    """Give what holds where nobody has set anything."""
    policy, _, name = key.partition(".")
    if key == QUIET_HOURS:
        profile = profile_for(town.channel_profile, town.country)
        return {"from": f"{profile.quiet_from:%H:%M}", "until": f"{profile.quiet_until:%H:%M}"}
    if key == PRICES:
        profile = profile_for(town.channel_profile, town.country)
        return {
            "text_part": _micros(profile.text_price, town),
            "call_minute": _micros(profile.call_price, town),
        }
    if policy == "retention":
        return {"months": shipped_policy(policy)["months"][name]}
    values: Mapping[str, Any] = shipped_policy(policy)[name]
    return values


def _micros(price: Price | None, town: Town) -> int:
    """A shipped price in the town's own money; nothing where it is not known in that."""
    return price.micros if price is not None and price.currency == town.currency else 0


def dated(row: SettingEntry) -> DatedValue:
    """Give a row as the decision takes it."""
    return DatedValue(id=row.id, from_on=row.from_on, value=row.value, centre_id=row.centre_id)


@cache
def shipped_policy(name: str) -> Mapping[str, Any]:
    """Read a shipped policy, such as `offers`."""
    return tomllib.loads(policy_text(name))


def policy_text(name: str) -> str:
    """Give the text of a shipped policy, such as `matching`."""
    return resources.files("hopecare").joinpath("policies", f"{name}.toml").read_text("utf-8")
