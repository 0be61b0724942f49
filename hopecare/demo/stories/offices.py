"""What waits at the desks of the north centre: offices, a crisis, a closing, help that runs out."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.demo.applying import ALONE, Applying
from hopecare.demo.stage import BY
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.crises import EmergencyOutcome, RungBy
from hopecare.domain.needs import NeedKind
from hopecare.domain.outcomes import CaseOutcome, RefusalReason
from hopecare.domain.packets import OverrideReason, PacketChoice, PacketItem
from hopecare.domain.reports import ReportDoor
from hopecare.domain.urgency import Urgency
from hopecare.queries.applications import applications_of_case
from hopecare.services.add_need import NeedWish
from hopecare.services.end_need import end_need
from hopecare.services.make_receiver_link import make_receiver_link
from hopecare.services.open_case import CasePlan
from hopecare.services.open_crisis import open_crisis
from hopecare.services.override_sharing import Override
from hopecare.services.propose_closing import ClosingWish, propose_closing
from hopecare.services.record_emergency import Emergency, record_emergency
from hopecare.services.refer import Sending, refer
from hopecare.services.warn_bridge import warn_bridge

if TYPE_CHECKING:
    from hopecare.demo.stage import Story
    from hopecare.demo.telling import Teller
    from models import Case

RINGS_HERSELF: Final = tuple(each for each in ConsentPurpose if each != ConsentPurpose.CHECK_INS)
"""Nobody is asked how they are: they would rather ring."""
UNASKED: Final = tuple(each for each in RINGS_HERSELF if each != ConsentPurpose.SHARE_WITH_AGENCY)


def yu_nabi(tell: Teller) -> Story:
    """Two referrals behind links of one office; one application granted, one refused and contested.

    The sheet of the first carries its link as a picture; one link lists both.
    """
    stage = tell.stage
    worker = stage.worker("north")
    yield stage.at(-41, "11:00")
    case = _begins(tell, "yu_nabi", "남편 병원비로 빚이 늘어 겨울을 어떻게 날지 모르겠습니다.")
    yield stage.at(-36, "10:20")
    applying = Applying(stage=stage, by=worker)
    housing = applying.hands_in(case, "housing", bridge=ALONE)
    voucher = applying.hands_in(case, "energy_voucher", bridge=ALONE)
    yield stage.at(-14, "14:30")
    applying.is_granted(voucher, "이번 겨울 난방비에 쓸 수 있음")
    yield stage.at(-11, "15:10")
    applying.is_refused(housing, RefusalReason.OVER_PROPERTY, "보증금이 재산 기준을 넘음")
    yield stage.at(-6, "10:30")
    applying.objects(housing)
    yield stage.at(-2, "11:20")
    first = tell.refers(case, "emergency", by=worker, words="병원비와 난방비를 함께 봐 주십시오.")
    tell.refers(case, "gyeonggi_emergency", by=worker)
    for for_all in (False, True):
        make_receiver_link(
            stage.session, referral_id=first.id, for_all=for_all, by=worker, now=stage.now
        )


def kang_noeul(tell: Teller) -> Story:
    """A crisis without its all-clear, and a referral by the right of danger: nobody had asked."""
    stage, session = tell.stage, tell.stage.session
    worker, coordinator = stage.worker("north"), stage.coordinator("north")
    yield stage.at(-20, "10:40")
    case = _begins(tell, "kang_noeul", "혼자 지냅니다. 가끔 어지럽습니다.", purposes=UNASKED)
    yield stage.at(-1, "16:50")
    crisis = open_crisis(
        session,
        case_id=case.id,
        responsible_id=coordinator.person_id,
        words="부엌에 쓰러져 계신 것을 옆집에서 발견함",
        by=worker,
        now=stage.now,
    )
    rang = Emergency(
        number="119",
        rung_at=stage.now - timedelta(minutes=35),
        rung_by=RungBy.RELATIVE_OR_NEIGHBOUR,
        outcome=EmergencyOutcome.TAKEN_TO_HOSPITAL,
        words="옆집에서 걸었고, 병원으로 모심.",
    )
    record_emergency(session, crisis_id=crisis.id, rang=rang, by=worker, now=stage.now)
    yield stage.at(-1, "17:20")
    words = "의식이 흐려 여쭐 수 없고, 오늘 밤 병원비와 간병을 정해야 합니다."
    refer(
        session,
        case_id=case.id,
        service_id=stage.services["emergency"].id,
        choice=PacketChoice(items=frozenset({PacketItem.ADDRESS, PacketItem.HOUSEHOLD})),
        sending=Sending(override=Override(reason=OverrideReason.DANGER_TO_LIFE, words=words)),
        by=worker,
        now=stage.now,
    )


def song_gaeul(tell: Teller) -> Story:
    """Her case may close: whoever steers it has proposed that, and somebody else looks at it."""
    stage, session = tell.stage, tell.stage.session
    worker = stage.worker("north")
    yield stage.at(-33, "14:10")
    lift = NeedWish(kind=NeedKind.LIFT, from_on=stage.today, words="퇴원하는 날 집까지")
    case = _begins(tell, "song_gaeul", "퇴원하는 날 데려다줄 사람이 없습니다.", needs=(lift,))
    yield stage.at(-30, "16:00")
    # Her sister came by herself.
    end_need(session, need_id=tell.need_of(case).id, is_met=True, by=worker, now=stage.now)
    yield tell.by_day(150)
    wish = ClosingWish(
        outcome=CaseOutcome.NO_LONGER_NEEDED,
        words="언니가 함께 지내기로 했고, 본인도 이제 괜찮다고 하십니다.",
    )
    propose_closing(
        session, case_id=case.id, version=case.version, wish=wish, by=worker, now=stage.now
    )


def bridge_of_yun_byeot(tell: Teller) -> Story:
    """Nobody has taken the help until his decision: whoever steers his case is told today."""
    stage = tell.stage
    yield tell.by_day(110)
    case = tell.case_of(stage.people["yun_byeot"])
    for view in applications_of_case(stage.session, case.id):
        warn_bridge(stage.session, application_id=view.application.id, by=BY, now=stage.now)


def _begins(
    tell: Teller,
    key: str,
    words: str,
    *,
    purposes: tuple[ConsentPurpose, ...] = RINGS_HERSELF,
    needs: tuple[NeedWish, ...] = (),
) -> Case:
    """Somebody rings, is visited, and has a case."""
    stage = tell.stage
    worker, coordinator = stage.worker("north"), stage.coordinator("north")
    report = tell.reports(tell.told(key, words), door=ReportDoor.PHONE, by=coordinator)
    person = tell.opens(key, by=worker, report=report, purposes=purposes, form=ConsentForm.PAPER)
    plan = CasePlan(urgency=Urgency.SOON, needs=needs, report_id=report.id)
    return tell.opens_case(person, plan, by=worker)
