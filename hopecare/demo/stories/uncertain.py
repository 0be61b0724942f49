"""Stories in which little is certain: 6 Bae Marru, 8 Tran Mai."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from hopecare.demo.missing import now_receives
from hopecare.demo.papers import Example, keep_example
from hopecare.domain.attachments import AttachmentPurpose
from hopecare.domain.calls import CallDirection, CallOutcome
from hopecare.domain.care_path import ReportEvent
from hopecare.domain.consent import ConsentForm
from hopecare.domain.eligibility.facts import Decision
from hopecare.domain.needs import NeedKind
from hopecare.domain.outcomes import ReferralOutcome
from hopecare.domain.people import GenderWish
from hopecare.domain.reports import ReportDoor
from hopecare.domain.urgency import TriageCode, Urgency
from hopecare.services.accept_case import accept_case
from hopecare.services.add_need import NeedWish
from hopecare.services.end_need import end_need
from hopecare.services.join_report import join_report
from hopecare.services.note_try import Try, note_try
from hopecare.services.offer_case import offer_case
from hopecare.services.open_case import CasePlan
from hopecare.services.open_crisis import open_crisis
from hopecare.services.record_crisis_help import FirstHelp, record_crisis_help
from hopecare.services.record_finding import record_finding
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.reopen_report import reopen_report
from hopecare.services.report_need import ReporterSaid
from hopecare.services.set_away import set_away
from hopecare.services.set_report_aside import Aside, set_report_aside

if TYPE_CHECKING:
    from hopecare.demo.stage import Story
    from hopecare.demo.telling import Teller
    from hopecare.domain.identity import Identity
    from models import Assessment, Case, Person, Referral, Report

AGREED = Example(
    purpose=AttachmentPurpose.CONSENT_PAPER,
    title="베트남어 동의서 (예시)",
    heading="Toi dong y",
    lines=("Tran Mai", "Interpreter: Cha Nuri-bom"),
)


def bae_marru(tell: Teller) -> Story:
    """6: cannot be found, and nothing is certain; he rings himself from another's telephone."""
    stage, session = tell.stage, tell.stage.session
    worker, coordinator = stage.worker("south"), stage.coordinator("south")
    yield stage.at(-50, "17:30")
    landlord = ReporterSaid(name="마당쇠", number=stage.number(511), relation="집주인")
    words = "방세가 석 달 밀렸고 얼굴을 본 지 오래됐어요."
    report = tell.reports(tell.told("bae_marru", words, reporter=landlord))
    made, door = CallDirection.MADE, CallDirection.DOOR
    tries = (
        (
            -49,
            "10:10",
            made,
            CallOutcome.WRONG_NUMBER,
            "받은 번호는 다른 분의 것입니다.",
            coordinator,
        ),
        (-47, "14:30", made, CallOutcome.MOVED, "예전 주소에는 살지 않습니다.", coordinator),
        (-46, "11:00", door, CallOutcome.DOOR_NOT_OPENED, "인기척이 없습니다.", worker),
        (-43, "18:20", door, CallOutcome.DOOR_NOT_OPENED, "저녁에도 답이 없습니다.", coordinator),
        (-41, "09:15", door, CallOutcome.CARD_LEFT, "문틈에 카드를 남겼습니다.", worker),
    )
    for day, clock, way, outcome, said, by in tries:
        yield stage.at(day, clock)
        _tries(tell, report, (way, outcome, said), by)
    yield stage.at(-40, "16:00")
    aside = Aside(event=ReportEvent.NOT_FOUND, again_on=stage.date_of(-10))
    set_report_aside(session, report_id=report.id, aside=aside, by=coordinator, now=stage.now)
    yield stage.at(-12, "11:20")
    words = "카드를 보고 전화했습니다. 남의 전화라 오래 통화하지 못합니다."
    told = tell.told("bae_marru", words, number=stage.number(512))
    own = tell.reports(told, door=ReportDoor.PHONE, by=coordinator)
    yield stage.at(-11, "10:00")
    note = "전화가 없습니다. 골목 가게에 중립적인 말로만 메모를 남깁니다."
    marru = tell.opens("bae_marru", by=worker, report=own, note=note)
    reopen_report(session, report_id=report.id, by=coordinator, now=stage.now)
    join_report(session, report_id=report.id, resident_id=marru.id, by=coordinator, now=stage.now)
    tell.assesses("bae_marru", by=worker)
    case = tell.opens_case(marru, CasePlan(urgency=Urgency.SOON, report_id=own.id), by=worker)
    crisis = open_crisis(
        session,
        case_id=case.id,
        responsible_id=coordinator.person_id,
        words="잘 곳이 없고 며칠째 끼니를 거르심",
        by=worker,
        now=stage.now,
    )
    # Help first; the check that follows has its own month, and nobody has given the all-clear.
    yield stage.at(-10, "18:30")
    first = FirstHelp(helped_on=stage.today, words="여관에서 사흘 밤, 끼니")
    record_crisis_help(session, crisis_id=crisis.id, first=first, by=worker, now=stage.now)


