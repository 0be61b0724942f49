"""10 Moon Isul, who receives and is afraid of asking for more, and two others of her helper's."""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING, Final

from hopecare.demo.cast import years_before
from hopecare.demo.missing import due_of, notes_gap
from hopecare.domain.alerts import AlertEnd, AlertKind
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.gaps import GapReason
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.reports import ReportDoor
from hopecare.services.add_need import NeedWish, add_need
from hopecare.services.end_need import end_need
from hopecare.services.open_case import CasePlan
from hopecare.services.raise_worry import raise_worry
from hopecare.services.record_gap import GapSaid
from hopecare.services.refuse_helper import refuse_helper
from hopecare.services.suspend_volunteer import suspend_volunteer
from hopecare.services.withdraw_consent import withdraw_consent

if TYPE_CHECKING:
    from hopecare.demo.stage import Stage, Story
    from hopecare.demo.telling import Teller
    from hopecare.domain.identity import Identity
    from models import Assessment, Need, Person

OF_AGE: Final = 18
UNASKED: Final = ("disability_pension", "energy_voucher")
DRIVEN_ON: Final = ("thu", "fri")
DRIVEN_BY: Final = {"pyo_jubak": "yeo_ul", "ok_guseul": "beo_deul"}
"""Whom Ma Ru drives, and who does it after him."""


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
    _never_applied(stage, isul, tell.assesses("moon_isul", by=worker), by=worker)
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
    yield stage.at(-16, "15:36")
    # Past the helper's own coordinator: another centre's takes it.
    other = stage.coordinator("north")
    tell.acknowledges(tell.alert_of(isul, AlertKind.WORRY), by=other)
    yield stage.at(-16, "16:00")
    helper = stage.people["ma_ru"]
    suspend_volunteer(session, person_id=helper.id, is_suspended=True, by=other, now=stage.now)
    refuse_helper(session, resident_id=isul.id, helper_id=helper.id, by=worker, now=stage.now)
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
    _asks_no_more(stage, isul, by=worker)
    yield stage.at(-10, "11:10")
    # The office hears it from a person.
    tell.finishes_calls(isul, by=worker)


def _never_applied(stage: Stage, isul: Person, assessment: Assessment, *, by: Identity) -> None:
    """Nobody asked for her son's own pension when he came of age, nor ever for the voucher."""
    words = "더 받으려다 지금 받는 것까지 끊길까 걱정하십니다."
    for programme in due_of(assessment, *UNASKED):
        never = GapSaid(
            programme=programme,
            reason=GapReason.NEVER_APPLIED,
            since_on=_came_of_age(stage) if programme == "disability_pension" else None,
            words=words,
        )
        notes_gap(stage, isul, never, by=by)


def _came_of_age(stage: Stage) -> date:
    """The day her son came of age."""
    return years_before(date.fromisoformat(stage.people["moon_son"].birth_on or ""), -OF_AGE)


def _asks_no_more(stage: Stage, isul: Person, *, by: Identity) -> None:
    """It is her decision: her son's pension stays on the ledger, with her own reason."""
    words = "아드님의 연금은 다음에 다시 이야기하기로 하셨습니다."
    said = GapSaid(
        programme="disability_pension",
        reason=GapReason.NOT_WANTED,
        since_on=_came_of_age(stage),
        words=words,
    )
    notes_gap(stage, isul, said, by=by)


def others_of_ma_ru(tell: Teller) -> Story:
    """10, beside her: two others whom Ma Ru drives get a successor before he is suspended."""
    stage, session = tell.stage, tell.stage.session
    worker, coordinator = stage.worker("west"), stage.coordinator("west")
    yield stage.at(-30, "10:00")
    needs = [_drives(tell, key, on) for key, on in zip(DRIVEN_BY, DRIVEN_ON, strict=True)]
    offers = [tell.asks(need, "ma_ru", by=coordinator)[0] for need in needs]
    yield stage.at(-30, "12:30")
    tasks = [tell.says_yes(offer) for offer in offers]
    yield stage.at(-23, "11:30")
    for task in tasks:
        tell.visits(task, minutes=50, words="병원에 모셔다 드렸어요.")
    yield stage.at(-16, "15:40")
    # By the coordinator who took the worry: nobody is without help for a day.
    other = stage.coordinator("north")
    again = [
        add_need(
            session, tell.case_of(stage.people[key]), _lift(stage, on), by=other, now=stage.now
        )
        for key, on in zip(DRIVEN_BY, DRIVEN_ON, strict=True)
    ]
    offers = [
        tell.asks(need, helper, by=other)[0]
        for need, helper in zip(again, DRIVEN_BY.values(), strict=True)
    ]
    yield stage.at(-16, "15:52")
    tasks = [tell.says_yes(offer) for offer in offers]
    for need in needs:
        end_need(session, need_id=need.id, is_met=True, by=worker, now=stage.now)
    yield stage.at(-9, "11:30")
    for task in tasks:
        tell.visits(task, minutes=50, words="처음 뵈었어요. 진료를 잘 받고 오셨어요.")


def _drives(tell: Teller, key: str, on: str) -> Need:
    """One of them rings, is opened, and needs a lift to the clinic every week, on this day."""
    stage, worker = tell.stage, tell.stage.worker("west")
    told = tell.told(key, "무릎 치료를 다니는데 버스를 타기 어렵습니다.")
    report = tell.reports(told, door=ReportDoor.PHONE, by=stage.coordinator("west"))
    person = tell.opens(key, by=worker, report=report)
    plan = CasePlan(needs=(_lift(stage, on),), report_id=report.id)
    return tell.need_of(tell.opens_case(person, plan, by=worker))


def _lift(stage: Stage, on: str) -> NeedWish:
    return NeedWish(
        kind=NeedKind.LIFT,
        from_on=stage.today,
        rhythm=NeedRhythm.WEEKLY,
        weekdays=(on,),
        starts_at=time(10, 0),
        words="정형외과에 모셔다 드리기",
    )
