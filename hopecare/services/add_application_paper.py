"""Add a paper the office has named to an application's checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.applications import PaperStands
from hopecare.queries.applications import application_by_id, papers_of_application
from hopecare.queries.found_papers import find_named
from hopecare.services.start_paper import start_paper
from models import ApplicationPaper

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def add_application_paper(
    session: Session, *, application_id: UUID, named: str
) -> ApplicationPaper:
    """Put it at the end of the list; it is needed until somebody has it.

    How one gets it stands there at once where the town has found that out.
    """
    application = application_by_id(session, application_id, alone=True)
    last = papers_of_application(session, application.id)
    paper = ApplicationPaper(
        town_id=application.town_id,
        application_id=application.id,
        case_id=application.case_id,
        place=last[-1].place + 1 if last else 0,
        stands=PaperStands.NEEDED,
        named=named,
    )
    session.add(start_paper(paper, find_named(session, named)))
    session.flush()
    return paper
