"""Who else has a telephone, as far as the reader may see them; found by its hash alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.queries.messages import holders_of_number
from hopecare.queries.visibility import visible
from models import Centre, Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

MOST_SHOWN: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Somebody with the same telephone; without the person where only a centre may say who."""

    person: Person | None
    centre: Centre | None


def holders_beside(
    session: Session,
    value_index: str,
    *,
    except_id: UUID | None,
    identity: Identity,
    on: date,
) -> Sequence[Holder]:
    """Give the others of the town who have this telephone on a day."""
    held = holders_of_number(session, value_index, town_id=identity.town_id, today=on)
    others = [each for each in held if each != except_id]
    if not others:
        return ()
    rows = session.execute(
        select(Person, Centre, visible("resident.read", identity, Person))
        .outerjoin(Centre, Centre.id == Person.centre_id)
        .where(Person.id.in_(others))
        .order_by(Person.id)
        .limit(MOST_SHOWN)
    )
    return [
        Holder(person=person if is_open else None, centre=centre)
        for person, centre, is_open in rows
    ]
