"""What the pages of an application say of each paper: how it stands, and how one gets it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.domain.applications import PaperStands, paper_trouble
from hopecare.language import N_
from hopecare.queries.found_papers import HOW_GOT
from hopecare.reading.paper_lists import find_paper

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from hopecare.domain.applications import PaperTrouble
    from hopecare.domain.paper_lists import ListedPaper
    from hopecare.language.reader import Reader
    from hopecare.queries.applications import ApplicationView
    from models import Application, ApplicationPaper


@dataclass(frozen=True, slots=True, kw_only=True)
class HowGot:
    """How one gets a paper: as somebody was told, else as the list says; None is not known."""

    issued_by: str | None
    got_where: str | None
    cost_minor: int | None
    currency: str
    valid_days: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One paper as the checklist shows it."""

    paper: ApplicationPaper
    name: str
    listed: ListedPaper | None
    trouble: PaperTrouble | None
    got: Mapping[str, str | None]
    """What is asked about it, and what is known; None is asked at the office."""
    found: str | None = None
    """Since when and by whom that is known, where it comes from another application."""

    @property
    def known(self) -> str:
        """Say what is known in one line."""
        return " · ".join(f"{asks}: {said}" for asks, said in self.got.items() if said)

    @property
    def unknown(self) -> str:
        """Name what the office is asked for."""
        return ", ".join(asks for asks, said in self.got.items() if not said)


def how_got(paper: ApplicationPaper, reader: Reader) -> HowGot:
    """What was written down by hand stands before the list."""
    listed = find_paper(reader.country, paper.code)
    by_list = listed.cost_minor if listed else None
    return HowGot(
        issued_by=paper.issued_by or _listed(listed, "issued_by", reader),
        got_where=paper.got_where or _listed(listed, "where", reader),
        cost_minor=by_list if paper.cost_minor is None else paper.cost_minor,
        currency=paper.currency or reader.currency,
        valid_days=paper.valid_days or (listed.valid_days if listed else None),
    )


def paper_line(
    paper: ApplicationPaper,
    application: Application,
    reader: Reader,
    *,
    finders: Mapping[UUID, str],
) -> PaperLine:
    """Name a paper; one that has left the list keeps its code, and is asked at the office."""
    on = application.appointment_on
    listed = find_paper(reader.country, paper.code)
    named = listed.label(reader.language) if listed else paper.named or paper.code or ""
    trouble = paper_trouble(paper.valid_until, appointment_on=on, today=reader.today)
    return PaperLine(
        paper=paper,
        name=named,
        listed=listed,
        trouble=trouble if paper.stands is PaperStands.HAVE else None,
        got=_said(how_got(paper, reader), reader),
        found=_found(paper, application, reader, finders),
    )


def paper_lines(
    view: ApplicationView, reader: Reader, *, finders: Mapping[UUID, str]
) -> list[PaperLine]:
    """Say every paper of an application."""
    return [paper_line(each, view.application, reader, finders=finders) for each in view.papers]


def _found(
    paper: ApplicationPaper, application: Application, reader: Reader, finders: Mapping[UUID, str]
) -> str | None:
    """Say of what was found before this application was begun whose word it is."""
    if paper.found_at is None or paper.found_at >= application.made_at:
        return None
    if all(getattr(paper, name) is None for name in HOW_GOT):
        return None
    return reader.say(
        N_("written down on %(day)s by %(name)s at another application"),
        day=reader.day(paper.found_at),
        name=finders.get(paper.found_by_id, "") if paper.found_by_id else "",
    )


def _listed(listed: ListedPaper | None, name: str, reader: Reader) -> str | None:
    return listed.said(getattr(listed, name), reader.language) if listed else None


def _said(got: HowGot, reader: Reader) -> dict[str, str | None]:
    costs = None if got.cost_minor is None else reader.money(got.cost_minor, got.currency)
    days = N_("%(number)s days from the day it is issued")
    lasts = reader.say(days, number=reader.count(got.valid_days)) if got.valid_days else None
    return {
        reader.say(N_("Who issues it")): got.issued_by,
        reader.say(N_("Where")): got.got_where,
        reader.say(N_("What it costs")): costs,
        reader.say(N_("How long it is valid")): lasts,
    }
