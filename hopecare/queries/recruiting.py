"""Reads what keeps needs open, by rule and district: whom to look for, and where."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from hopecare.queries.visibility import visible
from models import Area, OpenPlace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule: how many needs it keeps open, where, and how many would fit but for it."""

    rule: str | None
    """None: some fit, but their time is needed more elsewhere."""
    needs: int
    would_fit: int
    by_area: Mapping[UUID | None, int]


def findings_of(session: Session, identity: Identity, list_id: UUID) -> list[Finding]:
    """Gather the findings of a list, the one that stops most needs first."""
    rows = session.execute(
        select(OpenPlace.stopped_by, OpenPlace.area_id, OpenPlace.kept_out).where(
            OpenPlace.list_id == list_id, visible("case.read", identity, OpenPlace)
        )
    ).all()
    needs: dict[str | None, dict[UUID | None, int]] = defaultdict(lambda: defaultdict(int))
    would_fit: dict[str | None, int] = defaultdict(int)
    for rule, area_id, kept_out in rows:
        needs[rule][area_id] += 1
        would_fit[rule] += kept_out.get(rule or "", 0)
    found = [
        Finding(
            rule=rule, needs=sum(areas.values()), would_fit=would_fit[rule], by_area=dict(areas)
        )
        for rule, areas in needs.items()
    ]
    return sorted(found, key=lambda each: (each.rule is None, -each.needs, each.rule or ""))


def areas_called(session: Session, findings: Sequence[Finding]) -> Mapping[UUID, Area]:
    """Give the districts that findings speak of."""
    ids = {area_id for each in findings for area_id in each.by_area if area_id is not None}
    return {area.id: area for area in session.scalars(select(Area).where(Area.id.in_(ids)))}
