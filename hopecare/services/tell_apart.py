"""Tell one of many: whatever is wrong with their own rows, the others are told all the same."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from hopecare.turns import PASSING

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from sqlalchemy.orm import Session

log = logging.getLogger(__name__)


def tell_apart(session: Session, to_person_id: UUID, tell: Callable[[], object]) -> bool:
    """Promise their words by `tell`; False where that fails, and nothing is written of it."""
    try:
        with session.begin_nested():
            tell()
    except PASSING:
        raise
    except Exception:  # a name or number no key opens must not keep the others waiting
        log.exception("not told", extra={"person_id": str(to_person_id)})
        return False
    return True
