"""What the desks of a town do every day: the calls that are owed are made, centre by centre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.demo.stage import DAYS
from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.later_calls import LaterReason
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.put_off_call import Later, put_off_call
from models import CallTask

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hopecare.demo.stage import Stage, Story

EVENING: Final = "17:40"
"""When the last calls of a day are made; what falls due later waits for the next one."""
NEXT_AFTERNOON: Final = timedelta(hours=22)


@dataclass(frozen=True, slots=True)
class Desks:
    """The coordinators of one town."""

    stage: Stage

    def stories(self) -> Iterator[Story]:
        """Begin the days of every centre."""
        return (self.evenings(code) for code in self.stage.centres)

    def evenings(self, code: str) -> Story:
        """Every evening before the loading day, make whatever call is due at one centre."""
        for day in range(-DAYS, 0):
            yield self.stage.at(day, EVENING)
            self._make_calls(code)
        self._put_one_off(code)

    def _make_calls(self, code: str) -> None:
        stage = self.stage
        due = select(CallTask.id).where(
            CallTask.centre_id == stage.centres[code].id,
            CallTask.status == CallTaskStatus.OPEN,
            CallTask.due_at <= stage.now,
        )
        for task_id in stage.session.scalars(due).all():
            finish_call_task(
                stage.session,
                task_id=task_id,
                outcome=CallOutcome.SPOKE,
                by=stage.coordinator(code),
                now=stage.now,
            )

    def _put_one_off(self, code: str) -> None:
        """On the last evening somebody did not pick up: they are rung again the next afternoon."""
        stage = self.stage
        ahead = select(CallTask).where(
            CallTask.centre_id == stage.centres[code].id,
            CallTask.status == CallTaskStatus.OPEN,
            CallTask.kind.in_((CallTaskKind.ASK_AGAIN, CallTaskKind.UNFILLED)),
        )
        task = stage.session.scalars(ahead.order_by(CallTask.due_at, CallTask.id)).first()
        if task is not None:
            put_off_call(
                stage.session,
                task_id=task.id,
                version=task.version,
                later=Later(at=stage.now + NEXT_AFTERNOON, reason=LaterReason.NO_ANSWER),
                by=stage.coordinator(code),
                now=stage.now,
            )
