"""Where a person's consents stand on a day: the one function that every reader asks.

It stands below reads and messages, since both obey it: what may be done, and what may be sent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Uuid, and_, case, func, literal, or_, select, tuple_, union
from sqlalchemy.orm import aliased

from hopecare.domain.attachments import REMOVED_TYPE
from hopecare.domain.consent import (
    ConsentAct,
    ConsentFacts,
    ConsentForm,
    ConsentPurpose,
    consent_of_records,
    ledgers_by_record,
)
from models import Attachment, ConsentEntry, ConsentNote, Merge

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from sqlalchemy import ColumnElement, CompoundSelect, SQLColumnExpression
    from sqlalchemy.orm import InstrumentedAttribute, Session

    from hopecare.domain.consent import ConsentState


@dataclass(frozen=True, slots=True, kw_only=True)
class PurposeState:
    """Where one purpose stands on a day, why, and the last entry about it."""

    purpose: ConsentPurpose
    state: ConsentState
    last: ConsentEntry | None = None

    @property
    def stands(self) -> bool:
        """Whether it allows anything on that day."""
        return self.state.stands


def states_of(session: Session, person_id: UUID, *, on: date) -> tuple[PurposeState, ...]:
    """Say for every purpose where it stands on a day, whichever record it was said in."""
    mine = and_(
        Merge.merged_id == ConsentEntry.person_id,
        Merge.kept_id == person_id,
        Merge.undone_at.is_(None),
    )
    rows = session.execute(
        select(ConsentEntry, _has_paper(), Merge.at)
        .outerjoin(Merge, mine)
        .where(ConsentEntry.person_id.in_(records_of(person_id)))
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
    agreed = agreed_by(session, person_ids, on=on, purposes=(purpose,))
    return frozenset(person_id for person_id, purposes in agreed.items() if purposes)


def agreed_by(
    session: Session,
    person_ids: Sequence[UUID],
    *,
    on: date,
    purposes: Sequence[ConsentPurpose] = tuple(ConsentPurpose),
) -> dict[UUID, frozenset[ConsentPurpose]]:
    """Give what each of many people agrees to on a day, in one statement."""
    asked = set(person_ids)
    standing = and_(Merge.merged_id == ConsentEntry.person_id, Merge.undone_at.is_(None))
    said: dict[UUID, list[tuple[UUID, datetime | None, ConsentFacts]]] = {}
    for entry, seen, kept_id, at in session.execute(
        select(ConsentEntry, _has_paper(), Merge.kept_id, Merge.at)
        .outerjoin(Merge, standing)
        .where(
            or_(ConsentEntry.person_id.in_(person_ids), Merge.kept_id.in_(person_ids)),
            ConsentEntry.purpose.in_(purposes),
        )
        .order_by(ConsentEntry.at, ConsentEntry.id)
    ):
        act = (entry.person_id, at, _facts(entry, has_paper=bool(seen)))
        whose = entry.person_id if entry.person_id in asked else kept_id
        said.setdefault(whose, []).append(act)
    ledgers = {each: ledgers_by_record(each, acts) for each, acts in said.items()}
    return {
        each: frozenset(
            purpose for purpose in purposes if consent_of_records(*ledger, purpose, on)[0].stands
        )
        for each, ledger in ledgers.items()
    }


def surely_agree(
    person_id: SQLColumnExpression[UUID], purpose: ConsentPurpose, *, until: date
) -> ColumnElement[bool]:
    """Whether nothing but a plain yes was ever said, good until after a day; no when in doubt.

    It spares reading the ledgers of very many people one by one: whoever it leaves out is looked at
    by `who_agrees`, which alone decides.
    """
    mine = and_(ConsentEntry.person_id == person_id, ConsentEntry.purpose == purpose)
    is_plain = and_(
        ConsentEntry.act == ConsentAct.GIVEN,
        ConsentEntry.form != ConsentForm.PROXY,
        or_(ConsentEntry.expires_on.is_(None), ConsentEntry.expires_on > until),
    )
    # Looked up person by person: joined, a database without statistics would read it all for each.
    least = select(func.min(case((is_plain, 1), else_=0))).where(mine).scalar_subquery()
    merged = and_(Merge.kept_id == person_id, Merge.undone_at.is_(None))
    merges = select(func.count(Merge.id)).where(merged).scalar_subquery()
    return and_(least == 1, merges == 0)


def agreeing(
    person_id: InstrumentedAttribute[UUID], purpose: ConsentPurpose, *, on: date
) -> ColumnElement[bool]:
    """Make the condition that the person of a row agrees to one purpose on a day.

    For lists that a statement has to narrow: it says what `who_agrees` says.
    """
    own, other = aliased(ConsentEntry), aliased(ConsentEntry)
    is_own = select(own.id).where(own.person_id == person_id, _has_the_word(own, purpose))
    is_merged = (
        select(other.id)
        .join(Merge, Merge.merged_id == other.person_id)
        .where(
            Merge.kept_id == person_id,
            Merge.undone_at.is_(None),
            ~_asked_after(person_id, purpose),
            _has_the_word(other, purpose),
        )
    )
    yes = or_(
        is_own.where(_is_a_yes(own, on)).exists(), is_merged.where(_is_a_yes(other, on)).exists()
    )
    a_no = or_(
        is_own.where(own.act != ConsentAct.GIVEN).exists(),
        is_merged.where(other.act != ConsentAct.GIVEN).exists(),
    )
    return and_(yes, ~a_no)


def _asked_after(
    person_id: InstrumentedAttribute[UUID], purpose: ConsentPurpose
) -> ColumnElement[bool]:
    """A no or a yes of the person themself, said after the merge."""
    again = aliased(ConsentEntry)
    return (
        select(again.id)
        .where(
            again.person_id == person_id,
            again.purpose == purpose,
            again.at > Merge.at,
            _counts(again),
        )
        .correlate_except(again)
        .exists()
    )


def _has_the_word(entry: type[ConsentEntry], purpose: ConsentPurpose) -> ColumnElement[bool]:
    """The last of its record about the purpose that counts."""
    later = aliased(ConsentEntry)
    is_overtaken = (
        select(later.id)
        .where(
            later.person_id == entry.person_id,
            later.purpose == purpose,
            tuple_(later.at, later.id) > tuple_(entry.at, entry.id),
            _counts(later),
        )
        .exists()
    )
    return and_(entry.purpose == purpose, _counts(entry), ~is_overtaken)


def _counts(entry: type[ConsentEntry]) -> ColumnElement[bool]:
    """A yes by a proxy counts with a paper only."""
    return or_(entry.form != ConsentForm.PROXY, entry.act != ConsentAct.GIVEN, _has_paper(entry))


def _is_a_yes(entry: type[ConsentEntry], on: date) -> ColumnElement[bool]:
    is_in_time = or_(entry.expires_on.is_(None), entry.expires_on > on)
    return and_(entry.act == ConsentAct.GIVEN, is_in_time)


def records_of(person_id: UUID) -> CompoundSelect[tuple[UUID]]:
    """Select every record that is this person: their own, and those that were merged into it."""
    return union(
        select(literal(person_id, Uuid())),
        select(Merge.merged_id).where(Merge.kept_id == person_id, Merge.undone_at.is_(None)),
    )


def _has_paper(entry: type[ConsentEntry] = ConsentEntry) -> ColumnElement[bool]:
    """A proxy's paper is scanned and was not taken away, or its title stands in the words."""
    return or_(
        select(ConsentNote.id).where(ConsentNote.entry_id == entry.id).exists(),
        select(Attachment.id)
        .where(Attachment.id == entry.paper_id, Attachment.media_type != REMOVED_TYPE)
        .exists(),
    )


def _facts(entry: ConsentEntry, *, has_paper: bool) -> ConsentFacts:
    """One act as the decision takes it."""
    return ConsentFacts(
        purpose=entry.purpose,
        act=entry.act,
        form=entry.form,
        at=entry.at,
        expires_on=entry.expires_on,
        ask_again_on=entry.ask_again_on,
        has_paper=has_paper,
    )
