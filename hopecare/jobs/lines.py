"""The lines to the phone networks: many calls at once, each answer taken up soon after it came."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Final, Generic, Self, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

Parcel = TypeVar("Parcel")
Word = TypeVar("Word")
LINES: Final = 32
GATHER_S: Final = 0.04
"""Answers of so long are written together: one by one, writing would cost more than sending."""


class Lines(Generic[Parcel, Word]):
    """Hands parcels over, as many at once as there are lines; a slow one holds back no other."""

    def __init__(self, send: Callable[[Parcel], Word]) -> None:
        """Open no line before there is something to send."""
        self._send = send
        self._pool = ThreadPoolExecutor(max_workers=LINES)
        self._open: dict[Future[Word], Parcel] = {}
        self._answered: SimpleQueue[Future[Word]] = SimpleQueue()

    def __enter__(self) -> Self:
        """Use the lines until everything has been answered."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let what is under way come to its end."""
        self._pool.shutdown()

    @property
    def under_way(self) -> int:
        """How many were handed over and are not answered yet."""
        return len(self._open)

    def hand_over(self, parcel: Parcel) -> None:
        """Send a parcel as soon as a line is free."""
        line = self._pool.submit(self._send, parcel)
        self._open[line] = parcel
        line.add_done_callback(self._answered.put)

    def answers(self) -> list[tuple[Parcel, Word]]:
        """Wait for an answer, then give all that came within a moment; none where none is due."""
        if not self._open:
            return []
        done = [self._answered.get()]
        if len(self._open) > 1:
            time.sleep(GATHER_S)
        while True:
            try:
                done.append(self._answered.get_nowait())
            except Empty:
                return [(self._open.pop(line), line.result()) for line in done]
