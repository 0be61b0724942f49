"""A town where every list has rows that differ, for tests of all lists at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from hopecare.domain.aid import AidKind
from hopecare.domain.alerts import AlertKind
from hopecare.domain.broadcasts import TOLD_TOGETHER, seen_group
from hopecare.domain.calls import CallOutcome, CallTaskKind
from hopecare.domain.care_path import MessageStatus, ReportStatus, SlotStatus
from hopecare.domain.channels import Channel
from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.delivery import HoldReason, MessageKind
from hopecare.domain.gaps import GapReason
from hopecare.domain.later_calls import LaterReason
from hopecare.domain.matching.proposals import AppealReason
from hopecare.domain.needs import NeedKind
from hopecare.domain.offers import VisitResult
from hopecare.domain.outcomes import AnswerDoor, CaseOutcome, RefusalReason
from hopecare.domain.packets import OverrideReason
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.roles import Role
from hopecare.domain.runs import RunKind
from hopecare.domain.screening import TurnDone, TurnKind
from hopecare.domain.service_facts import CapacityState
from hopecare.domain.urgency import Urgency
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.answer_referral import answer_referral
from hopecare.services.appeal_offer import appeal_offer
from hopecare.services.appeal_proposal import appeal_proposal
from hopecare.services.close_case import close_case
from hopecare.services.disable_account import disable_account
from hopecare.services.end_service import end_service
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.finish_run import finish_run
from hopecare.services.log_visit import VisitMade, log_visit
from hopecare.services.override_sharing import Override, override_sharing
from hopecare.services.preview_broadcast import preview_broadcast
from hopecare.services.put_off_call import Later, put_off_call
from hopecare.services.record_aid import Aid, record_aid
from hopecare.services.record_death import record_death
from hopecare.services.send_broadcast import send_broadcast
from hopecare.services.set_away import set_away
from hopecare.services.settle_turn import settle_turn
from hopecare.services.start_run import start_run
from hopecare.services.withdraw_referral import withdraw_referral
from models import (
    AccessLogEntry,
    Account,
    Area,
    Case,
    Centre,
    Message,
    MessageEvent,
    Offer,
    Person,
    Referral,
    VolunteerProfile,
)
from tests.factories.applications import an_application, its_decision, its_submission
from tests.factories.askings import an_asking
from tests.factories.assessments import a_gap_note, a_turn, an_assessment, said
from tests.factories.broadcasts import a_broadcast, lay
from tests.factories.cases import BY, a_case, a_need, a_wish
from tests.factories.closings import a_closing, a_colleague, sent_back
from tests.factories.crises import a_crisis, first_help, its_end
from tests.factories.desk import a_call_task, a_message, a_plan, a_reply, a_slot, an_alert
from tests.factories.directory import gives, opens, said_capacity, speaks, stands_at
from tests.factories.offers import a_task
from tests.factories.packs import a_pack
from tests.factories.people import (
    a_consent,
    a_phone,
    a_resident,
    a_staff_account,
    an_identity,
    wants_no_texts,
)
from tests.factories.proposals import a_list, pairs_in
from tests.factories.referrals import a_referral, a_service
from tests.factories.reports import a_report
from tests.factories.towns import NOW, TODAY, a_centre, an_area
from tests.factories.transfers import a_transfer
from tests.factories.volunteers import neighbours

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity

EVERY_LIST = (Role.COORDINATOR, Role.SOCIAL_WORKER, Role.ADMINISTRATOR)
DAY = timedelta(days=1)
A_MOMENT = timedelta(seconds=1)
A_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FullTown:
    """Who may read every list, and the ids that lists may be narrowed by."""

    account: Account
    ids: dict[str, list[UUID]]
    """By the name of the filter."""
    codes: list[str]
    """Of referrals, as an office reads them out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """What the rows of every list hang on."""

    centre: Centre
    places: tuple[Area, Area]
    reader: Identity
    residents: list[Person]
    helpers: list[Person]
    cases: list[Case]


