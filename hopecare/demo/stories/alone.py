"""Stories of people alone: 5 Oh Narae, 7 Yun Byeot."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from hopecare.demo.applying import Applying
from hopecare.demo.habits import on_days
from hopecare.domain.alerts import AlertEnd
from hopecare.domain.calls import CallDirection, CallOutcome
from hopecare.domain.check_ins import QuestionCode
from hopecare.domain.eligibility.facts import Decision
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.outcomes import AnswerDoor, RefusalReason
from hopecare.domain.people import HelperWish, OtherContactKind
from hopecare.services.add_need import NeedWish
from hopecare.services.add_other_contact import NewContact, add_other_contact
from hopecare.services.clear_check_in import clear_check_in
from hopecare.services.log_call import CallNote, log_call
from hopecare.services.note_try import Try, note_try
from hopecare.services.object_to_referral import object_to_referral
from hopecare.services.open_case import CasePlan
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.record_finding import record_finding
from hopecare.services.report_need import ReporterSaid
from hopecare.services.set_helper_wish import set_helper_wish
from hopecare.services.set_texts_wish import set_texts_wish
from hopecare.services.settle_bridge import BridgeWish

if TYPE_CHECKING:
    from hopecare.demo.stage import Story
    from hopecare.demo.telling import Teller


def oh_narae(tell: Teller) -> Story:
    """5: family on paper; an objection, and the neighbour stays unnamed."""
    stage, session = tell.stage, tell.stage.session
    worker, coordinator = stage.worker("south"), stage.coordinator("south")
    yield stage.at(-55, "22:40")
    words = "지하에 혼자 사는 분이 보일러를 한 번도 켜지 않는 것 같아요."
    unnamed = ReporterSaid(wishes_unnamed=True)
    report = tell.reports(tell.told("oh_narae", words, reporter=unnamed))
    yield stage.at(-54, "11:00")
    note_try(
        session,
        report_id=report.id,
        tried=Try(
            direction=CallDirection.DOOR,
            outcome=CallOutcome.SPOKE,
            words="센터에서 이 골목을 돌고 있다고만 말씀드렸습니다.",
        ),
        by=worker,
        now=stage.now,
    )
    yield stage.at(-52, "15:00")
    narae = tell.opens("oh_narae", by=worker, report=report)
    assessment = tell.assesses("oh_narae", by=worker)
    company = NeedWish(kind=NeedKind.PAPERS, from_on=stage.today, words="주민센터에 같이 가기")
    case = tell.opens_case(narae, CasePlan(needs=(company,), report_id=report.id), by=worker)
    yield stage.at(-51, "10:20")
    offers = tell.asks(tell.need_of(case), "min_deulle", by=coordinator)
    yield stage.at(-51, "12:10")
    task = tell.says_yes(offers[0])
    yield stage.at(-45, "11:40")
    tell.visits(task, minutes=80, words="창구에서 서류 세 장을 같이 썼어요.")
    housing, livelihood, medical = (
        tell.refers(case, service, by=worker, assessment=assessment)
        for service in ("housing", "livelihood", "medical")
    )
    # The office has taken housing on, and its answer is past its day; livelihood is refused below.
    applying = Applying(stage=stage, by=worker)
    applying.hands_in(case, "housing", referral=housing)
    application = applying.hands_in(case, "livelihood", referral=livelihood)
    yield stage.at(-30, "14:00")
    found = Decision(
        holds=True, because="열두 해 동안 연락이 없었고, 통화 기록과 진술서를 받았습니다."
    )
    assessment = record_finding(
        session,
        person_id=narae.id,
        findings={"finding.obligor_refuses": found},
        on=stage.rules_on,
        by=worker,
        now=stage.now,
    )
    yield stage.at(-22, "10:00")
    tell.office_answers(housing, by=worker)
    yield stage.at(-15, "16:30")
    for referral in (livelihood, medical):
        tell.office_answers(
            referral,
            by=worker,
            refusal=RefusalReason.OBLIGOR,
            door=AnswerDoor.LETTER,
            words="부양의무자 기준을 넘음",
        )
    applying.is_refused(application, RefusalReason.OBLIGOR, "부양의무자 기준을 넘음")
    told_on = stage.today
    yield stage.at(-12, "10:30")
    words = "관계가 끊긴 사실을 적은 진술서를 붙였습니다."
    for referral in (livelihood, medical):
        object_to_referral(
            session,
            referral_id=referral.id,
            by=worker,
            now=stage.now,
            words=words,
            told_on=told_on,
        )


def yun_byeot(tell: Teller) -> Story:
    """7: counted in his parents' household until he turns thirty."""
    stage, session = tell.stage, tell.stage.session
    worker, coordinator = stage.worker("north"), stage.coordinator("north")
    yield stage.at(-57, "02:10")
    words = "일을 밤에 하고 낮에는 누구와도 말을 안 해요. 월세가 버거워요."
    report = tell.reports(tell.told("yun_byeot", words))
    yield stage.at(-57, "08:00")
    tell.takes_up(report, coordinator)
    yield stage.at(-55, "15:00")
    byeot = tell.opens("yun_byeot", by=worker, report=report)
    tell.assesses("yun_byeot", by=worker)
    # 도란 lives in the same building.
    nobody = HelperWish.NOBODY_OF_BUILDING
    set_helper_wish(session, byeot, wish=nobody, holds=True, by=worker, now=stage.now)
    holder = NewContact(kind=OtherContactKind.KEYHOLDER, name="한빛나래", number=stage.number(510))
    add_other_contact(session, byeot, holder, by=worker, now=stage.now)
    meal = NeedWish(
        kind=NeedKind.MEAL_TOGETHER,
        from_on=stage.today,
        rhythm=NeedRhythm.WEEKLY,
        weekdays=("sat",),
        starts_at=time(17, 0),
        minutes=90,
    )
    case = tell.opens_case(byeot, CasePlan(needs=(meal,), report_id=report.id), by=worker)
    yield stage.at(-54, "11:00")
    offers = tell.asks(tell.need_of(case), "so_nagi", by=coordinator)
    yield stage.at(-54, "19:40")
    task = tell.says_yes(offers[0])
    wish = CheckInWish(
        local_time=time(16, 0),
        weekdays=("mon", "thu"),
        case_id=case.id,
        question=QuestionCode.MEALS,
    )
    plan_check_ins(session, person_id=byeot.id, wish=wish, by=worker, now=stage.now)
    silent = tell.weekday_before(-12, "thu")
    stage.habits[byeot.id] = on_days(stage, {silent: None, silent - 3: None})
    yield stage.at(tell.weekday_before(-44, "sat"), "18:40")
    tell.visits(task, minutes=90, words="국수를 먹고 한 바퀴 걸었어요.")
    yield stage.at(-35, "14:20")
    rang = CallNote(
        direction=CallDirection.TAKEN,
        outcome=CallOutcome.SPOKE,
        person_id=byeot.id,
        words="문자는 그만 받고 싶다고 하심. 전화로 안부를 묻기로 함.",
    )
    log_call(session, note=rang, by=coordinator, now=stage.now)
    point = tell.telephone_of(byeot)
    set_texts_wish(session, point=point, stops=True, by=coordinator, now=stage.now)
    tell.finishes_calls(byeot, by=coordinator)
    yield stage.at(tell.weekday_before(-28, "sat"), "18:40")
    tell.visits(task, minutes=90, words="만두를 빚어 먹었어요.")
    yield stage.at(-26, "13:00")
    point = tell.telephone_of(byeot)
    set_texts_wish(session, point=point, stops=False, by=coordinator, now=stage.now)
    # He applies himself, and is looked in on until the office decides.
    yield stage.at(-22, "14:00")
    knock = BridgeWish(kind=NeedKind.KNOCK, weekdays=("wed",))
    Applying(stage=stage, by=worker).hands_in(case, "housing", bridge=knock)
    # Two Mondays and Thursdays without an answer: the ladder reaches the keyholder, he was asleep.
    for day in (silent - 3, silent):
        yield stage.at(day, "18:20")
        slot = tell.slot_of(byeot)
        words = "자고 있었다고 함. 밤일이 길었음."
        spoke = CallNote(
            direction=CallDirection.MADE,
            outcome=CallOutcome.SPOKE,
            person_id=byeot.id,
            words=words,
        )
        log_call(session, note=spoke, by=coordinator, now=stage.now)
        end = AlertEnd.ALL_CLEAR
        clear_check_in(session, slot=slot, ended_by=end, by=coordinator, now=stage.now)
