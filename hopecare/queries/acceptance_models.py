"""Which chances of a yes hold in a town at a moment, and what its nights came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.domain.matching.chances import BY_OWN_RATE, Chances
from hopecare.domain.matching.fits import FitVerdict
from hopecare.domain.town_settings import LEARNING
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.town_values import value_here
from models import AcceptanceModel

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

HOLDS_FOR: Final = timedelta(days=3)
"""Where no night came to its end since, the plain rates hold again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChancesHere:
    """How likely a yes is reckoned, and of which night where it was learned."""

    chances: Chances = BY_OWN_RATE
    model_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """Whether a town learns from answers, since when, how good it is, or why not."""

    is_on: bool
    last: AcceptanceModel | None
    used_since: date | None
    """The first night of those in a row whose model is used."""


def chances_here(session: Session, town_id: UUID, *, now: datetime) -> ChancesHere:
    """Give the newest night's model where it is used and the town has not switched it off."""
    if not is_on(session, town_id, now=now):
        return ChancesHere()
    last, today = last_model(session, town_id), local_day(session, town_id, now)
    if last is None or last.weights is None or last.fitted_on <= today - HOLDS_FOR:
        return ChancesHere()
    return ChancesHere(chances=Chances(tuple(last.weights)), model_of=last.fitted_on)


def is_on(session: Session, town_id: UUID, *, now: datetime) -> bool:
    """Say whether the town lets the waves learn."""
    town, today = town_by_id(session, town_id), local_day(session, town_id, now)
    return bool(value_here(session, town, LEARNING, on=today)["is_used"])


def last_model(session: Session, town_id: UUID) -> AcceptanceModel | None:
    """Give the newest night, whatever it came to."""
    nights = select(AcceptanceModel).where(AcceptanceModel.town_id == town_id)
    return session.scalars(nights.order_by(AcceptanceModel.fitted_on.desc()).limit(1)).first()


def learning_here(session: Session, town_id: UUID, *, now: datetime) -> Learning:
    """Read it for a page."""
    last = last_model(session, town_id)
    return Learning(
        is_on=is_on(session, town_id, now=now),
        last=last,
        used_since=_used_since(session, last) if last is not None else None,
    )


def _used_since(session: Session, last: AcceptanceModel) -> date | None:
    if last.verdict is not FitVerdict.USED:
        return None
    of_town = AcceptanceModel.town_id == last.town_id
    put_aside = session.scalars(
        select(AcceptanceModel.fitted_on)
        .where(of_town, AcceptanceModel.verdict != FitVerdict.USED)
        .order_by(AcceptanceModel.fitted_on.desc())
        .limit(1)
    ).first()
    used = select(AcceptanceModel.fitted_on).where(
        of_town, AcceptanceModel.verdict == FitVerdict.USED
    )
    if put_aside is not None:
        used = used.where(AcceptanceModel.fitted_on > put_aside)
    return session.scalars(used.order_by(AcceptanceModel.fitted_on).limit(1)).first()
