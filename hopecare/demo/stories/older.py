"""Stories of older people: 1 Kim Darae, 3 Nam Onsae and Seo Garam."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from hopecare.demo.habits import on_days
from hopecare.demo.missing import due_of, notes_gap
from hopecare.demo.papers import Example, keep_example
from hopecare.demo.stage import Reply
from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.attachments import AttachmentPurpose
from hopecare.domain.calls import CallDirection, CallOutcome
from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.eligibility.facts import Decision
from hopecare.domain.gaps import GapReason
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.outcomes import ReferralOutcome
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.reports import ReportDoor
from hopecare.domain.urgency import Urgency
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.add_need import NeedWish, add_need
from hopecare.services.end_check_in import end_check_in
from hopecare.services.end_need import end_need
from hopecare.services.join_as_volunteer import VolunteerWish, join_as_volunteer
from hopecare.services.log_call import CallNote, log_call
from hopecare.services.open_case import CasePlan
from hopecare.services.pause_check_ins import pause_check_ins
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.record_finding import record_finding
from hopecare.services.record_gap import GapSaid
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.report_need import ReporterSaid
from hopecare.services.set_contact_safety import SafetyWish, set_contact_safety

if TYPE_CHECKING:
    from hopecare.demo.stage import Stage, Story
    from hopecare.demo.telling import Teller
    from hopecare.domain.identity import Identity
    from models import Case, Person

AGREED = Example(
    purpose=AttachmentPurpose.CONSENT_PAPER,
    title="동의서 (예시)",
    heading="What I agree to",
    lines=("Kim Darae", "Yes to all five questions"),
)
GRANTED = Example(
    purpose=AttachmentPurpose.OFFICE_LETTER,
    title="결정 통지서 (예시)",
    heading="Decision",
    lines=("Kim Darae", "Livelihood: granted", "Housing: granted"),
)


def _never_applied(stage: Stage, darae: Person, *, by: Identity) -> None:
    """Alone since her husband died: what may be due has been missed since then."""
    words = "다른 분들이 더 어렵다고 하시며, 다 큰 아들이 있어 안 될 거라고 여기십니다."
    for programme in ("livelihood", "housing", "basic_pension"):
        never = GapSaid(
            programme=programme,
            reason=GapReason.NEVER_APPLIED,
            since_on=stage.date_of(-400),
            words=words,
        )
        notes_gap(stage, darae, never, by=by)


def kim_darae(tell: Teller) -> Story:
    """1: never applied, since others need it more; helped until the office decides."""
    stage, session = tell.stage, tell.stage.session
    worker, coordinator = stage.worker("north"), stage.coordinator("north")
    yield stage.at(-62, "16:20")
    neighbour = ReporterSaid(name="한가람", number=stage.number(501), relation="옆집 이웃")
    words = "옆집 할머니가 요즘 장을 거의 못 보세요. 전기장판 하나로 지내시는 것 같아요."
    report = tell.reports(tell.told("kim_darae", words, reporter=neighbour))
    yield stage.at(-61, "09:40")
    tell.takes_up(report, coordinator)
    yield stage.at(-60, "10:30")
    darae = tell.opens("kim_darae", by=worker, report=report)
    keep_example(stage, darae, AGREED, by=worker)
    assessment = tell.assesses("kim_darae", by=worker)
    _never_applied(stage, darae, by=worker)
    yield stage.at(-60, "11:20")
    dishes = NeedWish(
        kind=NeedKind.SIDE_DISHES,
        from_on=stage.today,
        rhythm=NeedRhythm.WEEKLY,
        weekdays=("tue",),
        starts_at=time(11, 0),
        words="싱겁게, 씹기 편한 것으로 부탁드립니다.",
    )
    plan = CasePlan(urgency=Urgency.SOON, needs=(dishes,), report_id=report.id)
    case = tell.opens_case(darae, plan, by=worker)
    wish = CheckInWish(local_time=time(10, 0), weekdays=("mon", "wed", "fri"), case_id=case.id)
    plan_check_ins(session, person_id=darae.id, wish=wish, by=worker, now=stage.now)
    yield stage.at(-59, "14:00")
    need = tell.need_of(case)
    first, second = tell.asks(need, "jin_dalle", "eun_haeng", by=coordinator)
    referrals = [
        tell.refers(case, service, by=worker, assessment=assessment)
        for service in ("livelihood", "housing")
    ]
    yield stage.at(-59, "15:12")
    task = tell.says_yes(first)
    yield stage.at(-59, "19:30")
    tell.says_yes_late(second)
    for day in range(-56, -30, 7):
        yield stage.at(day, "11:40")
        tell.visits(task, words="반찬 세 가지를 전해 드렸어요. 얼굴빛이 좋으세요.")
    yield stage.at(-38, "15:00")
    for referral in referrals:
        tell.office_answers(referral, by=worker)
    yield stage.at(-30, "10:10")
    keep_example(stage, darae, GRANTED, by=worker)
    for referral in referrals:
        record_referral_outcome(
            session,
            referral_id=referral.id,
            outcome=ReferralOutcome.GRANTED,
            outcome_on=stage.today,
            amount_minor=None,
            currency=None,
            by=worker,
            now=stage.now,
        )
    yield stage.at(-29, "17:00")
    end_need(session, need_id=need.id, is_met=True, by=worker, now=stage.now)
    yield from _the_others(tell, case)
    yield stage.at(-5, "14:30")
    offered = VolunteerWish(skills=(NeedKind.PHONE_COMPANION,), answers_by=ReplyWay.KEYPRESS)
    join_as_volunteer(session, person_id=darae.id, wish=offered, by=coordinator, now=stage.now)


def _the_others(tell: Teller, case: Case) -> Story:
    """What follows from the two that were granted; somebody goes to the office with her."""
    stage = tell.stage
    worker, coordinator = stage.worker("north"), stage.coordinator("north")
    granted = {"receiving": ("livelihood", "housing")}
    assessment = tell.assesses("kim_darae", by=worker, changed=granted)
    yield stage.at(-22, "10:00")
    words = "주민센터에 같이 가기. 챙길 서류는 센터가 적어 드렸습니다."
    escort = NeedWish(kind=NeedKind.ESCORT, from_on=stage.date_of(-20), words=words)
    need = add_need(stage.session, case, escort, by=worker, now=stage.now)
    (offer,) = tell.asks(need, "jin_dalle", by=coordinator)
    yield stage.at(-22, "12:20")
    task = tell.says_yes(offer)
    yield stage.at(-20, "11:00")
    for service in due_of(assessment, "medical", "basic_pension", "energy_voucher"):
        tell.refers(case, service, by=worker, assessment=assessment)
    yield stage.at(-20, "12:10")
    tell.visits(task, minutes=70, words="창구까지 같이 갔어요. 서류는 다 챙기셨어요.")
    end_need(stage.session, need_id=need.id, is_met=True, by=worker, now=stage.now)


def nam_onsae(tell: Teller) -> Story:
    """3: a house and no cash; she presses HELP in the call of ten past eight."""
    stage, session = tell.stage, tell.stage.session
    worker, coordinator = stage.worker("east"), stage.coordinator("east")
    yield stage.at(-34, "11:00")
    words = "남편이랑 둘이 지내는데, 아침마다 안부를 물어 주면 마음이 놓이겠어요."
    report = tell.reports(tell.told("nam_onsae", words), door=ReportDoor.PHONE, by=coordinator)
    yield stage.at(-33, "10:30")
    garam = tell.opens("nam_onsae", by=worker, report=report)
    onsae = stage.people["nam_onsae"]
    for person in (garam, onsae):
        wish = SafetyWish(channel=Channel.SMS, forbidden=True, note="집 전화만 있습니다.")
        set_contact_safety(session, person, wish, by=worker, now=stage.now)
    plan = CasePlan(urgency=Urgency.ORDINARY, report_id=report.id)
    case = tell.opens_case(garam, plan, by=worker)
    stage.habits[garam.id] = on_days(
        stage, {-9: Reply(meaning=ReplyMeaning.HELP, after=timedelta(seconds=25))}
    )
    asked = CheckInWish(local_time=time(8, 10), case_id=case.id, ladder="quick")
    check_ins = plan_check_ins(session, person_id=garam.id, wish=asked, by=worker, now=stage.now)
    yield stage.at(-9, "08:14")
    alert = tell.alert_of(garam, AlertKind.HELP_ASKED)
    acknowledge_alert(session, alert_id=alert.id, by=coordinator, now=stage.now)
    rang = CallNote(
        direction=CallDirection.MADE,
        outcome=CallOutcome.SPOKE,
        person_id=garam.id,
        words="남편이 쓰러지심. 08:15 119에 알림, 08:31 구급차 도착, 병원으로 옮김.",
    )
    log_call(session, note=rang, by=coordinator, now=stage.now)
    yield stage.at(-9, "09:05")
    tell.finishes_calls(garam, by=coordinator)
    end, slot = AlertEnd.EMERGENCY_SERVICES, tell.slot_of(garam)
    heard = "08:15 119에 알림. 08:31 구급차 도착, 병원으로 옮긴다고 함."
    end_check_in(session, slot=slot, ended_by=end, note=heard, by=coordinator, now=stage.now)
    pause_check_ins(
        session,
        plan_id=check_ins.id,
        paused_from=stage.today,
        paused_until=stage.date_of(12),
        by=worker,
        now=stage.now,
    )
    company = NeedWish(
        kind=NeedKind.RESPITE,
        from_on=stage.today,
        until_on=stage.date_of(-7),
        minutes=600,
        words="병원에서 이틀 밤을 함께 계셔 주실 분이 필요합니다.",
    )
    lift = NeedWish(kind=NeedKind.LIFT, from_on=stage.today, words="병원까지 모셔다 드리기")
    respite = add_need(session, case, company, by=worker, now=stage.now)
    ride = add_need(session, case, lift, by=worker, now=stage.now)
    offers = [
        *tell.asks(respite, "nam_saem", by=coordinator, within=timedelta(hours=2)),
        *tell.asks(ride, "nam_saem", by=coordinator, within=timedelta(hours=2)),
    ]
    yield stage.at(-9, "09:32")
    tasks = [tell.says_yes(offer) for offer in offers]
    for day, words in ((-8, "밤새 곁에 있었어요."), (-7, "오늘은 조금 주무셨어요.")):
        yield stage.at(day, "07:40")
        tell.visits(tasks[0], minutes=600, words=words)
    for each in (respite, ride):
        end_need(session, need_id=each.id, is_met=True, by=worker, now=stage.now)
    yield stage.at(-7, "10:00")
    _checks_afterwards(tell, case, garam)


def _checks_afterwards(tell: Teller, case: Case, garam: Person) -> None:
    """Help came first: now the crisis is found, and the house stays to be checked by the office."""
    stage, worker = tell.stage, tell.stage.worker("east")
    tell.assesses("nam_onsae", by=worker)
    found = Decision(holds=True, because="남편이 뇌졸중으로 입원했고 의사 소견을 보았습니다.")
    assessment = record_finding(
        stage.session,
        person_id=garam.id,
        findings={"finding.crisis": found},
        on=stage.rules_on,
        by=worker,
        now=stage.now,
    )
    words = "병원비 2,150,000원, 간병비 하루 130,000원. 집 한 채가 있어 확인이 필요합니다."
    for service in ("emergency", "gyeonggi_emergency"):
        tell.refers(case, service, by=worker, assessment=assessment, words=words)
