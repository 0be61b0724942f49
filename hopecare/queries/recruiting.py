"""Reads what keeps needs open, by rule and district: whom to look for, and where."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from hopecare.queries.visibility import visible
from models import Area, Need, OpenPlace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.domain.identity import Identity
    from hopecare.domain.needs import NeedKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One rule: how many needs it keeps open, where, and how many would fit but for it."""

    rule: str | None
    """None: some fit, but their time is needed more elsewhere."""
    needs: int
    would_fit: int
    by_area: Mapping[UUID | None, int]
    by_kind: Mapping[NeedKind, int]
    """Which help is lacking, the kind that is lacking most first."""


def findings_of(session: Session, identity: Identity, list_id: UUID) -> list[Finding]:
    """Gather the findings of a list, the one that stops most needs first."""
    rows = session.execute(
        select(OpenPlace.stopped_by, OpenPlace.area_id, OpenPlace.kept_out, Need.kind)
        .join(Need, Need.id == OpenPlace.need_id)
        .where(OpenPlace.list_id == list_id, visible("case.read", identity, OpenPlace))
    ).all()
    by_rule: dict[str | None, list[Any]] = defaultdict(list)
    for row in rows:
        by_rule[row.stopped_by].append(row)
    found = [_finding(rule, stopped) for rule, stopped in by_rule.items()]
    return sorted(found, key=lambda each: (each.rule is None, -each.needs, each.rule or ""))


def _finding(rule: str | None, stopped: Sequence[Any]) -> Finding:
    kinds = Counter(row.kind for row in stopped)
    return Finding(
        rule=rule,
        needs=len(stopped),
        would_fit=sum(row.kept_out.get(rule or "", 0) for row in stopped),
        by_area=Counter(row.area_id for row in stopped),
        by_kind=dict(sorted(kinds.items(), key=lambda each: (-each[1], each[0]))),
    )


def areas_called(session: Session, findings: Sequence[Finding]) -> Mapping[UUID, Area]:
    """Give the districts that findings speak of."""
    ids = {area_id for each in findings for area_id in each.by_area if area_id is not None}
    return {area.id: area for area in session.scalars(select(Area).where(Area.id.in_(ids)))}
