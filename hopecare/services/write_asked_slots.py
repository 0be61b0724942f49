"""Write the check-ins whose question has left together: the mapper writes each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import bindparam, inspect, update
from sqlalchemy.orm.attributes import set_committed_value

from hopecare.errors import StaleVersionError
from models import CheckInSlot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import CursorResult
    from sqlalchemy.orm import Session

WRITTEN: Final = ("status", "asked_at", "next_rung_at")
_SLOT: Final = CheckInSlot
_ONE: Final = (
    update(_SLOT)
    .where(_SLOT.id == bindparam("slot_id"), _SLOT.version == bindparam("seen"))
    .values({name: bindparam(f"its_{name}") for name in WRITTEN} | {"version": _SLOT.version + 1})
)


def write_asked_slots(session: Session, slots: Iterable[CheckInSlot]) -> None:
    """Write those of these held slots of which nothing else has changed; the rest is flushed."""
    asked = [slot for slot in slots if _was_asked(slot)]
    if not asked:
        return
    rows = [
        {"slot_id": slot.id, "seen": slot.version}
        | {f"its_{name}": getattr(slot, name) for name in WRITTEN}
        for slot in asked
    ]
    done = cast("CursorResult[Any]", session.connection().execute(_ONE, rows))
    if done.rowcount != len(rows):
        raise StaleVersionError(kind="CheckInSlot", version=0)
    for slot in asked:
        for name in WRITTEN:
            set_committed_value(slot, name, getattr(slot, name))
        set_committed_value(slot, "version", slot.version + 1)


def _was_asked(slot: CheckInSlot) -> bool:
    state = inspect(slot)
    changed = set(state.mapper.column_attrs.keys()) - state.unmodified
    return bool(changed) and changed <= set(WRITTEN)
