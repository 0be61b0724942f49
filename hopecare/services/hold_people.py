"""Hold people for the rest of the transaction, so that nobody decides about them meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models import Person

if TYPE_CHECKING:
    from uuid import UUID

    from sqlalchemy.orm import Session


def hold_people(session: Session, *person_ids: UUID, lets_rows_come: bool = False) -> None:
    """Hold and reread each, in the order of their keys: two who hold the same never wait in a ring.

    With `lets_rows_come`, a new row that points at them does not wait: whoever holds their plan
    to open a check-in would wait for us, while we wait for the plan. On SQLite the writing
    transaction itself holds everything.
    """
    hold = {"key_share": lets_rows_come}
    session.flush()
    for person_id in sorted(set(person_ids)):
        session.get(Person, person_id, with_for_update=hold, populate_existing=True)
