"""Say where one paper stands: needed, there since a day, or not needed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from hopecare.domain.applications import PaperStands
from hopecare.errors import InvalidInputError, StaleVersionError
from hopecare.queries.applications import paper_by_id
from hopecare.queries.found_papers import HOW_GOT
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.reading.paper_lists import find_paper

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.domain.paper_lists import ListedPaper
    from models import ApplicationPaper


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSaid:
    """How it stands, its days, and how one gets it; None of the latter is asked at the office."""

    version: int
    """Of the paper that was read."""
    stands: PaperStands
    got_on: date | None = None
    valid_until: date | None = None
    issued_by: str | None = None
    got_where: str | None = None
    cost_minor: int | None = None
    valid_days: int | None = None


def set_application_paper(
    session: Session,
    *,
    application_id: UUID,
    paper_id: UUID,
    said: PaperSaid,
    by: Actor,
    now: datetime,
) -> ApplicationPaper:
    """Over the version that was read; without an end, it is valid as long as such papers are.

    How one gets it stays with the town: the next application for such a paper starts with it.
    """
    paper = paper_by_id(session, application_id, paper_id)
    if paper.version != said.version:
        raise StaleVersionError(paper_id=paper_id, version=paper.version)
    today = local_day(session, paper.town_id, now)
    is_there = said.stands is PaperStands.HAVE
    got_on = (said.got_on or today) if is_there else None
    _refuse_faults(said, got_on, today)
    paper.stands, paper.got_on = said.stands, got_on
    paper.valid_until = said.valid_until if is_there else None
    town = town_by_id(session, paper.town_id)
    if any(getattr(paper, name) != getattr(said, name) for name in HOW_GOT):
        paper.found_at, paper.found_by_id = now, by.person_id
    for name in HOW_GOT:
        setattr(paper, name, getattr(said, name))
    paper.currency = None if said.cost_minor is None else town.currency
    if got_on is not None and said.valid_until is None:
        paper.valid_until = _end_of(said, got_on, find_paper(town.country, paper.code))
    session.flush()
    return paper


def _end_of(said: PaperSaid, got_on: date, listed: ListedPaper | None) -> date | None:
    """As somebody was told, else as the list says."""
    if said.valid_days is not None:
        return got_on + timedelta(days=said.valid_days)
    return listed.valid_until(got_on) if listed else None


def _refuse_faults(said: PaperSaid, got_on: date | None, today: date) -> None:
    if got_on is None:
        return
    if got_on > today:
        raise InvalidInputError({"got_on": ["date_in_future"]})
    if said.valid_until is not None and said.valid_until < got_on:
        raise InvalidInputError({"valid_until": ["ends_before_it_begins"]})
