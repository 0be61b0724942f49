"""Hold what moving people needs, or helps with, and read who is asked for it before they move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hopecare.queries.asked_before import asked_before
from hopecare.queries.cases import case_by_id
from hopecare.queries.needs import live_needs_of_case, need_by_id
from hopecare.queries.stoppable import live_cases_of, needs_asked_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from hopecare.queries.asked_before import AskedBefore
    from models import Case, Need

    Held = list[tuple[Case, Need, AskedBefore]]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldAsked:
    """Each need with its case, and who is asked for it or holds it."""

    theirs: Held
    """What the people who move need."""
    helped: Held
    """What they are asked for, or help with; of that, only what concerns them."""


def hold_asked(
    session: Session, *, residents: Sequence[UUID], helpers: Sequence[UUID], now: datetime
) -> HeldAsked:
    """Hold all their cases, in one order, and then the needs, as every other verb does."""
    own = {case.id for each in residents for case in live_cases_of(session, each)}
    asked = {helper_id: needs_asked_of(session, helper_id) for helper_id in helpers}
    ids = sorted(own.union(need.case_id for needs in asked.values() for need in needs))
    cases = {case_id: case_by_id(session, case_id, alone=True) for case_id in ids}
    return HeldAsked(
        theirs=[
            (cases[case_id], need, asked_before(session, need, now=now))
            for case_id in sorted(own)
            for live in live_needs_of_case(session, case_id)
            for need in (need_by_id(session, live.id, alone=True),)
        ],
        helped=[
            (cases[need.case_id], need, asked_before(session, need, now=now, only=helper_id))
            for helper_id, needs in asked.items()
            for found in needs
            for need in (need_by_id(session, found.id, alone=True),)
        ],
    )
