"""The only writer of a check-in slot's status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.care_path import SLOT, SlotStatus, next_status

if TYPE_CHECKING:
    from hopecare.domain.care_path import SlotEvent
    from models import CheckInSlot

_STILL_OPEN = (SlotStatus.DUE, SlotStatus.WAITING, SlotStatus.SILENT)


def move_slot(slot: CheckInSlot, *, event: SlotEvent) -> CheckInSlot:
    """Ask the care path what follows from `event`, and set it; refuse any other move."""
    status = next_status(SLOT, slot.status, event)
    slot.status = status
    if status not in _STILL_OPEN:
        slot.next_rung_at = None
    return slot
