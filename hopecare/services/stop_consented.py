"""Stop what rested on a consent that does not stand any more, however it ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hopecare.domain.consent import ConsentPurpose
from hopecare.domain.people import OtherContactKind
from hopecare.queries.households import other_contacts_of
from hopecare.queries.referral_packets import goes_without_a_yes
from hopecare.queries.stoppable import hold_open_referrals_of
from hopecare.queries.town_days import local_day
from hopecare.services.end_other_contact import end_other_contact
from hopecare.services.stop_asking_offices import stop_asking_offices
from hopecare.services.stop_asking_them import stop_asking_them
from hopecare.services.stop_help import stop_help
from hopecare.services.stop_record import stop_record
from hopecare.services.withdraw_referral import withdraw_referral

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Actor
    from models import Person


def stop_consented(
    session: Session,
    person: Person,
    purposes: Collection[ConsentPurpose],
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Stop what these purposes carried; the ledger already says that they carry nothing more."""
    # The record last: it closes the cases that the others still speak about.
    last = ConsentPurpose.KEEP_RECORD
    for purpose in sorted(purposes, key=lambda each: (each is last, each)):
        _stop(session, person, purpose, by, now)
    session.flush()


def _stop(
    session: Session, person: Person, purpose: ConsentPurpose, by: Actor, now: datetime
) -> None:
    match purpose:
        case ConsentPurpose.CHECK_INS:
            stop_asking_them(session, person_id=person.id, by=by, now=now)
        case ConsentPurpose.PEER_HELP:
            stop_help(session, resident_id=person.id, by=by, now=now)
        case ConsentPurpose.SHARE_WITH_AGENCY:
            _take_back_referrals(session, person, by, now)
        case ConsentPurpose.KEYHOLDER:
            _end_keyholders(session, person, by, now)
        case ConsentPurpose.KEEP_RECORD:
            stop_record(session, person, by=by, now=now)


def _take_back_referrals(session: Session, person: Person, by: Actor, now: datetime) -> None:
    """What was sent by a right that holds against this no goes on: a child at risk is at risk."""
    today = local_day(session, person.town_id, now)
    for referral in hold_open_referrals_of(session, person.id):
        if not goes_without_a_yes(session, referral, on=today):
            withdraw_referral(session, referral_id=referral.id, by=by, now=now)
    stop_asking_offices(session, person, by=by, now=now)


def _end_keyholders(session: Session, person: Person, by: Actor, now: datetime) -> None:
    today = local_day(session, person.town_id, now)
    for contact, _ in other_contacts_of(session, person.id, on=today):
        if contact.kind is OtherContactKind.KEYHOLDER:
            end_other_contact(session, person, contact.id, by=by, now=now)
