"""A check-in was ended by a mistake: it stands again as it stood, and an answer settles it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from hopecare.domain.care_path import SlotEvent, SlotStatus
from hopecare.services.move_slot import move_slot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from models import CheckInSlot

THEN: Final[Mapping[SlotStatus | None, SlotEvent]] = MappingProxyType(
    {
        SlotStatus.SILENT: SlotEvent.DEADLINE_PASSED,
        SlotStatus.HELP_ASKED: SlotEvent.HELP_ASKED,
    }
)


def reopen_slot(slot: CheckInSlot, *, stood: SlotStatus | None) -> CheckInSlot:
    """Bring back a cancelled one that is held; what had not come to an answer is asked by a person.

    Nobody climbs on from where its ladder was: whoever is alarmed anew goes on from there.
    """
    if slot.status is not SlotStatus.CANCELLED:
        return slot
    move_slot(slot, event=SlotEvent.REOPENED)
    if stood in THEN:
        move_slot(slot, event=THEN[stood])
    return slot
