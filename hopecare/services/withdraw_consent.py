"""Withdraw a consent: it acts on the next read, and what rested on it stops in the same moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.domain.people import OtherContactKind
from hopecare.errors import MoveNotAllowedError
from hopecare.queries.consents import agrees_to
from hopecare.queries.households import other_contacts_of
from hopecare.queries.stoppable import open_referrals_of
from hopecare.queries.town_days import local_day
from hopecare.services.end_other_contact import end_other_contact
from hopecare.services.record_consent import ConsentSaid, record_consent
from hopecare.services.stop_check_ins import stop_check_ins
from hopecare.services.stop_help import stop_help
from hopecare.services.stop_record import stop_record
from hopecare.services.withdraw_referral import withdraw_referral

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.consent import ConsentForm
    from hopecare.domain.identity import Actor
    from models import ConsentEntry, Person


def withdraw_consent(  # noqa: PLR0913  whose, for what, how it was said
    session: Session,
    person: Person,
    *,
    purpose: ConsentPurpose,
    form: ConsentForm,
    words: str | None = None,
    by: Actor,
    now: datetime,
) -> ConsentEntry:
    """Write it down and stop what rested on it; no record any more means nothing else either."""
    agreed = agrees_to(session, person.id, local_day(session, person.town_id, now))
    if purpose not in agreed:
        raise MoveNotAllowedError(machine="consent", purpose=purpose.value, event="withdrawn")
    said = ConsentSaid(purpose=purpose, form=form, act=ConsentAct.WITHDRAWN, words=words)
    entry = record_consent(session, person, said, by=by, now=now)
    is_all = purpose is ConsentPurpose.KEEP_RECORD
    others = sorted(agreed - {purpose}) if is_all else []
    for each in others:
        also = ConsentSaid(purpose=each, form=form, act=ConsentAct.WITHDRAWN, words=words)
        record_consent(session, person, also, by=by, now=now)
    # Everything is written before anything stops: what stops reads what still stands.
    for each in (*others, purpose):
        _stop(session, person, each, by, now)
    session.flush()
    return entry


def _stop(
    session: Session, person: Person, purpose: ConsentPurpose, by: Actor, now: datetime
) -> None:
    match purpose:
        case ConsentPurpose.CHECK_INS:
            stop_check_ins(session, person_id=person.id, with_ladders=False, by=by, now=now)
        case ConsentPurpose.PEER_HELP:
            stop_help(session, resident_id=person.id, by=by, now=now)
        case ConsentPurpose.SHARE_WITH_AGENCY:
            for referral in open_referrals_of(session, person.id):
                withdraw_referral(session, referral_id=referral.id, by=by, now=now)
        case ConsentPurpose.KEYHOLDER:
            _end_keyholders(session, person, by, now)
        case ConsentPurpose.KEEP_RECORD:
            stop_record(session, person, by=by, now=now)


def _end_keyholders(session: Session, person: Person, by: Actor, now: datetime) -> None:
    today = local_day(session, person.town_id, now)
    for contact, _ in other_contacts_of(session, person.id, on=today):
        if contact.kind is OtherContactKind.KEYHOLDER:
            end_other_contact(session, person, contact.id, by=by, now=now)
