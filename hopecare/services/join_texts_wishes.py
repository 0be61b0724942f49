"""Two records become one: whoever asked for no texts gets none at the numbers of either."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.queries.wishes_of_numbers import find_wish_elsewhere
from hopecare.services.owe_another_way import owe_another_way
from hopecare.services.set_noted import Noted, set_noted

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.queries.merge_views import MergeView
    from models import ContactPoint, Person


def join_texts_wishes(
    session: Session, view: MergeView, *, noted: Noted, by: Actor, now: datetime
) -> None:
    """Let the wish of one hold at the numbers of the other; each value set is noted.

    Where a plan asks them, another way to ask is agreed on at once.
    """
    kept, other = view.kept, view.other
    silenced = [
        point
        for record, wished_by in ((kept, other.person), (other, kept.person))
        for point in record.points
        if _silence(session, point, wished_by, noted, now)
    ]
    if silenced and (kept.plans or other.plans):
        owe_another_way(session, silenced[0], by=by, now=now)


def _silence(
    session: Session, point: ContactPoint, wished_by: Person, noted: Noted, now: datetime
) -> bool:
    """Let no text leave to it where the other record says so; whether it changed anything."""
    if not point.can_text or point.opted_out_at is not None or point.valid_until is not None:
        return False
    wish = find_wish_elsewhere(session, wished_by, point.value_index, now=now)
    if wish is None:
        return False
    set_noted(noted, point, opted_out_at=wish.at, opted_out_by=wish.stopped_by)
    return True
