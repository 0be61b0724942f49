"""What a newcomer meets on the first day: an offer, a ringing telephone, reports to look at."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Final

from hopecare.demo.finding import MORNING_FROM, NIGHT_FROM
from hopecare.demo.goals import two_goals
from hopecare.demo.other_hands import a_parish_comes_too, aid_of_several
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.reports import ReportDoor
from hopecare.domain.urgency import TriageCode, Urgency
from hopecare.services.add_need import NeedWish, add_need
from hopecare.services.open_case import CasePlan
from hopecare.services.plan_check_ins import CheckInWish, plan_check_ins
from hopecare.services.record_consent import ConsentSaid, record_consent
from hopecare.services.report_need import ReporterSaid, Told

if TYPE_CHECKING:
    from datetime import datetime

    from hopecare.demo.stage import Story
    from hopecare.demo.telling import Teller

SOON: Final = timedelta(minutes=6)
JUST_NOW: Final = timedelta(minutes=-9)


def seo_dodam(tell: Teller) -> Story:
    """Somebody close to Gong Sup, whose offer waits for an answer on the loading day."""
    stage = tell.stage
    worker, coordinator = stage.worker("north"), stage.coordinator("north")
    yield stage.at(-6, "14:00")
    words = "무릎이 아파 장을 보러 가기 어렵습니다."
    report = tell.reports(tell.told("seo_dodam", words), door=ReportDoor.PHONE, by=coordinator)
    yield stage.at(-4, "10:30")
    dodam = tell.opens("seo_dodam", by=worker, report=report)
    dishes = NeedWish(
        kind=NeedKind.SIDE_DISHES,
        from_on=stage.day,
        rhythm=NeedRhythm.WEEKLY,
        weekdays=("wed", "sat"),
        starts_at=time(18, 30),
        words="현관 앞에 두지 말고 얼굴을 보고 전해 주세요.",
    )
    case = tell.opens_case(dodam, CasePlan(needs=(dishes,), report_id=report.id), by=worker)
    aid_of_several(stage, case, by=worker)
    a_parish_comes_too(stage, case, by=worker)
    two_goals(stage, case, by=worker)
    yield tell.by_day(50)
    tell.asks(tell.need_of(case), "gong_sup", by=coordinator, within=timedelta(hours=20))


def soon_to_ring(tell: Teller) -> Story:
    """Two people whose check-in is due within minutes and hours, one of them rung just now."""
    stage = tell.stage
    worker, coordinator = stage.worker("north"), stage.coordinator("north")
    yield stage.at(-16, "10:00")
    words = "혼자 지내니 누가 안부를 물어 주면 좋겠습니다."
    for key in ("an_bada", "ko_narin"):
        told = tell.told(key, words)
        report = tell.reports(told, door=ReportDoor.PHONE, by=coordinator)
        person = tell.opens(key, by=worker, report=report)
        plan = CasePlan(urgency=Urgency.ORDINARY, report_id=report.id)
        case = tell.opens_case(person, plan, by=worker)
        wish = CheckInWish(local_time=_soon(tell, key), case_id=case.id)
        plan_check_ins(stage.session, person_id=person.id, wish=wish, by=worker, now=stage.now)
        stage.habits[person.id] = tell.silent_at_the_end()
    _for_four_weeks(tell)
    yield stage.at(-2, "10:00")
    yield from _somebody_new(tell)
    yield from _at_night(tell)


def _at_night(tell: Teller) -> Story:
    """Loaded at night, one telephone rings within minutes too, though it never did at this hour."""
    stage = tell.stage
    soon = (stage.ends_at + SOON).astimezone(stage.zone)
    if _is_by_day(soon):
        return
    yield stage.ago(15)
    person = stage.people["an_bada"]
    at = soon.time().replace(second=0, microsecond=0)
    wish = CheckInWish(local_time=at, case_id=tell.case_of(person).id)
    by = stage.worker("north")
    plan_check_ins(stage.session, person_id=person.id, wish=wish, by=by, now=stage.now)


def _for_four_weeks(tell: Teller) -> None:
    """고나린 wants to try it first: her yes to being asked ends by itself."""
    stage = tell.stage
    said = ConsentSaid(
        purpose=ConsentPurpose.CHECK_INS,
        form=ConsentForm.PAPER,
        words="네 주 동안 받아 보고 다시 정하겠다고 하심.",
        expires_on=stage.date_of(12),
    )
    by, person = stage.worker("north"), stage.people["ko_narin"]
    record_consent(stage.session, person, said, by=by, now=stage.now)


def _somebody_new(tell: Teller) -> Story:
    """안바다 needs side dishes; a neighbour says yes, and they have not met yet."""
    stage = tell.stage
    worker, coordinator = stage.worker("north"), stage.coordinator("north")
    case = tell.case_of(stage.people["an_bada"])
    dishes = NeedWish(
        kind=NeedKind.SIDE_DISHES,
        from_on=stage.day,
        rhythm=NeedRhythm.WEEKLY,
        weekdays=("fri",),
        starts_at=time(17, 0),
    )
    need = add_need(stage.session, case, dishes, by=worker, now=stage.now)
    yield stage.at(-1, "10:30")
    offers = tell.asks(need, "eun_haeng", by=coordinator)
    yield stage.at(-1, "12:10")
    tell.says_yes(offers[0])


def _soon(tell: Teller, key: str) -> time:
    """A few minutes after the loading for one, a few before for the other; never at night."""
    stage = tell.stage
    moment = (stage.ends_at + (SOON if key == "an_bada" else JUST_NOW)).astimezone(stage.zone)
    if not _is_by_day(moment):
        return time(9, 30) if key == "an_bada" else time(20, 30)
    return moment.time().replace(second=0, microsecond=0)


def _is_by_day(moment: datetime) -> bool:
    """Whether people were asked at this hour on all the days before."""
    return MORNING_FROM < moment.hour < NIGHT_FROM


def waiting_reports(tell: Teller) -> Story:
    """Three reports nobody has looked at yet: an ordinary one, a double one and a crisis."""
    stage = tell.stage
    yield stage.ago(170)
    neighbour = ReporterSaid(name="한여울", number=stage.number(521), relation="아래층 이웃")
    ordinary = Told(
        about_self=False,
        language="ko",
        words="위층에 혼자 사시는 분이 요즘 쓰레기를 내놓지 못하세요.",
        name="윤슬",
        address="경기도 남양주시 진접읍 슬기로 31, 402호",
        area_id=stage.areas["41360253"].id,
        reporter=neighbour,
    )
    tell.reports(ordinary)
    yield stage.ago(95)
    double = Told(
        about_self=False,
        language="ko",
        words="진접 가람길에 사시는 할머니가 이번 주에 안 보이세요.",
        name="김 다래",
        address="경기도 남양주시 진접읍 가람길 12, 103호",
        area_id=stage.areas["41360253"].id,
        reporter=ReporterSaid(wishes_unnamed=True),
    )
    tell.reports(double)
    yield stage.ago(18)
    codes = (TriageCode.NO_FOOD_HEAT_MEDICINE, TriageCode.UTILITIES_CUT)
    crisis = Told(
        about_self=True,
        language="ko",
        words="가스가 끊긴 지 사흘째고 집에 먹을 것이 없습니다.",
        answers=dict.fromkeys(codes, tell.yes),
        name="바람꽃",
        number=stage.number(522),
        address="경기도 남양주시 오남읍 바람로 70, 지층 2호",
        area_id=stage.areas["41360262"].id,
    )
    tell.reports(crisis)
