"""A small town with a worker's tools whose clock and networks belong to the test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from hopecare.clock import SetClock
from hopecare.database import AllTowns, Database, TownScope
from hopecare.domain.care_path import SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.identity import SystemActor
from hopecare.domain.roles import Role
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.climb_ladders import climb_ladders
from hopecare.jobs.deliver import deliver
from hopecare.jobs.open_knocks import open_knocks
from hopecare.jobs.tools import Tools
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from models import Alert, CallTask, CheckInSlot, ContactPoint, Message, TimelineEntry
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.people import a_contact_point, a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town, an_area

BY = SystemActor(name="test")


@dataclass
class SmallTown:
    """One resident asked every day at 10:05, one coordinator, a worker."""

    database: Database
    scope: TownScope
    clock: SetClock
    texts: MemoryNetwork
    calls: MemoryNetwork
    resident_id: UUID
    coordinator_id: UUID
    plan_id: UUID

    @property
    def tools(self) -> Tools:
        networks = Networks(texts=self.texts, calls=self.calls)
        return Tools(database=self.database, networks=networks, clock=self.clock)

    def work(self, after: timedelta = timedelta(0)) -> None:
        """Let time pass, then run the worker's jobs once."""
        self.clock.advance(after)
        for job in (ask_due_check_ins, open_knocks, climb_ladders, deliver):
            job(self.tools)

    def at(self, moment: datetime) -> None:
        self.clock.at = moment

    def phone_of(self, person_id: UUID) -> str:
        with self.database.reading(AllTowns()) as session:
            points = select(ContactPoint.value).where(ContactPoint.person_id == person_id)
            return session.scalars(points).one()

    def texts_to(self, person_id: UUID) -> list[str]:
        number = self.phone_of(person_id)
        return [parcel.body for parcel in self.texts.sent if parcel.to == number]

    def rows(self, table: Any) -> list[Any]:
        with self.database.reading(AllTowns()) as session:
            return list(session.scalars(select(table).order_by(table.id)).all())

    @property
    def slot(self) -> CheckInSlot:
        slots: list[CheckInSlot] = self.rows(CheckInSlot)
        (slot,) = slots
        return slot

    @property
    def slot_status(self) -> SlotStatus:
        return self.slot.status

    @property
    def messages(self) -> list[Message]:
        return self.rows(Message)

    @property
    def call_tasks(self) -> list[CallTask]:
        return self.rows(CallTask)

    @property
    def alerts(self) -> list[Alert]:
        return self.rows(Alert)

    @property
    def story(self) -> list[str]:
        return [entry.kind.value for entry in self.rows(TimelineEntry)]


@pytest.fixture
def channel_profile():
    return "kr-twilio"


@pytest.fixture
def town(database, town_scope, channel_profile):
    """The small town; the same on both databases."""
    with database.writing(town_scope) as session:
        a_town(session, channel_profile=channel_profile)
        centre = a_centre(session)
        area = an_area(session, covered_by=centre)
        resident = a_resident(session, centre=centre, area=area)
        staff = a_staff_account(session, roles=(Role.COORDINATOR,), centre=centre)
        coordinator_id = staff.person_id
        a_contact_point(session, session.get_one(type(resident), coordinator_id))
        wish = CheckInWish(local_time=time(10, 5))
        plan = plan_check_ins(session, person_id=resident.id, wish=wish, by=BY, now=NOW)
        ids = (resident.id, coordinator_id, plan.id)
        assert plan.channel is (Channel.VOICE if channel_profile == "kr-twilio" else Channel.SMS)
    return SmallTown(
        database,
        town_scope,
        SetClock(NOW),
        MemoryNetwork(),
        MemoryNetwork(),
        *ids,
    )
