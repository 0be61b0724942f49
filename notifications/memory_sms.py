"""A phone network that lives in memory: it takes everything and remembers it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.delivery import MessageStatus
from notifications.port import Answer, SendResult, Sighting

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from notifications.port import Heard, Parcel, RangIn


class MemoryNetwork:
    """Sends texts and calls to nobody; `sent` holds them in order."""

    name = "memory"

    def __init__(self, *answers: SendResult) -> None:
        """Give the queued answers first, then take everything."""
        self.sent: list[Parcel] = []
        self._answers = list(answers)

    def send(self, parcel: Parcel) -> SendResult:
        """Remember the parcel and answer."""
        answer = self._answers.pop(0) if self._answers else _taken(parcel)
        if answer.answer is Answer.TAKEN:
            self.sent.append(parcel)
        return answer

    def seen(self, to: str, *, since: datetime) -> Sequence[Sighting]:
        """List what was taken for this number."""
        return [_sighting(parcel, at=since) for parcel in self.sent if parcel.to == to]

    def became(self, provider_sid: str) -> Sighting | None:
        """Say nothing more of what was taken: who waits for a word goes on waiting."""
        del provider_sid
        return None

    def heard(self, *, since: datetime) -> Sequence[Heard]:
        """List nothing: nobody writes to what lives in memory."""
        del since
        return ()

    def rang(self, *, since: datetime) -> Sequence[RangIn]:
        """List nothing: nobody rings what lives in memory."""
        del since
        return ()


def _taken(parcel: Parcel) -> SendResult:
    """A friendly answer with an identifier made from ours."""
    return SendResult(answer=Answer.TAKEN, provider_sid=f"memory-{parcel.message_id}")


def _sighting(parcel: Parcel, *, at: datetime) -> Sighting:
    """The list's line for a parcel."""
    return Sighting(
        provider_sid=f"memory-{parcel.message_id}",
        body=parcel.body,
        status=MessageStatus.DELIVERED,
        failure=None,
        provider_code=None,
        made_at=at,
    )