def a_full_town(session: Session) -> FullTown:
    """Write rows for every list, such that each filter leaves some and takes some away."""
    account = a_staff_account(session, roles=EVERY_LIST, full_name="이담당")
    stage = _stage(session, an_identity(session, account))
    services = _referrals(session, stage)
    _reports(session, stage)
    _help(session, stage)
    _matching(session, stage)
    _desk(session, stage)
    _words(session, stage)
    _consents(session, stage)
    _ways(session, stage)
    _turns(session, stage)
    _gaps(session, stage)
    _crises(session, stage)
    _applications(session, stage)
    _closings(session, stage)
    _transfers(session, stage)
    _packs(session, stage)
    _aid(session, stage)
    _accounts(session, stage, account)
    return FullTown(
        account=account,
        ids={
            "area_id": [place.id for place in stage.places],
            "person_id": [person.id for person in stage.residents],
            "case_id": [case.id for case in stage.cases],
            "centre_id": [stage.centre.id],
            "owner_id": [case.owner_id for case in stage.cases if case.owner_id],
            "account_id": [account.id],
            "organisation_id": services,
            "broadcast_id": _broadcasts(session, stage),
        },
        codes=[session.scalars(select(Referral.code).order_by(Referral.id)).first() or ""],
    )


def _aid(session: Session, stage: _Stage) -> None:
    """Rice twice on one day to one home, money to another on another day."""
    one, two = stage.cases[:2]
    rice = Aid(given_on=TODAY, what="쌀 10kg", source="빛나래회", value_minor=30_000)
    money = replace(rice, given_on=TODAY - DAY, what="긴급비", kind=AidKind.MONEY)
    group = replace(rice, what="=집수리", kind=AidKind.GROUP, value_minor=0)
    for case, aid in (
        (one, rice),
        (one, replace(rice, source="달빛재단")),
        (two, money),
        (two, group),
    ):
        record_aid(session, case_id=case.id, aid=aid, by=BY, now=NOW)


def _stage(session: Session, reader: Identity) -> _Stage:
    centre = a_centre(session)
    places = (
        an_area(session, name="화도읍", covered_by=centre),
        an_area(session, name="진접읍", covered_by=centre),
    )
    an_area(session, name="남양주시").kind = "city"
    births = (date(1938, 4, 2), date(1959, 4, 2), date(2004, 4, 2))
    names = ("=김하나", "박둘", "김셋")
    residents = [
        a_resident(session, name=name, phone=a_phone(), centre=centre, area=place, birth_on=born_on)
        for name, place, born_on in zip(names, (*places, places[0]), births, strict=True)
    ]
    gone = a_resident(session, name="최떠남", centre=centre, area=places[1])
    record_death(session, person_id=gone.id, died_on=TODAY, by=BY, now=NOW)
    helpers = neighbours(session, 2, centre=centre, area=places[0])
    helpers += neighbours(
        session, 1, centre=centre, area=places[1], skills=("lift",),
        check_expires_on=TODAY + 3 * DAY,
    )  # fmt: skip
    neighbours(session, 1, centre=centre, area=places[1])  # nobody has asked this one anything
    cases = [
        a_case(session, resident=resident, urgency=urgency, needs=(a_wish(kind), a_wish()))
        for resident, urgency, kind in zip(residents, Urgency, NeedKind, strict=False)
    ]
    other = a_staff_account(session, centre=centre, full_name="정담당")
    for case, owner_id in zip(
        cases, (reader.person_id, other.person_id, reader.person_id), strict=True
    ):
        case.owner_id = owner_id
    calm = a_resident(session, name="한고요", centre=centre, consents=(ConsentPurpose.KEEP_RECORD,))
    quiet = a_case(session, resident=calm)
    quiet.owner_id, quiet.opened_at = reader.person_id, NOW - 40 * DAY
    quiet.review_on, cases[2].review_on = TODAY + 2 * DAY, TODAY - 3 * DAY
    return _Stage(
        centre=centre,
        places=places,
        reader=reader,
        residents=residents,
        helpers=helpers,
        cases=cases,
    )


def _referrals(session: Session, stage: _Stage) -> list[UUID]:
    """One of each: waiting, late, refused, over; to several organisations."""
    services = [a_service(session) for _ in range(4)]
    late = NOW - 200 * DAY
    sent = [
        a_referral(session, case=stage.cases[count % 2], service=service, now=when)
        for count, (service, when) in enumerate(zip(services, (NOW, late, NOW, NOW), strict=True))
    ]
    answer_referral(
        session, referral_id=sent[2].id, refusal=RefusalReason.CATEGORY, door=AnswerDoor.DESK,
        answered_on=TODAY, words=None, by=BY, now=NOW,
    )  # fmt: skip
    withdraw_referral(session, referral_id=sent[3].id, by=BY, now=NOW)
    services[0].vanished_on = TODAY
    _known_service(session)
    elsewhere = a_case(session, centre=a_centre(session, name="서부"), area=stage.places[1])
    a_referral(session, case=elsewhere, service=services[0])
    opens(session, a_service(session, name="도시락"), TODAY.weekday())
    end_service(session, service_id=a_service(session).id, now=NOW)
    for count, reason in enumerate(OverrideReason):
        override_sharing(
            session, stage.cases[count % 2], Override(reason=reason, words="기다릴 수 없었습니다."),
            service_id=services[0].id, by=BY, now=NOW,
        )  # fmt: skip
    return [service.organisation_id for service in services]


