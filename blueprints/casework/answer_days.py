"""By when an office answers, and what says so: for forms and for the page of a referral."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.clocks import ClockKind
from hopecare.language import N_
from hopecare.queries.town_days import local_day
from hopecare.services.reckon_answer_day import reckon_answer_day

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.language.reader import Reader
    from hopecare.services.reckon_answer_day import AnswerDay
    from models import Referral, ReferralPacket

BY_LAW = N_("%(days)d days by law: %(source)s")
FOR_A_YES = N_(
    "%(days)d days for a yes or no, a setting of the town; "
    "the days of the law begin once an application is handed in"
)
BY_TOWN = N_("%(days)d days, a setting of the town: no law's days are known here")
AT_ONCE = N_("An emergency: somebody rings the office within %(hours)d hours, by %(moment)s")
NAMED = N_("A day that was named: when it was sent, or by the office")


def coming_answer_day(
    session: Session,
    town_id: UUID,
    kind: ClockKind,
    programme: str | None,
    today: date,
    *,
    urgent_at: datetime | None = None,
) -> AnswerDay:
    """Say by when an office would answer that is told today and names no day."""
    return reckon_answer_day(
        session,
        town_id=town_id,
        kind=kind,
        started_on=today,
        programme=programme,
        urgent_at=urgent_at,
    )


def source_of_answer_day(
    session: Session, referral: Referral, packets: Sequence[ReferralPacket], reader: Reader
) -> str:
    """Say where the day of a referral comes from, as it was reckoned when it was last sent."""
    sent_at = packets[0].made_at if packets else referral.made_at
    is_objection = bool(packets) and packets[0].is_objection
    kind = ClockKind.OBJECTION_ANSWER if is_objection else ClockKind.APPLICATION
    sent_on = local_day(session, referral.town_id, sent_at)
    # How urgent the case is may have changed since it was sent.
    for urgent_at in (None, sent_at):
        reckoned = coming_answer_day(
            session, referral.town_id, kind, referral.programme, sent_on, urgent_at=urgent_at
        )
        if reckoned.on == referral.answer_due_on:
            return source_words(reckoned, reader)
    return reader.say(NAMED)


def source_words(day: AnswerDay, reader: Reader) -> str:
    """Say what gives the figure."""
    if day.rule is not None:
        return reader.say(BY_LAW, days=day.rule.days, source=day.rule.cited(reader.language))
    if day.hours is not None:
        return reader.say(AT_ONCE, hours=day.hours, moment=reader.moment(day.rung_by))
    return reader.say(FOR_A_YES if day.law_runs_later else BY_TOWN, days=day.town_days)