def _tries(
    tell: Teller, report: Report, tried: tuple[CallDirection, CallOutcome, str], by: Identity
) -> None:
    """Write one dated try down; the next follows within two days."""
    direction, outcome, words = tried
    note_try(
        tell.stage.session,
        report_id=report.id,
        tried=Try(
            direction=direction,
            outcome=outcome,
            words=words,
            next_try_on=tell.stage.today + timedelta(days=2),
        ),
        by=by,
        now=tell.stage.now,
    )


def tran_mai(tell: Teller) -> Story:
    """8: the earner has died, and she believes that foreigners get nothing; then she moves."""
    stage, session = tell.stage, tell.stage.session
    worker, coordinator = stage.worker("east"), stage.coordinator("east")
    yield stage.at(-45, "17:10")
    head = ReporterSaid(name="장터골", number=stage.number(513), relation="이장")
    words = "남편이 이틀 전에 돌아가셨어요. 어린아이와 둘만 남았고 한국말이 어렵습니다."
    codes = (TriageCode.EARNER_LOST,)
    told = tell.told("tran_mai", words, reporter=head, answers=codes)
    report = tell.reports(told, door=ReportDoor.PHONE, by=coordinator)
    yield stage.at(-45, "18:00")
    mai = tell.opens(
        "tran_mai",
        by=worker,
        report=report,
        form=ConsentForm.INTERPRETER,
        words="통역: 차누리봄 (베트남어), 글로 옮긴 것을 함께 보관",
    )
    keep_example(stage, mai, AGREED, by=worker)
    visit = NeedWish(
        kind=NeedKind.COMPANION_VISIT,
        from_on=stage.today,
        minutes=600,
        language="vi",
        language_required=True,
        gender_wish=GenderWish.FEMALE_REQUIRED,
        words="먹을 것을 가져가서 하룻밤 함께 있어 주기",
    )
    plan = CasePlan(urgency=Urgency.CRISIS, needs=(visit,), report_id=report.id)
    case = tell.opens_case(mai, plan, by=worker)
    offers = tell.asks(
        tell.need_of(case), "cha_nuribom", by=coordinator, within=timedelta(minutes=40)
    )
    alert = tell.alert_of_report(report)
    tell.acknowledges(alert, by=coordinator)
    yield stage.at(-45, "18:21")
    task = tell.says_yes(offers[0])
    yield stage.at(-44, "08:30")
    tell.visits(task, minutes=600, words="아이와 함께 저녁을 먹고 곁에 있었어요.")
    end_need(session, need_id=tell.need_of(case).id, is_met=True, by=worker, now=stage.now)
    tell.resolves_helped(alert, by=coordinator)
    yield stage.at(-38, "14:00")
    yield from _applies(tell, case, _checks_afterwards(tell, mai))
    # The other receiver stays silent past its day: it stands on the list of silent referrals.
    yield stage.at(-13, "10:30")
    tell.moves_home(
        mai, area="41360250", address="경기도 남양주시 와부읍 먹빛로 3, 101호", by=worker
    )
    south = stage.worker("south")
    words = "와부읍으로 이사하셨습니다. 베트남어로 말씀하시는 것이 편합니다."
    offered = offer_case(
        session, case_id=case.id, to_id=south.person_id, words=words, by=coordinator, now=stage.now
    )
    yield stage.at(-13, "15:20")
    accept_case(session, transfer_id=offered.id, version=offered.version, by=south, now=stage.now)
    yield stage.at(-4, "09:30")
    # Cha Nuri-bom has examinations.
    student = stage.people["cha_nuribom"]
    set_away(
        session,
        person_id=student.id,
        is_on_duty=True,
        away_until=stage.date_of(9),
        by=coordinator,
        now=stage.now,
    )


def _checks_afterwards(tell: Teller, mai: Person) -> Assessment:
    """Help came first; within its month the crisis is found, with the paper that shows it."""
    stage, worker = tell.stage, tell.stage.worker("east")
    tell.assesses("tran_mai", by=worker)
    found = Decision(holds=True, because="소득을 벌던 남편이 숨져 사망진단서를 보았습니다.")
    return record_finding(
        stage.session,
        person_id=mai.id,
        findings={"finding.crisis": found},
        on=stage.rules_on,
        by=worker,
        now=stage.now,
    )


def _applies(tell: Teller, case: Case, assessment: Assessment) -> Story:
    """Three applications: one is granted, one is taken in, one office stays silent."""
    stage, worker = tell.stage, tell.stage.worker("east")
    _, emergency, single_parent = (
        tell.refers(case, service, by=worker, assessment=assessment)
        for service in ("livelihood", "emergency", "single_parent")
    )
    yield stage.at(-29, "11:00")
    for referral in (emergency, single_parent):
        tell.office_answers(referral, by=worker)
    yield stage.at(-24, "10:30")
    _granted(tell, emergency, by=worker)
    now_receives(stage, stage.people["tran_mai"], "emergency", by=worker)


def _granted(tell: Teller, referral: Referral, *, by: Identity) -> None:
    """Write down that the office grants it."""
    record_referral_outcome(
        tell.stage.session,
        referral_id=referral.id,
        outcome=ReferralOutcome.GRANTED,
        outcome_on=tell.stage.today,
        amount_minor=None,
        currency=None,
        by=by,
        now=tell.stage.now,
    )
