"""Text a resident that an office answered, and owe them the call that the text promises."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.channels import Channel
from hopecare.domain.delivery import MessageKind
from hopecare.domain.outcome_texts import LONGEST_WAIT, SENDABLE, TextOffer, call_due_at, first_day
from hopecare.errors import AlreadyTakenError, InvalidInputError
from hopecare.language import N_, translator
from hopecare.language.wordings import Text
from hopecare.queries.cases import case_by_id
from hopecare.queries.outcome_texts import find_told
from hopecare.queries.town_days import town_by_id
from hopecare.services.open_call_task import OwedCall, open_call_task
from notifications.outbox import About, promise

if TYPE_CHECKING:
    from datetime import date, datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.queries.outcome_texts import Telling
    from models import Case, Message

CALL_WORDS: Final = {
    Text.OUTCOME_CAME: N_("A text promised this call: tell them what the office answered."),
    Text.OUTCOME_WAITS: N_(
        "A text promised this call: the office has not answered."
        " Tell them so, and what you do next."
    ),
}


def tell_outcome(
    session: Session,
    telling: Telling,
    *,
    call_by: date,
    is_safe: bool,
    by: Identity,
    now: datetime,
) -> Message:
    """Promise the sentence once an outcome: neither programme, office, answer nor reason in it.

    Where something must be minded it goes only if somebody says that it is safe now.
    """
    case = case_by_id(session, telling.case_id, alone=True)
    # Looked at once the case is held: of two who press at one moment, the second finds the first's.
    told = find_told(session, case.town_id, telling.key)
    if told is not None:
        raise AlreadyTakenError(kind="outcome_text", id=told.id)
    town = town_by_id(session, case.town_id)
    first = first_day(zone=town.zone, now=now)
    _refuse_faults(telling, call_by, is_safe=is_safe, first=first)
    due_at = call_due_at(call_by, zone=town.zone, now=now)
    words = translator(town.language).gettext(CALL_WORDS[telling.text])
    owed = _promised_call(telling, case, due_at, words, by)
    open_call_task(session, town_id=case.town_id, owed=owed, by=by, now=now)
    return promise(
        session,
        town_id=case.town_id,
        kind=MessageKind.NOTICE,
        to_person_id=telling.resident.id,
        dedup_key=telling.key,
        words=telling.words(call_by),
        about=About(case_id=case.id),
        channel=Channel.SMS,
        # Read later, it would promise a day that is over.
        valid_until=due_at,
        now=now,
    )


def _promised_call(
    telling: Telling, case: Case, due_at: datetime, words: str, by: Identity
) -> OwedCall:
    """The call the text promises, on the list of whoever steers the case."""
    return OwedCall(
        kind=CallTaskKind.CALL_BACK,
        dedup_key=f"{telling.key}:call",
        due_at=due_at,
        person_id=telling.resident.id,
        case_id=case.id,
        owner_id=case.owner_id or by.person_id,
        centre_id=case.centre_id,
        words=words,
    )


def _refuse_faults(telling: Telling, call_by: date, *, is_safe: bool, first: date) -> None:
    faults: dict[str, list[str]] = {}
    if telling.offer not in SENDABLE:
        faults["call_by"] = [f"no_text_{telling.offer.value}"]
    elif not first <= call_by <= first + LONGEST_WAIT:
        faults["call_by"] = [_why_not(call_by, first)]
    if telling.offer is TextOffer.CAREFUL and not is_safe:
        faults["is_safe"] = ["say_it_is_safe"]
    if faults:
        raise InvalidInputError(faults)


def _why_not(call_by: date, first: date) -> str:
    if call_by > first:
        return "too_far_ahead"
    return "too_late_today" if call_by == first - timedelta(days=1) else "date_in_past"
