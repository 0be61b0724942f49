"""The dated numbers of asking: shipped defaults, which a town's own settings override."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from hopecare.domain.asking import AskingPolicy, QuietHours
from hopecare.domain.channel_profiles import profile_named
from hopecare.queries.town_days import local_day, town_by_id
from models import SettingEntry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.urgency import Urgency


@cache
def shipped_policies() -> Mapping[str, Any]:
    """Read the defaults that ship with HopeCare."""
    text = resources.files("hopecare").joinpath("policies", "offers.toml").read_text("utf-8")
    return tomllib.loads(text)


def asking_policy(
    session: Session, *, town_id: UUID, urgency: Urgency, now: datetime
) -> AskingPolicy:
    """Say how a need of this urgency is asked in the town today."""
    values = {**shipped_policies()[urgency.value], **_own_values(session, town_id, urgency, now)}
    return AskingPolicy(
        version=str(values.get("version", shipped_policies()["version"])),
        asked_at_once=int(values["asked_at_once"]),
        answer_within=timedelta(minutes=int(values["answer_within_minutes"])),
        waits_for_morning=bool(values["waits_for_morning"]),
    )


def quiet_hours(session: Session, town_id: UUID) -> QuietHours:
    """Say when nobody is disturbed in the town."""
    town = town_by_id(session, town_id)
    profile = profile_named(town.channel_profile)
    return QuietHours(zone=town.zone, starts=profile.quiet_from, ends=profile.quiet_until)


def _own_values(session: Session, town_id: UUID, urgency: Urgency, now: datetime) -> dict[str, Any]:
    entry = session.scalars(
        select(SettingEntry)
        .where(
            SettingEntry.key == f"offers.{urgency.value}",
            SettingEntry.centre_id.is_(None),
            SettingEntry.from_on <= local_day(session, town_id, now),
        )
        .order_by(SettingEntry.from_on.desc(), SettingEntry.id.desc())
        .limit(1)
    ).first()
    return dict(entry.value) if entry else {}
