"""The next hours in which nobody is on duty, as the page of a day says them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from flask import url_for
from sqlalchemy import true

from hopecare.domain.duty_days import last_moment
from hopecare.extensions import desk
from hopecare.queries.rota import next_gap
from hopecare.web.language import current_reader
from models import Centre

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hopecare.domain.duty import Gap
    from hopecare.domain.identity import Identity

SOON: Final = timedelta(hours=24)
"""So near, a gap is a line among what waits."""
LOOKS_AHEAD: Final = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyGap:
    """A gap, where, how near, and where it is filled."""

    gap: Gap
    centre: Centre
    is_now: bool
    is_soon: bool
    href: str


def duty_gap(session: Session, identity: Identity) -> DutyGap | None:
    """Give the next gap of the reader's centre, or of any where they work for the town."""
    now, zone = desk().clock(), ZoneInfo(current_reader().zone)
    mine = true() if identity.centre_id is None else Centre.id == identity.centre_id
    until = last_moment(now, LOOKS_AHEAD, zone=zone)
    found = next_gap(session, of=mine, until=until, now=now, on=current_reader().today)
    if found is None:
        return None
    centre, gap = found
    hours: dict[str, Any] = {"from": gap.from_at.isoformat(), "until": gap.until_at.isoformat()}
    return DutyGap(
        gap=gap,
        centre=centre,
        is_now=gap.from_at <= now,
        is_soon=gap.from_at <= now + SOON,
        href=url_for("coordination.duty", centre=centre.id, **hours, _anchor="put-on-duty"),
    )
