"""The story of a man who only ever agreed to a knock: 11 Ha Dol."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.care_path import ReportEvent
from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.offers import VisitResult
from hopecare.domain.people import OtherContactKind
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.add_need import NeedWish
from hopecare.services.add_other_contact import NewContact, add_other_contact
from hopecare.services.join_report import join_report
from hopecare.services.open_case import CasePlan
from hopecare.services.raise_worry import raise_worry
from hopecare.services.record_death import record_death
from hopecare.services.reopen_report import reopen_report
from hopecare.services.report_need import ReporterSaid
from hopecare.services.set_report_aside import Aside, set_report_aside
from hopecare.services.undo_join_report import undo_join_report

if TYPE_CHECKING:
    from hopecare.demo.stage import Story
    from hopecare.demo.telling import Teller

CONSENT_TO_KNOCK = (ConsentPurpose.KEEP_RECORD, ConsentPurpose.PEER_HELP, ConsentPurpose.KEYHOLDER)
"""All that Ha Dol ever agreed to."""


def ha_dol(tell: Teller) -> Story:
    """11: not poor, and nobody comes; he says no, later yes to a knock, and dies on D-2."""
    stage, session = tell.stage, tell.stage.session
    worker, coordinator = stage.worker("south"), stage.coordinator("south")
    yield stage.at(-78, "15:05")
    carrier = ReporterSaid(name="김새벽", number=stage.number(505), relation="집배원")
    words = "우편물이 며칠째 쌓여 있어요. 혼자 사시는 분이에요."
    first = tell.reports(tell.told("ha_dol", words, reporter=carrier))
    yield stage.at(-75, "20:10")
    unnamed = ReporterSaid(wishes_unnamed=True)
    words = "조안면 돌담길 끝 집에 어르신 혼자 계시는데 찾아오는 사람이 없어요."
    second = tell.reports(tell.told("ha_dol", words, reporter=unnamed))
    yield stage.at(-74, "11:00")
    tell.takes_up(first, coordinator)
    yield stage.at(-73, "10:30")
    aside = Aside(event=ReportEvent.CONSENT_REFUSED, again_on=stage.date_of(-35))
    set_report_aside(session, report_id=first.id, aside=aside, by=worker, now=stage.now)
    yield stage.at(-35, "10:40")
    reopen_report(session, report_id=first.id, by=worker, now=stage.now)
    dol = tell.opens("ha_dol", by=worker, report=first, purposes=CONSENT_TO_KNOCK)
    tell.assesses("ha_dol", by=worker)
    join_report(session, report_id=second.id, resident_id=dol.id, by=coordinator, now=stage.now)
    yield stage.at(-35, "10:55")
    undo_join_report(session, report_id=second.id, by=coordinator, now=stage.now)
    yield stage.at(-35, "11:10")
    join_report(session, report_id=second.id, resident_id=dol.id, by=coordinator, now=stage.now)
    for name, count in (("하늬바람", 506), ("솔바람", 507)):
        holder = NewContact(kind=OtherContactKind.KEYHOLDER, name=name, number=stage.number(count))
        add_other_contact(session, dol, holder, by=worker, now=stage.now)
    daughter = NewContact(kind=OtherContactKind.FAMILY, name="하나루", number=stage.number(520))
    add_other_contact(session, dol, daughter, by=worker, now=stage.now)
    knock = NeedWish(
        kind=NeedKind.KNOCK,
        from_on=stage.today,
        rhythm=NeedRhythm.WEEKLY,
        weekdays=("tue",),
        people_needed=2,
        words="문만 두드려 주시고, 들어오라고 하시면 들어가 주세요.",
    )
    case = tell.opens_case(dol, CasePlan(needs=(knock,), report_id=first.id), by=worker)
    offers = tell.asks(tell.need_of(case), "jang_mi", "gu_reum", by=coordinator)
    yield stage.at(-34, "12:30")
    tasks = [tell.says_yes(offer) for offer in offers]
    tell.finishes_calls(dol, by=coordinator)
    for day in (-31, -24, -17, -10):
        yield stage.at(day, "10:30")
        tell.visits(tasks[0], minutes=20, words="마루에서 차 한 잔 나눴어요.")
    yield stage.at(-2, "10:20")
    tell.visits(tasks[0], minutes=10, result=VisitResult.DOOR_NOT_OPENED)
    words = "문을 두드려도 답이 없고 신문이 그대로 있어요."
    helper = tell.identity_of_helper(stage.people["jang_mi"].id)
    worry = raise_worry(
        session,
        case_id=case.id,
        task_id=tasks[0].id,
        is_crisis=True,
        words=words,
        by=helper,
        now=stage.now,
    )
    yield stage.at(-2, "10:26")
    alert = tell.alert_of(dol, AlertKind.WORRY)
    acknowledge_alert(session, alert_id=alert.id, by=coordinator, now=stage.now)
    yield stage.at(-2, "11:10")
    record_death(session, person_id=dol.id, died_on=stage.today, by=coordinator, now=stage.now)
    tell.ends_worry(worry, AlertEnd.HAS_DIED, by=coordinator)
    yield stage.at(-2, "15:40")
    # A person tells the daughter and rings the helpers and keyholders; nobody hears it by text.
    tell.finishes_calls(dol, by=coordinator)
