"""Say where one paper stands: needed, there since a day, or not needed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.applications import PaperStands
from hopecare.errors import InvalidInputError, StaleVersionError
from hopecare.queries.applications import paper_by_id
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.reading.paper_lists import find_paper

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import ApplicationPaper


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSaid:
    """How it stands; the day it was got, and until when it is valid, if known."""

    stands: PaperStands
    got_on: date | None = None
    valid_until: date | None = None


def set_application_paper(
    session: Session,
    *,
    application_id: UUID,
    paper_id: UUID,
    version: int,
    said: PaperSaid,
    now: datetime,
) -> ApplicationPaper:
    """Write it over the version that was read; without an end, the list's own validity holds."""
    paper = paper_by_id(session, application_id, paper_id)
    if paper.version != version:
        raise StaleVersionError(paper_id=paper_id, version=paper.version)
    today = local_day(session, paper.town_id, now)
    is_there = said.stands is PaperStands.HAVE
    got_on = (said.got_on or today) if is_there else None
    _refuse_faults(said, got_on, today)
    paper.stands, paper.got_on = said.stands, got_on
    paper.valid_until = said.valid_until if is_there else None
    if got_on is not None and said.valid_until is None:
        listed = find_paper(town_by_id(session, paper.town_id).country, paper.code)
        paper.valid_until = listed.valid_until(got_on) if listed else None
    session.flush()
    return paper


def _refuse_faults(said: PaperSaid, got_on: date | None, today: date) -> None:
    if got_on is None:
        return
    if got_on > today:
        raise InvalidInputError({"got_on": ["date_in_future"]})
    if said.valid_until is not None and said.valid_until < got_on:
        raise InvalidInputError({"valid_until": ["ends_before_it_begins"]})
