"""Take what a resident said to one or more purposes: a yes allows, a no stops what ran."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hopecare.domain.consent import MAY_CARRY, ConsentAct, ConsentPurpose
from hopecare.queries.town_days import local_day
from hopecare.services.hold_people import hold_people
from hopecare.services.look_again_for_weeks import look_again_for_weeks
from hopecare.services.record_consent import record_consent
from hopecare.services.resume_askings import resume_askings
from hopecare.services.stop_consented import stop_consented
from hopecare.services.stop_unasked import stop_unasked
from hopecare.standing_consents import states_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from hopecare.services.record_consent import ConsentSaid
    from hopecare.standing_consents import PurposeState
    from models import ConsentEntry, Person


def answer_consents(
    session: Session, person: Person, said: Sequence[ConsentSaid], *, by: Actor, now: datetime
) -> list[ConsentEntry]:
    """Write every act down and stop what a no takes away, refused or withdrawn alike.

    Missed days that waited for a yes are looked for again, and neighbours asked for what stopped
    when a yes had run out. No record any more means nothing else either.
    """
    hold_people(session, person.id, lets_rows_come=True)
    today = local_day(session, person.town_id, now)
    before = states_of(session, person.id, on=today)
    complete = _with_the_record(said, before)
    # Everything is written before anything stops: what stops reads what still stands.
    entries = [record_consent(session, person, each, by=by, now=now) for each in complete]
    noes = {each.purpose for each in complete if each.act is not ConsentAct.GIVEN}
    carried = {each.purpose for each in before if each.state.reason in MAY_CARRY}
    stop_consented(session, person, noes & carried, by=by, now=now)
    if ConsentPurpose.SHARE_WITH_AGENCY in noes - carried:
        stop_unasked(session, person, by=by, now=now)
    if any(each.act is ConsentAct.GIVEN for each in complete):
        look_again_for_weeks(session, resident_id=person.id, by=by, now=now)
        resume_askings(session, resident_id=person.id, by=by, now=now)
    return entries


def _with_the_record(
    said: Sequence[ConsentSaid], before: Sequence[PurposeState]
) -> list[ConsentSaid]:
    """Say the same no to everything agreed to, where the record itself is said no to."""
    record = [
        each
        for each in said
        if each.purpose is ConsentPurpose.KEEP_RECORD and each.act is not ConsentAct.GIVEN
    ]
    named = {each.purpose for each in said}
    others = [each.purpose for each in before if each.stands and each.purpose not in named]
    return [*said, *(replace(no, purpose=each) for no in record for each in others)]
