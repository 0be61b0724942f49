"""Reads what was given in a case, and adds it up by where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.domain.care_path import NeedStatus
from hopecare.domain.timeline import EntryKind
from hopecare.errors import NotFoundError
from models import AidGiven, Need, TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSum:
    """What came from one source in one currency, with the very rows it is the sum of."""

    source: str
    currency: str
    rows: tuple[AidGiven, ...]

    @property
    def total_minor(self) -> int:
        """Give what its rows add up to."""
        return sum(row.value_minor for row in self.rows)


def aid_by_id(session: Session, aid_id: UUID, *, alone: bool = False) -> AidGiven:
    """Read one thing that was given; `alone` holds it until this work is done."""
    found = session.get(AidGiven, aid_id, populate_existing=alone, with_for_update=alone or None)
    if found is None:
        raise NotFoundError(kind="aid", id=aid_id)
    return found


def find_need_met_by(session: Session, given: AidGiven) -> Need | None:
    """Find the need that ended as met when this was written down; None where it ended otherwise."""
    written = select(TimelineEntry.at).where(
        TimelineEntry.kind == EntryKind.AID_GIVEN,
        TimelineEntry.case_id == given.case_id,
        TimelineEntry.subject_id == given.id,
    )
    is_met = Need.status == NeedStatus.MET
    met = select(Need).where(Need.id == given.need_id, is_met, Need.ended_at.in_(written))
    return session.scalars(met).one_or_none()


def aid_of_case(session: Session, case_id: UUID) -> Sequence[AidGiven]:
    """Read what was given in a case, the newest first; nothing that was taken back."""
    return session.scalars(
        select(AidGiven)
        .where(AidGiven.case_id == case_id, AidGiven.taken_back_at.is_(None))
        .order_by(AidGiven.given_on.desc(), AidGiven.id.desc())
    ).all()


def aid_taken_back(session: Session, case_id: UUID) -> Sequence[AidGiven]:
    """Read what was written down by mistake in a case, the latest mistake first."""
    return session.scalars(
        select(AidGiven)
        .where(AidGiven.case_id == case_id, AidGiven.taken_back_at.is_not(None))
        .order_by(AidGiven.taken_back_at.desc(), AidGiven.id.desc())
    ).all()


def sums_by_source(rows: Iterable[AidGiven]) -> list[SourceSum]:
    """Add up by source and currency: an organisation by its row, words by how they are written."""
    parts: dict[tuple[str, str], list[AidGiven]] = {}
    for row in rows:
        parts.setdefault((_key(row), row.currency), []).append(row)
    sums = [
        SourceSum(source=own[0].source, currency=currency, rows=tuple(own))
        for (_, currency), own in parts.items()
    ]
    return sorted(sums, key=lambda each: (-each.total_minor, each.source))


def _key(row: AidGiven) -> str:
    if row.organisation_id is not None:
        return str(row.organisation_id)
    return " ".join(row.source.split()).casefold()
