"""Which value of a setting holds on this day, here: the one function that every reader asks.

It stands below reads and messages, since both obey it: what is asked, and when it may be sent.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from hopecare.channel_profiles import profile_named
from hopecare.domain.town_settings import (
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

    from models import Town


def value_here(
    session: Session, town: Town, key: str, *, on: date, centre_id: UUID | None = None
) -> Mapping[str, Any]:
    """Give the value that holds in the town, or at one of its centres, on a day."""
    rows = session.scalars(
        select(SettingEntry).where(SettingEntry.town_id == town.id, SettingEntry.key == key)
    )
    entry = entry_that_holds([dated(row) for row in rows], on=on, centre_id=centre_id)
    return value_with(SETTINGS[key], shipped_value(key, town), entry)


def shipped_value(key: str, town: Town) -> Mapping[str, Any]:
    """Give what holds where nobody has set anything."""
    policy, _, name = key.partition(".")
    if key == QUIET_HOURS:
        profile = profile_named(town.channel_profile)
        return {"from": f"{profile.quiet_from:%H:%M}", "until": f"{profile.quiet_until:%H:%M}"}
    if policy == "retention":
        return {"months": shipped_policy(policy)["months"][name]}
    values: Mapping[str, Any] = shipped_policy(policy)[name]
    return values


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
