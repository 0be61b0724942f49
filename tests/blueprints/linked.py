"""A town whose texts carry links, and whoever is sent one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hopecare.database import Database, TownScope
from hopecare.domain.alerts import AlertKind
from hopecare.domain.check_ins import AnswererKind
from hopecare.extensions import DESK
from hopecare.jobs.ask_due_check_ins import ask_due_check_ins
from hopecare.jobs.deliver import deliver
from hopecare.jobs.tools import Tools
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from models import ContactPoint, Person
from models.base import Base, Versioned
from notifications.memory_sms import MemoryNetwork
from notifications.routing import Networks
from tests.factories.cases import BY, a_case, a_need
from tests.factories.desk import an_alert
from tests.factories.offers import an_offer
from tests.factories.people import a_contact_point, a_resident, a_staff_account
from tests.factories.towns import NOW, a_centre, a_town, an_area
from tests.factories.volunteers import neighbours

BASE = "https://care.example.kr"
LOGS = {"access_log_entries", "message_events"}
"""Where looks are written down; nothing else may change when somebody looks."""


@dataclass
class LinkedTown:
    """One centre with a coordinator, an area, and a network that remembers what left."""

    app: Flask
    database: Database
    scope: TownScope
    profile: str = "one-way-links"
    network: MemoryNetwork = field(default_factory=MemoryNetwork)

    def __post_init__(self) -> None:
        with self.database.writing(self.scope) as session:
            a_town(session, channel_profile=self.profile)
            centre = a_centre(session)
            area = an_area(session, covered_by=centre)
            self.coordinator = a_staff_account(session, centre=centre)
            a_contact_point(session, session.get_one(Person, self.coordinator.person_id))
            self.resident = a_resident(session, centre=centre, area=area)
            self.carer = a_resident(session, name="마루", centre=centre, area=area)
            self.centre, self.area = centre, area

    @property
    def clock(self) -> Any:
        return self.app.extensions[DESK].clock

    @property
    def tools(self) -> Tools:
        networks = Networks(texts=self.network, calls=self.network, public_base_url=BASE)
        return Tools(database=self.database, networks=networks, clock=self.clock)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with self.database.writing(self.scope) as session:
            yield session

    def rows(self, table: Any) -> list[Any]:
        with self.database.reading(self.scope) as session:
            return list(session.scalars(select(table).order_by(table.id)))

    def one(self, table: Any) -> Any:
        (row,) = self.rows(table)
        return row

    def point_of(self, person: Person) -> ContactPoint:
        with self.database.reading(self.scope) as session:
            return session.scalars(
                select(ContactPoint).where(ContactPoint.person_id == person.id)
            ).one()

    def share_the_telephone_of(self, person: Person) -> None:
        with self.writing() as session:
            point = session.get_one(ContactPoint, self.point_of(person).id)
            point.is_shared = True

    def text_to(self, person: Person) -> str:
        """The newest text on somebody's telephone."""
        deliver(self.tools)
        number = self.point_of(person).value
        return [each.body for each in self.network.sent if each.to == number][-1]

    def link_to(self, person: Person) -> str:
        """The path of the link in the newest text."""
        return path_in(self.text_to(person))

    def ask(self, *, carer: bool = False, **wished: Any) -> Person:
        """Ask a resident, or their carer, how they are; gives who was texted."""
        asked = self.carer if carer else self.resident
        wish = CheckInWish(
            local_time=time(10, 5),
            asked_person_id=asked.id if carer else None,
            answer_of=AnswererKind.EITHER if carer else AnswererKind.RESIDENT,
            **wished,
        )
        with self.writing() as session:
            plan_check_ins(session, person_id=self.resident.id, wish=wish, by=BY, now=NOW)
        self.clock.advance(timedelta(minutes=5))
        ask_due_check_ins(self.tools)
        return asked

    def offer(self, how_many: int = 1, **offered: Any) -> list[Person]:
        """Ask neighbours for one help; gives who was asked."""
        with self.writing() as session:
            case = a_case(session, resident=self.resident, centre=self.centre)
            need = a_need(session, case=case)
            helpers = neighbours(session, how_many, centre=self.centre, area=self.area, **offered)
            for helper in helpers:
                an_offer(session, need, helper)
        return helpers

    def alert(self) -> Person:
        """Raise an alert; gives the coordinator who was texted."""
        with self.writing() as session:
            an_alert(session, self.resident, kind=AlertKind.HELP_ASKED)
            return session.get_one(Person, self.coordinator.person_id)

    def everything(self) -> dict[str, Any]:
        """How many rows each table has, and every version, but for the logs."""
        with self.database.reading(self.scope) as session:
            found = {}
            for mapper in Base.registry.mappers:
                table = mapper.class_
                if table.__tablename__ in LOGS:
                    continue
                count = session.scalar(select(func.count()).select_from(table))
                counts_edits = issubclass(table, Versioned)
                versions = session.scalar(select(func.sum(table.version))) if counts_edits else 0
                found[table.__tablename__] = (count, versions)
            return found


def path_in(text: str) -> str:
    """The path of the one link in a text."""
    (link,) = re.findall(r"https?://\S+", text)
    assert link.startswith(f"{BASE}/r/")
    return str(link.removeprefix(BASE))
