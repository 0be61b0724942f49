"""Write down what an office says about free places: the newest word stands, older ones stay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.calls import CallOutcome
from hopecare.domain.service_facts import CapacityState, HeardBy
from hopecare.errors import InvalidInputError, NotFoundError
from hopecare.services.end_capacity_calls import end_capacity_calls
from models import Service, ServiceCapacity

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidCapacity:
    """What was said, and how we heard it; places are counted only where there are some."""

    state: CapacityState
    free_places: int | None = None
    heard_by: HeardBy = HeardBy.TELEPHONE


def note_capacity(
    session: Session, *, service_id: UUID, said: SaidCapacity, by: Actor, now: datetime
) -> ServiceCapacity:
    """Let the word stand from now on, and whoever wanted to ask need not; full with places: no."""
    service = session.get(Service, service_id, with_for_update=True)
    if service is None:
        raise NotFoundError(kind="service", id=service_id)
    if said.free_places is not None and (
        said.state is not CapacityState.OPEN or said.free_places < 1
    ):
        raise InvalidInputError({"free_places": ["only_if_open"]})
    _replace_standing(session, service_id, now)
    word = ServiceCapacity(
        town_id=service.town_id,
        service_id=service.id,
        state=said.state,
        as_of=now,
        heard_by=said.heard_by,
        by_id=by.person_id,
        free_places=said.free_places,
    )
    session.add(word)
    session.flush()
    spoke = CallOutcome.SPOKE if said.heard_by is HeardBy.TELEPHONE else None
    end_capacity_calls(session, service_id=service_id, outcome=spoke, by=by, now=now)
    return word


def _replace_standing(session: Session, service_id: UUID, now: datetime) -> None:
    standing = session.scalar(
        select(ServiceCapacity).where(
            ServiceCapacity.service_id == service_id, ServiceCapacity.replaced_at.is_(None)
        )
    )
    if standing is not None:
        standing.replaced_at = now
        session.flush()
