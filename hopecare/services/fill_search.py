"""Complete what the search box lacks after an import that was cut off at its very end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.services.fill_last_digits import fill_last_digits
from hopecare.services.fill_search_terms import fill_search_terms

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


def fill_search(session: Session) -> int:
    """Complete the terms and the last digits of some people; gives how many, 0 at the end."""
    return fill_search_terms(session) or fill_last_digits(session)
