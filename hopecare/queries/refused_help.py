"""Whether one record refuses a helper who helps the other: said before two are made one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import and_, or_, select

from hopecare.domain.care_path import OfferStatus, TaskStatus
from hopecare.domain.people import OtherContactKind
from hopecare.queries.not_over import not_over
from models import Case, Offer, OtherContact, RefusedHelper, Task

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from uuid import UUID

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import Session

_WAITING: Final = (OfferStatus.STANDING, OfferStatus.LATE)


def refused_helper_helps(session: Session, ids: Sequence[UUID], *, on: date) -> bool:
    """Say whether a refusal of one record would meet what goes on with the other."""
    stands = not_over(RefusedHelper, on)
    return any(
        session.scalars(help_.where(stands).limit(1)).first() is not None
        for help_ in _helps(ids, on)
    )


def _helps(ids: Sequence[UUID], on: date) -> tuple[Select[UUID], ...]:
    """Tasks, offers and keyholders, each joined with the refusals that would meet them."""
    meets = _meets(ids, Case.resident_id, Task.helper_id)
    asked = _meets(ids, Case.resident_id, Offer.helper_id)
    holds = _meets(ids, OtherContact.resident_id, OtherContact.person_id)
    return (
        select(Task.id)
        .join(Case, Case.id == Task.case_id)
        .join(RefusedHelper, meets)
        .where(Task.status == TaskStatus.ACTIVE),
        select(Offer.id)
        .join(Case, Case.id == Offer.case_id)
        .join(RefusedHelper, asked)
        .where(Offer.status.in_(_WAITING)),
        select(OtherContact.id)
        .join(RefusedHelper, holds)
        .where(
            OtherContact.kind == OtherContactKind.KEYHOLDER,
            not_over(OtherContact, on),
        ),
    )


def _meets(
    ids: Sequence[UUID],
    resident: Any,  # noqa: ANN401  a mapped column
    helper: Any,  # noqa: ANN401  a mapped column
) -> ColumnElement[bool]:
    """Both are residents and the helper is one, or both are helpers and the resident is one."""
    return or_(
        and_(
            RefusedHelper.resident_id.in_(ids),
            resident.in_(ids),
            RefusedHelper.resident_id != resident,
            RefusedHelper.helper_id == helper,
        ),
        and_(
            RefusedHelper.helper_id.in_(ids),
            helper.in_(ids),
            RefusedHelper.helper_id != helper,
            RefusedHelper.resident_id == resident,
        ),
    )
