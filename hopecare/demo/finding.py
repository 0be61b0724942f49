"""What a story can look up: people, places, the newest need, alert, slot or telephone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NoReturn

from sqlalchemy import select

from hopecare.demo.postman import WELL
from hopecare.domain.check_in_times import WEEKDAYS
from hopecare.domain.names import romanised
from hopecare.domain.urgency import TriageAnswer
from hopecare.errors import NotFoundError
from hopecare.queries.cases import find_live_case
from hopecare.queries.residents import contact_points_of
from hopecare.services.report_need import ReporterSaid
from models import Alert, CheckInSlot, Need

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from hopecare.demo.cast import Cast
    from hopecare.demo.stage import Habit, Reply, Stage
    from hopecare.domain.alerts import AlertKind
    from hopecare.domain.needs import NeedKind
    from hopecare.domain.phone import PhoneNumber
    from models import Case, ContactPoint, Person, Report

A_WHILE: Final = timedelta(hours=12)
NIGHT_FROM: Final = 20
MORNING_FROM: Final = 8


@dataclass(frozen=True, slots=True)
class Finder:
    """Looks things up on one town's stage."""

    stage: Stage
    cast: Cast

    @property
    def yes(self) -> TriageAnswer:
        """A yes to a question of triage."""
        return TriageAnswer.YES

    def need_of(self, case: Case, kind: NeedKind | None = None) -> Need:
        """The case's newest need, or the one of a kind."""
        wanted = select(Need).where(Need.case_id == case.id).order_by(Need.id.desc())
        if kind is not None:
            wanted = wanted.where(Need.kind == kind)
        return self.stage.session.scalars(wanted).first() or missing("need")

    def case_of(self, person: Person) -> Case:
        """The resident's live case."""
        return find_live_case(self.stage.session, person.id) or missing("case")

    def alert_of(self, person: Person, kind: AlertKind) -> Alert:
        """The newest alert about a resident."""
        wanted = (
            select(Alert)
            .where(Alert.person_id == person.id, Alert.kind == kind)
            .order_by(Alert.raised_at.desc())
        )
        return self.stage.session.scalars(wanted).first() or missing("alert")

    def weekday_before(self, days: int, weekday: str) -> int:
        """The last such weekday on or before a day, counted from the loading day."""
        back = (self.stage.date_of(days).weekday() - WEEKDAYS.index(weekday)) % len(WEEKDAYS)
        return days - back

    def silent_at_the_end(self) -> Habit:
        """Answer well, but leave the last question for whoever holds the handset."""

        def habit(slot: CheckInSlot) -> Reply | None:
            return None if slot.due_at > self.stage.ends_at - A_WHILE else WELL

        return habit

    def by_day(self, minutes: float) -> datetime:
        """So many minutes ago; at night the evening before, since no text arrives at night."""
        moment = self.stage.ago(minutes).astimezone(self.stage.zone)
        if MORNING_FROM < moment.hour < NIGHT_FROM:
            return moment
        return self.stage.at(-1 if moment.hour <= MORNING_FROM else 0, "19:30")

    @property
    def office(self) -> ReporterSaid:
        """A report we make ourselves."""
        return ReporterSaid(name="센터", relation="해마다 하는 확인")

    def alert_of_report(self, report: Report) -> Alert:
        """The alert of a crisis that was reported."""
        wanted = select(Alert).where(Alert.report_id == report.id)
        return self.stage.session.scalars(wanted).first() or missing("alert")

    def slot_of(self, person: Person) -> CheckInSlot:
        """The resident's newest check-in, which is there."""
        return self.find_slot_of(person) or missing("check-in")

    def find_slot_of(self, person: Person) -> CheckInSlot | None:
        """The resident's newest check-in, if there is one."""
        wanted = (
            select(CheckInSlot)
            .where(CheckInSlot.person_id == person.id)
            .order_by(CheckInSlot.due_at.desc())
        )
        return self.stage.session.scalars(wanted).first()

    def telephone_of(self, person: Person) -> ContactPoint:
        """The resident's first telephone."""
        points = contact_points_of(self.stage.session, [person.id], on=self.stage.today)
        return next(iter(points), None) or missing("telephone")

    def number_of(self, said: Mapping[str, Any]) -> PhoneNumber | None:
        """The telephone the file gives somebody."""
        if "telephone" in said:
            return self.stage.number(said["telephone"])
        if "landline" in said:
            return self.stage.number(said["landline"], is_mobile=False)
        return None

    def is_shared(self, said: Mapping[str, Any]) -> bool:
        """Whether others of the cast have the same number."""
        numbers = [
            member.get("telephone", member.get("landline"))
            for household in self.cast.households.values()
            for member in household["members"]
        ]
        return numbers.count(said.get("telephone", said.get("landline"))) > 1

    def centre_of(self, area_id: UUID) -> UUID:
        """The centre that covers a district."""
        return self.stage.covered_by[area_id]

    def in_letters(self, name: str) -> str:
        """A Korean name as somebody writes it in letters."""
        return f"{romanised(name[:1])} {romanised(name[1:])}".title()


def missing(what: str) -> NoReturn:
    """Refuse to go on with a story that lost its thread."""
    raise NotFoundError(kind=what)
