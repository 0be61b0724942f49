"""What a story can say: each act is a real verb, done by a named member of staff at its moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NoReturn

from sqlalchemy import select

from hopecare.demo.cast import area_of, born_on, facts_of, point_of
from hopecare.demo.postman import WELL
from hopecare.demo.stage import BY
from hopecare.domain.calls import CallOutcome
from hopecare.domain.care_path import AlertStatus, CallTaskStatus
from hopecare.domain.channels import ReplyWay
from hopecare.domain.check_in_times import WEEKDAYS
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.needs import CheckLevel, NeedKind
from hopecare.domain.offers import VisitResult
from hopecare.domain.outcomes import AnswerDoor
from hopecare.domain.people import HouseholdMemberRole, Sex
from hopecare.domain.reports import ReportDoor
from hopecare.domain.urgency import TriageAnswer, TriageCode
from hopecare.errors import NotFoundError
from hopecare.queries.cases import find_live_case
from hopecare.queries.households import find_membership
from hopecare.queries.identities import identity_of
from hopecare.queries.offers import offer_by_id
from hopecare.services.answer_offer import OfferAnswer, answer_offer
from hopecare.services.answer_referral import answer_referral
from hopecare.services.ask_neighbours import Wave, ask_neighbours
from hopecare.services.assess_household import assess_household
from hopecare.services.change_contact_point import NewPoint, change_contact_point
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.join_as_volunteer import WHOLE_WEEK, VolunteerWish, join_as_volunteer
from hopecare.services.log_visit import VisitMade, log_visit
from hopecare.services.move_household import Home, move_household
from hopecare.services.note_person_terms import note_person_terms
from hopecare.services.open_case import CasePlan, open_case
from hopecare.services.open_resident import ResidentFacts, open_resident
from hopecare.services.record_consent import ConsentSaid
from hopecare.services.refer import refer
from hopecare.services.report_need import ReporterSaid, Told, report_need
from hopecare.services.resolve_alert import resolve_alert
from hopecare.services.settle_worry import settle_worry
from hopecare.services.take_up_report import take_up_report
from models import Account, Alert, CallTask, Need, Person, Task

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from hopecare.demo.cast import Cast
    from hopecare.demo.stage import Habit, Reply, Stage
    from hopecare.domain.alerts import AlertEnd, AlertKind
    from hopecare.domain.identity import Actor, Identity
    from hopecare.domain.offers import DeclineReason
    from hopecare.domain.outcomes import RefusalReason
    from hopecare.domain.phone import PhoneNumber
    from models import Assessment, Case, CheckInSlot, Offer, Referral, Report, Worry

EVERYTHING: Final = tuple(ConsentPurpose)
YES: Final = TriageAnswer.YES
A_WHILE: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells one town's stories with its cast."""

    stage: Stage
    cast: Cast

    def told(  # noqa: PLR0913  a report has a subject, words, answers and a reporter
        self,
        key: str,
        words: str,
        *,
        answers: Collection[TriageCode] = (),
        reporter: ReporterSaid | None = None,
        name: str | None = None,
        area_only: bool = False,
        number: PhoneNumber | None = None,
    ) -> Told:
        """What somebody tells about a household of the cast."""
        said = self.cast.households[key]
        head = said["members"][0]
        return Told(
            about_self=reporter is None,
            language=head.get("language", self.stage.town.language),
            words=words,
            answers=dict.fromkeys(answers, YES),
            name=name or (None if area_only else head["name"]),
            number=number or (None if area_only or reporter else self._number(head)),
            address=None if area_only else said["address"],
            area_id=self.stage.areas[said["area"]].id,
            reporter=reporter or ReporterSaid(),
        )

    def reports(
        self, told: Told, *, door: ReportDoor = ReportDoor.PAGE, by: Actor | None = None
    ) -> Report:
        """Take a report in."""
        actor = by or BY
        return report_need(
            self.stage.session,
            told,
            town_id=self.stage.town.id,
            door=door,
            by=actor,
            now=self.stage.now,
        )

    def takes_up(self, report: Report, by: Identity) -> Report:
        """Somebody of staff begins to look."""
        return take_up_report(self.stage.session, report_id=report.id, by=by, now=self.stage.now)

    def opens(  # noqa: PLR0913  who, from which report, agreeing to what and how
        self,
        key: str,
        *,
        by: Identity,
        report: Report | None = None,
        purposes: Sequence[ConsentPurpose] = EVERYTHING,
        form: ConsentForm = ConsentForm.PAPER,
        words: str | None = None,
        note: str | None = None,
    ) -> Person:
        """Open a household of the cast; the head agrees for themself, the others to a record."""
        said = self.cast.households[key]
        consents = tuple(
            ConsentSaid(purpose=purpose, form=form, words=words) for purpose in purposes
        )
        first, *others = said["members"]
        home = Home(
            area_id=self.stage.areas[said["area"]].id,
            address=said["address"],
            door_notes=said.get("door_notes"),
            point=point_of(self.cast, self.stage, said),
        )
        head = self._opens_one(first, home, consents, by=by, report=report, note=note)
        membership = find_membership(self.stage.session, head.id)
        kept = (ConsentSaid(purpose=ConsentPurpose.KEEP_RECORD, form=form, words=words),)
        for other in others:
            with_them = Home(
                area_id=home.area_id,
                household_id=membership.household_id if membership else None,
                role=HouseholdMemberRole(other["role"]),
            )
            self._opens_one(other, with_them, kept, by=by)
        return head

    def _opens_one(
        self,
        said: Mapping[str, Any],
        home: Home,
        consents: tuple[ConsentSaid, ...],
        *,
        by: Identity,
        report: Report | None = None,
        note: str | None = None,
    ) -> Person:
        number = self._number(said)
        facts = ResidentFacts(
            full_name=said["name"],
            consents=consents,
            language=said.get("language", self.stage.town.language),
            romanised=said.get("romanised"),
            birth_on=born_on(dict(said), self.stage.day),
            sex=Sex(said["sex"]),
            home=home,
            phones=(NewPoint(number=number, is_shared=self._is_shared(said)),) if number else (),
            note=note,
        )
        person = open_resident(
            self.stage.session,
            facts,
            town_id=self.stage.town.id,
            report_id=report.id if report else None,
            by=by,
            now=self.stage.now,
        )
        self.stage.people[said["key"]] = person
        return person

    def _number(self, said: Mapping[str, Any]) -> PhoneNumber | None:
        if "telephone" in said:
            return self.stage.number(said["telephone"])
        if "landline" in said:
            return self.stage.number(said["landline"], is_mobile=False)
        return None

    def _is_shared(self, said: Mapping[str, Any]) -> bool:
        numbers = [
            member.get("telephone", member.get("landline"))
            for household in self.cast.households.values()
            for member in household["members"]
        ]
        return numbers.count(said.get("telephone", said.get("landline"))) > 1

    def assesses(
        self, key: str, *, by: Identity, changed: Mapping[str, Any] | None = None
    ) -> Assessment:
        """Look at who may receive what, with what the household said."""
        person = self.stage.people[self.cast.households[key]["members"][0]["key"]]
        return assess_household(
            self.stage.session,
            person_id=person.id,
            facts=facts_of(self.cast, key, changed),
            on=self.stage.rules_on,
            by=by,
            now=self.stage.now,
        )

    def opens_case(self, person: Person, plan: CasePlan, *, by: Identity) -> Case:
        """Open the resident's case."""
        return open_case(
            self.stage.session, resident_id=person.id, plan=plan, by=by, now=self.stage.now
        )

    def refers(
        self,
        case: Case,
        service: str,
        *,
        by: Identity,
        assessment: Assessment | None = None,
        words: str | None = None,
    ) -> Referral:
        """Hand the case to a service."""
        return refer(
            self.stage.session,
            case_id=case.id,
            service_id=self.stage.services[service].id,
            assessment_id=assessment.id if assessment else None,
            words=words,
            by=by,
            now=self.stage.now,
        )

    def office_answers(
        self,
        referral: Referral,
        *,
        by: Identity,
        refusal: RefusalReason | None = None,
        door: AnswerDoor = AnswerDoor.PHONE,
        words: str | None = None,
    ) -> Referral:
        """Write the office's answer down."""
        return answer_referral(
            self.stage.session,
            referral_id=referral.id,
            refusal=refusal,
            door=door,
            answered_on=self.stage.today,
            words=words,
            by=by,
            now=self.stage.now,
        )

    def asks(
        self,
        need: Need,
        *helpers: str,
        by: Identity,
        within: timedelta = timedelta(hours=12),
    ) -> list[Offer]:
        """Ask these volunteers, in one wave."""
        wave = Wave(
            helper_ids=tuple(self.stage.people[helper].id for helper in helpers),
            answer_within=within,
        )
        return ask_neighbours(
            self.stage.session, need_id=need.id, wave=wave, by=by, now=self.stage.now
        )

    def says_yes(self, offer: Offer, way: ReplyWay = ReplyWay.PAGE) -> Task:
        """Let the volunteer take it on."""
        answer = OfferAnswer(says_yes=True, way=way)
        return self._answers(offer, answer) or _missing("task")

    def says_yes_late(self, offer: Offer) -> None:
        """Let a volunteer say yes after somebody was faster: thanked, and kept as backup."""
        self._answers(offer, OfferAnswer(says_yes=True))

    def says_no(self, offer: Offer, reason: DeclineReason | None = None) -> None:
        """Let the volunteer say not this time."""
        self._answers(offer, OfferAnswer(says_yes=False, reason=reason))

    def _answers(self, offer: Offer, answer: OfferAnswer) -> Task | None:
        by = self.identity_of_helper(offer_by_id(self.stage.session, offer.id).helper_id)
        return answer_offer(
            self.stage.session, offer_id=offer.id, answer=answer, by=by, now=self.stage.now
        ).task

    def identity_of_helper(self, person_id: Any) -> Identity:  # noqa: ANN401  a key of people
        """Who the volunteer is at the doors."""
        session = self.stage.session
        account = session.query(Account).filter_by(person_id=person_id).one()
        return identity_of(session, account, now=self.stage.now)

    def visits(
        self,
        task: Task,
        *,
        minutes: int = 25,
        result: VisitResult = VisitResult.MET,
        words: str | None = None,
    ) -> None:
        """Let the helper write a visit down, just after it."""
        made = VisitMade(
            visited_at=self.stage.now - timedelta(minutes=minutes),
            minutes=minutes,
            result=result,
            words=words,
        )
        by = self.identity_of_helper(task.helper_id)
        log_visit(self.stage.session, task_id=task.id, made=made, by=by, now=self.stage.now)

    def joins(self, key: str) -> Person:
        """A volunteer of the cast registers."""
        said = self.cast.volunteers[key]
        person = self._new_person(said)
        point = point_of(self.cast, self.stage, said)
        area_id = self.stage.areas[area_of(self.cast, said)].id
        home = Home(area_id=area_id, address=said.get("address"), point=point)
        move_household(self.stage.session, [person], home, by=BY, now=self.stage.now)
        number = self._number(said)
        if number is not None:
            new = NewPoint(number=number)
            change_contact_point(self.stage.session, person, new, by=BY, now=self.stage.now)
        wish = self._wish(said)
        join_as_volunteer(
            self.stage.session, person_id=person.id, wish=wish, by=BY, now=self.stage.now
        )
        self.stage.people[key] = person
        return person

    def _new_person(self, said: Mapping[str, Any]) -> Person:
        area = self.stage.areas[area_of(self.cast, dict(said))]
        person = Person(
            town_id=self.stage.town.id,
            full_name=said["name"],
            called=f"{said['name']}님",
            language=self.stage.town.language,
            created_at=self.stage.now,
            birth_on=born_on(dict(said), self.stage.day).isoformat(),
            sex=Sex(said["sex"]),
            area_id=area.id,
            centre_id=self.centre_of(area.id),
        )
        self.stage.session.add(person)
        note_person_terms(self.stage.session, person)
        return person

    def centre_of(self, area_id: Any) -> Any:  # noqa: ANN401  keys
        """The centre that covers a district."""
        return self.stage.covered_by[area_id]

    def _wish(self, said: Mapping[str, Any]) -> VolunteerWish:
        days = said.get("check_days")
        return VolunteerWish(
            skills=tuple(NeedKind(skill) for skill in said["skills"]),
            languages=tuple(said.get("languages", ("ko",))),
            slots=said.get("slots", WHOLE_WEEK),
            radius_m=said.get("radius", 2000),
            max_active=said.get("max_active", 2),
            check_level=CheckLevel(said.get("check", 0)),
            check_expires_on=self.stage.date_of(days) if days else None,
            answers_by=ReplyWay(said.get("answers_by", "page")),
        )

    @property
    def yes(self) -> TriageAnswer:
        """A yes to a question of triage."""
        return YES

    def need_of(self, case: Case, kind: NeedKind | None = None) -> Need:
        """The case's newest need, or the one of a kind."""
        wanted = select(Need).where(Need.case_id == case.id).order_by(Need.id.desc())
        if kind is not None:
            wanted = wanted.where(Need.kind == kind)
        return self.stage.session.scalars(wanted).first() or _missing("need")

    def case_of(self, person: Person) -> Case:
        """The resident's live case."""
        return find_live_case(self.stage.session, person.id) or _missing("case")

    def alert_of(self, person: Person, kind: AlertKind) -> Alert:
        """The newest alert about a resident."""
        wanted = (
            select(Alert)
            .where(Alert.person_id == person.id, Alert.kind == kind)
            .order_by(Alert.raised_at.desc())
        )
        return self.stage.session.scalars(wanted).first() or _missing("alert")

    def finishes_calls(self, person: Person, *, by: Identity) -> None:
        """Make every call that is owed about a resident."""
        owed = select(CallTask.id).where(
            CallTask.about_person_id == person.id, CallTask.status == CallTaskStatus.OPEN
        )
        for task_id in self.stage.session.scalars(owed).all():
            finish_call_task(
                self.stage.session,
                task_id=task_id,
                outcome=CallOutcome.SPOKE,
                by=by,
                now=self.stage.now,
            )

    def ends_worry(self, worry: Worry, end: AlertEnd, *, by: Identity) -> None:
        """Settle a worry and its alert."""
        session, now = self.stage.session, self.stage.now
        settle_worry(session, worry_id=worry.id, by=by, now=now)
        open_ones = select(Alert.id).where(
            Alert.worry_id == worry.id, Alert.status != AlertStatus.RESOLVED
        )
        for alert_id in session.scalars(open_ones).all():
            resolve_alert(session, alert_id=alert_id, ended_by=end, by=by, now=now)

    def weekday_before(self, days: int, weekday: str) -> int:
        """The last such weekday on or before a day, counted from the loading day."""
        back = (self.stage.date_of(days).weekday() - WEEKDAYS.index(weekday)) % len(WEEKDAYS)
        return days - back

    def silent_at_the_end(self) -> Habit:
        """Answer well, but leave the last question for whoever holds the handset."""

        def habit(slot: CheckInSlot) -> Reply | None:
            return None if slot.due_at > self.stage.ends_at - A_WHILE else WELL

        return habit


def _missing(what: str) -> NoReturn:
    raise NotFoundError(kind=what)
