"""One of everything about one resident and one volunteer of a centre, for tests of every door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from hopecare.domain.applications import Decision
from hopecare.domain.calls import CallTaskKind
from hopecare.domain.matching.proposals import AppealReason
from hopecare.domain.people import OtherContactKind
from hopecare.domain.runs import RunKind
from hopecare.queries.follow_ups import steps_of
from hopecare.queries.residents import contact_points_of
from hopecare.services.add_other_contact import NewContact, add_other_contact
from hopecare.services.appeal_offer import appeal_offer
from hopecare.services.name_follow_ups import name_follow_ups
from hopecare.services.open_asking import open_asking
from hopecare.services.raise_worry import raise_worry
from hopecare.services.record_death import record_death
from hopecare.services.set_contact_safety import SafetyWish, set_contact_safety
from hopecare.services.start_run import start_run
from hopecare.services.undo_death import undo_death
from models import Account, Alert, MissedWeek
from tests.factories.aid import a_gift, an_other_help
from tests.factories.applications import an_objected_application
from tests.factories.assessments import a_gap, a_turn, an_assessment
from tests.factories.broadcasts import a_broadcast
from tests.factories.cases import BY, a_case, a_need
from tests.factories.closings import a_closing
from tests.factories.crises import a_crisis
from tests.factories.desk import a_call_task, a_duty, a_holiday, a_leave, a_message, a_reply, a_slot
from tests.factories.goals import a_goal
from tests.factories.hsds import a_sent_directory
from tests.factories.offers import a_task, an_offer
from tests.factories.packs import a_pack
from tests.factories.papers import a_paper
from tests.factories.people import a_phone, a_resident, a_staff_account, a_volunteer, an_identity
from tests.factories.proposals import a_list, pairs_in
from tests.factories.referrals import a_referral, a_service, an_organisation
from tests.factories.reports import a_report
from tests.factories.towns import NOW, TODAY
from tests.factories.transfers import a_transfer
from tests.factories.weekly import a_backup, a_missed_week, a_weekly_task

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from werkzeug.routing import Rule

    from models import (
        Area,
        Backup,
        Case,
        Centre,
        MatchAppeal,
        Offer,
        Person,
        Proposal,
        ProposalList,
        Task,
    )

RESIDENT = "옥담비"
VOLUNTEER = "채나무"
STREET = "숨은골목길 77"
VOLUNTEERS_PATHS = ("/volunteers/",)
AFTER_A_MISTAKE = "/death/undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    """The ids of one of everything, by the name the paths give them."""

    ids: dict[str, UUID]
    resident: Person
    volunteer: Person
    numbers: tuple[str, ...]

    def path(self, rule: Rule) -> str | None:
        """The path of a rule filled in; None where it asks for what is not here."""
        ids = dict(self.ids)
        if rule.rule.startswith(VOLUNTEERS_PATHS):
            ids["person_id"] = self.volunteer.id
        if rule.rule.startswith("/call-tasks/"):
            ids["task_id"] = self.ids["call_task_id"]
        if rule.rule.endswith(AFTER_A_MISTAKE):
            ids["person_id"] = self.ids["undone_id"]
        path = rule.rule
        for name in rule.arguments:
            if name not in ids:
                return None
            path = path.replace(f"<uuid:{name}>", str(ids[name]))
        return path

    @property
    def secrets(self) -> tuple[str, ...]:
        """What nobody of another centre may read: names, numbers as written, the street."""
        return (RESIDENT, VOLUNTEER, STREET, *self.numbers)


def everything(session: Session, centre: Centre, area: Area) -> Everything:
    """Write one of everything."""
    resident, volunteer = _people(session, centre, area)
    point = contact_points_of(session, [resident.id], on=TODAY)[0]
    case = a_case(session, resident=resident, centre=centre)
    task, offer = _help(session, case, volunteer)
    slot = a_slot(session, resident)
    account = session.scalars(select(Account).where(Account.person_id == volunteer.id)).one()
    by = an_identity(session, account)
    worry = raise_worry(
        session, case_id=case.id, task_id=task.id, is_crisis=False, words="요즘", by=by, now=NOW
    )
    reply = a_reply(session, from_number=point.value, person=resident)
    other = contact_points_of(session, [volunteer.id], on=TODAY)[0]
    need = a_need(session, case=case)
    made, proposal, appeal = _proposed(session, centre, volunteer, offer)
    rows: dict[str, Any] = {
        "list_id": made,
        "proposal_id": proposal,
        "appeal_id": appeal,
        "case_id": case,
        "need_id": need,
        "goal_id": a_goal(session, case),
        "help_id": an_other_help(session, case),
        "aid_id": a_gift(session, case),
        "pack_id": a_pack(session, case),
        "task_id": task,
        "offer_id": offer,
        "backup_id": _steps_in(session, case, volunteer, centre, area),
        "missed_id": session.scalars(select(MissedWeek)).first(),
        "slot_id": slot,
        "worry_id": worry,
        "reply_id": reply,
        "point_id": point,
        **_desk(session, case, resident, centre, volunteer),
        "paper_id": a_paper(session, resident),
        "service_id": a_service(session),
        "organisation_id": an_organisation(session),
        "upload_id": a_sent_directory(session),
        **_reach(session, resident),
        "undone_id": _thought_dead(session, centre, area),
        "broadcast_id": a_broadcast(session, an_identity(session, _writer(session, centre))),
    }
    return Everything(
        ids={name: row.id for name, row in rows.items()}
        | {"person_id": resident.id, "plan_id": slot.plan_id, "other_id": volunteer.id},
        resident=resident,
        volunteer=volunteer,
        numbers=tuple(written for each in (point, other) for written in _written(each.value)),
    )


def _people(session: Session, centre: Centre, area: Area) -> tuple[Person, Person]:
    resident = a_resident(
        session, name=RESIDENT, phone=a_phone(), centre=centre, area=area, address=STREET
    )
    volunteer = a_volunteer(session, name=VOLUNTEER, phone=a_phone(), centre=centre, area=area)
    return resident, volunteer


def _help(session: Session, case: Case, volunteer: Person) -> tuple[Task, Offer]:
    task = a_task(session, a_need(session, case=case), volunteer)
    asked_for = a_need(session, case=case)
    offer = an_offer(session, asked_for, volunteer)
    open_asking(session, case, asked_for, by=BY, now=NOW)
    return task, offer


def _proposed(
    session: Session, centre: Centre, volunteer: Person, offer: Offer
) -> tuple[ProposalList, Proposal, MatchAppeal]:
    made = a_list(session, centre=centre)
    (proposal,) = (each for each in pairs_in(session, made) if each.helper_id == volunteer.id)
    appeal = appeal_offer(session, offer_id=offer.id, reason=AppealReason.TOO_FAR, by=BY, now=NOW)
    return made, proposal, appeal


def _steps_in(
    session: Session, case: Case, volunteer: Person, centre: Centre, area: Area
) -> Backup:
    """The volunteer steps in where somebody else helps every week, and cannot on a day."""
    usual = a_volunteer(session, name="한누리", centre=centre, area=area)
    task = a_weekly_task(session, usual, case=case)
    backup = a_backup(session, task.need_id, volunteer)
    a_missed_week(session, task)
    return backup


def _desk(
    session: Session, case: Case, resident: Person, centre: Centre, volunteer: Person
) -> dict[str, Any]:
    run = start_run(
        session, town_id=resident.town_id, kind=RunKind.IMPORT_RESIDENTS, total=2, by=BY, now=NOW
    )
    report = a_report(session, name=RESIDENT, address=STREET, centre=centre)
    return {
        "alert_id": session.scalars(select(Alert).where(Alert.person_id == resident.id)).first(),
        "call_task_id": a_call_task(session, resident, kind=CallTaskKind.CALL_BACK),
        "knock_id": a_call_task(session, resident, kind=CallTaskKind.KNOCK, owner=volunteer),
        "message_id": a_message(session, resident, body=f"{RESIDENT}님, 안녕하세요."),
        "duty_id": a_duty(session, centre, resident),
        "leave_id": a_leave(session, resident),
        "holiday_id": a_holiday(session),
        "report_id": report,
        "run_id": run,
        "assessment_id": an_assessment(session, resident),
        "turn_id": a_turn(session, resident),
        "answer_id": a_gap(session, resident),
        **_refused(session, case),
        **an_objected_application(session, case),
        "closing_id": a_closing(session, a_case(session, centre=centre)),
        "transfer_id": a_transfer(session, a_case(session, centre=centre)),
        "crisis_id": a_crisis(session, case=a_case(session, centre=centre)),
    }


def _refused(session: Session, case: Case) -> dict[str, Any]:
    """A referral that is with its office again after a refusal, with the steps that followed it."""
    referral = a_referral(session, case=case)
    name_follow_ups(session, referral, Decision.REFUSED, by=BY, now=NOW)
    session.flush()
    return {"referral_id": referral, "follow_up_id": steps_of(session, referral.id)[0]}


def _reach(session: Session, resident: Person) -> dict[str, Any]:
    contact = add_other_contact(
        session,
        resident,
        NewContact(kind=OtherContactKind.FAMILY, name="옥바람"),
        by=BY,
        now=NOW,
    )
    wish = SafetyWish(forbidden=True, note="가족이 함께 봅니다")
    rule = set_contact_safety(session, resident, wish, by=BY, now=NOW)
    return {"contact_id": contact, "rule_id": rule}


def _writer(session: Session, centre: Centre) -> Account:
    return a_staff_account(session, centre=centre)


def _thought_dead(session: Session, centre: Centre, area: Area) -> Person:
    """Somebody whose death was recorded by mistake and undone."""
    person = a_resident(session, name=RESIDENT, phone=a_phone(), centre=centre, area=area)
    record_death(session, person_id=person.id, died_on=TODAY, by=BY, now=NOW)
    undo_death(session, person_id=person.id, by=BY, now=NOW)
    return person


def _written(e164: str) -> tuple[str, ...]:
    national = "0" + e164.removeprefix("+82")
    return (e164, national, f"{national[:3]}-{national[3:7]}-{national[7:]}")
