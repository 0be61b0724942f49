"""The story of a family in debt: 12 Baek Nuri."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.demo.missing import now_receives
from hopecare.domain.calls import CallDirection, CallOutcome
from hopecare.domain.eligibility.facts import Decision
from hopecare.domain.needs import NeedKind
from hopecare.domain.outcomes import AnswerDoor, CaseOutcome, ReferralOutcome, RefusalReason
from hopecare.domain.urgency import TriageCode, Urgency
from hopecare.services.add_need import NeedWish, add_need
from hopecare.services.close_case import close_case
from hopecare.services.end_need import end_need
from hopecare.services.log_call import CallNote, log_call
from hopecare.services.open_case import CasePlan
from hopecare.services.record_finding import record_finding
from hopecare.services.record_referral_outcome import record_referral_outcome
from hopecare.services.report_need import ReporterSaid
from hopecare.services.set_contact_safety import SafetyWish, set_contact_safety

if TYPE_CHECKING:
    from hopecare.demo.stage import Story
    from hopecare.demo.telling import Teller
    from models import Assessment, Person

BASIC: Final = ("livelihood", "medical", "housing", "education")


def baek_nuri(tell: Teller) -> Story:
    """12: refused at one counter, never sent to the next."""
    stage, session = tell.stage, tell.stage.session
    worker, coordinator = stage.worker("west"), stage.coordinator("west")
    yield stage.at(-40, "16:45")
    flats = ReporterSaid(name="노을빛", number=stage.number(509), relation="단지 사회복지사")
    words = "가게 문을 닫은 뒤로 관리비와 공과금이 밀렸습니다."
    codes = (TriageCode.UTILITIES_CUT,)
    report = tell.reports(tell.told("baek_nuri", words, reporter=flats, answers=codes))
    yield stage.at(-39, "10:30")
    nuri = tell.opens("baek_nuri", by=worker, report=report)
    note = "전화 한 대를 남편과 같이 씁니다. 빚 이야기는 문자에 쓰지 않습니다."
    wish = SafetyWish(neutral_only=True, note=note)
    set_contact_safety(session, nuri, wish, by=worker, now=stage.now)
    yield stage.at(-38, "11:00")
    assessment = _finds_the_crisis(tell, nuri)
    plan = CasePlan(urgency=Urgency.SOON, report_id=report.id)
    case = tell.opens_case(nuri, plan, by=worker)
    refused = tell.refers(case, "emergency", by=worker, assessment=assessment)
    goods = NeedWish(kind=NeedKind.GOODS, from_on=stage.today, words="쌀과 반찬거리")
    need = add_need(session, case, goods, by=worker, now=stage.now)
    offers = tell.asks(need, "sol_nip", by=coordinator, within=timedelta(hours=6))
    yield stage.at(-38, "13:00")
    task = tell.says_yes(offers[0])
    yield stage.at(-37, "18:10")
    tell.visits(task, minutes=20, words="쌀 10kg를 전해 드렸어요.")
    end_need(session, need_id=need.id, is_met=True, by=worker, now=stage.now)
    yield stage.at(-28, "14:00")
    tell.office_answers(
        refused,
        by=worker,
        refusal=RefusalReason.OVER_PROPERTY,
        door=AnswerDoor.LETTER,
        words="금융재산 기준을 넘음",
    )
    yield stage.at(-27, "10:00")
    # The same facts tried on every other programme.
    referrals = [tell.refers(case, service, by=worker, assessment=assessment) for service in BASIC]
    yield stage.at(-14, "11:30")
    for referral in referrals:
        tell.office_answers(referral, by=worker)
    yield stage.at(-7, "10:00")
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
    now_receives(stage, nuri, *BASIC, by=worker)
    yield stage.at(-6, "15:00")
    rang = CallNote(
        direction=CallDirection.MADE,
        outcome=CallOutcome.SPOKE,
        person_id=nuri.id,
        words="네 가지 다 받게 되셨고, 이제 괜찮다고 하십니다.",
    )
    log_call(session, note=rang, by=worker, now=stage.now)
    yield stage.at(-5, "09:30")
    outcome = CaseOutcome.SERVICE_TOOK_OVER
    close_case(
        session, case_id=case.id, version=None, outcome=outcome, by=coordinator, now=stage.now
    )


def _finds_the_crisis(tell: Teller, nuri: Person) -> Assessment:
    """The reason is real: the shop has closed, and water and gas are four months behind."""
    stage, worker = tell.stage, tell.stage.worker("west")
    tell.assesses("baek_nuri", by=worker)
    found = Decision(holds=True, because="폐업 사실 증명과 수도·가스 체납 고지서를 보았습니다.")
    return record_finding(
        stage.session,
        person_id=nuri.id,
        findings={"finding.crisis": found},
        on=stage.rules_on,
        by=worker,
        now=stage.now,
    )
