"""Ninety days around the named stories: what becomes of reports, cases and check-ins in a town.

Each story is one of a few courses, dealt out in turn, so that every state of the care path is
there at any scale; the seed decides days, words and who lives through it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from hopecare.demo.referring import ANSWERS, SERVICES, Referring
from hopecare.domain.calls import CallDirection, CallOutcome
from hopecare.domain.care_path import NeedStatus, OfferStatus, ReportEvent
from hopecare.domain.channels import ReplyWay
from hopecare.domain.check_in_times import WEEKDAYS
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.offers import DeclineReason, VisitResult
from hopecare.domain.outcomes import CaseOutcome
from hopecare.queries.candidates import candidates_for
from hopecare.services.add_need import NeedWish
from hopecare.services.ask_neighbours import Wave, ask_neighbours
from hopecare.services.close_case import close_case
from hopecare.services.end_need import end_need
from hopecare.services.join_report import join_report
from hopecare.services.note_try import Try, note_try
from hopecare.services.open_case import CasePlan
from hopecare.services.record_death import record_death
from hopecare.services.reopen_case import reopen_case
from hopecare.services.set_report_aside import Aside, set_report_aside
from models import Offer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from uuid import UUID

    from hopecare.demo.stage import Story
    from hopecare.domain.identity import Identity
    from models import Case, Need, Person, Task

    Course = Callable[[int, Random, Person | None], Story]

KINDS: Final = (
    NeedKind.SIDE_DISHES,
    NeedKind.COMPANION_VISIT,
    NeedKind.ESCORT,
    NeedKind.KNOCK,
    NeedKind.PHONE_COMPANION,
    NeedKind.GOODS,
    NeedKind.MEAL_TOGETHER,
    NeedKind.LIFT,
)
SET_ASIDE: Final = (
    ReportEvent.CONSENT_REFUSED,
    ReportEvent.NOT_FOUND,
    ReportEvent.NO_CAPACITY,
    ReportEvent.MOVED_AWAY,
    ReportEvent.DEATH_RECORDED,
    ReportEvent.CLOSED_WITHOUT_NEED,
)
AGAIN: Final = frozenset(
    {ReportEvent.CONSENT_REFUSED, ReportEvent.NOT_FOUND, ReportEvent.NO_CAPACITY}
)
OUTCOMES: Final = (
    CaseOutcome.NEED_MET,
    CaseOutcome.SERVICE_TOOK_OVER,
    CaseOutcome.MOVED,
    CaseOutcome.DECLINED_FURTHER_HELP,
    CaseOutcome.NO_LONGER_NEEDED,
    CaseOutcome.DIED,
)
FIRST_NUMBER: Final = 800_000
A_DAY: Final = timedelta(hours=26)
ASKED_AT_ONCE: Final = 3
"""Every offer of the day before has lapsed by then."""


@dataclass(frozen=True, slots=True)
class Days(Referring):
    """Deals stories out to the crowd of one town."""

    def stories(self, heads: Sequence[Person], *, scale: float) -> Iterator[Story]:
        """Begin the stories; in the first town there is always one of each course at least."""
        spare = iter(heads)
        for course, how_many, needs_head in self._dealt(scale):
            for number in range(how_many):
                random = Random(f"{self.stage.random.random()}")  # noqa: S311  invented people
                head = next(spare, None) if needs_head else None
                if head is not None or not needs_head:
                    yield course(number, random, head)

    def _dealt(self, scale: float) -> Iterator[tuple[Course, int, bool]]:
        """Each course, how often it is lived through, and whether a resident lives through it."""
        if not self.stage.services.keys() >= set(SERVICES):
            yield self.report_waits, 3, False
            yield self.care, 5, True
            return
        yield self.report_set_aside, max(len(SET_ASIDE), round(12 * scale)), False
        yield self.report_waits, max(2, round(8 * scale)), False
        yield self.double, 4, True
        yield self.just_asked, max(1, round(4 * scale)), True
        yield self.untaken, max(1, round(4 * scale)), True
        yield self.care, max(2 * len(OUTCOMES), round(40 * scale)), True
        yield self.referral, max(len(ANSWERS), round(16 * scale)), True

    def report_set_aside(self, number: int, random: Random, _: Person | None) -> Story:
        """A report that ends without a resident, each time for another reason."""
        stage, event = self.stage, SET_ASIDE[number % len(SET_ASIDE)]
        day = -random.randint(8, 85)
        yield self._hour(random, day)
        report = self._reported(random)
        worker, coordinator = self.staff_of(None, report.centre_id)
        yield self._hour(random, day + 1)
        self.tell.ends_report_alert(report, by=coordinator)
        for offset in (1, 3):
            yield self._hour(random, day + offset)
            tried = Try(
                direction=CallDirection.DOOR,
                outcome=CallOutcome.DOOR_NOT_OPENED,
                next_try_on=stage.today + timedelta(days=2),
            )
            note_try(stage.session, report_id=report.id, tried=tried, by=worker, now=stage.now)
        yield self._hour(random, day + 5)
        others = [each.id for each in stage.centres.values() if each.id != report.centre_id]
        aside = Aside(
            event=event,
            again_on=stage.date_of(random.randint(5, 60)) if event in AGAIN else None,
            centre_id=random.choice(others) if event is ReportEvent.MOVED_AWAY else None,
        )
        set_report_aside(stage.session, report_id=report.id, aside=aside, by=worker, now=stage.now)

    def report_waits(self, number: int, random: Random, _: Person | None) -> Story:
        """A report of the last days: taken up, or waiting to be."""
        yield self._hour(random, -random.randint(1, 4))
        report = self._reported(random, answers={})
        coordinator = self.staff_of(None, report.centre_id)[1]
        if number % 2 == 0:
            yield self.stage.now + timedelta(minutes=random.randint(30, 200))
            self.tell.takes_up(report, coordinator)

    def double(self, number: int, random: Random, head: Person | None) -> Story:
        """A second report about somebody known, told otherwise; half are joined already."""
        stage = self.stage
        name = head.full_name if head else ""
        apart = f"{name[:1]} {name[1:]}"
        told = (
            {"name": apart},
            {"name": name, "number": stage.number(FIRST_NUMBER + number)},
            {"name": name, "address": self.crowd.an_address(self.crowd.an_area())},
            {"name": self.tell.in_letters(name)},
        )[number % 4]
        is_joined = number % 2 == 0
        yield self._hour(random, -random.randint(4, 12) if is_joined else -random.randint(1, 2))
        report = self._reported(random, head, answers={}, **told)
        if is_joined and head is not None:
            _, coordinator = self.staff_of(head)
            yield stage.now + timedelta(hours=2)
            join_report(
                stage.session,
                report_id=report.id,
                resident_id=head.id,
                by=coordinator,
                now=stage.now,
            )

    def care(self, number: int, random: Random, head: Person | None) -> Story:
        """A case with a need: neighbours are asked, one helps, and it ends in some way or not."""
        if head is None:
            return
        stage, tell = self.stage, self.tell
        worker, coordinator = self.staff_of(head)
        day = -random.randint(20, 84)
        yield self._hour(random, day)
        kind = random.choice(KINDS)
        wish = NeedWish(
            kind=kind,
            from_on=stage.today,
            rhythm=NeedRhythm.WEEKLY,
            weekdays=(random.choice(WEEKDAYS[:5]),),
            minutes=random.choice((20, 30, 60)),
        )
        plan = CasePlan(needs=(wish,), review_on=stage.today + timedelta(days=90))
        case = tell.opens_case(head, plan, by=worker)
        need = tell.need_of(case)
        yield self._hour(random, day + 1)
        self._asks(need, coordinator)
        yield stage.now + timedelta(minutes=random.randint(8, 240))
        task = self._answered(need, random)
        if task is None:
            yield stage.now + A_DAY
            task = self._found_by_phone(need, worker, coordinator)
            tell.finishes_calls(head, by=coordinator)
        if task is not None:
            yield from self._visits(task, day, random)
        if number % 2 == 0:
            yield self._hour(random, min(-1, day + random.randint(14, 60)))
            self._closes(case, head, OUTCOMES[number // 2 % len(OUTCOMES)], worker)
            if OUTCOMES[number // 2 % len(OUTCOMES)] is CaseOutcome.SERVICE_TOOK_OVER:
                yield stage.now + timedelta(hours=20)
                reopen_case(stage.session, case_id=case.id, by=worker, now=stage.now)

    def _asks(self, need: Need, by: Identity) -> list[Offer]:
        """Ask the best placed of the crowd; the named keep their time for their own stories."""
        session, now = self.stage.session, self.stage.now
        candidates = candidates_for(session, need, now=now, explain=False).candidates
        named = self._named()
        free = [each.helper_id for each in candidates if each.may_be_asked]
        wave = Wave(helper_ids=[each for each in free if each not in named][:ASKED_AT_ONCE])
        if not wave.helper_ids:
            return []
        return ask_neighbours(session, need_id=need.id, wave=wave, by=by, now=now)

    def _named(self) -> set[UUID]:
        return {person.id for person in self.stage.people.values()}

    def _answered(self, need: Need, random: Random) -> Task | None:
        """Let those who were asked answer: some decline, one accepts, one may be late."""
        standing = select(Offer).where(
            Offer.need_id == need.id, Offer.status == OfferStatus.STANDING
        )
        offers = self.stage.session.scalars(standing.order_by(Offer.cost, Offer.id)).all()
        named = self._named()
        task: Task | None = None
        for offer in offers:
            self.stage.session.refresh(offer)
            if task is not None or need.status is not NeedStatus.ASKING:
                self.tell.says_yes_late(offer)
                break
            if offer.helper_id in named or self.crowd.happens(0.35):
                self.tell.says_no(offer, random.choice(tuple(DeclineReason)))
            elif self.crowd.happens(0.85):
                task = self.tell.may_say_yes(offer)
        return task

    def _found_by_phone(self, need: Need, worker: Identity, coordinator: Identity) -> Task | None:
        """Ring one by one whom nobody had asked; where nobody is left, the centre helps itself."""
        if need.status is not NeedStatus.OPEN:
            return None
        session, now = self.stage.session, self.stage.now
        for offer in self._asks(need, coordinator):
            task = self.tell.may_say_yes(offer, ReplyWay.HELPER_CALL)
            if task is not None:
                return task
        end_need(session, need_id=need.id, is_met=True, by=worker, now=now)
        return None

    def untaken(self, _: int, random: Random, head: Person | None) -> Story:
        """A need of yesterday: everybody who was asked said not this time, a call is owed."""
        if head is None:
            return
        worker, coordinator = self.staff_of(head)
        yield self._hour(random, -1)
        wish = NeedWish(kind=random.choice(KINDS), from_on=self.stage.day)
        case = self.tell.opens_case(head, CasePlan(needs=(wish,)), by=worker)
        need = self.tell.need_of(case)
        for offer in self._asks(need, coordinator):
            yield self.stage.now + timedelta(minutes=random.randint(10, 60))
            self.tell.says_no(offer, random.choice(tuple(DeclineReason)))

    def _visits(self, task: Task, day: int, random: Random) -> Story:
        """A few visits, not all of them to an open door."""
        results = (VisitResult.MET, VisitResult.MET, VisitResult.NOT_HOME, VisitResult.PUT_OFF)
        for week in range(1, random.randint(2, 5)):
            yield self._hour(random, day + 2 + 7 * week)
            if task.ended_at is not None:
                return
            words = random.choice(self.said["visits"])
            result = random.choice(results)
            self.tell.visits(task, minutes=random.choice((15, 25, 40)), result=result, words=words)

    def _closes(self, case: Case, head: Person, outcome: CaseOutcome, by: Identity) -> None:
        stage = self.stage
        if outcome is CaseOutcome.DIED:
            record_death(
                stage.session, person_id=head.id, died_on=stage.today, by=by, now=stage.now
            )
            self.tell.finishes_calls(head, by=by)
            return
        self.tell.finishes_calls(head, by=by)
        close_case(
            stage.session, case_id=case.id, version=None, outcome=outcome, by=by, now=stage.now
        )

    def just_asked(self, _: int, random: Random, head: Person | None) -> Story:
        """A need of this morning: neighbours are asked and have not answered yet."""
        if head is None:
            return
        worker, coordinator = self.staff_of(head)
        yield self._hour(random, -1)
        wish = NeedWish(kind=NeedKind.COMPANION_VISIT, from_on=self.stage.day)
        case = self.tell.opens_case(head, CasePlan(needs=(wish,)), by=worker)
        yield self.stage.ago(random.randint(20, 150))
        need = self.tell.need_of(case)
        ask_neighbours(self.stage.session, need_id=need.id, by=coordinator, now=self.stage.now)