def _known_service(session: Session) -> None:
    """A service about which everything is known that one may ask for; its source let it go."""
    service = a_service(session, name="김치와 도시락", programme="medical")
    service.vanished_on = TODAY
    gives(session, service, NeedKind.SIDE_DISHES)
    speaks(session, service, "vi")
    opens(session, service, TODAY.weekday())
    stands_at(session, service, 37.7, 127.2)
    said_capacity(session, service, CapacityState.OPEN, free_places=3)


def _reports(session: Session, stage: _Stage) -> None:
    names, statuses = ("김다래", "박머루", "김보리"), (*[ReportStatus.RECEIVED] * 3,)
    for count, (name, status) in enumerate(zip(names, statuses, strict=True)):
        place, urgency = stage.places[count % 2], list(Urgency)[count]
        a_report(session, name=name, area=place, centre=stage.centre, urgency=urgency,
                 status=status)  # fmt: skip
    a_report(session, centre=stage.centre, status=ReportStatus.NOT_FOUND)


def _help(session: Session, stage: _Stage) -> None:
    """Tasks and their visits, a need that asks nobody any more, and a case that is closed."""
    for case, helper, result in zip(stage.cases, stage.helpers, VisitResult, strict=False):
        task = a_task(session, a_need(session, case=case), helper)
        made = VisitMade(visited_at=NOW, minutes=20, result=result, words="=잘 지내세요")
        log_visit(session, task_id=task.id, made=made, by=BY, now=NOW)
    set_away(session, person_id=stage.helpers[1].id, is_on_duty=False, away_until=None, by=BY,
             now=NOW)  # fmt: skip
    nowhere = a_case(session, centre=stage.centre, area=stage.places[0], needs=(a_wish(),))
    session.get_one(Person, nowhere.resident_id).area_id = None
    over = a_case(session, centre=stage.centre, area=stage.places[1], needs=(a_wish(),))
    close_case(session, case_id=over.id, version=None, outcome=CaseOutcome.NEED_MET, by=BY,
               now=NOW)  # fmt: skip


def _matching(session: Session, stage: _Stage) -> None:
    """Needs left open by several rules or by want of time; what does not suit; who is asked."""
    one, two, _ = stage.cases
    waits = a_need(session, case=one)
    waits.created_at = NOW - 9 * DAY
    a_need(session, case=two, language="vi", language_required=True)
    made = a_list(session)
    proposal = pairs_in(session, made)[0]
    appeal_proposal(
        session, proposal_id=proposal.id, reason=AppealReason.DID_NOT_GET_ON, by=BY, now=NOW
    )
    offer = session.scalars(select(Offer).order_by(Offer.id)).first()
    assert offer is not None
    appeal_offer(session, offer_id=offer.id, reason=AppealReason.TOO_FAR, by=BY, now=NOW - DAY)
    busy = session.scalars(
        select(VolunteerProfile).where(VolunteerProfile.person_id == stage.helpers[0].id)
    ).one()
    busy.max_active = 1
    an_asking(session, waits)


def _desk(session: Session, stage: _Stage) -> None:
    plans = [a_plan(session, person) for person in stage.residents]
    for count, plan in enumerate(plans):
        plan.moved_over_at = NOW - count * DAY
    for count, status in enumerate(SlotStatus):
        which = count % len(plans)
        a_slot(session, stage.residents[which], status=status, plan=plans[which],
               due_at=NOW + timedelta(minutes=count))  # fmt: skip
    a_slot(session, stage.residents[0], status=SlotStatus.SILENT, plan=plans[0],
           due_at=NOW - DAY)  # fmt: skip
    one, two, three = stage.residents
    alerts = [
        an_alert(session, person, kind=kind)
        for person, kind in zip((one, two, three), AlertKind, strict=False)
    ]
    acknowledge_alert(session, alert_id=alerts[2].id, by=stage.reader, now=NOW)
    reader = session.get_one(Person, stage.reader.person_id)
    a_call_task(session, one, kind=CallTaskKind.CALL_BACK, due_at=NOW - DAY, owner=reader)
    a_call_task(session, two, kind=CallTaskKind.NOT_ASKED, due_at=NOW + DAY)
    done = a_call_task(session, two)
    finish_call_task(session, task_id=done.id, outcome=CallOutcome.SPOKE, by=BY, now=NOW)
    put_off = a_call_task(session, three, due_at=NOW)
    later = Later(at=NOW + 5 * DAY, reason=LaterReason.NO_ANSWER)
    put_off_call(
        session, task_id=put_off.id, version=put_off.version, later=later, by=stage.reader, now=NOW
    )
    _unreached(session, stage)


