"""Cases that change hands: one is offered by the social worker of the north, one to her."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.services.offer_case import offer_case

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.demo.stage import Story
    from hopecare.demo.telling import Teller
    from hopecare.domain.identity import Identity
    from models import Case

FROM_HER: Final = (
    "다음 달부터 동쪽으로 출근이 바뀝니다. 수요일 반찬과 안부 묻기는 그대로 이어집니다."
)
TO_HER: Final = "주거급여 신청을 잘 아신다고 들었습니다. 이번 주에 서류가 나옵니다."


def offered_both_ways(tell: Teller) -> Story:
    """서도담's case waits for the coordinator's answer, and 고나린's for the social worker's."""
    stage = tell.stage
    worker, coordinator = stage.worker("north"), stage.coordinator("north")
    yield stage.at(-1, "16:10")
    dodam = tell.case_of(stage.people["seo_dodam"])
    _offers(tell, dodam, coordinator.person_id, FROM_HER, by=worker)
    yield stage.ago(70)
    narin = tell.case_of(stage.people["ko_narin"])
    narin.owner_id = coordinator.person_id
    stage.session.flush()
    _offers(tell, narin, worker.person_id, TO_HER, by=coordinator)


def _offers(tell: Teller, case: Case, to_id: UUID, words: str, *, by: Identity) -> None:
    stage = tell.stage
    offer_case(stage.session, case_id=case.id, to_id=to_id, words=words, by=by, now=stage.now)
