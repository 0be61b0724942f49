"""Ninety days of check-ins: who is asked when, and who answers, stays silent or asks for help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.demo.postman import WELL
from hopecare.demo.stage import Reply
from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.care_path import AlertStatus, SlotStatus
from hopecare.domain.check_in_times import WEEKDAYS
from hopecare.domain.replies import ReplyMeaning
from hopecare.services.clear_check_in import clear_check_in
from hopecare.services.end_contact_point import end_contact_point
from hopecare.services.open_case import CasePlan
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.set_texts_wish import set_texts_wish
from models import Alert

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hopecare.demo.days import Days
    from hopecare.demo.stage import Habit, Story
    from models import CheckInSlot, Person

PEOPLE: Final = 20
UNREACHABLE: Final = 1
STOPPED: Final = 2
ASKS_FOR_HELP: Final = 3
LAST_DAY: Final = {0: 200, ASKS_FOR_HELP: 70}
"""Who is silent or asks for help on the loading day, and how many minutes before its end."""
FIRST_HOUR: Final = 8
LAST_HOUR: Final = 20
SILENT: Final = 0.05
HELP: Final = 0.015
HELP_REPLY: Final = Reply(meaning=ReplyMeaning.HELP, after=timedelta(seconds=30))
AFTER_THE_LADDER: Final = timedelta(hours=3)
A_DAY: Final = timedelta(days=1)
NOT_KNOWN_SAFE: Final = frozenset(
    {SlotStatus.SILENT, SlotStatus.WAITING, SlotStatus.HELP_ASKED, SlotStatus.NOT_ASKED}
)


@dataclass(frozen=True, slots=True)
class AskingDays:
    """Plans check-ins for a part of the crowd and follows what comes of them."""

    days: Days

    def stories(self, heads: Sequence[Person], *, scale: float) -> Iterator[Story]:
        """Begin a plan for each; the first is silent now, the second cannot be asked."""
        for number, head in enumerate(heads[: max(4, round(PEOPLE * scale))]):
            yield self.asked(number, head)
            if number == ASKS_FOR_HELP:
                yield self.help_is_on_its_way(head)

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
            weekdays=self._days(number, random),
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

    def help_is_on_its_way(self, head: Person) -> Story:
        """A little later somebody takes the alert of who asked for help today, and goes there."""
        stage = self.days.stage
        yield stage.ago(60)
        raised = select(Alert).where(
            Alert.person_id == head.id,
            Alert.kind == AlertKind.HELP_ASKED,
            Alert.status == AlertStatus.RAISED,
        )
        alert = stage.session.scalars(raised).first()
        if alert is not None:
            _, coordinator = self.days.staff_of(head)
            self.days.tell.acknowledges(alert, by=coordinator)

    def _looked_after(self, number: int, head: Person) -> Story:
        """Every evening of trouble, staff ring and write how it was."""
        stage, tell = self.days.stage, self.days.tell
        _, coordinator = self.days.staff_of(head)
        while True:
            yield stage.now + timedelta(hours=20)
            slot = tell.find_slot_of(head)
            if slot is None:
                continue
            if number in (UNREACHABLE, *LAST_DAY) and slot.due_at > stage.ends_at - A_DAY:
                continue
            tell.finishes_calls(head, by=coordinator)
            if slot.due_at < stage.now - AFTER_THE_LADDER and slot.status in NOT_KNOWN_SAFE:
                is_helped = slot.status is SlotStatus.HELP_ASKED
                end = AlertEnd.HELPED if is_helped else AlertEnd.ALL_CLEAR
                clear_check_in(
                    stage.session, slot=slot, ended_by=end, by=coordinator, now=stage.now
                )

    def _days(self, number: int, random: Random) -> tuple[str, ...]:
        """Two days a week; who is silent or cannot be asked on the last day is asked daily."""
        is_daily = number == UNREACHABLE or number in LAST_DAY
        return WEEKDAYS if is_daily else tuple(random.sample(WEEKDAYS, 2))

    def _time(self, number: int, random: Random) -> time:
        """The hour of the question; the first resident fell silent three hours ago."""
        if number in LAST_DAY:
            moment = self.days.stage.ago(LAST_DAY[number]).astimezone(self.days.stage.zone)
            is_day = FIRST_HOUR <= moment.hour < LAST_HOUR
            return moment.time().replace(second=0, microsecond=0) if is_day else time(17, 30)
        return time(random.randint(8, 19), random.choice((0, 10, 20, 30, 40, 50)))

    def _habit(self, number: int, random: Random) -> Habit:
        stage = self.days.stage

        def habit(slot: CheckInSlot) -> Reply | None:
            if number in (UNREACHABLE, STOPPED):
                # Nobody looks after them before the day on which that happens.
                return WELL
            if number in LAST_DAY and slot.due_at > stage.ends_at - timedelta(hours=8):
                return HELP_REPLY if number == ASKS_FOR_HELP else None
            dice = random.random()
            if dice < HELP:
                return HELP_REPLY
            return None if dice < HELP + SILENT else WELL

        return habit
