"""Look at a clock whose day has come: somebody rings before its end, and chases after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.clocks import ASKED_AGAIN, ClockKind, ClockLook
from hopecare.domain.referral_moves import OWES
from hopecare.language import N_
from hopecare.queries.applications import application_by_id
from hopecare.queries.applications_along import office_awaited
from hopecare.queries.cases import case_by_id
from hopecare.queries.clocks import call_key, clock_by_id
from hopecare.queries.office_calls import office_to_ask
from hopecare.queries.referrals import referral_by_id
from hopecare.queries.silent_referrals import ANSWERS, silent_calls_of
from hopecare.queries.stoppable_formal import is_chased_no_more
from hopecare.queries.town_days import local_day, town_by_id
from hopecare.queries.town_readers import reader_of_town
from hopecare.reading.legal_clocks import country_clocks
from hopecare.services.end_clock_calls import end_clock_calls
from hopecare.services.keep_bridge import keep_bridge
from hopecare.services.open_call_task import OwedCall, open_call_task

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Case, LegalClock

MAY_OBJECT: Final = N_(
    "Until %(day)s they may object to what the office decided, and after that day no more."
    " Ask whether they wish to, and help them write it."
)


def follow_clock(session: Session, *, clock_id: UUID, by: Actor, now: datetime) -> LegalClock:
    """Do only what is due last on the town's own day, once; a clock that has ended stays so.

    An answer that does not come is asked for again each month, until it is in or nobody waits; the
    help until then lasts as long.
    """
    found = clock_by_id(session, clock_id)
    case = case_by_id(session, found.case_id, alone=True)
    clock = clock_by_id(session, clock_id, alone=True)
    today = local_day(session, clock.town_id, now)
    if clock.look_on is None or clock.look_on > today:
        return clock
    clocks = country_clocks(town_by_id(session, clock.town_id).country)
    if is_chased_no_more(session, case.resident_id, on=today):
        clock.ended_at, clock.look_on = now, None
        end_clock_calls(session, clock, by=by, now=now)
        return clock
    look = clocks.reached(clock.due_on, today)
    is_again = _is_again(clock, clock.look_on)
    clock.look_on = clocks.next_look(clock.due_on, after=today)
    if _is_silent(clock, look):
        clock.look_on = today + ASKED_AGAIN
        keep_bridge(session, clock, until=clock.look_on)
    if look is ClockLook.CHASE and clock.kind is ClockKind.OBJECTION:
        clock.ended_at = now  # whether anybody objected was theirs to decide: nobody is chased
        end_clock_calls(session, clock, by=by, now=now)
    elif look is not None and not _is_asked(session, clock, look, is_again=is_again):
        owed = _owed(session, case, clock, look, now)
        open_call_task(session, town_id=clock.town_id, owed=owed, by=by, now=now)
    session.flush()
    return clock


def _is_silent(clock: LegalClock, look: ClockLook | None) -> bool:
    """Whether an office is late with what it has to answer."""
    return look is ClockLook.CHASE and clock.kind in ANSWERS


def _is_again(clock: LegalClock, looked_at_on: date) -> bool:
    """Whether it was asked about before: so late nobody looks at a clock for the first time."""
    return looked_at_on > clock.due_on + ASKED_AGAIN


def _is_asked(session: Session, clock: LegalClock, look: ClockLook, *, is_again: bool) -> bool:
    """Whether the office it was referred to is asked by the referral: now, or each month again."""
    if not _is_silent(clock, look) or clock.application_id is None:
        return False
    referral_id = application_by_id(session, clock.application_id).referral_id
    if referral_id is None:
        return False
    is_chased = is_again and referral_by_id(session, referral_id).status in OWES
    return is_chased or bool(silent_calls_of(session, referral_id))


def _owed(
    session: Session, case: Case, clock: LegalClock, look: ClockLook, now: datetime
) -> OwedCall:
    office = _office(session, clock, on=local_day(session, clock.town_id, now))
    is_silent = _is_silent(clock, look)
    return OwedCall(
        kind=CallTaskKind.REFERRAL_SILENT if is_silent else CallTaskKind.DEADLINE_NEAR,
        dedup_key=call_key(clock, look),
        recurs=is_silent,
        due_at=now,
        person_id=None if office else case.resident_id,
        about_person_id=case.resident_id,
        case_id=case.id,
        owner_id=case.owner_id,
        centre_id=case.centre_id,
        words=_words(session, clock, office, now),
    )


def _words(session: Session, clock: LegalClock, office: str | None, now: datetime) -> str:
    """What ends on the day, to whom it ends; else whom to ask about which day."""
    if clock.kind is ClockKind.OBJECTION:
        reader = reader_of_town(session, clock.town_id, now=now, is_staff=True)
        return reader.say(MAY_OBJECT, day=reader.dated(clock.due_on))
    return " · ".join(filter(None, (office, clock.due_on.isoformat())))


def _office(session: Session, clock: LegalClock, *, on: date) -> str | None:
    """Whom to ring: the office a referral went to. Without one the person knows where it lies.

    The last day to object is the person's own: no office is asked whether they use it.
    """
    if clock.kind is ClockKind.OBJECTION:
        return None
    if clock.application_id is None:
        return office_to_ask(session, clock.referral_id, on=on)
    application = application_by_id(session, clock.application_id)
    if clock.kind in ANSWERS:
        return office_awaited(session, application, on=on)
    return office_to_ask(session, application.referral_id, on=on)
