"""Name who gives or helps: an organisation of the directory, or words; never nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.errors import InvalidInputError
from hopecare.queries.places import called_in
from models import Organisation

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def name_body(
    session: Session,
    *,
    words: str | None,
    organisation_id: UUID | None,
    field: str = "source",
    language: str | None = None,
) -> str:
    """Give the words, or the name the organisation has today; refuse where there is neither.

    What is written in a language names it as that language does.
    """
    if organisation_id is None:
        if not words:
            raise InvalidInputError({field: ["who_is_missing"]})
        return words
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise InvalidInputError({"organisation_id": ["not_a_choice"]})
    if words:
        return words
    return called_in(organisation, language) if language else organisation.name
