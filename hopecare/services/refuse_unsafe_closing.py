"""Nobody who may be in need is left behind by closing their case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import InvalidInputError
from hopecare.queries.case_closing import closing_of
from hopecare.queries.crises import find_open_crisis

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from models import Case


def refuse_unsafe_closing(session: Session, case: Case, *, by: Identity) -> None:
    """Refuse while a crisis has no all-clear, or a check-in is without its own."""
    if find_open_crisis(session, case.id) is not None:
        raise InvalidInputError({"outcome": ["crisis_stands"]})
    if closing_of(session, case, identity=by).unsafe:
        raise InvalidInputError({"outcome": ["not_known_safe"]})
