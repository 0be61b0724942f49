"""How the people of a demonstration answer what speaks against a referral before they send it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.referral_checks import Despite, DespiteReason, to_answer
from hopecare.queries.referral_checks import checks_before
from hopecare.services.refer import Sending

if TYPE_CHECKING:
    from uuid import UUID

    from hopecare.demo.stage import Stage
    from models import Case

WHY: Final = "신청은 본인의 권리이니 서류를 보고 글로 답해 달라고 했습니다."


def sent_past_doubts(stage: Stage, case: Case, service_id: UUID) -> Sending:
    """Say why it is sent all the same, where something speaks against it."""
    doubts = to_answer(checks_before(stage.session, case, service_id, now=stage.now))
    if not doubts:
        return Sending()
    despite = Despite(doubts=doubts, reason=DespiteReason.OFFICE_DECIDES, words=WHY)
    return Sending(despite=despite)
