"""Aid that had met a need was not given here: whoever steers the case asks the resident."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.aid import CAME_ALL_THE_SAME
from hopecare.domain.consent import ConsentPurpose
from hopecare.language.aid_taken_back import are_they_without
from hopecare.queries.aid import find_need_met_by
from hopecare.queries.consents import find_standing_consent
from hopecare.queries.residents import person_by_id
from hopecare.queries.town_readers import reader_of_town
from hopecare.services.owe_case_call import owe_case_call

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.aid import AidMistake
    from hopecare.domain.identity import Actor
    from models import AidGiven, Case


def owe_aid_back(
    session: Session,
    case: Case,
    given: AidGiven,
    *,
    mistake: AidMistake,
    by: Actor,
    now: datetime,
) -> None:
    """Owe the call once for what was given; none where it came, or there is nobody to ask.

    The need is not opened by itself: those who helped were thanked, and days may have passed.
    """
    need = None if mistake in CAME_ALL_THE_SAME else find_need_met_by(session, given)
    if need is None or person_by_id(session, case.resident_id).died_on is not None:
        return
    to_id, record = case.resident_id, ConsentPurpose.KEEP_RECORD
    if find_standing_consent(session, person_id=to_id, purpose=record, now=now) is None:
        return
    reader = reader_of_town(session, case.town_id, now=now, is_staff=True)
    words = are_they_without(need.kind, given.given_on, mistake, reader)
    key = f"aid_back:{given.id}"
    owe_case_call(session, case, to_id=to_id, key=key, words=words, by=by, now=now)
