"""What names the one who stayed since a merge: what goes back with its undo, and what forbids it.

`DECIDED` says it for every column that a merge moves; a test holds that none is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlalchemy import and_, false, or_, select, true

from hopecare.domain.calls import CallTaskKind
from hopecare.domain.care_path import MessageStatus
from hopecare.queries.merge_rows import MOVED, called
from models import (
    Alert,
    AssessmentDraft,
    Call,
    CallTask,
    Case,
    CheckInPlan,
    CheckInSlot,
    InboundMessage,
    Merge,
    Message,
    Offer,
    OtherContact,
    RefusedHelper,
    RungClimbed,
    Task,
    Visit,
    Worry,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import Session

Condition = Callable[[Merge], Any]
_WAITING: Final = (MessageStatus.PENDING, MessageStatus.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What a row in one column that came after the merge means for its undo."""

    back: Condition = lambda _merge: false()
    """It belongs to the record that leaves, and goes with it."""
    stays: Condition = lambda _merge: false()
    """It belongs to the one who stayed, or may stay there without harm."""
    at_any_age: bool = False
    """The column is filled after the row is born: an earlier row may have been filled since."""


BLOCKS: Final = Since()
"""Nobody can say of which of the two it was said: the undo waits for a person."""


def moved_ids(merge: Merge, column: Any) -> list[UUID]:  # noqa: ANN401  a mapped column
    """Name the rows of a column that the merge pointed at the one who stayed."""
    return [UUID(each) for each in merge.moved.get(called(column), ())]


def going_back(merge: Merge) -> Iterator[tuple[Any, ColumnElement[bool]]]:
    """Give for each column which rows go with the record that leaves, beyond those moved."""
    for column in MOVED:
        since = DECIDED[called(column)]
        age = true() if since.at_any_age else column.class_.id > merge.id
        yield column, and_(age, since.back(merge))


def nobody_can_part(session: Session, merge: Merge) -> bool:
    """Say whether anything that came since belongs to neither of the two for certain."""
    found = [_unclear(column, merge) for column in MOVED]
    return bool(session.scalar(select(or_(*found))))


def _unclear(column: Any, merge: Merge) -> ColumnElement[bool]:  # noqa: ANN401  a mapped column
    model, since = column.class_, DECIDED[called(column)]
    # A condition over an empty column is unknown, which is not yes: never negated, always asked.
    clear_ids = select(model.id).where(or_(since.back(merge), since.stays(merge))).correlate(None)
    return (
        select(model.id)
        .where(column == merge.kept_id, model.id > merge.id, model.id.not_in(clear_ids))
        .exists()
    )


def _of_case_or_slot(rows: Any) -> Since:  # noqa: ANN401  a mapped class
    """The resident's own rows go with their case or their check-in."""

    def back(merge: Merge) -> Any:  # noqa: ANN401  a condition
        slots = _slots(CheckInSlot.plan_id.in_(moved_ids(merge, CheckInPlan.person_id)))
        return or_(rows.case_id.in_(moved_ids(merge, Case.resident_id)), rows.slot_id.in_(slots))

    def stays(merge: Merge) -> Any:  # noqa: ANN401  a condition
        cases = _cases(Case.resident_id == merge.kept_id)
        slots = _slots(CheckInSlot.person_id == merge.kept_id)
        return or_(rows.case_id.in_(cases), rows.slot_id.in_(slots))

    return Since(back=back, stays=stays)


def _of_addressee(rows: Any, *, harmless: Any, for_helper: Any) -> Since:  # noqa: ANN401
    """Whoever is rung or written to is the resident themself, or somebody who helps another."""
    own = _of_case_or_slot(rows)

    def back(merge: Merge) -> Any:  # noqa: ANN401  a condition
        others = rows.case_id.in_(_cases(Case.resident_id != merge.kept_id))
        helps = and_(_is_helper(merge), or_(for_helper, others))
        return or_(own.back(merge), helps, rows.slot_id.in_(_slots(_turned_to(merge))))

    def stays(merge: Merge) -> Any:  # noqa: ANN401  a condition
        others = or_(rows.case_id.is_not(None), rows.slot_id.is_not(None))
        return or_(own.stays(merge), others, for_helper, harmless)

    return Since(back=back, stays=stays)


def _cases(condition: Any) -> Any:  # noqa: ANN401  a condition
    return select(Case.id).where(condition).correlate(None)


def _slots(condition: Any) -> Any:  # noqa: ANN401  a condition
    return select(CheckInSlot.id).where(condition).correlate(None)


def _turned_to(merge: Merge) -> Any:  # noqa: ANN401  a condition
    """Another resident's check-ins, about which the record that leaves is asked."""
    contacts = moved_ids(merge, OtherContact.person_id)
    residents = (
        select(OtherContact.resident_id).where(OtherContact.id.in_(contacts)).correlate(None)
    )
    return or_(
        CheckInSlot.plan_id.in_(moved_ids(merge, CheckInPlan.asked_person_id)),
        CheckInSlot.person_id.in_(residents),
    )


def _is_helper(merge: Merge) -> Any:  # noqa: ANN401  a condition
    return true() if merge.moved.get("volunteer_profiles.person_id") else false()


def _of_helper() -> Since:
    """What a volunteer does goes with the record that was the volunteer's."""
    return Since(back=_is_helper, stays=lambda _merge: true())


def _of_slot(slot_id: Any, *, at_any_age: bool = False) -> Since:  # noqa: ANN401  a mapped column
    """Who was asked and who answered goes with the plan, or with the contact they are."""

    def back(merge: Merge) -> Any:  # noqa: ANN401  a condition
        own = CheckInSlot.plan_id.in_(moved_ids(merge, CheckInPlan.person_id))
        return slot_id.in_(_slots(or_(own, _turned_to(merge))))

    return Since(back=back, stays=lambda _merge: true(), at_any_age=at_any_age)


_HISTORY: Final = Since(stays=lambda _merge: true())
"""That somebody rang, wrote or began to ask: it stays with the one who stayed, as all that was
said already."""
_DONE: Final = Message.status.not_in(_WAITING)
_JOB_OWES_AGAIN: Final = CallTask.kind == CallTaskKind.ASK_AGAIN

DECIDED: Final[Mapping[str, Since]] = MappingProxyType(
    {called(column): BLOCKS for column in MOVED}
    | {
        called(Alert.person_id): _of_case_or_slot(Alert),
        called(AssessmentDraft.person_id): _HISTORY,
        called(Call.person_id): _HISTORY,
        called(CallTask.person_id): _of_addressee(
            CallTask, harmless=_JOB_OWES_AGAIN, for_helper=false()
        ),
        called(CallTask.about_person_id): _of_case_or_slot(CallTask),
        called(CheckInSlot.person_id): _of_slot(CheckInSlot.id),
        called(CheckInSlot.answered_by_id): _of_slot(CheckInSlot.id, at_any_age=True),
        called(InboundMessage.person_id): _HISTORY,
        called(Message.to_person_id): _of_addressee(
            Message, harmless=_DONE, for_helper=Message.offer_id.is_not(None)
        ),
        called(Offer.helper_id): _of_helper(),
        called(RefusedHelper.helper_id): _of_helper(),
        called(RungClimbed.person_id): _of_slot(RungClimbed.slot_id),
        called(Task.helper_id): _of_helper(),
        called(Visit.helper_id): _of_helper(),
        called(Worry.raised_by_id): _of_helper(),
    }
)
