"""The consent ledger of one person: what stands for each purpose, and every act in order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.consent import ConsentAct, ConsentPurpose
from hopecare.errors import NoConsentError
from models import ConsentEntry, ConsentNote

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeState:
    """Where one purpose stands on a day: its last entry, and whether it allows anything."""

    purpose: ConsentPurpose
    stands: bool
    last: ConsentEntry | None = None

    @property
    def has_expired(self) -> bool:
        """Whether it was given and has run out."""
        return self.last is not None and self.last.act is ConsentAct.GIVEN and not self.stands


def ledger_of(session: Session, person_id: UUID) -> Sequence[ConsentEntry]:
    """Read every act of consent of a person, the oldest first."""
    return session.scalars(
        select(ConsentEntry)
        .where(ConsentEntry.person_id == person_id)
        .order_by(ConsentEntry.at, ConsentEntry.id)
    ).all()


def states_of(session: Session, person_id: UUID, *, on: date) -> tuple[PurposeState, ...]:
    """Say for every purpose where it stands on a day."""
    last = {entry.purpose: entry for entry in ledger_of(session, person_id)}
    return tuple(_state(purpose, last.get(purpose), on) for purpose in ConsentPurpose)


def agrees_to(session: Session, person_id: UUID, on: date) -> frozenset[ConsentPurpose]:
    """Give every purpose the person agrees to on a day."""
    return frozenset(
        state.purpose for state in states_of(session, person_id, on=on) if state.stands
    )


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
    states = states_of(session, person_id, on=now.date())
    return next((state.last for state in states if state.purpose is purpose and state.stands), None)


def consent_words(session: Session, entry_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Read what was said at these acts, where it was kept."""
    notes = session.scalars(select(ConsentNote).where(ConsentNote.entry_id.in_(entry_ids)))
    return {note.entry_id: note.words for note in notes}


def _state(purpose: ConsentPurpose, last: ConsentEntry | None, on: date) -> PurposeState:
    is_given = last is not None and last.act is ConsentAct.GIVEN
    is_over = last is not None and last.expires_on is not None and last.expires_on <= on
    return PurposeState(purpose=purpose, stands=is_given and not is_over, last=last)
