"""An office says no, or gives less, after a case was closed: somebody reads it and tells them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import CaseStatus
from hopecare.language import N_, translator
from hopecare.queries.cases import case_by_id
from hopecare.queries.late_answers import late_answer_key
from hopecare.queries.town_days import town_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task
from hopecare.services.owe_case_call import CALL_WITHIN

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Application, Referral

WORDS: Final = N_(
    "An agency said no, or gave less, after this case was closed. Read its answer, tell them, "
    "and open the case again where they need help."
)


def owe_late_answer(
    session: Session, of: Application | Referral, *, by: Actor, now: datetime
) -> None:
    """Owe one call an answer: a closed case stands on no desk, and its steps are seen by nobody."""
    case = case_by_id(session, of.case_id)
    if case.status is not CaseStatus.CLOSED:
        return
    say = translator(town_by_id(session, case.town_id).language)
    owed = OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=late_answer_key(case.id, of.id),
        due_at=now + CALL_WITHIN[case.urgency],
        person_id=case.resident_id,
        about_person_id=case.resident_id,
        case_id=case.id,
        owner_id=case.owner_id,
        centre_id=case.centre_id,
        words=say.gettext(WORDS),
        recurs=True,
    )
    open_call_task(session, town_id=case.town_id, owed=owed, by=by, now=now)
