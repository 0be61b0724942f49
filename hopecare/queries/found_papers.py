"""How one gets a paper, as somebody in this town last found out; for whom, nobody says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, func, select

from models import ApplicationPaper

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy.orm import Session

HOW_GOT: Final = ("issued_by", "got_where", "cost_minor", "valid_days")
"""What is asked about a paper once, and holds whoever needs it."""
TAKEN_OVER: Final = (*HOW_GOT, "currency", "found_at", "found_by_id")
"""What the next application starts with: when and by whom it was found among it."""
MOST_NAMED: Final = 200
"""Names are encrypted: so many of the newest are looked through for one."""


def newest_found(session: Session, codes: Collection[str]) -> dict[str, ApplicationPaper]:
    """Read, for each of these papers of the list, what was written down last, in one reading."""
    newest = (
        select(ApplicationPaper.code, func.max(ApplicationPaper.found_at).label("at"))
        .where(ApplicationPaper.code.in_(codes), ApplicationPaper.found_at.is_not(None))
        .group_by(ApplicationPaper.code)
        .subquery()
    )
    is_newest = and_(
        ApplicationPaper.code == newest.c.code, ApplicationPaper.found_at == newest.c.at
    )
    rows = session.scalars(
        select(ApplicationPaper).join(newest, is_newest).order_by(ApplicationPaper.id)
    )
    return {row.code: row for row in rows if row.code is not None}


def find_named(session: Session, named: str) -> ApplicationPaper | None:
    """Find what was written down last of a paper that offices call so, whatever the spaces."""
    rows = session.scalars(
        select(ApplicationPaper)
        .where(ApplicationPaper.code.is_(None), ApplicationPaper.found_at.is_not(None))
        .order_by(ApplicationPaper.found_at.desc(), ApplicationPaper.id.desc())
        .limit(MOST_NAMED)
    )
    wanted = _plain(named)
    return next((row for row in rows if row.named and _plain(row.named) == wanted), None)


def _plain(named: str) -> str:
    return "".join(named.casefold().split())
