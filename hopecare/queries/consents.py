"""The consent ledger of one person: what stands for each purpose, and every act in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.errors import NoConsentError
from hopecare.queries.merged import is_of
from hopecare.queries.town_days import local_day
from hopecare.standing_consents import agrees_to, states_of
from models import ConsentEntry, ConsentNote, Person

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.consent import ConsentPurpose


def ledger_of(session: Session, person_id: UUID) -> Sequence[ConsentEntry]:
    """Read every act of consent of a person, the oldest first."""
    return session.scalars(
        select(ConsentEntry)
        .where(is_of(ConsentEntry.person_id, person_id))
        .order_by(ConsentEntry.at, ConsentEntry.id)
    ).all()


def refuse_without(session: Session, person_id: UUID, *purposes: ConsentPurpose, on: date) -> None:
    """Refuse to go on where the person does not agree to each of the purposes."""
    missing = set(purposes) - agrees_to(session, person_id, on)
    if missing:
        named = sorted(purpose.value for purpose in missing)
        raise NoConsentError(person_id=person_id, purposes=named)


def find_standing_consent(
    session: Session, *, person_id: UUID, purpose: ConsentPurpose, now: datetime
) -> ConsentEntry | None:
    """Find the entry by which a person agrees to this purpose now."""
    person = session.get(Person, person_id)
    if person is None:
        return None
    states = states_of(session, person_id, on=local_day(session, person.town_id, now))
    return next((state.last for state in states if state.purpose is purpose and state.stands), None)


def consent_words(session: Session, entry_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Read what was said at these acts, where it was kept."""
    notes = session.scalars(select(ConsentNote).where(ConsentNote.entry_id.in_(entry_ids)))
    return {note.entry_id: note.words for note in notes}
