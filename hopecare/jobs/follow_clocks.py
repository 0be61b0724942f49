"""Look at every clock whose day has come, at silent offices, and at help that ends too early."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.identity import SystemActor
from hopecare.jobs.due_rows import each_in_its_town
from hopecare.queries.applications import bridge_is_short
from hopecare.queries.silent_referrals import silent_referrals, unfinished_referrals
from hopecare.services.chase_outcome import chase_outcome
from hopecare.services.follow_clock import follow_clock
from hopecare.services.follow_silence import follow_silence
from hopecare.services.warn_bridge import warn_bridge
from models import Application, Case, LegalClock, Need

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.jobs.tools import Tools

BY: Final = SystemActor(name="follow_clocks")
BATCH: Final = 500
FURTHEST_EAST: Final = timedelta(hours=14)
"""Somewhere it is that day already; each clock's own town says which day it is there."""


def follow_clocks(tools: Tools) -> int:
    """Owe the calls, each once; a late run does what is due last."""
    return _clocks(tools) + _silences(tools) + _outcomes(tools) + _bridges(tools)


def _clocks(tools: Tools) -> int:
    due = (
        select(LegalClock.id, LegalClock.town_id)
        .where(LegalClock.look_on <= (tools.clock() + FURTHEST_EAST).date())
        .order_by(LegalClock.look_on, LegalClock.id)
        .limit(BATCH)
    )

    def follow(session: Session, clock_id: UUID) -> None:
        follow_clock(session, clock_id=clock_id, by=BY, now=tools.clock())

    return each_in_its_town(tools, due, follow, named="clock")


def _silences(tools: Tools) -> int:
    """After the clocks: what one of them asks already is not asked again."""
    due = silent_referrals((tools.clock() + FURTHEST_EAST).date()).limit(BATCH)

    def follow(session: Session, referral_id: UUID) -> None:
        follow_silence(session, referral_id=referral_id, by=BY, now=tools.clock())

    return each_in_its_town(tools, due, follow, named="referral")


def _outcomes(tools: Tools) -> int:
    """Whoever took it on is asked what came of it."""
    due = unfinished_referrals((tools.clock() + FURTHEST_EAST).date()).limit(BATCH)

    def follow(session: Session, referral_id: UUID) -> None:
        chase_outcome(session, referral_id=referral_id, by=BY, now=tools.clock())

    return each_in_its_town(tools, due, follow, named="referral")


def _bridges(tools: Tools) -> int:
    """Those that are short now; whoever was told of it is not told again."""
    due = (
        select(Application.id, Application.town_id)
        .join(Case, Case.id == Application.case_id)
        .join(Need, Need.id == Application.bridge_need_id)
        .where(bridge_is_short(tools.clock()))
        .order_by(Application.id)
    )

    def warn(session: Session, application_id: UUID) -> None:
        warn_bridge(session, application_id=application_id, by=BY, now=tools.clock())

    return each_in_its_town(tools, due, warn, named="application")
