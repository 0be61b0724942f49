"""Stories of older people: 1 Kim Darae, 3 Nam Onsae and Seo Garam, 9 Jo Haneul."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from hopecare.demo.habits import on_days
from hopecare.demo.missing import notes_gap
from hopecare.demo.papers import Example, keep_example
from hopecare.demo.stage import Reply
from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.attachments import AttachmentPurpose
from hopecare.domain.calls import CallDirection, CallOutcome
from hopecare.domain.channels import Channel, ReplyWay
from hopecare.domain.check_ins import AnswererKind
from hopecare.domain.gaps import GapReason
from hopecare.domain.needs import CheckLevel, NeedKind, NeedRhythm
from hopecare.domain.outcomes import ReferralOutcome
from hopecare.domain.people import GenderWish
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.reports import ReportDoor
from hopecare.domain.urgency import TriageCode, Urgency
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.add_need import NeedWish, add_need
from hopecare.services.clear_check_in import clear_check_in
from hopecare.services.end_need import end_need
from hopecare.services.join_as_volunteer import VolunteerWish, join_as_volunteer
from hopecare.services.log_call import CallNote, log_call
from hopecare.services.open_case import CasePlan
from hopecare.services.pause_check_ins import pause_check_ins
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.raise_worry import raise_worry
from hopecare.services.record_gap import GapSaid
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.report_need import ReporterSaid
from hopecare.services.set_contact_safety import SafetyWish, set_contact_safety

if TYPE_CHECKING:
    from hopecare.demo.stage import Stage, Story
    from hopecare.demo.telling import Teller
    from hopecare.domain.identity import Identity
    from models import Person

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
    granted = {"receiving": ("livelihood", "housing")}
    assessment = tell.assesses("kim_darae", by=worker, changed=granted)
    yield stage.at(-29, "17:00")
    end_need(session, need_id=need.id, is_met=True, by=worker, now=stage.now)
    yield stage.at(-20, "11:00")
    tell.refers(case, "medical", by=worker, assessment=assessment)
    yield stage.at(-5, "14:30")
    offered = VolunteerWish(skills=(NeedKind.PHONE_COMPANION,), answers_by=ReplyWay.KEYPRESS)
    join_as_volunteer(session, person_id=darae.id, wish=offered, by=coordinator, now=stage.now)


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
    clear_check_in(session, slot=slot, ended_by=end, by=coordinator, now=stage.now)
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
    yield stage.at(-8, "07:40")
    tell.visits(tasks[0], minutes=600, words="밤새 곁에 있었어요. 조금 주무셨어요.")
    for each in (respite, ride):
        end_need(session, need_id=each.id, is_met=True, by=worker, now=stage.now)
    yield stage.at(-7, "10:00")
    assessment = tell.assesses("nam_onsae", by=worker)
    words = "병원비 2,150,000원, 간병비 하루 130,000원. 집 한 채가 있어 확인이 필요합니다."
    tell.refers(case, "Emergency living support", by=worker, assessment=assessment, words=words)


def jo_haneul(tell: Teller) -> Story:
    """9: excluded by category, and the one who cares is worn out."""
    stage, session = tell.stage, tell.stage.session
    worker, coordinator = stage.worker("east"), stage.coordinator("east")
    yield stage.at(-41, "13:15")
    nurse = ReporterSaid(name="들국화", number=stage.number(504), relation="동네 의원 간호사")
    words = "치매가 있는 남편을 돌보시는 부인이 몹시 지쳐 보이십니다."
    codes = (TriageCode.ALONE_AND_ILL,)
    told = tell.told("jo_haneul", words, reporter=nurse, answers=codes)
    report = tell.reports(told, door=ReportDoor.PHONE, by=coordinator)
    yield stage.at(-39, "14:00")
    note = (
        "남편은 만날 때마다 스스로 뜻을 밝히십니다. 대리인 서류는 아직 없어 가족에게 부탁했습니다."
    )
    dasom = tell.opens("jo_haneul", by=worker, report=report, note=note)
    tell.assesses("jo_haneul", by=worker)
    care = NeedWish(
        kind=NeedKind.PERSONAL_CARE,
        from_on=stage.today,
        rhythm=NeedRhythm.WEEKLY,
        weekdays=("wed", "sat"),
        starts_at=time(15, 0),
        minutes=60,
        people_needed=2,
        gender_wish=GenderWish.MALE_PREFERRED,
        check_level=CheckLevel.ENHANCED,
    )
    plan = CasePlan(urgency=Urgency.SOON, needs=(care,), report_id=report.id)
    case = tell.opens_case(dasom, plan, by=worker)
    asked = CheckInWish(
        local_time=time(14, 0),
        weekdays=("tue", "fri"),
        case_id=case.id,
        asked_person_id=dasom.id,
        answer_of=AnswererKind.CARER,
        ladder="quick",
    )
    plan_check_ins(session, person_id=dasom.id, wish=asked, by=worker, now=stage.now)
    due = tell.weekday_before(-14, "tue")
    tired = Reply(meaning=ReplyMeaning.CANNOT_ANY_MORE, after=timedelta(seconds=50))
    stage.habits[dasom.id] = on_days(stage, {due: tired})
    need = tell.need_of(case)
    yield stage.at(-38, "10:00")
    offers = tell.asks(need, "an_gae", "na_ru", by=coordinator)
    yield stage.at(-38, "12:40")
    tasks = [tell.says_yes(offer) for offer in offers]
    for day in range(-35, 0, 7):
        yield stage.at(day, "16:05")
        tell.visits(tasks[0], minutes=60, words="함께 씻겨 드리고 산책했어요.")
        tell.visits(tasks[1], minutes=60)


def jo_haneul_turns(tell: Teller) -> Story:
    """9, continued: she presses 3; he is found two streets off and brought home."""
    stage, session = tell.stage, tell.stage.session
    worker, coordinator = stage.worker("east"), stage.coordinator("east")
    due = tell.weekday_before(-14, "tue")
    yield stage.at(due, "14:10")
    dasom = stage.people["im_dasom"]
    alert = tell.alert_of(dasom, AlertKind.CARER_AT_LIMIT)
    acknowledge_alert(session, alert_id=alert.id, by=coordinator, now=stage.now)
    yield stage.at(due, "15:00")
    tell.finishes_calls(dasom, by=coordinator)
    case = tell.case_of(dasom)
    rest = NeedWish(kind=NeedKind.RESPITE, from_on=stage.today, minutes=240)
    need = add_need(session, case, rest, by=worker, now=stage.now)
    offers = tell.asks(need, "na_ru", by=coordinator)
    tell.refers(case, "Long-term care grade", by=worker, words="인정 점수 46점, 기간이 지났습니다.")
    yield stage.at(due, "16:20")
    task = tell.says_yes(offers[0])
    end, slot = AlertEnd.HELPED, tell.slot_of(dasom)
    clear_check_in(session, slot=slot, ended_by=end, by=coordinator, now=stage.now)
    yield stage.at(due + 1, "18:30")
    tell.visits(task, minutes=240, words="네 시간 동안 쉬실 수 있었어요.")
    end_need(session, need_id=need.id, is_met=True, by=worker, now=stage.now)
    yield stage.at(-6, "07:50")
    words = "두 길 건너 편의점 앞에 혼자 계신 것을 이웃이 알려 주었어요."
    helper = tell.identity_of_helper(stage.people["an_gae"].id)
    worry = raise_worry(
        session,
        case_id=case.id,
        task_id=None,
        is_crisis=False,
        words=words,
        by=helper,
        now=stage.now,
    )
    yield stage.at(-6, "08:25")
    tell.ends_worry(worry, AlertEnd.ALL_CLEAR, by=coordinator)
