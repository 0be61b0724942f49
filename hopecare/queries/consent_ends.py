"""Consents with a last day: those that have ended, or end soon, and nobody has asked again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from hopecare.domain.consent import ConsentAct
from models import ConsentEntry, Merge

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from sqlalchemy import ColumnElement

SOON: Final = timedelta(days=30)
"""Long enough to visit somebody who is asked face to face."""

_Later = aliased(ConsentEntry, name="later_consent")
# Under a name of its own: a statement about merges must not capture it.
_One = aliased(Merge, name="one_merge")


def ends_soon(on: date) -> ColumnElement[bool]:
    """Make the condition that a yes is the last word on its purpose and ends, or has ended."""
    return and_(
        ConsentEntry.act == ConsentAct.GIVEN,
        ConsentEntry.expires_on <= on + SOON,
        ~has_later_word(),
    )


def has_later_word() -> ColumnElement[bool]:
    """Make the condition that this purpose was spoken of again, in this or a merged record.

    A yes of the other record counts only if it reaches further than this one.
    """
    reaches_further = or_(
        _Later.act != ConsentAct.GIVEN,
        _Later.expires_on.is_(None),
        _Later.expires_on > ConsentEntry.expires_on,
    )
    own, other = _One.merged_id, _One.kept_id
    return or_(
        _spoken(_Later.person_id == ConsentEntry.person_id),
        _spoken(reaches_further, *_other_record(own, other)),
        _spoken(reaches_further, *_other_record(other, own)),
    )


def _other_record(own: Any, other: Any) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401  columns
    return (
        own == ConsentEntry.person_id,
        other == _Later.person_id,
        _One.undone_at.is_(None),
    )


def _spoken(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    is_later = or_(
        _Later.at > ConsentEntry.at,
        and_(_Later.at == ConsentEntry.at, _Later.id > ConsentEntry.id),
    )
    return (
        select(_Later.id)
        .where(_Later.purpose == ConsentEntry.purpose, is_later, *conditions)
        .exists()
    )
