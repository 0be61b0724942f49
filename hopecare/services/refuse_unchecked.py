"""Let nothing be sent that speaks against itself and was not answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.referral_checks import ASK_FIRST, to_answer, unanswered
from hopecare.errors import AskCapacityFirstError, InvalidInputError, SpeaksAgainstError
from hopecare.queries.referral_checks import checks_before

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.referral_checks import Despite, Doubt
    from models import Case


def refuse_unchecked(
    session: Session, case: Case, service_id: UUID, said: Despite | None, *, now: datetime
) -> frozenset[Doubt]:
    """Check once more at the moment of sending; give what was answered, refuse what was not."""
    checks = checks_before(session, case, service_id, now=now)
    left = unanswered(checks, said)
    if left:
        refusal = AskCapacityFirstError if left & ASK_FIRST else SpeaksAgainstError
        raise refusal(left, case_id=case.id, service_id=service_id)
    needed = to_answer(checks)
    if needed and not (said and said.words):
        raise InvalidInputError({"despite_words": ["reason_needed"]})
    return needed
