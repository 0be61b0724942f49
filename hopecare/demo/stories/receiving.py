"""The story of a family that receives and is afraid of asking for more: 10 Moon Isul."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.needs import NeedKind
from hopecare.domain.reports import ReportDoor
from hopecare.services.acknowledge_alert import acknowledge_alert
from hopecare.services.add_need import NeedWish, add_need
from hopecare.services.end_need import end_need
from hopecare.services.open_case import CasePlan
from hopecare.services.raise_worry import raise_worry
from hopecare.services.suspend_volunteer import suspend_volunteer
from hopecare.services.withdraw_consent import withdraw_consent

if TYPE_CHECKING:
    from hopecare.demo.stage import Story
    from hopecare.demo.telling import Teller


def moon_isul(tell: Teller) -> Story:
    """10: receiving, and afraid of asking for more; a helper who borrows money."""
    stage, session = tell.stage, tell.stage.session
    worker, coordinator = stage.worker("west"), stage.coordinator("west")
    yield stage.at(-52, "10:00")
    told = tell.told(
        "moon_isul", "해마다 하는 확인에서 놓친 지원이 보입니다.", reporter=tell.office
    )
    report = tell.reports(told, door=ReportDoor.DESK, by=worker)
    yield stage.at(-49, "14:00")
    isul = tell.opens("moon_isul", by=worker, report=report)
    tell.assesses("moon_isul", by=worker)
    repair = NeedWish(kind=NeedKind.HOUSE_REPAIR, from_on=stage.today, words="욕실 손잡이 달기")
    case = tell.opens_case(isul, CasePlan(needs=(repair,), report_id=report.id), by=worker)
    yield stage.at(-48, "10:00")
    offers = tell.asks(tell.need_of(case), "ma_ru", by=coordinator)
    yield stage.at(-48, "12:15")
    task = tell.says_yes(offers[0])
    yield stage.at(-45, "17:00")
    tell.visits(task, minutes=90, words="손잡이를 달았어요.")
    yield stage.at(-40, "11:00")
    words = "아드님의 장애인연금을 함께 알아봐 달라고 하셨습니다."
    tell.refers(case, "disability_pension", by=worker, words=words)
    yield stage.at(-33, "11:00")
    # Her daughter began to work on D-70: the answer changes with the new fact.
    rows = [dict(row) for row in tell.cast.households["moon_isul"]["facts"]["rows"]]
    rows[1]["pay"] = 3_300_000
    tell.assesses("moon_isul", by=worker, changed={"rows": rows})
    yield stage.at(-16, "15:30")
    words = "봉사자가 20만 원을 빌려 갔다고 합니다."
    worry = raise_worry(
        session,
        case_id=case.id,
        task_id=task.id,
        is_crisis=False,
        words=words,
        by=worker,
        now=stage.now,
    )
    yield stage.at(-16, "16:00")
    alert = tell.alert_of(isul, AlertKind.WORRY)
    # Past the helper's own coordinator: another centre's takes it.
    other = stage.coordinator("north")
    acknowledge_alert(session, alert_id=alert.id, by=other, now=stage.now)
    helper = stage.people["ma_ru"]
    suspend_volunteer(session, person_id=helper.id, is_suspended=True, by=other, now=stage.now)
    yield stage.at(-15, "11:00")
    tell.ends_worry(worry, AlertEnd.HELPED, by=other)
    lasting = NeedWish(kind=NeedKind.GOODS, from_on=stage.today, words="아드님의 목욕 의자")
    need = add_need(session, case, lasting, by=worker, now=stage.now)
    successor = tell.asks(need, "yeo_ul", by=coordinator)
    # The handle was fitted long ago: nothing of it is left to be done by anybody else.
    fitted = tell.need_of(case, NeedKind.HOUSE_REPAIR)
    end_need(session, need_id=fitted.id, is_met=True, by=worker, now=stage.now)
    tell.finishes_calls(isul, by=coordinator)
    yield stage.at(-15, "14:20")
    tell.says_yes(successor[0])
    yield stage.at(-10, "10:00")
    words = "더 알리지 말아 달라고 하셨습니다. 돕는 사람은 그대로 두기로 했습니다."
    withdraw_consent(
        session,
        isul,
        purpose=ConsentPurpose.SHARE_WITH_AGENCY,
        form=ConsentForm.VOICE,
        words=words,
        by=worker,
        now=stage.now,
    )
    yield stage.at(-10, "11:10")
    # The office hears it from a person.
    tell.finishes_calls(isul, by=worker)
