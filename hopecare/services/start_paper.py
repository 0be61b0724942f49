"""Let a paper of an application start with what the town has found out about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.found_papers import TAKEN_OVER

if TYPE_CHECKING:
    from models import ApplicationPaper


def start_paper(paper: ApplicationPaper, found: ApplicationPaper | None) -> ApplicationPaper:
    """Take over how one gets it, with its day and finder; of whom it was found out, nothing."""
    if found is not None:
        for name in TAKEN_OVER:
            setattr(paper, name, getattr(found, name))
    return paper
