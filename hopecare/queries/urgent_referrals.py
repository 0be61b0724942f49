"""Which referrals cannot wait as long as others: emergency aid, and whoever is in a crisis."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hopecare.domain.recurring import cause_of
from hopecare.domain.urgency import Urgency
from hopecare.queries.crises import find_open_crisis
from hopecare.town_values import shipped_policy

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from sqlalchemy.orm import Session

    from models import Case

AT_ONCE: Final = "silent:%:at_once%"
"""How the keys of their calls look: once late they stand first on a desk, as a crisis does."""


def is_urgent(session: Session, case: Case, programme: str | None) -> bool:
    """Say whether an office is rung about it the same day.

    A crisis that goes on counts, whatever the case was weighed at before it.
    """
    return (
        case.urgency is Urgency.CRISIS
        or programme in emergency_programmes()
        or find_open_crisis(session, case.id) is not None
    )


def urgent_at(
    session: Session, case: Case, programme: str | None, *, now: datetime
) -> datetime | None:
    """Give the moment from which the hours of an emergency count; None where none is one."""
    return now if is_urgent(session, case, programme) else None


def emergency_programmes() -> frozenset[str]:
    """Give the codes of the programmes that are emergency aid."""
    return frozenset(shipped_policy("referrals")["emergencies"]["programmes"])


def is_at_once(dedup_key: str) -> bool:
    """Say whether a call asks, the same day, what became of an urgent referral."""
    cause = cause_of(dedup_key)
    return cause.startswith("silent:") and cause.endswith(":at_once")


def at_once_key(referral_id: UUID) -> str:
    """Name the call that asks, the same day, what became of an urgent referral."""
    return f"silent:{referral_id}:at_once"
