"""Which of their numbers is tried first: the one of the duty, for what comes by duty alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.delivery import FOR_DUTY

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from models import ContactPoint, Message


def duty_first(
    points: Sequence[ContactPoint], message: Message, phone_id: UUID | None
) -> Sequence[ContactPoint]:
    """Put the duty's number first for what comes by duty; one that asked for no texts stays."""
    if phone_id is None or message.kind not in FOR_DUTY:
        return points
    return sorted(points, key=lambda point: point.id != phone_id or bool(point.opted_out_at))
