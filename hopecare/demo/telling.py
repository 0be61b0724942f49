"""What a story can say: each act is a real verb, done by a named member of staff at its moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import or_, select

from hopecare.demo.cast import born_on, facts_of, point_of
from hopecare.demo.checking import sent_past_doubts
from hopecare.demo.stage import BY
from hopecare.demo.volunteering import VolunteerTeller
from hopecare.domain.alerts import AlertEnd
from hopecare.domain.calls import CallOutcome
from hopecare.domain.care_path import AlertStatus, CallTaskStatus
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.outcomes import AnswerDoor
from hopecare.domain.people import HouseholdMemberRole, Sex
from hopecare.domain.reports import ReportDoor
from hopecare.domain.urgency import TriageAnswer, TriageCode, Urgency
from hopecare.queries.households import find_membership
from hopecare.queries.residents import person_by_id
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.answer_referral import answer_referral
from hopecare.services.assess_household import assess_household
from hopecare.services.change_contact_point import NewPoint
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.move_household import Home, move_household
from hopecare.services.open_case import CasePlan, open_case
from hopecare.services.open_resident import ResidentFacts, open_resident
from hopecare.services.record_consent import ConsentSaid
from hopecare.services.refer import refer
from hopecare.services.report_need import ReporterSaid, Told, report_need
from hopecare.services.resolve_alert import resolve_alert
from hopecare.services.settle_worry import settle_worry
from hopecare.services.take_up_report import take_up_report
from models import Alert, CallTask, HouseholdMember

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from random import Random

    from hopecare.domain.identity import Actor, Identity
    from hopecare.domain.outcomes import RefusalReason
    from hopecare.domain.phone import PhoneNumber
    from models import Assessment, Case, Person, Referral, Report, Worry

EVERYTHING: Final = tuple(ConsentPurpose)


@dataclass(frozen=True, slots=True)
class Teller(VolunteerTeller):
    """Tells one town's stories with its cast."""

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
            answers=dict.fromkeys(answers, TriageAnswer.YES),
            name=name or (None if area_only else head["name"]),
            number=number or (None if area_only or reporter else self.number_of(head)),
            address=None if area_only else said["address"],
            area_id=self.stage.areas[said["area"]].id,
            reporter=reporter or ReporterSaid(),
        )

    def reports(
        self, told: Told, *, door: ReportDoor = ReportDoor.PAGE, by: Actor | None = None
    ) -> Report:
        """Take a report in."""
        return report_need(
            self.stage.session,
            told,
            town_id=self.stage.town.id,
            door=door,
            by=by or BY,
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
        for other in others:
            said_by = ConsentForm(other.get("agrees_by", form))
            kept = (ConsentSaid(purpose=ConsentPurpose.KEEP_RECORD, form=said_by, words=words),)
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
        number = self.number_of(said)
        facts = ResidentFacts(
            full_name=said["name"],
            consents=consents,
            language=said.get("language", self.stage.town.language),
            romanised=said.get("romanised"),
            birth_on=born_on(dict(said), self.stage.day),
            sex=Sex(said["sex"]),
            home=home,
            phones=(NewPoint(number=number, is_shared=self.is_shared(said)),) if number else (),
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

    def assesses_like(
        self, key: str, person: Person, *, by: Identity, random: Random
    ) -> Assessment:
        """Assess somebody of the crowd with facts like those of a household of the cast."""
        return assess_household(
            self.stage.session,
            person_id=person.id,
            facts=facts_of(self.cast, key, {"property.savings": random.randint(2, 90) * 100_000}),
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
            sending=sent_past_doubts(self.stage, case, self.stage.services[service].id),
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
            answered_on=self.stage.answer_day(referral, door),
            words=words,
            by=by,
            now=self.stage.now,
        )

    def finishes_calls(self, person: Person, *, by: Identity) -> None:
        """Make every call that is owed about a resident."""
        owed = select(CallTask.id).where(
            or_(CallTask.about_person_id == person.id, CallTask.person_id == person.id),
            CallTask.status == CallTaskStatus.OPEN,
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

    def ends_report_alert(self, report: Report, *, by: Identity) -> None:
        """A crisis that was reported is looked after by whoever is on duty."""
        if report.urgency is Urgency.CRISIS:
            self.resolves_helped(self.alert_of_report(report), by=by)

    def acknowledges(self, alert: Alert, *, by: Identity) -> None:
        """Somebody on duty takes the alert."""
        acknowledge_alert(self.stage.session, alert_id=alert.id, by=by, now=self.stage.now)

    def resolves_helped(self, alert: Alert, *, by: Identity) -> None:
        """The alert ends, since help has come."""
        end = AlertEnd.HELPED
        resolve_alert(
            self.stage.session, alert_id=alert.id, ended_by=end, by=by, now=self.stage.now
        )

    def moves_home(self, person: Person, *, area: str, address: str, by: Identity) -> None:
        """Everybody of the household moves to another address."""
        membership = find_membership(self.stage.session, person.id)
        others = select(HouseholdMember.person_id).where(
            HouseholdMember.household_id == (membership.household_id if membership else None),
            HouseholdMember.until_on.is_(None),
            HouseholdMember.person_id != person.id,
        )
        people = [
            person,
            *(
                person_by_id(self.stage.session, each)
                for each in self.stage.session.scalars(others)
            ),
        ]
        home = Home(area_id=self.stage.areas[area].id, address=address)
        move_household(self.stage.session, people, home, by=by, now=self.stage.now)
