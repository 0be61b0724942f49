"""Before a case goes to an office: one is rung first, one is sent although it is full."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.services.ask_capacity import ask_capacity

if TYPE_CHECKING:
    from hopecare.demo.stage import Story
    from hopecare.demo.telling import Teller


def rings_first(tell: Teller) -> Story:
    """서도담's rent waits for a call, since that office last spoke long ago; the other is full."""
    stage = tell.stage
    worker = stage.worker("north")
    yield stage.at(-1, "15:20")
    case = tell.case_of(stage.people["seo_dodam"])
    words = "이번 달 난방비가 없습니다. 자리가 나는 대로 알려 주십시오."
    tell.refers(case, "gyeonggi_emergency", by=worker, words=words)
    yield stage.ago(40)
    service_id = stage.services["housing"].id
    ask_capacity(stage.session, case_id=case.id, service_id=service_id, by=worker, now=stage.now)
