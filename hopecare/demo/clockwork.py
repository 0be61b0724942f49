"""The story's own clock: tells stories in the order of their days, and does what falls due between.

A story is a generator that yields the moment it waits for. Between two acts the clockwork does
what the worker would have done: asks due check-ins, climbs ladders, lapses offers, goes on asking,
hands words on, asks again whose consent ends.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Final

from sqlalchemy import event, func, select

from hopecare.demo.postman import Postman
from hopecare.demo.stage import BY
from hopecare.demo.told_askings import go_on_asking
from hopecare.domain.care_path import MessageStatus, OfferStatus, SlotStatus
from hopecare.domain.consent import ASK_AGAIN_BEFORE
from hopecare.queries.check_ins import slot_by_id
from hopecare.services.climb_ladder import climb_ladder
from hopecare.services.follow_consent_end import follow_consent_end
from hopecare.services.lapse_offer import lapse_offer
from hopecare.services.open_due_knocks import open_due_knocks
from hopecare.services.open_due_slots import open_due_slots
from models import Asking, CheckInPlan, CheckInSlot, ConsentEntry, Message, Offer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.demo.stage import Stage, Story

    Act = Callable[[], None]

MOST: Final = 100
A_MOMENT: Final = timedelta(seconds=3)


class Clockwork:
    """A queue of what happens when; nothing happens after the loading moment."""

    def __init__(self, stage: Stage) -> None:
        """Stand at the stage's present moment."""
        self.stage = stage
        self.postman = Postman(stage, later=self.later)
        self._queue: list[tuple[datetime, int, Act]] = []
        self._number = count()
        self._seen: set[tuple[str, UUID | None, datetime]] = set()

    def later(self, moment: datetime, act: Act) -> None:
        """Let something happen at a moment, or now if it is past; never after the end."""
        if moment <= self.stage.ends_at:
            heappush(self._queue, (max(moment, self.stage.now), next(self._number), act))

    def tell(self, stories: Iterable[Story]) -> Iterator[datetime]:
        """Tell all stories together up to the loading moment; gives each moment as it passes."""
        for story in stories:
            self._go_on(story)
        with self._watching():
            while self._queue:
                moment, _, act = heappop(self._queue)
                self.stage.now = moment
                act()
                self.stage.session.flush()
                yield moment
        self.stage.now = self.stage.ends_at

    def _go_on(self, story: Story) -> None:
        """Let a story act until it waits again."""
        moment = next(story, None)
        if moment is not None:
            self.later(moment, partial(self._go_on, story))

    @contextmanager
    def _watching(self) -> Iterator[None]:
        """See every row that is written, for what falls due by it."""
        event.listen(self.stage.session, "after_flush", self._see)
        try:
            yield
        finally:
            event.remove(self.stage.session, "after_flush", self._see)

    def _see(self, session: Session, _context: object) -> None:
        for row in (*session.new, *session.dirty):
            self._note(row)

    def _note(self, row: object) -> None:
        if isinstance(row, CheckInPlan) and row.next_due_at is not None:
            self._once("plan", None, row.next_due_at, self._ask_due)
        elif isinstance(row, CheckInSlot) and row.next_rung_at is not None:
            self._once("slot", row.id, row.next_rung_at, partial(self._climb, row.id))
        elif isinstance(row, Offer) and row.status is OfferStatus.STANDING:
            self._once("offer", row.id, row.lapses_at, partial(self._lapse, row.id))
        elif isinstance(row, Asking) and row.due_at is not None:
            self._once("asking", row.id, row.due_at, partial(self._ask_on, row.id))
        elif isinstance(row, Message) and row.status is MessageStatus.PENDING:
            moment = max(row.not_before, self.stage.now) + A_MOMENT
            self._once("message", row.id, moment, partial(self.postman.carry, row.id))
        elif isinstance(row, ConsentEntry) and row.expires_on is not None:
            act = partial(self._follow_consents, row.person_id)
            for day in (row.expires_on - ASK_AGAIN_BEFORE, row.expires_on):
                self._once("consents", row.person_id, self._begin_of(day), act)

    def _once(self, kind: str, row_id: UUID | None, moment: datetime, act: Act) -> None:
        key = (kind, row_id, moment)
        if key not in self._seen:
            self._seen.add(key)
            self.later(moment, act)

    def _begin_of(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.stage.zone)

    def _follow_consents(self, person_id: UUID) -> None:
        follow_consent_end(self.stage.session, person_id=person_id, by=BY, now=self.stage.now)

    def _ask_due(self) -> None:
        open_due_slots(self.stage.session, limit=MOST, by=BY, now=self.stage.now)
        open_due_knocks(self.stage.session, limit=MOST, by=BY, now=self.stage.now)
        # Plans are moved on without a word to the session: nothing was edited.
        coming = select(func.min(CheckInPlan.next_due_at))
        next_at = self.stage.session.scalar(coming.where(CheckInPlan.next_due_at > self.stage.now))
        if next_at is not None:
            self._once("plan", None, next_at, self._ask_due)

    def _climb(self, slot_id: UUID) -> None:
        slot = slot_by_id(self.stage.session, slot_id)
        is_due = slot.next_rung_at is not None and slot.next_rung_at <= self.stage.now
        if is_due and slot.status in (SlotStatus.WAITING, SlotStatus.SILENT):
            climb_ladder(self.stage.session, slot=slot, by=BY, now=self.stage.now)

    def _ask_on(self, asking_id: UUID) -> None:
        go_on_asking(self.stage.session, asking_id, now=self.stage.now)

    def _lapse(self, offer_id: UUID) -> None:
        offer = self.stage.session.get_one(Offer, offer_id)
        if offer.status is OfferStatus.STANDING and offer.lapses_at <= self.stage.now:
            lapse_offer(self.stage.session, offer_id=offer_id, by=BY, now=self.stage.now)
