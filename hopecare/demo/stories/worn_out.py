"""The story of a couple whose carer is worn out: 9 Jo Haneul and Im Dasom."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING

from hopecare.demo.habits import on_days
from hopecare.demo.papers import Example, keep_example
from hopecare.demo.stage import Reply
from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.attachments import AttachmentPurpose
from hopecare.domain.calls import CallDirection, CallOutcome
from hopecare.domain.check_ins import AnswererKind
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.needs import CheckLevel, NeedKind, NeedRhythm
from hopecare.domain.people import GenderWish, OtherContactKind
from hopecare.domain.replies import ReplyMeaning
from hopecare.domain.reports import ReportDoor
from hopecare.domain.urgency import TriageCode, Urgency
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.add_need import NeedWish, add_need
from hopecare.services.add_other_contact import NewContact, add_other_contact
from hopecare.services.clear_check_in import clear_check_in
from hopecare.services.end_need import end_need
from hopecare.services.log_call import CallNote, log_call
from hopecare.services.open_case import CasePlan
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.raise_worry import raise_worry
from hopecare.services.record_consent import ConsentSaid, record_consent
from hopecare.services.report_need import ReporterSaid

if TYPE_CHECKING:
    from hopecare.demo.stage import Story
    from hopecare.demo.telling import Teller
    from models import Person

AGREED = Example(
    purpose=AttachmentPurpose.CONSENT_PAPER,
    title="아내 동의서 (예시)",
    heading="What I agree to",
    lines=("Im Dasom, for herself", "Yes to all five questions"),
)


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
    keep_example(stage, dasom, AGREED, by=worker)
    _asks_for_the_proxy_paper(tell, dasom)
    _he_assents(tell)
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


def _asks_for_the_proxy_paper(tell: Teller, dasom: Person) -> None:
    """Their daughter writes from Canada and holds no paper; one is asked for, and none is there."""
    stage, worker = tell.stage, tell.stage.worker("east")
    daughter = NewContact(kind=OtherContactKind.FAMILY, name="조약돌")
    haneul = stage.people["jo_haneul"]
    add_other_contact(stage.session, haneul, daughter, by=worker, now=stage.now)
    asked = CallNote(
        direction=CallDirection.MADE,
        outcome=CallOutcome.SPOKE,
        person_id=dasom.id,
        words="남편분의 대리인 서류를 부탁드림. 캐나다의 따님과 의논해 보겠다고 하심.",
    )
    log_call(stage.session, note=asked, by=worker, now=stage.now)


def _he_assents(tell: Teller) -> None:
    """He says himself, each time, that they may come; it is written down each time."""
    stage, worker = tell.stage, tell.stage.worker("east")
    said = ConsentSaid(
        purpose=ConsentPurpose.PEER_HELP,
        form=ConsentForm.VOICE,
        words="오늘도 와도 좋다고 스스로 말씀하심.",
    )
    record_consent(stage.session, stage.people["jo_haneul"], said, by=worker, now=stage.now)


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
    _he_assents(tell)
    rest = NeedWish(kind=NeedKind.RESPITE, from_on=stage.today, minutes=240)
    need = add_need(session, case, rest, by=worker, now=stage.now)
    offers = tell.asks(need, "na_ru", by=coordinator)
    tell.refers(case, "long_term_care", by=worker, words="인정 점수 46점, 기간이 지났습니다.")
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