def _broadcasts(session: Session, stage: _Stage) -> list[UUID]:
    """One that is on its way to the residents who agree, and one that was only written down."""
    sent = a_broadcast(session, stage.reader)
    a_broadcast(session, stage.reader, reason="더운 날", now=NOW - DAY)
    people = preview_broadcast(session, sent, by=stage.reader, now=NOW)
    seen = seen_group(sent.id, sent.version, people)
    send_broadcast(session, broadcast_id=sent.id, seen=seen, by=stage.reader, now=NOW)
    lay(session, sent.id, now=NOW)
    _tell_together(session, sent.id)
    return [sent.id]


def _tell_together(session: Session, broadcast_id: UUID) -> None:
    """One of its readers has heard it by the telephone they share with another."""
    theirs = select(Message).where(Message.broadcast_id == broadcast_id).order_by(Message.id)
    one = session.scalars(theirs.limit(1)).one()
    one.status = MessageStatus.STOPPED
    told = MessageEvent(
        town_id=one.town_id,
        message_id=one.id,
        at=NOW,
        status=one.status,
        attempt=0,
        code=TOLD_TOGETHER,
    )
    session.add(told)


def _unreached(session: Session, stage: _Stage) -> None:
    """Tries that reached nobody, for two causes, on two days, one without a district."""
    one, two, _ = stage.residents
    nowhere = a_resident(session, name="한모름", centre=stage.centre)
    nowhere.area_id = None
    tries = (
        (one, CallOutcome.MOVED, NOW),
        (two, CallOutcome.WRONG_NUMBER, NOW - 3 * DAY),
        (nowhere, CallOutcome.MOVED, NOW),
    )
    for person, outcome, now in tries:
        task = a_call_task(session, person)
        finish_call_task(session, task_id=task.id, outcome=outcome, by=BY, now=now)


def _words(session: Session, stage: _Stage) -> None:
    one, two, _ = stage.residents
    a_message(session, one, body="=안녕하세요")
    a_message(session, two, kind=MessageKind.CHECK_IN, channel=Channel.VOICE)
    a_message(session, two, status=MessageStatus.FAILED)
    a_message(session, one, status=MessageStatus.PENDING, valid_until=NOW + 9 * A_HOUR)
    a_message(session, one, status=MessageStatus.HELD, hold_reason=HoldReason.OPTED_OUT)
    a_message(
        session, two, kind=MessageKind.ALERT, status=MessageStatus.UNDELIVERED, now=NOW - DAY,
        sent_at=NOW - DAY, error_code="30003", possible_duplicate=True, is_urgent=True,
    )  # fmt: skip
    a_reply(session, from_number=a_phone(), person=one)
    a_reply(session, from_number=a_phone(), town_id=one.town_id, meaning=ReplyMeaning.HELP)
    a_reply(session, from_number=a_phone(), person=two, needs_review=False)
    rang = a_reply(session, from_number=a_phone(), town_id=one.town_id, now=NOW - DAY)
    rang.channel = Channel.VOICE
    read = a_reply(session, from_number=a_phone(), person=one, now=NOW + DAY)
    read.reviewed_at = NOW + DAY


def _ways(session: Session, stage: _Stage) -> None:
    """Two who are asked by text and want no more of them, in two districts."""
    for name, place in zip(("양문자", "소문자"), stage.places, strict=True):
        person = a_resident(session, name=name, phone=a_phone(), centre=stage.centre, area=place)
        a_plan(session, person, channel=Channel.SMS)
        wants_no_texts(session, person)


def _turns(session: Session, stage: _Stage) -> None:
    """Answers that turned: each way, one of them received, and one that was looked at."""
    first, second, settled = (a_turn(session, person, now=NOW + DAY) for person in stage.residents)
    first.receiving = "yes"
    second.turn, second.programme = TurnKind.NEWLY_OUT, "medical"
    settle_turn(
        session, turn_id=settled.id, version=settled.version, done=TurnDone.TOLD_THEM, words=None,
        by=BY, now=NOW + DAY,
    )  # fmt: skip


