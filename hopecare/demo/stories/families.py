"""Stories of families: 2 Park Yeoul, 4 Han Sol."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from hopecare.demo.missing import missed_by, notes_gap
from hopecare.demo.papers import Example, keep_example
from hopecare.domain.attachments import AttachmentPurpose
from hopecare.domain.eligibility.facts import Decision
from hopecare.domain.gaps import GapReason
from hopecare.domain.needs import CheckLevel, NeedKind, NeedRhythm
from hopecare.domain.offers import DeclineReason
from hopecare.domain.people import GenderWish
from hopecare.domain.urgency import Urgency
from hopecare.services.add_need import NeedWish
from hopecare.services.end_need import end_need
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.open_case import CasePlan
from hopecare.services.record_aid import Aid, record_aid
from hopecare.services.record_finding import record_finding
from hopecare.services.record_gap import GapSaid
from hopecare.services.report_need import ReporterSaid
from hopecare.services.set_away import set_away

if TYPE_CHECKING:
    from hopecare.demo.stage import Stage, Story
    from hopecare.demo.telling import Teller
    from hopecare.domain.identity import Identity
    from models import Assessment, Person

RECEIPT = Example(
    purpose=AttachmentPurpose.INCOME_PAPER,
    title="약값 영수증 (예시)",
    heading="Receipt of a pharmacy",
    lines=("Inhaler, monthly", "12,000 won"),
)


def _over_by_a_little(stage: Stage, yeoul: Person, first: Assessment, *, by: Identity) -> None:
    """She applied as the school year began, and was over the limit by what the answer says."""
    begin = stage.today.replace(month=3, day=2)
    cut_off = GapSaid(
        programme="education",
        reason=GapReason.CUT_OFF,
        since_on=begin if begin <= stage.today else begin.replace(year=begin.year - 1),
        over=missed_by(first, "education"),
        words="3월에 신청했다가 안 된다는 답을 들으셨습니다. 약값은 그때 여쭙지 않았습니다.",
    )
    notes_gap(stage, yeoul, cut_off, by=by)


def park_yeoul(tell: Teller) -> Story:
    """2: a little over an income limit; a later fact changes the answer."""
    stage, session = tell.stage, tell.stage.session
    worker, coordinator = stage.worker("east"), stage.coordinator("east")
    yield stage.at(-48, "21:35")
    words = (
        "아이 둘이 있는데 학원비를 댈 수가 없어요. 3월에 교육급여를 신청했다가 안 된다고 들었어요."
    )
    report = tell.reports(tell.told("park_yeoul", words))
    yield stage.at(-46, "10:00")
    yeoul = tell.opens("park_yeoul", by=worker, report=report)
    first = tell.assesses("park_yeoul", by=worker)
    lessons = NeedWish(
        kind=NeedKind.TUTORING,
        from_on=stage.today,
        rhythm=NeedRhythm.WEEKLY,
        weekdays=("tue", "thu"),
        starts_at=time(18, 30),
        minutes=90,
        gender_wish=GenderWish.FEMALE_PREFERRED,
        check_level=CheckLevel.ENHANCED,
        words="수학과 영어. 여학생이면 좋겠다고 하십니다.",
    )
    goods = NeedWish(kind=NeedKind.GOODS, from_on=stage.today, words="학용품")
    plan = CasePlan(needs=(lessons, goods), report_id=report.id)
    case = tell.opens_case(yeoul, plan, by=worker)
    yield stage.at(-45, "11:00")
    need = tell.need_of(case, NeedKind.TUTORING)
    asked = tell.asks(need, "ban_di", by=coordinator, within=timedelta(hours=8))
    aid = Aid(
        given_on=stage.today, what="공책과 필기구 두 상자", source="센터 물품", value_minor=84_000
    )
    record_aid(session, case_id=case.id, aid=aid, by=worker, now=stage.now)
    yield stage.at(-45, "13:10")
    tell.says_no(asked[0], DeclineReason.NO_TIME)
    goods_need = tell.need_of(case, NeedKind.GOODS)
    end_need(session, need_id=goods_need.id, is_met=True, by=worker, now=stage.now)
    tell.finishes_calls(yeoul, by=coordinator)
    yield stage.at(-44, "10:20")
    second = tell.asks(need, "chu_eok", "so_ri", by=coordinator)
    yield stage.at(-44, "12:05")
    task = tell.says_yes(second[0])
    for day in (-41, -36, -29):
        yield stage.at(day, "20:10")
        tell.visits(task, minutes=90, words="분수를 같이 풀었어요.")
    yield stage.at(-25, "19:00")
    hand_back_task(
        session,
        task_id=task.id,
        reason=DeclineReason.AWAY,
        by=tell.identity_of_helper(task.helper_id),
        now=stage.now,
    )
    set_away(
        session,
        person_id=task.helper_id,
        is_on_duty=True,
        away_until=stage.date_of(-4),
        by=coordinator,
        now=stage.now,
    )
    yield stage.at(-24, "10:00")
    successor = tell.asks_next(need, "so_ri", by=coordinator)
    yield stage.at(-24, "13:30")
    task = tell.says_yes(successor)
    for day in (-20, -13, -6):
        yield stage.at(day, "20:10")
        tell.visits(task, minutes=90, words="소개받은 첫날보다 훨씬 편해졌어요.")
    yield stage.at(-3, "15:00")
    # Asthma: 12,000 won every month, receipts shown.
    keep_example(stage, yeoul, RECEIPT, by=worker)
    assessment = tell.assesses("park_yeoul", by=worker, changed={"spending.medical": 12_000})
    _over_by_a_little(stage, yeoul, first, by=worker)
    yield stage.at(-3, "15:40")
    tell.refers(case, "education", by=worker, assessment=assessment, words="천식 약값 영수증 첨부")


def han_sol(tell: Teller) -> Story:
    """4: a car counted as income; two needs, and a helper who must hand back."""
    stage, session = tell.stage, tell.stage.session
    worker, coordinator = stage.worker("north"), stage.coordinator("north")
    yield stage.at(-43, "10:50")
    school = ReporterSaid(name="윤새봄", number=stage.number(508), relation="학교 사회복지사")
    words = "아빠가 저녁에 배달을 나가서 아이가 혼자 있는 시간이 깁니다."
    report = tell.reports(tell.told("han_sol", words, reporter=school))
    yield stage.at(-42, "09:30")
    sol = tell.opens("han_sol", by=worker, report=report)
    tell.assesses("han_sol", by=worker)
    child = NeedWish(
        kind=NeedKind.CHILD_AFTER_SCHOOL,
        from_on=stage.today,
        rhythm=NeedRhythm.WEEKLY,
        weekdays=("mon", "tue", "wed", "thu"),
        starts_at=time(18, 0),
        minutes=120,
    )
    papers = NeedWish(kind=NeedKind.PAPERS, from_on=stage.today, words="양육비 이행 신청 서류")
    plan = CasePlan(urgency=Urgency.SOON, needs=(child, papers), report_id=report.id)
    case = tell.opens_case(sol, plan, by=worker)
    need = tell.need_of(case, NeedKind.CHILD_AFTER_SCHOOL)
    yield stage.at(-42, "10:10")
    tell.asks(need, "ryu_bitna", "woo_ri", by=coordinator, within=timedelta(hours=2))
    # Nobody answers in time: the wave lapses and a list of calls is owed.
    yield stage.at(-42, "14:00")
    offers = tell.asks(need, "cho_rok", by=coordinator, within=timedelta(hours=4))
    yield stage.at(-42, "14:25")
    task = tell.says_yes_on_the_phone(offers[0])
    tell.finishes_calls(sol, by=coordinator)
    for day in (-39, -36, -32):
        yield stage.at(day, "20:05")
        tell.visits(task, minutes=120, words="숙제를 마치고 그림을 그렸어요.")
    yield stage.at(-30, "15:30")
    # The papers were written together with the social worker.
    written = tell.need_of(case, NeedKind.PAPERS)
    end_need(session, need_id=written.id, is_met=True, by=worker, now=stage.now)
    yield stage.at(-28, "09:10")
    by = tell.identity_of_helper(task.helper_id)
    reason = DeclineReason.NO_TIME
    hand_back_task(session, task_id=task.id, reason=reason, by=by, now=stage.now)
    yield stage.at(-28, "09:20")
    again = tell.asks_next(need, "woo_ri", by=coordinator)
    yield stage.at(-28, "10:45")
    task = tell.says_yes(again)
    yield stage.at(-20, "16:00")
    found = Decision(holds=True, because="저녁 배달을 이 차로만 합니다. 앱 기록을 함께 보았습니다.")
    record_finding(
        session,
        person_id=sol.id,
        findings={"finding.car_for_living": found},
        on=stage.rules_on,
        by=worker,
        now=stage.now,
    )
    for day in (-18, -11, -4):
        yield stage.at(day, "20:05")
        tell.visits(task, minutes=120, words="저녁을 같이 먹었어요.")
