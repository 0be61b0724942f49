"""Nobody closes a case alone without having seen what goes on after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.closing_proposals import GOES_ON
from hopecare.errors import InvalidInputError
from hopecare.queries.cases import case_by_id
from hopecare.queries.closing_proposals import still_open_in

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def refuse_unseen_open(session: Session, *, case_id: UUID, seen_open: bool) -> None:
    """Refuse where a referral, an application or a call does not end with it, unless it was seen.

    Where a second person is asked, they see it instead.
    """
    case = case_by_id(session, case_id)
    if not seen_open and any(each.kind in GOES_ON for each in still_open_in(session, case)):
        raise InvalidInputError({"seen_open": ["required"]})