def _gaps(session: Session, stage: _Stage) -> None:
    """Why some do not receive what may be due, and two who receive what the rules say no to."""
    first, second, third = stage.residents
    a_gap_note(session, first, since_on=TODAY - 90 * DAY, now=NOW + DAY)
    a_gap_note(
        session, second, programme="medical", reason=GapReason.CUT_OFF, over=8_000, words="=차",
        now=NOW + DAY,
    )  # fmt: skip
    receives = replace(
        said(income_benefits=5_000_000), receiving={"livelihood": True, "housing": True}
    )
    an_assessment(session, third, facts=receives, now=NOW + 2 * DAY)


def _packs(session: Session, stage: _Stage) -> None:
    """One by a yes, and one for a reason."""
    one, two, _ = stage.cases
    purpose, no = ConsentPurpose.SHARE_WITH_AGENCY, ConsentAct.REFUSED
    a_consent(session, stage.residents[0], purpose)
    a_consent(session, stage.residents[1], purpose, act=no, at=NOW + A_MOMENT)
    a_pack(session, one, override=None)
    a_pack(session, two, override="=급함", now=NOW + DAY)


def _consents(session: Session, stage: _Stage) -> None:
    """Two that end, for two purposes, in two districts."""
    purposes = (ConsentPurpose.CHECK_INS, ConsentPurpose.PEER_HELP)
    for count, (person, purpose) in enumerate(zip(stage.residents, purposes, strict=False)):
        a_consent(session, person, purpose, at=NOW + A_MOMENT, expires_on=TODAY + count * DAY)


def _applications(session: Session, stage: _Stage) -> None:
    """One begun, one whose day is over and whose help nobody took, one refused."""
    one, two, three = stage.cases
    an_application(session, case=one)
    late = an_application(
        session, case=two, programme="housing", bridge=NeedKind.KNOCK, now=NOW - 60 * DAY
    )
    its_submission(session, late, on=TODAY - 60 * DAY)
    refused = an_application(session, case=three)
    its_decision(session, its_submission(session, refused))


def _crises(session: Session, stage: _Stage) -> None:
    """One that stands, one whose help is to be checked, one with its all-clear."""
    one, two, three = stage.cases
    a_crisis(session, case=one)
    reader = session.get_one(Person, stage.reader.person_id)
    first_help(session, a_crisis(session, case=two, responsible=reader, now=NOW - 40 * DAY))
    its_end(session, a_crisis(session, case=three, now=NOW - DAY))


def _closings(session: Session, stage: _Stage) -> None:
    """Two that wait for the reader, one of theirs that came back, one of theirs that waits."""
    one, two, three, four = (
        a_case(session, centre=stage.centre, area=stage.places[each % 2]) for each in range(4)
    )
    for case in (one, four):
        a_closing(session, case)
    back = a_closing(session, two, by=stage.reader, now=NOW - DAY)
    sent_back(session, back, by=a_colleague(session, two))
    a_closing(session, three, by=stage.reader, outcome=CaseOutcome.MOVED)


def _transfers(session: Session, stage: _Stage) -> None:
    """Three cases the reader is asked to take over, and one they offered."""
    for each in range(3):
        case = a_case(session, centre=stage.centre, area=stage.places[each % 2])
        a_transfer(session, case, to=stage.reader)
    a_transfer(session, a_case(session, centre=stage.centre), by=stage.reader)


def _accounts(session: Session, stage: _Stage, account: Account) -> None:
    other = a_staff_account(session, centre=stage.centre, full_name="박담당")
    closed = a_staff_account(session, centre=stage.centre, full_name="나간이")
    disable_account(session, account_id=closed.id, now=NOW)
    for each, person in zip((account, other), stage.residents, strict=False):
        session.add(
            AccessLogEntry(
                town_id=each.town_id, at=NOW, actor=f"account:{each.id}", account_id=each.id,
                purpose="resident.read", person_ids=[str(person.id)],
            )
        )  # fmt: skip
    runs = [
        start_run(session, town_id=account.town_id, kind=kind, total=2, by=BY, now=NOW)
        for kind in (RunKind.IMPORT_RESIDENTS, RunKind.IMPORT_AREAS)
    ]
    finish_run(session, run_id=runs[1].id, result={"written": 2}, now=NOW)
    session.flush()
