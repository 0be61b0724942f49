"""The consent ledger of one person: what stands for each purpose, and every act in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy import ColumnElement, and_, or_, select

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


def states_of(session: Session, person_id: UUID, *, on: date) -> tuple[PurposeState, ...]:
    """Say for every purpose where it stands on a day."""
    mine = and_(
        Merge.merged_id == ConsentEntry.person_id,
        Merge.kept_id == person_id,
        Merge.undone_at.is_(None),
    )
    rows = session.execute(
        select(ConsentEntry, _has_ground(), Merge.at)
        .outerjoin(Merge, mine)
        .where(is_of(ConsentEntry.person_id, person_id))
        .order_by(ConsentEntry.at, ConsentEntry.id)
    ).all()
    acts = [(entry.person_id, at, _facts(entry, has_paper=bool(n))) for entry, n, at in rows]
    own, merged = ledgers_by_record(person_id, acts)
    last = {(entry.person_id, entry.purpose): entry for entry, _, _ in rows}
    decided = {each: consent_of_records(own, merged, each, on) for each in ConsentPurpose}
    return tuple(
        PurposeState(purpose=purpose, state=state, last=last.get((by.record_id, purpose)))
        for purpose, (state, by) in decided.items()
    )


def agrees_to(session: Session, person_id: UUID, on: date) -> frozenset[ConsentPurpose]:
    """Give every purpose the person agrees to on a day."""
    return frozenset(
        state.purpose for state in states_of(session, person_id, on=on) if state.stands
    )


def who_agrees(
    session: Session, person_ids: Sequence[UUID], purpose: ConsentPurpose, *, on: date
) -> frozenset[UUID]:
    """Give those of many people who agree to one purpose on a day, in one statement."""
    asked = set(person_ids)
    standing = and_(Merge.merged_id == ConsentEntry.person_id, Merge.undone_at.is_(None))
    said: dict[UUID, list[tuple[UUID, datetime | None, ConsentFacts]]] = {}
    for entry, seen, kept_id, at in session.execute(
        select(ConsentEntry, _has_ground(), Merge.kept_id, Merge.at)
        .outerjoin(Merge, standing)
        .where(
            or_(ConsentEntry.person_id.in_(person_ids), Merge.kept_id.in_(person_ids)),
            ConsentEntry.purpose == purpose,
        )
        .order_by(ConsentEntry.at, ConsentEntry.id)
    ):
        act = (entry.person_id, at, _facts(entry, has_paper=bool(seen)))
        whose = entry.person_id if entry.person_id in asked else kept_id
        said.setdefault(whose, []).append(act)
    return frozenset(
        person_id
        for person_id, acts in said.items()
        if consent_of_records(*ledgers_by_record(person_id, acts), purpose, on)[0].stands
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
    person = session.get(Person, person_id)
    if person is None:
        return None
    states = states_of(session, person_id, on=local_day(session, person.town_id, now))
    return next((state.last for state in states if state.purpose is purpose and state.stands), None)


def consent_words(session: Session, entry_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Read what was said at these acts, where it was kept."""
    notes = session.scalars(select(ConsentNote).where(ConsentNote.entry_id.in_(entry_ids)))
    return {note.entry_id: note.words for note in notes}


def _has_ground() -> ColumnElement[bool]:
    """Whether words or a paper lie behind the entry."""
    has_words = select(ConsentNote.id).where(ConsentNote.entry_id == ConsentEntry.id).exists()
    has_paper = (
        select(Attachment.id)
        .where(Attachment.id == ConsentEntry.paper_id, Attachment.media_type != REMOVED_TYPE)
        .exists()
    )
    return or_(has_words, has_paper)


def _facts(entry: ConsentEntry, *, has_paper: bool) -> ConsentFacts:
    """A proxy's paper is scanned and was not taken away, or its title stands in the words."""
    return ConsentFacts(
        purpose=entry.purpose,
        act=entry.act,
        form=entry.form,
        at=entry.at,
        expires_on=entry.expires_on,
        ask_again_on=entry.ask_again_on,
        has_paper=has_paper,
    )
