"""Compare whom a broadcast would reach now with whom its sender saw; nothing is written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hopecare.domain.broadcasts import LeftOut, NotBegun, Recipient, can_go
from hopecare.domain.group_sketches import differences, sketch_of, unpacked
from hopecare.domain.permissions import could_ever
from hopecare.queries.broadcasts import broadcast_by_id, people_by_id
from hopecare.queries.identities import identity_by_code
from hopecare.queries.runs import run_by_id
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.services.preview_broadcast import preview_broadcast
from notifications.broadcast_costs import cost_of_broadcast

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Broadcast, Person


def plan_broadcast(
    session: Session, *, broadcast_id: UUID, now: datetime
) -> Sequence[Recipient] | NotBegun:
    """Give everybody of the group with why they are left out, or why nothing is begun.

    Who was seen and may not be written to any more is left out with the reason that holds now. Who
    was not seen is left out too: the sender said yes to nobody else.
    """
    broadcast = broadcast_by_id(session, broadcast_id)
    seen = None if broadcast.seen is None else unpacked(broadcast.seen)
    if broadcast.run_id is None or seen is None:
        return NotBegun.GROUP_CHANGED
    by = identity_by_code(session, run_by_id(session, broadcast.run_id).by, now=now)
    if not could_ever(by, "broadcast.send"):
        return NotBegun.NOT_ALLOWED
    people = preview_broadcast(session, broadcast, by=by, now=now)
    reached = [each.person_id for each in people if each.left_out is None]
    changed = differences(seen, sketch_of(reached))
    if changed is None:
        return NotBegun.GROUP_CHANGED
    kept = [
        replace(each, left_out=LeftOut.CAME_LATER) if each.person_id in changed.came else each
        for each in people
    ]
    if not can_go(kept):
        return NotBegun.NOBODY_REACHABLE
    if _goes_past_the_cap(session, broadcast, kept, now=now):
        return NotBegun.PAST_THE_CAP
    gone = people_by_id(session, sorted(changed.gone - {each.person_id for each in people}))
    return [*kept, *map(_of_the_group_no_more, gone.values())]


def _of_the_group_no_more(person: Person) -> Recipient:
    return Recipient(
        person_id=person.id,
        language=person.language,
        left_out=LeftOut.OF_THE_GROUP_NO_MORE,
        waits_until=None,
    )


def _goes_past_the_cap(
    session: Session, broadcast: Broadcast, people: Sequence[Recipient], *, now: datetime
) -> bool:
    """What the month's money does not carry to everybody is not begun (decision 24)."""
    town = town_by_id(session, broadcast.town_id)
    today = local_day(session, town.id, now)
    return cost_of_broadcast(session, broadcast, people, town=town, on=today, now=now).goes_past
