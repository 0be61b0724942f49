"""Transactions of a request: always of its town."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.database import TownScope
from hopecare.extensions import desk
from hopecare.web.town import current_town

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from sqlalchemy.orm import Session


def reading() -> AbstractContextManager[Session]:
    """Open a reading transaction on the town of this request."""
    return desk().database.reading(TownScope(current_town().id))


def writing() -> AbstractContextManager[Session]:
    """Open a writing transaction on the town of this request; acts go through `act_once`."""
    return desk().database.writing(TownScope(current_town().id))
