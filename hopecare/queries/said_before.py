"""What a town's volunteers were asked and answered, as it was known when each was asked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, or_, select

from hopecare.domain.care_path import OfferStatus
from hopecare.domain.matching.chances import Signs
from hopecare.domain.urgency import Urgency
from hopecare.queries.asked_people import is_answer, is_yes
from models import Asking, AskingWave, Case, Offer

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from sqlalchemy import Row
    from sqlalchemy.orm import Session

NEWEST: Final = 5_000
"""What a nightly fit looks at: people change."""
SILENCE: Final = timedelta(hours=12)
"""Whoever has said nothing for so long has said no."""
A_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """One asking with the signs of its moment, and whether a yes came."""

    at: datetime
    signs: Signs
    said_yes: bool


@dataclass(slots=True)
class _Known:
    """What is known of one volunteer at a moment."""

    asked: int = 0
    said_yes: int = 0
    askings: list[datetime] = field(default_factory=list)


def said_before(session: Session, town_id: UUID, *, now: datetime) -> list[Answered]:
    """Give the newest answers in the order they were asked; silence for long enough is a no.

    Being told that it has ended is no answer, and who still thinks about it has not said no.
    """
    rows = session.execute(_askings(town_id, now)).all()
    return _in_order(reversed(rows))


def _askings(town_id: UUID, now: datetime) -> Any:  # noqa: ANN401  a selection of columns
    is_silent = and_(Offer.status == OfferStatus.STANDING, Offer.made_at <= now - SILENCE)
    of_wave = and_(AskingWave.need_id == Offer.need_id, AskingWave.number == Offer.wave)
    return (
        select(
            Offer.helper_id, Offer.made_at, Offer.answered_at, Offer.lapses_at,
            is_yes().label("said_yes"), Offer.distance_m, Case.urgency, Asking.known_helper_id,
        )
        .join(Case, Case.id == Offer.case_id)
        .outerjoin(AskingWave, of_wave)
        .outerjoin(Asking, Asking.id == AskingWave.asking_id)
        .where(Offer.town_id == town_id, or_(is_answer(), is_silent))
        .order_by(Offer.made_at.desc(), Offer.id.desc())
        .limit(NEWEST)
    )  # fmt: skip


def _in_order(rows: Iterable[Row[Any]]) -> list[Answered]:
    """Play the askings through: an answer is known once it has come, and not before."""
    known: dict[UUID, _Known] = defaultdict(_Known)
    coming: list[tuple[datetime, int, UUID, bool]] = []
    number, found = count(), []
    for row in rows:
        while coming and coming[0][0] <= row.made_at:
            _, _, helper_id, yes = heappop(coming)
            known[helper_id].asked += 1
            known[helper_id].said_yes += yes
        said_yes = bool(row.said_yes)
        found.append(Answered(at=row.made_at, signs=_signs(row, known), said_yes=said_yes))
        known[row.helper_id].askings.append(row.made_at)
        heappush(coming, (row.answered_at or row.lapses_at, next(number), row.helper_id, said_yes))
    return found


def _signs(row: Row[Any], known: dict[UUID, _Known]) -> Signs:
    helper = known[row.helper_id]
    return Signs(
        asked=helper.asked,
        said_yes=helper.said_yes,
        distance_m=float(row.distance_m),
        is_known=row.known_helper_id == row.helper_id,
        asked_in_week=sum(at > row.made_at - A_WEEK for at in helper.askings),
        is_urgent=row.urgency is Urgency.CRISIS,
    )
