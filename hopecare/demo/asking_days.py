"""Ninety days of check-ins: who is asked when, and who answers, stays silent or asks for help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from hopecare.demo.postman import WELL
from hopecare.demo.stage import Reply
from hopecare.domain.alerts import AlertEnd
from hopecare.domain.care_path import SlotStatus
from hopecare.domain.check_in_times import WEEKDAYS
from hopecare.domain.replies import ReplyMeaning
from hopecare.services.clear_check_in import clear_check_in
from hopecare.services.end_contact_point import end_contact_point
from hopecare.services.open_case import CasePlan
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.set_texts_wish import set_texts_wish

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hopecare.demo.days import Days
    from hopecare.demo.stage import Habit, Story
    from models import CheckInSlot, Person

PEOPLE: Final = 20
UNREACHABLE: Final = 1
STOPPED: Final = 2
FIRST_HOUR: Final = 8
LAST_HOUR: Final = 20
SILENT: Final = 0.05
HELP: Final = 0.015
HELP_REPLY: Final = Reply(meaning=ReplyMeaning.HELP, after=timedelta(seconds=30))
AFTER_THE_LADDER: Final = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class AskingDays:
    """Plans check-ins for a part of the crowd and follows what comes of them."""

    days: Days

    def stories(self, heads: Sequence[Person], *, scale: float) -> Iterator[Story]:
        """Begin a plan for each; the first is silent now, the second cannot be asked."""
        for number, head in enumerate(heads[: max(4, round(PEOPLE * scale))]):
            yield self.asked(number, head)

    def asked(self, number: int, head: Person) -> Story:
        """One resident is asked on their days, for some weeks."""
        stage, tell = self.days.stage, self.days.tell
        worker, _coordinator = self.days.staff_of(head)
        random = Random(f"{stage.random.random()}")  # noqa: S311  invented people
        first = -random.randint(20, 80)
        yield stage.at(first, "10:15")
        case = tell.opens_case(head, CasePlan(), by=worker)
        stage.habits[head.id] = self._habit(number, random)
        wish = CheckInWish(
            local_time=self._time(number, random),
            weekdays=WEEKDAYS if number == 0 else tuple(random.sample(WEEKDAYS, 2)),
            case_id=case.id,
            ladder="quick",
        )
        plan_check_ins(stage.session, person_id=head.id, wish=wish, by=worker, now=stage.now)
        if number == UNREACHABLE:
            yield stage.at(-9, "11:00")
            point = tell.telephone_of(head)
            end_contact_point(stage.session, head, point.id, by=worker, now=stage.now)
        if number == STOPPED:
            yield stage.at(-15, "16:20")
            point = tell.telephone_of(head)
            set_texts_wish(stage.session, point=point, stops=True, by=worker, now=stage.now)
        yield from self._looked_after(number, head)

    def _looked_after(self, number: int, head: Person) -> Story:
        """Every evening of trouble, staff ring and write how it was."""
        stage, tell = self.days.stage, self.days.tell
        _, coordinator = self.days.staff_of(head)
        while True:
            yield stage.now + timedelta(hours=20)
            slot = tell.find_slot_of(head)
            if slot is None:
                continue
            is_over = slot.due_at < stage.now - AFTER_THE_LADDER
            if is_over and slot.status in (
                SlotStatus.SILENT,
                SlotStatus.WAITING,
                SlotStatus.HELP_ASKED,
            ):
                end = (
                    AlertEnd.HELPED if slot.status is SlotStatus.HELP_ASKED else AlertEnd.ALL_CLEAR
                )
                clear_check_in(
                    stage.session, slot=slot, ended_by=end, by=coordinator, now=stage.now
                )
            if number != UNREACHABLE or slot.due_at < stage.ends_at - timedelta(days=4):
                tell.finishes_calls(head, by=coordinator)

    def _time(self, number: int, random: Random) -> time:
        """The hour of the question; the first resident fell silent three hours ago."""
        if number == 0:
            moment = self.days.stage.ago(200).astimezone(self.days.stage.zone)
            is_day = FIRST_HOUR <= moment.hour < LAST_HOUR
            return moment.time().replace(second=0, microsecond=0) if is_day else time(17, 30)
        return time(random.randint(8, 19), random.choice((0, 10, 20, 30, 40, 50)))

    def _habit(self, number: int, random: Random) -> Habit:
        stage = self.days.stage

        def habit(slot: CheckInSlot) -> Reply | None:
            if number == 0 and slot.due_at > stage.ends_at - timedelta(hours=8):
                return None
            dice = random.random()
            if dice < HELP:
                return HELP_REPLY
            return None if dice < HELP + SILENT else WELL

        return habit
