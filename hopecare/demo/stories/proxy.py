"""The story of somebody whose daughter decides by a paper: 민하루, a day in the north centre."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.demo.papers import Example, keep_example
from hopecare.domain.attachments import AttachmentPurpose
from hopecare.domain.calls import CallDirection, CallOutcome
from hopecare.domain.care_path import CallTaskStatus
from hopecare.domain.consent import ConsentForm, ConsentPurpose
from hopecare.domain.needs import NeedKind, NeedRhythm
from hopecare.domain.offers import DeclineReason
from hopecare.domain.reports import ReportDoor
from hopecare.services.add_need import NeedWish
from hopecare.services.finish_call_task import finish_call_task
from hopecare.services.hand_back_task import hand_back_task
from hopecare.services.log_call import CallNote, log_call
from hopecare.services.open_case import CasePlan
from hopecare.services.record_consent import ConsentSaid, record_consent
from models import CallTask

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.demo.stage import Story
    from hopecare.demo.telling import Teller

PAPER_ENDS = 18
"""Days from the loading day."""
PROXY_TITLE = "성년후견 등기사항증명서 (예시)"
GUARDIAN = Example(
    purpose=AttachmentPurpose.PROXY_PAPER,
    title=PROXY_TITLE,
    heading="Certificate of guardianship",
    lines=("For: Min Haru", "By: Min Sol, her daughter"),
)


def min_haru(tell: Teller) -> Story:
    """A paper that ends soon, an office that owes an answer, a helper who goes away today."""
    stage, session = tell.stage, tell.stage.session
    worker, coordinator = stage.worker("north"), stage.coordinator("north")
    yield stage.at(-40, "10:20")
    words = "어머니가 자주 깜빡하세요. 제가 일하는 낮에 말동무가 있으면 좋겠어요."
    report = tell.reports(tell.told("min_haru", words), door=ReportDoor.PHONE, by=coordinator)
    yield stage.at(-38, "14:00")
    record_only = (ConsentPurpose.KEEP_RECORD,)
    haru = tell.opens(
        "min_haru", by=worker, report=report, purposes=record_only, form=ConsentForm.VOICE
    )
    paper_id = keep_example(stage, haru, GUARDIAN, by=worker)
    _agrees_by_proxy(tell, paper_id)
    company = NeedWish(
        kind=NeedKind.COMPANION_VISIT,
        from_on=stage.today,
        rhythm=NeedRhythm.WEEKLY,
        weekdays=("mon", "thu"),
        starts_at=time(14, 0),
        minutes=60,
    )
    case = tell.opens_case(haru, CasePlan(needs=(company,), report_id=report.id), by=worker)
    yield stage.at(-37, "10:10")
    offers = tell.asks(tell.need_of(case), "so_nagi", by=coordinator)
    yield stage.at(-37, "12:30")
    task = tell.says_yes(offers[0])
    yield stage.at(-33, "11:00")
    tell.refers(case, "long_term_care", by=worker, words="처음 신청합니다.")
    for day in (-31, -24, -17, -10, -3):
        yield stage.at(day, "15:10")
        tell.visits(task, minutes=60, words="옛 노래를 같이 불렀어요.")
    yield tell.by_day(130)
    by = tell.identity_of_helper(task.helper_id)
    hand_back_task(session, task_id=task.id, reason=DeclineReason.AWAY, by=by, now=stage.now)
    yield tell.by_day(80)
    _call_later(tell, "따님이 회의 중이라 두 시간 뒤에 다시 걸어 달라고 하심.")


def min_sol(tell: Teller) -> Story:
    """Her daughter rings before we do: that call is not owed any more."""
    stage = tell.stage
    coordinator, daughter = stage.coordinator("north"), "min_sol"
    yield stage.at(-12, "11:00")
    _call_later(tell, "점심 뒤에 통화하고 싶다고 하심.")
    yield stage.at(-12, "12:10")
    rang = CallNote(
        direction=CallDirection.TAKEN,
        outcome=CallOutcome.SPOKE,
        person_id=stage.people[daughter].id,
        words="먼저 전화하심. 어머니가 잘 지내신다고 함.",
    )
    log_call(stage.session, note=rang, by=coordinator, now=stage.now)
    owed = select(CallTask.id).where(
        CallTask.person_id == stage.people[daughter].id, CallTask.status == CallTaskStatus.OPEN
    )
    for task_id in stage.session.scalars(owed).all():
        finish_call_task(
            stage.session, task_id=task_id, outcome=None, by=coordinator, now=stage.now
        )


def _call_later(tell: Teller, words: str) -> None:
    """Her daughter cannot speak now: a call is owed."""
    stage = tell.stage
    later = CallNote(
        direction=CallDirection.MADE,
        outcome=CallOutcome.CALL_LATER,
        person_id=stage.people["min_sol"].id,
        words=words,
    )
    log_call(stage.session, note=later, by=stage.coordinator("north"), now=stage.now)


def _agrees_by_proxy(tell: Teller, paper_id: UUID) -> None:
    """Her daughter agrees for her, as long as the paper holds."""
    stage = tell.stage
    for purpose in ConsentPurpose:
        said = ConsentSaid(
            purpose=purpose,
            form=ConsentForm.PROXY,
            words=PROXY_TITLE,
            proxy_id=stage.people["min_sol"].id,
            paper_id=paper_id,
            expires_on=stage.date_of(PAPER_ENDS),
        )
        person, by = stage.people["min_haru"], stage.worker("north")
        record_consent(stage.session, person, said, by=by, now=stage.now)
